"""Asking for a picture as people do: in English and Chinese, in any order, in their own words.

`describe` tells a scene in good sentences; `ask` types it: tags, wishes, questions, shouts,
vague numbers, denials, moods that ask for nothing. Everything that is asked for is true of the
scene; most is left open.
"""

import numpy as np

from artlab.world import lexicon_en, lexicon_zh
from artlab.world.chinese import Chinese
from artlab.world.describe import ABSENT, LANGUAGES, Description
from artlab.world.english import English, _article, _join
from artlab.world.scene import LARGEST, MAX_MOUNTAINS, Scene

NUM_FACTS = (0.04, 0.17, 0.24, 0.21, 0.15, 0.10, 0.06, 0.03)  # chances of 0, 1, ... facts
VAGUE = ("bird", "bamboo", "cloud", "pine", "willow", "boat", "mountain")
ODDS = {"time": 0.5, "weather": 0.35, "style": 0.35, "layout": 0.06, "format": 0.06}


def ask(scene, language="en", seed=0):
    """Asks for a scene as somebody might type it.

    Args:
        scene: a `Scene`.
        language: "en" or "zh".
        seed: an int; it chooses what is asked for, and the words.

    Returns:
        A `Description`: a str with `mentions`. It may be as short as "surprise me", which
        mentions nothing.

    Example:

    >>> text = ask(Scene(water="lake", boats=1), "en", seed=1)
    >>> text.language, text.mentions.get("boat", 1) == 1
    ('en', True)
    """
    if not isinstance(scene, Scene):
        raise ValueError(f"`scene` must be a Scene. Received: {type(scene).__name__}")
    if language not in LANGUAGES:
        raise ValueError(
            f"`language` must be one of: {', '.join(LANGUAGES)}. Received: {language!r}"
        )
    generator = np.random.default_rng([seed, 5, LANGUAGES.index(language)])
    asker = (EnglishAsker if language == "en" else ChineseAsker)(scene, generator)
    return Description(asker.ask(_facts(scene, generator)), asker.mentions, language)


def _facts(scene, generator):
    """What is asked for: pairs of a name and a value; a value of 0 denies."""
    elements = list(scene.counts.items())
    number = int(generator.choice(len(NUM_FACTS), p=NUM_FACTS))
    number = min(number, len(elements))
    order = generator.permutation(len(elements))[:number]
    if generator.random() < 0.5:
        order = sorted(order)
    facts = [elements[int(place)] for place in order]
    for name, odds in ODDS.items():
        if name == "weather" and scene.weather == "clear":
            odds = 0.1
        told = name != "layout" or 0 < len(scene.mountains) <= 2
        if number and told and generator.random() < odds:
            facts.append((name, getattr(scene, name)))
    if generator.random() < 0.16:
        facts += _denials(scene, generator)
    return facts


def _denials(scene, generator):
    absent = [name for name in (*ABSENT, "mountain") if not scene.counts.get(name)]
    absent += [kind for kind in ("water", "trees", "light") if getattr(scene, kind) == "none"]
    if scene.foreground == "bough":  # a branch is a part of some tree
        absent = [name for name in absent if name != "trees"]
    number = min(len(absent), 1 if generator.random() < 0.7 else 2)
    return [(str(name), 0) for name in generator.permutation(absent)[:number]]


def _is_most(name, count):
    """Whether no scene holds more of a thing."""
    largest = {"mountain": MAX_MOUNTAINS, "bird": LARGEST["birds"], "boat": LARGEST["boats"]}
    return count == largest.get(name, LARGEST["num_trees"]) and name not in ("pavilion", "cloud")


