"""The course's own writer: a small GPT that describes landscapes, in English and Chinese."""

from pathlib import Path

import artlab
from artlab import runtime
from artlab.gpt.writers import streams
from artlab.gpt.writers.base import Status
from artlab.gpt.writers.local import TransformersWriter

FOLDER = Path(artlab.__file__).parent / "weights" / "writer"
ABOUT = "2.3 M weights, 4.5 MB, MIT, trained for this course; English and Chinese"
MOST_NOTES = 32
TOP_P = 0.92
HEIGHTS = "heights"
NOTES = "<notes>"  # asks for notes
TELL = "<tell>"  # stands between notes and description


class CourseWriter(TransformersWriter):
    """Answers a request: it notes what is asked, one token for each thing, then describes it.

    The notes are read greedily, and are not shown: `notes` tells them.

    Args:
        model, tokenizer, name, about, top_p: see `TransformersWriter`.
    """

    most_read = 160  # as many as the studio reads

    def __init__(self, model, tokenizer, name="course", about=ABOUT, top_p=TOP_P):
        super().__init__(model, tokenizer, name, about, top_p)
        self.tell = tokenizer.convert_tokens_to_ids(TELL)

    @staticmethod
    def fits(tokenizer):
        """Whether a tokenizer is the course's: it has the tokens of the notes."""
        return {NOTES, TELL} <= tokenizer.get_vocab().keys()

    @property
    def context(self):
        """Tokens for prompt and description: the others are for the notes."""
        return super().context - MOST_NOTES

    def notes(self, prompt):
        """What the writer understands of a prompt: names of notes, such as "mountain=2"."""
        ids = self._fitted(prompt, self.request_ids, 1)
        noted = self._noted(ids)[len(ids) : -1]
        return [name.strip("<>") for name in self.tokenizer.convert_ids_to_tokens(noted)]

    def _noted(self, ids):
        """Ids of a request, its notes, and `<tell>`."""
        from artlab.gpt.fast import token_stream

        order = NotesInOrder(self.tokenizer)
        stops = {self.tell, *self.stop_ids()}
        noted = token_stream(self.model, [ids], MOST_NOTES - 1, [order], stop_ids=stops)
        return [*ids, *noted, self.tell]

    def _pieces(self, prompt, max_new_tokens, temperature, seed):
        ids = self._fitted(prompt, self.request_ids, max_new_tokens)
        return self._answer(ids, max_new_tokens, temperature, seed)

    def _answer(self, ids, max_new_tokens, temperature, seed):
        ids = self._noted(ids)
        pieces = self._written(ids, max_new_tokens, temperature, seed, ())
        yield from streams.sentences(streams.answer(pieces))

    def _continue(self, text, max_new_tokens, temperature, seed):
        ids = self._fitted(text, self.text_ids, max_new_tokens)
        pieces = self._written(ids, max_new_tokens, temperature, seed, ids[-streams.WINDOW :])
        pieces = streams.answer(pieces) if text[-1:].isspace() else pieces
        return streams.sentences(pieces, text[-4:])


class NotesInOrder:
    """Leaves one token: the likeliest of those that may come next in the notes.

    Each thing is noted once, in the order of the vocabulary; of heights there may be several.

    Args:
        tokenizer: the writer's.
    """

    def __init__(self, tokenizer):
        ids = {token: name for name, token in tokenizer.get_vocab().items() if "=" in name[1:-1]}
        self.names = {token: name.strip("<>").partition("=")[0] for token, name in ids.items()}
        self.tell = tokenizer.convert_tokens_to_ids(TELL)

    def __call__(self, input_ids, scores):
        """Scores (1, vocabulary) behind ids (1, length)."""
        allowed = [self.tell, *self.after(int(input_ids[0, -1]))]
        best = max(allowed, key=lambda token: float(scores[0, token]))
        return scores.new_full(scores.shape, float("-inf")).index_fill(
            1, scores.new_tensor([best]).long(), 0.0
        )

    def after(self, last):
        """Notes that may follow a token: a list of ids."""
        name = self.names.get(last)
        if name is None:  # the first one
            return list(self.names)
        later = [token for token, other in self.names.items() if token > last and other != name]
        again = [last, last + 1, last + 2] if name == HEIGHTS else []
        return later + [token for token in again if self.names.get(token) == name]


def load():
    """The shipped writer."""
    return CourseWriter.from_folder(FOLDER, "course", ABOUT)


def status():
    """What is known of it, as a `Status`."""
    here = all(runtime.version(name) for name in ("torch", "transformers"))
    how = 'load_writer("course")' if here else 'pip install -e ".[text]" in the course\'s folder'
    return Status("course", here, ABOUT, how)
