"""The descent itself: a canvas, a goal, a number of evaluations, and a way to stop."""

import torch

LEARNING_RATE = 0.05  # of Adam, in the units of the canvas
MEMORY = 20  # steps that L-BFGS remembers


class _Stop(Exception):
    """Ends an optimiser between two evaluations."""


class Descent:
    """Minimises a goal over a canvas, and keeps the best that was seen.

    Args:
        goal: function from a picture to `(loss, content distance, style distance)`.
        canvas: a `Canvas`; its values are changed.
        halt: a `threading.Event`; once set, no more is evaluated.
        report: called after each evaluation with `(loss, content, style, picture)`.
    """

    def __init__(self, goal, canvas, halt, report):
        self.goal, self.canvas, self.halt, self.report = goal, canvas, halt, report
        self.best, self.best_values, self.left = float("inf"), canvas.values.detach().clone(), 0

    def run(self, optimizer, steps):
        """Evaluates loss and gradient `steps` times at most.

        Args:
            optimizer: `"lbfgs"` or `"adam"`.
            steps: a positive int.

        Returns:
            The best picture, a tensor (1, 3, height, width).
        """
        self.left = steps
        values = [self.canvas.values]
        try:
            if optimizer == "lbfgs":
                self._lbfgs(values, steps)
            adam = torch.optim.Adam(values, lr=LEARNING_RATE)
            while optimizer == "adam":
                adam.step(self._evaluate)
        except _Stop:
            pass
        return self.canvas.picture(self.best_values).detach()

    def _lbfgs(self, values, steps):
        """Quasi-Newton steps; a search along each keeps the loss from rising."""
        torch.optim.LBFGS(
            values,
            max_iter=steps,
            max_eval=2 * steps,
            history_size=MEMORY,
            tolerance_grad=0.0,
            tolerance_change=0.0,
            line_search_fn="strong_wolfe",
        ).step(self._evaluate)

    def _evaluate(self):
        if self.halt.is_set() or not self.left:
            raise _Stop
        self.left -= 1
        with torch.enable_grad():
            picture = self.canvas.picture()
            loss, content, style = self.goal(picture)
            (gradient,) = torch.autograd.grad(loss, self.canvas.values)
        self.canvas.values.grad = gradient.contiguous()
        value = float(loss.detach())
        if value < self.best:
            self.best, self.best_values = value, self.canvas.values.detach().clone()
        self.report(value, float(content.detach()), float(style.detach()), picture.detach())
        return loss.detach()