class EnglishAsker(English):
    """Types one wish; `mentions` collects what it asks for."""

    words = lexicon_en

    def ask(self, facts):
        """The text."""
        facts = dict(facts)
        if not facts:
            return self.touch(self.pick(self.words.ANY_EN))
        elements = [(n, k) for n, k in facts.items() if k and n in self.words.NOUNS_EN]
        denied = [n for n, k in facts.items() if k == 0]
        said = {n: k for n, k in facts.items() if k and n not in self.words.NOUNS_EN}
        frames = [self._bare, self._tags, self._tags, self._caption, self._request, self._poem]
        frames += [self._sentences, self._scenic, self._scenic, self._wish, self._run_on]
        frame = self.pick(frames)
        text = frame(elements, said, denied)
        if {"layout", "format"} & set(said) - set(self.mentions):
            text += self._extras(said)
        return self.touch(text)

    # Parts

    def _counted(self, name, count, noun, adjective=""):
        adjective = f"{adjective} " if adjective else ""
        vague = count >= 2 and name in VAGUE and self.chance(0.22)
        if vague:
            self.mentions[name] = "some"
            options = self.words.SEVERAL_EN
            if count >= 3:
                options += self.words.FLOCK_EN if name == "bird" else ()
                options += self.words.GROVE_EN if name in ("pine", "willow", "bamboo") else ()
            return f"{self.pick(options)} {adjective}{noun[1]}"
        if count >= 2 and _is_most(name, count) and self.chance(0.35):
            self.mentions[name] = count
            return f"{self.pick(self.words.MANY_EN)} {adjective}{noun[1]}"
        if name == "mountain" and count >= 2 and self.chance(0.15):  # just "mountains"
            self.mentions[name] = "some"
            return adjective + noun[1]
        return super()._counted(name, count, noun, adjective.strip())

    def without(self, denied):
        phrases = []
        for name in denied:
            self.mentions[name] = "none" if name in ("water", "trees", "light") else 0
            phrases.append(self.pick(self.words.DENIED_EN[name]))
        return phrases

    def _chopped(self, denied):
        """Denials in every form: "without any birds", "leave out the birds"."""
        forms = []
        for noun in self.without(denied):
            form = self.pick(self.words.CHOP_EN)
            one = noun[:-1] if noun.endswith("s") else noun
            forms.append(form.replace("{one}", one).replace("{}", noun))
        return forms

    def _extras(self, facts):
        """Sides and formats that no frame has told."""
        parts = []
        if "format" in facts and "format" not in self.mentions:
            self.mentions["format"] = facts["format"]
            parts.append(self.pick(["as {}", "{}", "in {}"]).format(
                self.pick(self.words.FORMAT_EN[facts["format"]])
            ))  # fmt: skip
        if "layout" in facts and "mountain" in self.mentions and "layout" not in self.mentions:
            self.mentions["layout"] = facts["layout"]
            where = {"left": "left", "right": "right"}.get(facts["layout"])
            parts.append(f"mountains on the {where}" if where else "mountains on both sides")
        return "".join(f", {part}" for part in parts)

    def _tail(self, facts):
        """Time, weather and style, in any order: a list of phrases."""
        parts = [self.when(facts).strip(), self.weather(facts).strip()]
        if style := self.style(facts):
            forms = ["{}", "as a {}", "in the style of a {}", "{} style", "make it a {}", "{}"]
            form = self.pick(forms)
            if "a {}" in form:
                form = form.replace("a {}", f"{_article(style)} {{}}")
            parts.append(form.format(style))
        parts = [part for part in parts if part]
        return [parts[int(i)] for i in self.generator.permutation(len(parts))]

    # Frames

    def _bare(self, elements, facts, denied):
        """A few words: "sunset lake pines"."""
        nouns = [self.phrase(n, k, article=False) for n, k in elements]
        parts = nouns + self._tail(facts) + self._chopped(denied)
        if self.chance(0.5):
            parts = [parts[int(i)] for i in self.generator.permutation(len(parts))]
        return self.pick([" ", ", ", " "]).join(parts)

    def _scenic(self, elements, facts, denied):
        """One thing beside another: "a lake with two boats, pines on the shore"."""
        parts = [self.phrase(n, k) for n, k in elements]
        if not parts:
            return self._caption(elements, facts, denied)
        links = [" with ", " and ", ", ", " beside ", " near ", ", also ", " plus ", " next to ",
                 " and behind it ", " in front of ", " under ", " overlooking ", " surrounded by ",
                 ", in the distance ", ", and in the background ", " above ", " by "]  # fmt: skip
        text = parts[0]
        for part in parts[1:]:
            text += self.pick(links) + part
        start = self.pick(["", "", "", "there is ", "picture of ", "scene: ", "I imagine "])
        tail = self._tail(facts) + self._chopped(denied)
        return start + text + "".join(self.pick([", ", " ", ", "]) + part for part in tail)

    def _wish(self, elements, facts, denied):
        start = self.pick(
            ["I would love to see", "can you make", "my wish:", "I dream of", "give me", "make",
             "create", "I'd like a picture of", "hey, could you draw", "let there be", "I need",
             "imagine", "we want", "generate", "a painting that shows", "how about", "do",
             "I remember", "once I saw", "I want a painting with", "pls draw", "sketch"]
        )  # fmt: skip
        listed = _join([self.phrase(n, k) for n, k in elements]) or "a landscape"
        tail = self._tail(facts) + self._chopped(denied)
        return f"{start} {listed}" + "".join(self.pick([", ", " ", ". "]) + part for part in tail)

    def _run_on(self, elements, facts, denied):
        """Breathless: "so there is a lake and then two boats and it is night"."""
        parts = [self.phrase(n, k) for n, k in elements] + self._tail(facts)
        parts += self._chopped(denied)
        joined = self.pick([" and ", " and then ", " & ", " + ", " and maybe "]).join(parts)
        return self.pick(["", "so there is ", "ok so ", "hmm, ", "well "]) + joined

    def touch(self, text):
        """Moods, undrawable wishes, shouting: what changes no plan."""
        text = text.strip()
        if self.chance(0.07):
            text += ", " + self.pick(self.words.TAIL_EN)
        if self.chance(0.05) and self.mentions:
            text += self.pick([" and ", " with ", ", "]) + self.pick(self.words.ALIEN_EN)
        if self.chance(0.12):
            for article in ("A ", "a "):
                if text.startswith(article):
                    mood = self.pick(self.words.MOOD_EN)
                    text = f"{_article(mood)} {mood} {text[2:]}"
                    break
        if self.chance(0.05):
            return text.upper()
        return text.lower() if self.chance(0.35) else text + self.pick(["", "", ".", "!", "?"])


