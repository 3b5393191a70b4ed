"""The writer describes, and what it wrote is read again: a text that forgot something is rewritten.

A small language model notes what a prompt asks for, and now and then writes something else. So
each description is read into its plan, as the drawer will read it; where the plan lacks what the
notes ask for, the writer tries again with the next seed.
"""

from artlab.studio import checks, parts, text, wording

TRIES = 4
COUNTED = {"boat": "boats", "pavilion": "pavilions", "bird": "birds", "cloud": "clouds"}
KINDS = {
    **dict.fromkeys(("lake", "river", "sea"), "water"),
    **dict.fromkeys(("pine", "willow", "bamboo"), "trees"),
    **dict.fromkeys(("sun", "moon"), "light"),
    **dict.fromkeys(("rock", "bough"), "foreground"),
}
DENIED = ("water", "trees", "light")  # told as "none", or as "some" of any kind


def unmet(mentions, plan):
    """What a text mentions and a plan does not grant.

    Args:
        mentions: as in `world.describe.Description`.
        plan: a `Scene`.

    Returns:
        A list of names.

    Example:

    >>> from artlab.world import Scene
    >>> unmet({"mountain": 2, "lake": 1, "time": "dusk"}, Scene(("low", "low"), "sea"))
    ['lake', 'time']
    """
    return [name for name, value in mentions.items() if not _meets(name, value, mentions, plan)]


def _meets(name, value, mentions, plan):
    if name == "mountain":
        return _counts(len(plan.mountains), value)
    if name in COUNTED:
        return _counts(getattr(plan, COUNTED[name]), value)
    if name in KINDS:
        is_there = getattr(plan, KINDS[name]) == name
        return is_there and (KINDS[name] != "trees" or _counts(plan.num_trees, value))
    if name in DENIED:
        return (getattr(plan, name) == "none") == (value == "none")
    if name == "heights":
        exact = mentions.get("mountain") == len(value)
        told = sorted(value) == sorted(plan.mountains)
        return told if exact else set(value) <= set(plan.mountains)
    return getattr(plan, name) == value


def _counts(number, value):
    return number >= 2 if value == "some" else number == value


def descriptions(studio, asked, seeds, on_text=None):
    """A description of each prompt.

    Args:
        studio: a `Studio`.
        asked: what the writer is given; a list of texts.
        seeds: an int for each.
        on_text: called with the text so far; for a single prompt.

    Returns:
        A list of str, in the studio's style where it has one.
    """
    mentions = {prompt: _notes(studio, prompt) for prompt in dict.fromkeys(asked)}
    best = [None] * len(seeds)
    waiting = list(range(len(seeds)))
    for number in range(TRIES):
        chosen = [(asked[place], seeds[place]) for place in waiting]
        texts = _write(studio, *zip(*chosen, strict=True), number, on_text)
        for place, written in zip(waiting, texts, strict=True):
            noted = mentions[asked[place]]
            lacking = len(unmet(noted, studio.plan_of(written, seeds[place]))) if noted else 0
            if best[place] is None or lacking < best[place][0]:
                best[place] = lacking, written
        waiting = [place for place in waiting if best[place][0]]
        if not waiting:
            break
    return [written for _, written in best]


def asked(settings):
    """What `Settings` ask for, as the shipped writer notes it.

    Args:
        settings: a `Settings`; its last revision counts, or else its prompt.

    Returns:
        A dict as in `world.describe.Description.mentions`.
    """
    told = settings.revisions[-1] if settings.revisions else settings.prompt
    mentions = parts.shipped("writer").notes(told) if told.strip() else {}
    is_free = settings.style is None or settings.revisions
    return mentions if is_free else mentions | {"style": settings.style}


def _notes(studio, prompt):
    """What the writer understood, where it can say so; the studio's style goes before."""
    if not studio.writer.has("notes"):
        return {}
    mentions = studio.writer("notes", prompt)
    if not isinstance(mentions, dict):  # notes of another kind, such as those of `artlab.gpt`
        return {}
    return mentions | ({"style": studio.style} if studio.style else {})


def _write(studio, asked, seeds, number, on_text):
    children = [parts.child_seed(seed, "describe") + number for seed in seeds]
    options = {} if on_text is None else {"on_text": on_text}
    written = parts.many(studio.writer, "write", [list(asked)], children, **options)
    written = [checks.checked_description(one) for one in written]
    return [in_style(studio, one, seed) for one, seed in zip(written, seeds, strict=True)]


def in_style(studio, description, seed):
    """The description; where it tells another style than the studio's, that is exchanged."""
    if studio.style is None or studio.plan_of(description, seed).style == studio.style:
        return description
    return wording.with_style(description, studio.style, text.language_of(description))
