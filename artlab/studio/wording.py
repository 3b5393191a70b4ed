"""What is done to a prompt before the writer sees it, and what the user is told about it."""

import re

from artlab.studio import text
from artlab.studio.checks import checked_text
from artlab.world import lexicon_en, lexicon_zh

MOST = 400  # characters of a prompt that the writer reads
ANYTHING = {"en": "Paint a landscape.", "zh": "画一幅山水画。"}
STYLES = {  # how a style is asked for
    "en": {
        "ink": "an ink wash painting",
        "blue-green": "a blue-green landscape",
        "watercolour": "a watercolour",
        "woodblock": "a woodblock print",
    },
    "zh": {"ink": "水墨画", "blue-green": "青绿画", "watercolour": "水彩画", "woodblock": "木版画"},
}
LINK = {"en": ", ", "zh": "，"}
NOTICES = {
    "en": {
        "empty": "Empty prompt: a scene of the studio's own choice.",
        "cut": "The prompt was cut to {kept} of its {whole:,} characters.",
        "unknown": "I cannot draw: {names}.",
        "style": "The style is {style}, as the studio was told.",
    },
    "zh": {
        "empty": "没有写要画什么：画室自选一景。",
        "cut": "提示词太长：{whole:,} 个字符，只读了前 {kept} 个。",
        "unknown": "画不了：{names}。",
        "style": "风格按画室的设定：{style}。",
    },
}


def _phrases(language):
    """Pairs of (phrase, style), the longest phrases first."""
    table = lexicon_en.STYLE_EN if language == "en" else lexicon_zh.STYLE_ZH
    pairs = {(phrase, style) for style, phrases in table.items() for phrase in phrases}
    pairs |= {(re.sub(r"^an? ", "", name), style) for style, name in STYLES[language].items()}
    return sorted(pairs, key=lambda pair: (-len(pair[0]), pair))


def with_style(prompt, style, language):
    """The prompt, asking for a style, whatever it asked for before.

    Args:
        prompt: a text.
        style: one of `world.scene.STYLES`.
        language: "en" or "zh".

    Returns:
        The prompt with every other style's name exchanged for this one's; where it names
        none, the style is added at its end.

    Example:

    >>> with_style("a watercolour of a lake", "ink", "en")
    'an ink wash painting of a lake'
    >>> with_style("a lake", "ink", "en")
    'a lake, an ink wash painting'
    """
    changed, number = restyle(prompt, style, language)
    if number:
        return changed
    stem = prompt.rstrip(" .。,，;；")
    return f"{stem}{LINK[language]}{STYLES[language][style]}"


def restyle(told, style, language):
    """Exchanges names of styles: the text, and how many names it held."""
    name = STYLES[language][style]
    bare = re.sub(r"^an? ", "", name)
    pattern = "|".join(re.escape(phrase) for phrase, _ in _phrases(language))
    if language == "zh":
        return re.subn(pattern, name, told)

    def exchange(found):
        article = found["article"]
        if not article:
            return bare
        return name[0].upper() + name[1:] if article[0] == "A" else name

    pattern = rf"\b(?:(?P<article>an?)\s+)?(?:{pattern})\b"
    return re.subn(pattern, exchange, told, flags=re.IGNORECASE)


def notice(kind, language, **values):
    """One line for the user; `kind` is a key of `NOTICES["en"]`."""
    return NOTICES[language][kind].format(**values)


def one_line(prompt):
    """The prompt without line ends and doubled spaces."""
    return " ".join(checked_text("prompt", prompt).split())


def cut(prompt):
    """As much of the prompt as the writer reads."""
    return text.shorten(one_line(prompt), MOST)


def unknown(asked):
    """A notice that names what a text asks for and nobody here can draw, in a list; or []."""
    language = text.language_of(asked)
    names = text.unknown_words(asked, language)
    joined = {"en": ", ", "zh": "、"}[language].join(names)
    return [notice("unknown", language, names=joined)] if names else []
