"""The clinic of lesson 04: what tells each illness, and why it is not another one."""

from artlab.classroom.answers import describe
from artlab.classroom.lesson import Open, Wrong
from artlab.gan import clinic

KEYS = {  # a word that is enough to name an illness
    "collapse": "mode collapse",
    "winning": "winning discriminator",
    "saturated": "saturated generator",
    "swapped": "swapped labels",
    "freeze": "forgotten freeze",
    "range": "wrong image range",
}
UNNAMED = (..., None, "", "?", "...")

# What shows it in this patient; cause; cure.
CASE = {
    "mode collapse": "sixteen latents, one picture: variety {variety:.2f}. G runs to whatever "
    "fools a D that is too slow to follow. Balance the steps, then bound D's slope.",
    "winning discriminator": "D(real) {real_probability:.2f}, D(fake) {fake_probability:.2f}, and "
    "G pays {generator_loss:.1f}. Its slope is alive, so pictures still change, but D has "
    "learned each new trick before G's small steps get anywhere. Slow D down.",
    "saturated generator": "D is always right and both losses lie at 0, so the slope of minimax, "
    "−D(fake), is {fake_probability:.2f}: the pictures hardly move. Take the non-saturating loss.",
    "swapped labels": "D(real) {real_probability:.2f}, D(fake) {fake_probability:.2f}: D calls "
    "the animals fake. G asks for label 1 and gets it for noise. Both are content, nobody "
    "learns. Real is 1, fake is 0.",
    "forgotten freeze": "D(real) {real_probability:.2f}, D(fake) {fake_probability:.2f}: D calls "
    "both real and pays {discriminator_loss:.2f}, more than the 1.39 of a D that says 1/2 to all. "
    "It learns from the fakes, and G's step undoes it. The pictures come along all the same, so "
    "this slip goes unnoticed. Freeze D in the stack, or use two tapes.",
    "wrong image range": "the darkest pixels are {darkest:.2f}, where animals have −1: a sigmoid "
    "ends at 0. D looks at the ground and is always right. End G in tanh.",
}
# What a patient would show if it had the illness that was named, and what it shows instead.
MISSING = {
    "mode collapse": "in a collapse the sixteen become one picture. Here they differ: variety "
    "{variety:.2f}.",
    "winning discriminator": "a winning D calls the fakes fake: D(fake) near 0. Here it is "
    "{fake_probability:.2f}.",
    "saturated generator": "a saturated G hardly moves. Here a pixel still changes by "
    "{change:.2f} (of 2) from the last snapshot but one to the last.",
    "swapped labels": "with swapped labels D calls the animals fake: D(real) near 0. Here it is "
    "{real_probability:.2f}.",
    "forgotten freeze": "if G's step moved D too, D would call animals and fakes real, and pay "
    "more than 1.39 for it. Here D(fake) is {fake_probability:.2f}, and D pays "
    "{discriminator_loss:.2f}.",
    "wrong image range": "a sigmoid cannot paint −1: the ground would be grey. Here the darkest "
    "pixels are {darkest:.2f}.",
    "healthy": "one of the seven is healthy, and it stands at the top. Its fog becomes bodies; "
    "compare the last snapshots.",
}
# What students mix up although the first sign is there: (illness, what was named) -> why not.
MIXED = {
    ("wrong image range", "mode collapse"): "the sixteen are indeed alike, variety {variety:.2f}. "
    "But that is a consequence. Look at the ground: what can this G not paint?",
    ("wrong image range", "winning discriminator"): "D does win, D(fake) {fake_probability:.2f}, "
    "but not by its pace. Look at the ground: by what can D tell at a glance?",
    ("wrong image range", "saturated generator"): "a saturated G pays nothing: minimax ends at 0 "
    "when D is sure. Here G pays {generator_loss:.1f}. Look at the ground of its pictures.",
    ("saturated generator", "winning discriminator"): "D does win. But this G pays "
    "{generator_loss:.2f} for it, nothing, and its pictures hardly move. Which loss has no slope "
    "left when D is sure?",
    ("winning discriminator", "saturated generator"): "D is as sure as that. But a saturated G "
    "pays nothing and hardly moves. Here G pays {generator_loss:.1f}, and a pixel still changes "
    "by {change:.2f} (of 2).",
    ("swapped labels", "saturated generator"): "both losses lie at 0 and the pictures stand, as "
    "in a saturated G. But that one is stuck before a D that calls it fake. Here D(fake) is "
    "{fake_probability:.2f}: whom does D call real?",
    ("forgotten freeze", "healthy"): "its pictures do well. But D calls both real, and pays "
    "{discriminator_loss:.2f}; saying 1/2 to all would cost 1.39. Who pulls D the wrong way?",
    ("mode collapse", "forgotten freeze"): "D pays {discriminator_loss:.2f}, more than 1.39, as it "
    "would. But it does not call all real, D(real) {real_probability:.2f}, D(fake) "
    "{fake_probability:.2f}: it guesses. And how many pictures do the sixteen show?",
    ("saturated generator", "swapped labels"): "both losses lie at 0, as with swapped labels. But "
    "D calls the animals real, D(real) {real_probability:.2f}. Whom does it call fake?",
}


