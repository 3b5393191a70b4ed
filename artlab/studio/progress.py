"""Telling how far the work is, and how long each step took."""

import time


def tell(on_step, step, value):
    """Calls `on_step(step, value)`, if there is anybody to be told."""
    if on_step is not None:
        on_step(step, value)


class Clock:
    """Calls steps and keeps how long each took."""

    def __init__(self):
        self.start, self.seconds = time.perf_counter(), {}

    def __call__(self, name, function, *arguments):
        start = time.perf_counter()
        result = function(*arguments)
        self.seconds[name] = self.seconds.get(name, 0.0) + time.perf_counter() - start
        return result

    def done(self, share=1):
        """Seconds of each step and "total", for one of `share` works; to a tenth of a ms."""
        times = {**self.seconds, "total": time.perf_counter() - self.start}
        return {name: round(value / share, 4) for name, value in times.items()}
