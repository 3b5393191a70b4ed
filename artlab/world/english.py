"""English: noun phrases that agree, and five ways of putting them together."""

from artlab.world import words
from artlab.world.writer import Writer

ONCE = ("sun", "moon")
PLACES = {"left": "on the left", "right": "on the right", "both": "on both sides"}
NONE_EN = {"water": ["water"], "trees": ["trees"], "light": ["sun or moon"]}


class English(Writer):
    """Writes one text about a scene; `mentions` collects what it claims."""

    VERBS = words.VERBS_EN
    words = words  # the tables; `prompts` has wider ones

    def write(self, facts):
        """The text."""
        facts = dict(facts)
        elements = [(n, k) for n, k in facts.items() if k and n in self.words.NOUNS_EN]
        denied = [n for n, k in facts.items() if k == 0]
        frames = [
            self._tags,
            self._caption,
            self._sentences,
            self._sentences,
            self._request,
            self._poem,
        ]
        text = self.pick(frames)(elements, facts, denied) or self._caption(elements, facts, denied)
        return text[0].upper() + text[1:] if self.chance(0.8) else text

    # Phrases

    def phrase(self, name, count, article=True):
        """A noun phrase, as "two towering peaks"; notes what it claims."""
        if name == "mountain":
            return self._mountains(count)
        noun = self.pick(self.words.NOUNS_EN[name])
        if name in ONCE or (name == "sea" and noun[0] in ("sea", "ocean")):
            self.mentions[name] = 1
            article = "the" if self.chance(0.75) else _article(noun[0])
            return f"{article} {noun[0]}"
        if name in ("lake", "river", "sea", "rock", "bough"):
            self.mentions[name] = 1
            return f"{_article(noun[0])} {noun[0]}" if article or self.chance(0.5) else noun[0]
        return self._counted(name, count, noun)

    def _counted(self, name, count, noun, adjective=""):
        vague = name in ("bird", "bamboo", "cloud") and count >= 3 and self.chance(0.25)
        self.mentions[name] = "some" if vague else count
        if vague:
            flock = (
                ["a flock of", "several", "some"]
                if name == "bird"
                else ["several", "some", "a few"]
            )
            return f"{self.pick(flock)} {noun[1]}"
        adjective = f"{adjective} " if adjective else ""
        if count == 1:
            one = self.pick(["a", "a", "one", "a single", "a lone", "a solitary"])
            if one == "a":
                one = _article(adjective + noun[0])
            return f"{one} {adjective}{noun[0]}"
        number = self.words.NUMBERS_EN[count]
        if count == 2:
            number = self.pick(self.words.PAIR_EN)
        elif count == 3:
            number = self.pick(self.words.TRIO_EN)
        elif self.chance(0.3):
            number = str(count)
        return f"{number} {adjective}{noun[1]}"

    def _mountains(self, count):
        heights = self.scene.mountains
        kinds = [h for h in ("high", "middle", "low") if h in heights]
        noun = self.pick(self.words.NOUNS_EN["mountain"])
        if len(kinds) == 1 and self.chance(0.6):
            self.mentions["heights"] = heights
            return self._counted("mountain", count, *self._kind(kinds[0]))
        if len(kinds) > 1 and self.chance(0.4):
            parts, numbers = [], []
            for h in kinds:
                parts.append(self._counted("mountain", heights.count(h), *self._kind(h)))
                numbers.append(self.mentions["mountain"])
            told = "some" if "some" in numbers else count  # "several hills and a peak"
            self.mentions.update(mountain=told, heights=heights)
            return _join(parts)
        return self._counted("mountain", count, noun)

    def _kind(self, height):
        """A noun and an adjective that tell the height; "mountain" alone for the middle one."""
        if height == "low" and self.chance(0.6):
            return self.pick(self.words.HILLS_EN), ""
        return self.pick(self.words.NOUNS_EN["mountain"]), self.pick(self.words.HEIGHT_EN[height])

    def when(self, facts):
        """ " at dusk", or nothing."""
        if "time" not in facts:
            return ""
        time = facts["time"]
        self.mentions["time"] = time
        options = list(self.words.TIME_EN[time])
        if "sun" in self.mentions or "moon" in self.mentions:
            options += self.words.LIT_TIME_EN.get((time, self.scene.light), [])
        return " " + self.pick(options)

    def weather(self, facts):
        if "weather" not in facts:
            return ""
        self.mentions["weather"] = facts["weather"]
        return " " + self.pick(self.words.WEATHER_EN[facts["weather"]])

    def style(self, facts):
        if "style" not in facts:
            return ""
        self.mentions["style"] = facts["style"]
        return self.pick(self.words.STYLE_EN[facts["style"]])

    def without(self, denied):
        """Phrases such as "no birds"; notes them."""
        phrases = []
        for name in denied:
            nouns = NONE_EN.get(name) or [self.pick(self.words.NOUNS_EN[name][:1])[1]]
            self.mentions[name] = "none" if name in NONE_EN else 0
            phrases.append(self.pick(nouns))
        return phrases

    def _place(self, facts):
        if "layout" not in facts:
            return ""
        self.mentions["layout"] = facts["layout"]
        return " " + PLACES[facts["layout"]]

    # Frames

    def _tags(self, elements, facts, denied):
        """Words between commas, as people type them."""
        parts = [self.phrase(n, k, article=False) for n, k in elements]
        parts += [part.strip() for part in (self.when(facts), self.weather(facts)) if part]
        parts += [f"no {noun}" for noun in self.without(denied)]
        if style := self.style(facts):
            parts.insert(0 if self.chance(0.4) else len(parts), style)
        return ", ".join(parts).lower() if self.chance(0.5) else ", ".join(parts)

    def _caption(self, elements, facts, denied):
        style = self.style(facts) or self.pick(["picture", "landscape", "painting", "view"])
        listed = _join([self.phrase(n, k) for n, k in elements])
        text = f"{_article(style)} {style}" + (f" of {listed}" if listed else "")
        text += self.when(facts) + self.weather(facts)
        if names := self.without(denied):
            text += ", without " + " or ".join(names)
        return text + self.pick([".", ""])

    def _request(self, elements, facts, denied):
        style = self.style(facts)
        listed = _join([self.phrase(n, k) for n, k in elements]) or "a landscape"
        verb = self.pick(
            [
                "please paint",
                "paint me",
                "draw",
                "I want to see",
                "could you paint",
                "show me",
                "I would like",
            ]
        )
        text = f"{verb} {listed}{self.when(facts)}{self.weather(facts)}"
        if style:
            text += f", as {_article(style)} {style}"
        if names := self.without(denied):
            text += ", but no " + " and no ".join(names)
        return text + ("?" if verb.startswith("could") else self.pick([".", ", please.", ""]))

    def _poem(self, elements, facts, denied):
        """Fragments."""
        when = self.when(facts).strip()
        parts = [self.phrase(n, k) for n, k in elements]
        lines = [", ".join(parts[i : i + 2]) for i in range(0, len(parts), 2)]
        lines += [part for part in (self.weather(facts).strip(), self.style(facts)) if part]
        lines += [f"no {noun}" for noun in self.without(denied)]
        if when:
            lines.insert(0, when)
        return " ".join(line[0].upper() + line[1:] + "." for line in lines)

    def _sentences(self, elements, facts, denied):
        said = [self._opening(elements, facts)]
        rest = [(n, k) for n, k in elements if n not in self.mentions]
        while rest:
            pair = len(rest) > 1 and self.chance(0.35)
            said.append(self._there(rest[:2]) if pair else self._sentence(*rest[0]))
            rest = rest[2:] if pair else rest[1:]
        said += self._closing(facts)
        if names := self.without(denied):
            said.append(
                "There "
                + ("is" if names[0] in ("water", "sun or moon") else "are")
                + " no "
                + " and no ".join(names)
                + "."
            )
        return " ".join(said)

    def _opening(self, elements, facts):
        found = dict(elements)
        water = next((n for n in ("lake", "river", "sea") if n in found), None)
        tail = self.when(facts) + self.weather(facts) if self.chance(0.7) else ""
        facts_left = {} if tail else facts
        self.later = facts_left
        if "mountain" in found:
            count = found["mountain"]
            verb = self.pick(self.verbs("mountain"))[count > 1]
            subject = self.phrase("mountain", count)
            place = self._place(facts)
            where = (
                f" {self.pick(['behind', 'above', 'beyond', 'over'])} {self.phrase(water, 1)}"
                if water
                else ""
            )
            return _sentence(f"{subject} {verb}{place}{where}{tail}")
        if elements:
            return _sentence(
                f"there is {self.phrase(*elements[0])}{tail}"
                if elements[0][1] == 1
                else f"there are {self.phrase(*elements[0])}{tail}"
            )
        return _sentence(f"a landscape{tail}")

    def _sentence(self, name, count):
        return _sentence(f"{self.phrase(name, count)} {self.pick(self.verbs(name))[count > 1]}")

    def _there(self, pair):
        start = self.pick(["there is also", "I see", "nearby,", "and then", "look:"])
        return _sentence(f"{start} {_join([self.phrase(n, k) for n, k in pair])}")

    def _closing(self, facts):
        said = []
        if self.later.get("time"):
            when = self.when(self.later).strip()
            said.append(_sentence(f"all of this {when}"))
        if self.later.get("weather"):
            self.mentions["weather"] = facts["weather"]
            said.append(self.pick(self.words.WEATHER_SENTENCE_EN[facts["weather"]]))
        if "view" in facts:
            self.mentions["view"] = facts["view"]
            said.append(self.pick(self.words.VIEW_EN[facts["view"]]))
        if style := self.style(facts):
            said.append(_sentence(f"{_article(style)} {style}"))
        if "format" in facts:
            self.mentions["format"] = facts["format"]
            said.append(_sentence(self.pick(self.words.FORMAT_EN[facts["format"]])))
        return said


def _article(noun):
    return "an" if noun.strip()[0].lower() in "aeio" else "a"


def _join(parts):
    if len(parts) < 2:
        return "".join(parts)
    return ", ".join(parts[:-1]) + " and " + parts[-1]


def _sentence(text):
    return text[0].upper() + text[1:] + "."
