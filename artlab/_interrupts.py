"""Turn an interrupt into a request to stop after the step under way."""

from __future__ import annotations

import contextlib
import signal
import threading


@contextlib.contextmanager
def deferred():
    """Within the block the first SIGINT sets an event; a second one interrupts at once.

    So no step is torn in half: weights, optimisers and history always agree. Outside
    the main thread, where no signal arrives, the event is simply never set.

    Yields:
        A `threading.Event`.
    """
    asked = threading.Event()

    def ask(signum, frame):
        if asked.is_set():
            raise KeyboardInterrupt
        asked.set()

    if threading.current_thread() is not threading.main_thread():
        yield asked
        return
    previous = signal.signal(signal.SIGINT, ask)
    try:
        yield asked
    finally:
        signal.signal(signal.SIGINT, previous)
