"""Chinese: numerals with measure words, plain and classical wording."""

from artlab.world import words
from artlab.world.writer import Writer

ONCE = {"sun": "一轮", "moon": "一弯"}
PLACES = {"left": "左边", "right": "右边", "both": "两侧"}
NONE_ZH = {
    "water": "水", "trees": "树", "light": "日月", "mountain": "山", "boat": "船",
    "pavilion": "亭子", "bird": "鸟", "cloud": "云",
}  # fmt: skip
FIELDS = ("water", "trees", "light")


class Chinese(Writer):
    """Writes one text about a scene; `mentions` collects what it claims."""

    VERBS = words.VERBS_ZH
    words = words  # the tables; `prompts` has wider ones

    def write(self, facts):
        """The text."""
        facts = dict(facts)
        elements = [(n, k) for n, k in facts.items() if k and n in self.words.NOUNS_ZH]
        denied = [n for n, k in facts.items() if k == 0]
        frames = [
            self._tags,
            self._caption,
            self._sentences,
            self._sentences,
            self._request,
            self._classical,
        ]
        return self.pick(frames)(elements, facts, denied) or self._caption(elements, facts, denied)

    # Phrases

    def phrase(self, name, count):
        """A numeral, a measure word and a noun, as "两座山"."""
        if name == "mountain":
            return self._mountains(count)
        noun, measure = self.pick(self.words.NOUNS_ZH[name])
        if name in ONCE:
            self.mentions[name] = 1
            whole = self.chance(0.6) and not noun.startswith("弯")  # 一弯弯月 says it twice
            return ONCE[name] + noun if whole else noun
        if name in ("lake", "river", "sea"):
            self.mentions[name] = 1
            return f"一{measure}{noun}"
        return self._counted(name, count, noun, measure)

    def _counted(self, name, count, noun, measure):
        if name in ("bird", "bamboo", "cloud") and count >= 3 and self.chance(0.25):
            self.mentions[name] = "some"
            return {"bird": "一群", "bamboo": "一丛", "cloud": "几朵"}[name] + noun
        self.mentions[name] = count
        number = str(count) if self.chance(0.2) else self.words.NUMBERS_ZH[count]
        return number + measure + noun

    def _mountains(self, count):
        heights = self.scene.mountains
        kinds = [h for h in ("high", "middle", "low") if h in heights]
        if len(kinds) == 1 and self.chance(0.6):
            self.mentions["heights"] = heights
            return self._counted("mountain", count, *self.pick(self.words.HEIGHT_ZH[kinds[0]]))
        if len(kinds) > 1 and self.chance(0.35):
            parts, numbers = [], []
            for h in kinds:
                parts.append(
                    self._counted("mountain", heights.count(h), *self.pick(self.words.HEIGHT_ZH[h]))
                )
                numbers.append(self.mentions["mountain"])
            told = "some" if "some" in numbers else count  # "several hills and a peak"
            self.mentions.update(mountain=told, heights=heights)
            return "、".join(parts[:-1]) + "和" + parts[-1]
        return self._counted("mountain", count, *self.pick(self.words.NOUNS_ZH["mountain"]))

    def when(self, facts):
        if "time" not in facts:
            return ""
        time = facts["time"]
        self.mentions["time"] = time
        options = list(self.words.TIME_ZH[time])
        if "sun" in self.mentions or "moon" in self.mentions:
            options += self.words.LIT_TIME_ZH.get((time, self.scene.light), [])
        return self.pick(options)

    def weather(self, facts):
        if "weather" not in facts:
            return ""
        self.mentions["weather"] = facts["weather"]
        return self.pick(self.words.WEATHER_ZH[facts["weather"]])

    def style(self, facts):
        if "style" not in facts:
            return ""
        self.mentions["style"] = facts["style"]
        return self.pick(self.words.STYLE_ZH[facts["style"]])

    def without(self, denied):
        for name in denied:
            self.mentions[name] = "none" if name in FIELDS else 0
        return [NONE_ZH[name] for name in denied]

    # Frames

    def _tags(self, elements, facts, denied):
        parts = [self.phrase(n, k) for n, k in elements]
        parts += [
            part for part in (self.when(facts), self.weather(facts), self.style(facts)) if part
        ]
        parts += [f"没有{noun}" for noun in self.without(denied)]
        return self.pick(["，", "、", " "]).join(parts)

    def _caption(self, elements, facts, denied):
        style = self.style(facts) or self.pick(["画", "风景画", "图画"])
        listed = self._list([self.phrase(n, k) for n, k in elements])
        said = [part for part in (self.when(facts), self.weather(facts)) if part]
        text = "，".join([*said, f"一幅{style}" + (f"，画着{listed}" if listed else "")])
        if names := self.without(denied):
            text += "，没有" + "，也没有".join(names)
        return text + "。"

    def _request(self, elements, facts, denied):
        listed = self._list([self.phrase(n, k) for n, k in elements]) or "一幅风景"
        when, weather = self.when(facts), self.weather(facts)
        text = self.pick(["请画", "画", "帮我画", "我想要", "我想看", "给我画"]) + listed
        tails = [part for part in (when, weather) if part]
        if style := self.style(facts):
            tails.append(self.pick(["要{}", "用{}来画", "{}"]).format(style))
        if names := self.without(denied):
            tails.append("不要" + "，不要".join(names))
        return "，".join([text, *tails]) + self.pick(["。", "", "。"])

    def _sentences(self, elements, facts, denied):
        lead = [part for part in (self.when(facts), self.weather(facts)) if part]
        clauses = []
        for name, count in elements:
            place = ""
            if name == "mountain" and "layout" in facts:
                self.mentions["layout"] = facts["layout"]
                place = PLACES[facts["layout"]]
            frame = self.pick(self.verbs(name))
            if place:
                frame = self.pick(["有{}", "耸立着{}"])
            clauses.append(place + frame.format(self.phrase(name, count)))
        if "view" in facts:
            self.mentions["view"] = facts["view"]
            clauses.append(self.pick(self.words.VIEW_ZH[facts["view"]]))
        if names := self.without(denied):
            clauses.append("没有" + "，也没有".join(names))
        text = self._punctuate([*lead, *clauses])
        if style := self.style(facts):
            text += f"这是一幅{style}。" if style[-1] in "画绘" else f"用{style}的手法。"
        if "format" in facts:
            self.mentions["format"] = facts["format"]
            text += self.pick(self.words.FORMAT_ZH[facts["format"]]) + "。"
        return text

    def _classical(self, elements, facts, denied):
        """Four characters at a time."""
        parts = [self._four(name, count) for name, count in elements]
        for name in ("weather", "time"):
            if name in facts:
                self.mentions[name] = facts[name]
                phrase = self.pick(self.words.CLASSICAL_ZH[name, facts[name]])
                parts.insert(0, phrase) if self.chance(0.5) else parts.append(phrase)
        parts += [f"不见{noun}" for noun in self.without(denied)]
        if style := self.style(facts):
            parts.append(style)
        return self._punctuate(parts)

    def _four(self, name, count):
        phrases = self.words.CLASSICAL_ZH.get((name, count), [])
        if phrases and self.chance(0.75):
            self.mentions[name] = count
            return self.pick(phrases)
        if name in ONCE or name in ("lake", "river", "sea"):
            return self.phrase(name, count)
        noun, measure = self.pick(
            [pair for pair in self.words.NOUNS_ZH[name] if len(pair[0]) == 2]
            or self.words.NOUNS_ZH[name]
        )
        self.mentions[name] = count
        return noun + self.words.NUMBERS_ZH[count] + measure  # 青松三株

    @staticmethod
    def _list(parts):
        if len(parts) < 2:
            return "".join(parts)
        return "、".join(parts[:-1]) + "和" + parts[-1]

    def _punctuate(self, parts):
        """Commas, with a full stop after every second to fourth part."""
        text, open_parts = "", 0
        for number, part in enumerate(parts):
            open_parts += 1
            last = number == len(parts) - 1
            stop = last or open_parts >= int(self.generator.integers(2, 5))
            text += part + ("。" if stop else "，")
            open_parts = 0 if stop else open_parts
        return text