class ChineseAsker(Chinese):
    """Types one wish; `mentions` collects what it asks for."""

    words = lexicon_zh

    def ask(self, facts):
        """The text."""
        facts = dict(facts)
        if not facts:
            return self.touch(self.pick(self.words.ANY_ZH))
        elements = [(n, k) for n, k in facts.items() if k and n in self.words.NOUNS_ZH]
        denied = [n for n, k in facts.items() if k == 0]
        said = {n: k for n, k in facts.items() if k and n not in self.words.NOUNS_ZH}
        frames = [self._tags, self._caption, self._request, self._request, self._sentences]
        frames += [self._classical, self._classical, self._bare, self._scenic, self._scenic]
        text = self.pick(frames)(elements, said, denied)
        text = text.rstrip("。") + self._extras(said)
        return self.touch(text)

    # Parts

    def _counted(self, name, count, noun, measure):
        if count >= 2 and name in VAGUE and self.chance(0.25):
            self.mentions[name] = "some"
            if count >= 3 and name in self.words.FLOCK_ZH and self.chance(0.6):
                return self.pick(self.words.FLOCK_ZH[name]) + noun
            few = self.words.COUPLE_ZH if count in (2, 3) else self.words.SEVERAL_ZH
            number = self.pick(few if self.chance(0.5) else self.words.SEVERAL_ZH)
            return number + ("" if number in ("一些", "若干") else measure) + noun
        if count >= 2 and _is_most(name, count) and self.chance(0.35):
            self.mentions[name] = count
            number = self.pick(self.words.MANY_ZH)
            bare = number in ("许多", "很多", "好多", "无数", "大量", "好些", "一大群")
            return number + ("" if bare else measure) + noun
        self.mentions[name] = count
        if count == 1 and self.chance(0.25):
            return self.pick(["", "", "有", "一个"]) + noun
        if self.chance(0.2):
            return str(count) + measure + noun
        number = "双" if count == 2 and self.chance(0.04) else self.words.NUMBERS_ZH[count]
        return number + measure + noun

    def phrase(self, name, count):
        if name in ("lake", "river", "sea") and self.chance(0.4):
            self.mentions[name] = 1
            return self.pick(self.words.NOUNS_ZH[name])[0]
        if name in ("rock", "bough") and self.chance(0.3):
            self.mentions[name] = 1
            place = self.pick(["前景有", "近处有", "前面是", ""])
            return place + self.pick(self.words.NOUNS_ZH[name])[0]
        return super().phrase(name, count)

    def without(self, denied):
        phrases = []
        for name in denied:
            self.mentions[name] = "none" if name in ("water", "trees", "light") else 0
            phrases.append(self.pick(self.words.DENIED_ZH[name]))
        return phrases

    def _chopped(self, denied):
        return [self.pick(self.words.CHOP_ZH).format(noun) for noun in self.without(denied)]

    def _extras(self, facts):
        text = ""
        if "format" in facts and "format" not in self.mentions:
            self.mentions["format"] = facts["format"]
            text += "，" + self.pick(self.words.FORMAT_ZH[facts["format"]])
        if "layout" in facts and "mountain" in self.mentions and "layout" not in self.mentions:
            self.mentions["layout"] = facts["layout"]
            text += {"left": "，山在左边", "right": "，山在右边", "both": "，山在两边"}[
                facts["layout"]
            ]
        return text

    def _tail(self, facts):
        parts = [part for part in (self.when(facts), self.weather(facts)) if part]
        if style := self.style(facts):
            parts.append(self.pick(["{}", "用{}", "要{}", "画成{}", "{}"]).format(style))
        return [parts[int(i)] for i in self.generator.permutation(len(parts))]

    # Frames

    def _bare(self, elements, facts, denied):
        parts = [self.phrase(n, k) for n, k in elements] + self._tail(facts)
        parts += self._chopped(denied)
        if self.chance(0.5):
            parts = [parts[int(i)] for i in self.generator.permutation(len(parts))]
        return self.pick([" ", "，", "、", ""]).join(parts)

    def _scenic(self, elements, facts, denied):
        """Places and what is there."""
        starts = {
            "boat": ["水上有", "湖上漂着", "还有", "漂着", "停着", "泊着"],
            "pavilion": ["山脚下有", "旁边有", "还有", "山里有", "住着人家的"],
            "bird": ["天上飞着", "飞过", "空中有", "还有"],
            "cloud": ["天上飘着", "飘着", "有"], "sun": ["", "挂着", "天边有"],
            "moon": ["", "挂着", "天上有"], "mountain": ["远处是", "后面有", "有", "背景是"],
            "pine": ["旁边有", "山上长着", "近处有"], "willow": ["近处有", "旁边是", "种着"],
            "bamboo": ["旁边有", "近处是", "长着"],
        }  # fmt: skip
        parts = []
        for name, count in elements:
            lead = self.pick(starts.get(name, ["有", "", "前面是"]))
            if name in ("boat",) and lead == "湖上漂着" and self.scene.water != "lake":
                lead = "水上漂着"
            if name == "boat" and lead == "湖上漂着":
                self.mentions["lake"] = 1
            parts.append(lead + self.phrase(name, count))
        tail = self._tail(facts)
        parts = tail + parts if self.chance(0.6) else parts + tail
        parts += self._chopped(denied)
        return self.pick(["", "", "我想要一幅画：", "画", "请画出", "能不能画"]) + "，".join(parts)

    def touch(self, text):
        """Moods and undrawable wishes: what changes no plan."""
        if self.chance(0.08):
            text += "，" + self.pick(self.words.TAIL_ZH)
        if self.chance(0.05) and self.mentions:
            text += self.pick(["，还有", "，旁边有", "和"]) + self.pick(self.words.ALIEN_ZH)
        if self.chance(0.1) and text.startswith("画一幅"):
            text = "画一幅" + self.pick(self.words.MOOD_ZH) + text[3:]
        return text + self.pick(["", "", "。", "！", "", "吧"] if self.chance(0.5) else [""])
