"""Lesson 06: the next token as bars that temperature reshapes; click a token, and it is written."""

import html

import ipywidgets
import numpy as np
import torch

from artlab.gpt import reading, sampling
from artlab.widgets import base

WIDTH = 380  # CSS pixels of a bar for probability 1
HOTTEST, LARGEST_K = 3.0, 50
BOX = (
    '<div style="background: #FBF8F1; color: #26221C; border: 1px solid #E4DDCE; line-height: 1.9;'
    ' border-radius: 4px; padding: 0.5em 0.8em; max-width: 46em; font-size: 14px">{}</div>'
)
CHIP = (
    '<span style="display: inline-block; margin: 1px; padding: 0 5px; border-radius: 3px;'
    ' line-height: 1.5; {style}" title="{hint}">{text}</span>'
)
GIVEN, CHOSEN = "background: #E4DDCE; color: #26221C", "background: #0072B2; color: #FFFFFF"
SMALL = '<div style="font-size: 12px; color: #6F685C; line-height: 1.5">{}</div>'
BAR = (
    '<div style="display: flex; align-items: center; height: 28px; font-size: 13px"'
    ' title="{hint}"><div style="width: {now:.1f}px; min-width: 1px; height: 17px;'
    ' background: #0072B2"></div><div style="width: {more:.1f}px; height: 15px;'
    ' border: {line} dashed #8A8272; border-left: 0"></div>'
    '<span style="margin-left: 7px; {bold}">{text}</span></div>'
)
INK = ' style="color: #26221C; background: #FBF8F1; max-width: 46em; padding: 0 0.8em"'


def next_token_bars(model, tokenizer, prompt="The mountains", num=10, temperature=1.0, seed=0):
    """The likeliest next tokens as bars with a button each: click one, and it is written.

    Solid bars are the probabilities from which a token would be drawn now, with temperature,
    top-k and top-p; dashed ones those at temperature 1, with nothing cut.

    Args:
        model: a causal language model of transformers.
        tokenizer: its tokenizer.
        prompt: the beginning of the text; an empty one begins where the model does.
        num: how many tokens are shown, 1 or more.
        temperature: where its slider starts, in [0.1, 3].
        seed: an int of 0 or more, for the draws by lot.

    Returns:
        A widget. Its `text` is what has been written, its `chosen` the ids behind the prompt.
    """
    return _Writing(model, tokenizer, prompt, num, temperature, seed)


def chances(logits, ids, temperature=1.0, top_k=0, top_p=1.0):
    """Probabilities of all tokens, as they would be drawn.

    Args:
        logits: (vocabulary,), a tensor.
        ids: the text so far, a list.
        temperature, top_k, top_p: as in `gpt.processors`; a `top_k` of 0 cuts nothing.

    Returns:
        float64 array (vocabulary,).
    """
    options = {"top_k": top_k or None, "top_p": top_p if top_p < 1 else None}
    scores = sampling.processors(temperature=temperature, **options)(
        torch.tensor([ids]), logits[None].clone()
    )
    return torch.softmax(scores[0].double(), dim=-1).numpy()


def bar_html(now, before):
    """One bar: solid as it is, dashed as it was at temperature 1.

    Args:
        now, before: probabilities in [0, 1].

    Returns:
        A string of HTML.
    """
    text = f"{now:.3f}" if now else "cut"
    return BAR.format(
        now=now * WIDTH,
        more=max(before - now, 0) * WIDTH,
        line="1px" if before > now else "0",
        bold="font-weight: 600" if now else "opacity: 0.65",
        text=text,
        hint=f"probability {now:.4f}; {before:.4f} at temperature 1",
    )


