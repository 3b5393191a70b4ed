"""Keeping TensorFlow's log lines out of a lesson, without hiding anything else.

TensorFlow 2.20 writes some lines through absl, which heeds no environment variable before it
is initialised, and Python cannot initialise it. So the few known lines are taken out of the
process's standard error while they are expected; everything else is passed on.
"""

import contextlib
import os
import re
import sys
import tempfile

NOISE = re.compile(
    rb"absl::InitializeLog\(\)"
    rb"|Compiled cluster using XLA"
    rb"|XLA service .* initialized|StreamExecutor device"
    rb"|remapper failed"  # an optimisation that is skipped; the result is the same
    rb"|Loaded cuDNN version|Created device|failed call to cuInit"
)


@contextlib.contextmanager
def without_noise():
    """Within the block, known log lines do not reach standard error; others come afterwards."""
    sys.stderr.flush()
    try:
        shown = os.dup(2)
    except OSError:  # a process without a standard error has nothing to keep quiet
        yield
        return
    with tempfile.TemporaryFile() as kept:
        os.dup2(kept.fileno(), 2)
        try:
            yield
        finally:
            os.dup2(shown, 2)
            os.close(shown)
            kept.seek(0)
            for line in kept:
                if not NOISE.search(line):
                    os.write(2, line)