def explain(letter, truth, named):
    """Why a patient does not have the illness that was named.

    Args:
        letter: of the patient.
        truth: its illness.
        named: another one, or "healthy".

    Returns:
        A text with the patient's own numbers; it does not name the illness.
    """
    text = MIXED.get((truth, named)) or MISSING[named]
    return f"{letter} is no {_noun(named)}: " + text.format(**_seen(letter))


def case(letter):
    """The diagnosis of a patient in full: what shows it, the cause, the cure."""
    illness = clinic.illness_of(letter)
    return f"{letter}, {illness}: " + CASE[illness].format(**_seen(letter))


def judge(answer):
    """Judges a dict from letters to illnesses; letters without one are left out.

    Returns:
        The texts of all six cases, joined.

    Raises:
        Wrong: with the first mix-up in the order of the letters, and what is right so far.
        Open: no letter has an illness yet.
    """
    named = _read(answer)
    letters = [name for name in clinic.ward() if name != clinic.HEALTHY]
    right = [letter for letter in letters if named.get(letter) == clinic.illness_of(letter)]
    cases = "\n".join(case(letter) for letter in right)
    for letter in letters:
        if letter in named and letter not in right:
            raise Wrong(explain(letter, clinic.illness_of(letter), named[letter]), cases)
    if len(right) < len(letters):
        left = ", ".join(letter for letter in letters if letter not in right)
        raise Wrong(f"Not judged yet: {left}.", cases)
    return cases


def _read(answer):
    """The named illnesses by letter, both as the clinic writes them."""
    letters = [letter for letter in clinic.ward() if letter != clinic.HEALTHY]
    if isinstance(answer, list | tuple) and len(answer) == len(letters):
        answer = dict(zip(letters, answer, strict=True))
    if not isinstance(answer, dict):
        raise Wrong(
            'Give a dict from letters to illnesses, such as {"A": "mode collapse"}. '
            f"You gave {describe(answer)}."
        )
    filled = {key: word for key, word in answer.items() if not _is_unnamed(word)}
    if not filled:
        raise Open
    return {_letter(key): _illness(word) for key, word in filled.items()}


def _is_unnamed(word):
    return any(word is mark or (isinstance(word, str) and word == mark) for mark in UNNAMED)


def _letter(key):
    letter = str(key).strip().upper()[:20]
    if letter not in clinic.ward() or letter == clinic.HEALTHY:
        raise Wrong(f"The patients are A, B, C, D, E and F. You named {describe(key)}.")
    return letter


def _illness(word):
    text = str(word).strip().lower()[:60]
    found = [illness for key, illness in KEYS.items() if key in text]
    if text == clinic.HEALTHY:
        return text
    if len(found) != 1:
        known = ", ".join(f'"{illness}"' for illness in clinic.ILLNESSES)
        raise Wrong(f"The illnesses are {known}. You gave {describe(word)}.")
    return found[0]


def _noun(named):
    return "healthy training" if named == clinic.HEALTHY else f"case of {named}"


def _seen(letter):
    """The patient's numbers, with no minus before a zero."""
    found = clinic.signs(clinic.ward()[letter])
    return {name: value if abs(value) >= 0.005 else 0.0 for name, value in found.items()}