class _Writing(ipywidgets.VBox):
    """The panel; its repr tells the text and the likeliest next token."""

    def __init__(self, model, tokenizer, prompt, num, temperature, seed):
        self.model, self.tokenizer, self.seed = model, tokenizer, seed
        self.ends = {getattr(tokenizer, "eos_token_id", None)}
        self.field = base.text("begin with", prompt)
        self.heat = base.slider("temperature", temperature, 0.1, HOTTEST, 0.1, ".1f")
        self.top_k = base.int_slider("top-k (0: off)", 0, 0, LARGEST_K)
        self.top_p = base.slider("top-p", 1.0, 0.05, 1.0, 0.05)
        for control in (self.heat, self.top_k, self.top_p):
            control.layout.width = "23em"
        self.page, self.rest = ipywidgets.HTML(), ipywidgets.HTML()
        self.rows = [_row(self._press(place)) for place in range(num)]
        actions = base.buttons(
            "Draw one by lot", "Draw ten", "Take the likeliest", "Undo", "Start over",
            tooltips=(
                "Each token with the probability of its solid bar", "Ten draws, one by one",
                "The token with the longest bar", "Takes the last token back",
                "Takes back all but the beginning",
            ),
        )  # fmt: skip
        moves = (self._draw, lambda: self._draw(10), self._likeliest, self._undo, self._restart)
        for button, move in zip(actions, moves, strict=True):
            button.on_click(lambda _, move=move: self._do(move))
        controls = [self.heat, self.top_k, self.top_p]
        table = ipywidgets.VBox([ipywidgets.HBox(row) for row in self.rows])
        super().__init__(
            base.panel(self.field, controls, self.page, actions, table, self.rest).children
        )
        self._begin(prompt)
        self.field.observe(lambda change: self._do(lambda: self._begin(change.new)), names="value")
        base.connect(
            lambda **_: self._show(), heat=self.heat, top_k=self.top_k, top_p=self.top_p
        )  # fmt: skip

    def __repr__(self):
        return f"{self.text} … {self._name(self.order[0])} ({self.now[self.order[0]]:.3f})"

    @property
    def text(self):
        """The beginning and what was written behind it, as the tokenizer puts them together."""
        return self.tokenizer.decode(self.prompt + self.chosen, skip_special_tokens=True)

    def _begin(self, prompt):
        self.prompt = reading.encode(self.tokenizer, prompt)[0].tolist()
        self._restart()

    def _restart(self):
        self.chosen, self.paid = [], []
        self.lots = np.random.default_rng(self.seed)
        self._read()

    def _read(self):
        """Asks the model for the logits behind the text; its context keeps the tail."""
        ids = (self.prompt + self.chosen)[-(reading.context_of(self.model) or 0) :]
        with reading.evaluating(self.model):
            self.logits = reading.logits_of(self.model, torch.tensor([ids]))[0][0, -1]
        self.before = torch.softmax(self.logits.double(), dim=-1).numpy()
        self.order = np.argsort(-self.before, kind="stable")[: len(self.rows)]

    def _now(self):
        return chances(
            self.logits, self.prompt + self.chosen, self.heat.value, self.top_k.value,
            self.top_p.value,
        )  # fmt: skip

    def _press(self, place):
        return lambda _: self._do(lambda: self._take(self.order[place]))

    def _take(self, token):
        if not self.ended:
            self.paid.append(float(self.before[token]))
            self.chosen.append(int(token))
            self._read()

    def _draw(self, times=1):
        for _ in range(times):
            if not self.ended:
                self._take(self.lots.choice(len(self.before), p=self._now()))

    def _likeliest(self):
        self._take(self.order[0])

    def _undo(self):
        if self.chosen:
            self.chosen.pop()
            self.paid.pop()
            self._read()

    @property
    def ended(self):
        """Whether the last token ends the text."""
        return bool(self.chosen) and self.chosen[-1] in self.ends

    def _do(self, move):
        move()
        self._show()

    def _show(self):
        self.now = self._now()
        for (button, bar), token in zip(self.rows, self.order, strict=True):
            button.description = self._name(token)
            button.tooltip = f"Write {self._name(token)}"
            button.disabled = self.ended
            bar.value = bar_html(self.now[token], self.before[token])
        self.page.value = BOX.format(self._written() + SMALL.format(self._told()))
        others = len(self.now) - len(self.order)
        left = max(0.0, 1 - self.now[self.order].sum())
        self.rest.value = f"<div{INK}>the other {others:,} tokens together: {left:.3f}</div>"

    def _written(self):
        given = [(self._name(token), GIVEN, "given") for token in self.prompt]
        pairs = zip(self.chosen, self.paid, strict=True)
        mine = [(self._name(t), CHOSEN, f"probability {p:.3f} when chosen") for t, p in pairs]
        return "".join(
            CHIP.format(style=style, hint=hint, text=html.escape(name))
            for name, style, hint in given + mine
        )

    def _told(self):
        if not self.chosen:
            return "Grey: given. Click a token below to write it."
        odds = 1 / max(float(np.prod(self.paid)), 1e-300)
        number = f"{odds:,.1f}" if odds < 100 else f"{odds:,.0f}" if odds < 1e12 else f"{odds:.0e}"
        yours = "1 token" if len(self.chosen) == 1 else f"{len(self.chosen)} tokens"
        told = (
            f"{yours} of yours; by lot, at temperature 1, just these come once in {number} times."
        )
        return told + (" The text ends here: undo, or start over." if self.ended else "")

    def _name(self, token):
        return reading.visible_tokens(self.tokenizer, [token])[0]


def _row(press):
    """A button with a place for its bar."""
    button = ipywidgets.Button(
        description="…", layout=ipywidgets.Layout(width="11em", margin="1px 8px 1px 2px")
    )
    button.on_click(press)
    return button, ipywidgets.HTML()
