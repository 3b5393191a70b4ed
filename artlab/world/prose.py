"""A scene told in full: the description that stands between a prompt and a drawing.

`describe` leaves things out, as people do. `narrate` tells everything that a plan holds, save
palette and exact places, in few and regular words: what a small language model can learn to
write, and the drawer to read without a mistake.
"""

import numpy as np

from artlab.world.describe import LANGUAGES, Description
from artlab.world.scene import HEIGHTS, Scene

NUMBERS = {
    "en": ("no", "one", "two", "three", "four", "five"),
    "zh": ("没有", "一", "两", "三", "四", "五"),
}


def narrate(scene, language="en", seed=0):
    """Tells all that is in a scene, in two to five sentences.

    Args:
        scene: a `Scene`.
        language: "en" or "zh".
        seed: an int; it chooses among turns of phrase.

    Returns:
        A `Description`: a str with `mentions`.

    Example:

    >>> print(narrate(Scene(mountains=("low",), water="lake", boats=1), "en", seed=0))
    ... # doctest: +ELLIPSIS
    One low hill ...
    """
    if not isinstance(scene, Scene):
        raise ValueError(f"`scene` must be a Scene. Received: {type(scene).__name__}")
    if language not in LANGUAGES:
        raise ValueError(
            f"`language` must be one of: {', '.join(LANGUAGES)}. Received: {language!r}"
        )
    generator = np.random.default_rng([seed, 6, LANGUAGES.index(language)])
    teller = (_English if language == "en" else _Chinese)(scene, generator)
    sentences = [teller.land(), teller.near(), teller.sky(), teller.air()]
    text = teller.space.join(sentence for sentence in sentences if sentence)
    return Description(text, _mentions(scene), language)


def _mentions(scene):
    told = dict(scene.counts)
    for name in ("time", "weather", "style", "view", "layout", "format"):
        told[name] = getattr(scene, name)
    if scene.format == "square":  # square is what is not said
        del told["format"]
    if not scene.mountains:
        told.pop("layout"), told.pop("view")
        told["mountain"] = 0
    else:
        told["heights"] = scene.mountains
    for name in ("water", "trees", "light"):
        if getattr(scene, name) == "none":
            told[name] = "none"
    return told


class _Teller:
    """What both languages share: the choice of phrases, and heights in groups."""

    def __init__(self, scene, generator):
        self.scene, self.generator = scene, generator

    def pick(self, *options):
        return options[int(self.generator.integers(len(options)))]

    def groups(self):
        """Pairs of (height, number), high ones first."""
        heights = self.scene.mountains
        return [(h, heights.count(h)) for h in HEIGHTS[::-1] if h in heights]


class _English(_Teller):
    space = " "

    def count(self, number, one, many=None):
        noun = one if number == 1 else many or f"{one}s"
        return f"{NUMBERS['en'][number]} {noun}"

    def land(self):
        """Mountains and water."""
        scene = self.scene
        water = {"lake": "a lake", "river": "a river", "sea": "the sea"}.get(scene.water)
        if not scene.mountains:
            if not water:
                return self.pick("The land is flat and open.", "Open land, without a mountain.")
            does = {"lake": self.pick("lies still", "lies calm"), "river": "winds through it",
                    "sea": self.pick("reaches to the horizon", "lies wide and open")}  # fmt: skip
            start = self.pick("The land is flat", "There is no mountain")
            return f"{start}; {water} {does[scene.water]}."
        names = {"high": "high mountain", "middle": "mountain", "low": "low hill"}
        parts = [self.count(number, names[height]) for height, number in self.groups()]
        place = {"left": "on the left", "right": "on the right", "both": "on both sides"}
        verb = self.pick("rise", "stand") + ("s" if len(scene.mountains) == 1 else "")
        text = f"{_join(parts)} {verb} {place[scene.layout]}"
        if water:
            text += self.pick(f" behind {water}", f" above {water}", f" beyond {water}")
        else:
            text += self.pick(" over dry land", " above the open land")
        return self.capital(text) + self.view() + "."

    def view(self):
        return {
            "level": "",
            "deep": self.pick(", seen from above", ", plane behind plane"),
            "high": self.pick(", and the highest fills the picture", ", seen from far below"),
        }[self.scene.view]

    def near(self):
        """Trees, boats, pavilions and what frames the view."""
        scene, parts = self.scene, []
        if scene.num_trees:
            many = {"pine": "pines", "willow": "willows", "bamboo": "stems of bamboo"}[scene.trees]
            one = {"bamboo": "stem of bamboo"}.get(scene.trees, scene.trees)
            verb = {"pine": "stand", "willow": "bend", "bamboo": "sway"}[scene.trees]
            verb += "s" if scene.num_trees == 1 else ""
            where = self.pick("in front", "close by")
            parts.append(f"{self.count(scene.num_trees, one, many)} {verb} {where}")
        if scene.boats:
            verb = self.pick("drift", "float") + ("s" if scene.boats == 1 else "")
            parts.append(f"{self.count(scene.boats, 'boat')} {verb} on the water")
        if scene.pavilions:
            verb = self.pick("wait", "rest") + ("s" if scene.pavilions == 1 else "")
            parts.append(f"{self.count(scene.pavilions, 'pavilion')} {verb} by the path")
        if scene.foreground == "rock":
            parts.append(self.pick("a dark rock fills the corner", "a rock lies in the corner"))
        if scene.foreground == "bough":
            parts.append(self.pick("a bough hangs into view", "a bough reaches in from the side"))
        return self.sentence(parts)

    def sky(self):
        """Sun or moon, clouds and birds."""
        scene, parts = self.scene, []
        if scene.light == "sun":
            low = {"dawn": "comes up", "dusk": "goes down"}.get(scene.time, "stands in the sky")
            parts.append(f"the sun {low}")
        elif scene.light == "moon":
            parts.append(self.pick("a thin moon shines", "the moon hangs in the sky"))
        if scene.clouds:
            verb = "drift" + ("s" if scene.clouds == 1 else "")
            parts.append(f"{self.count(scene.clouds, 'cloud')} {verb}")
        if scene.birds:
            verbs = self.pick(("flies past", "fly past"), ("crosses the sky", "cross the sky"))
            parts.append(f"{self.count(scene.birds, 'bird')} {verbs[scene.birds > 1]}")
        return self.sentence(parts)

    def air(self):
        """Time, weather, style and format."""
        scene = self.scene
        time = {"dawn": "dawn", "day": "day", "dusk": "dusk", "night": "night"}[scene.time]
        weather = {"clear": self.pick("in clear air", "the air is clear"),
                   "mist": self.pick("in mist", "veiled in mist"),
                   "snow": self.pick("under snow", "deep in snow")}[scene.weather]  # fmt: skip
        style = {
            "ink": "an ink painting",
            "blue-green": "a blue-green landscape",
            "watercolour": "a watercolour",
            "woodblock": "a woodblock print",
        }[scene.style]
        shape = {"square": "", "4:3": ", in landscape format", "2:1": ", as a wide handscroll",
                 "1:2": ", as a tall hanging scroll"}[scene.format]  # fmt: skip
        if self.pick(True, False):
            return f"It is {time}, {weather}: {style}{shape}."
        return f"{self.capital(style)}{shape}, of {time}, {weather}."

    def sentence(self, parts):
        if not parts:
            return ""
        if len(parts) < 3:
            return self.capital(" and ".join(parts)) + "."
        return self.capital("; ".join(parts[:-1]) + "; and " + parts[-1]) + "."

    @staticmethod
    def capital(text):
        return text[0].upper() + text[1:]


class _Chinese(_Teller):
    space = ""

    def count(self, number, measure, noun):
        return f"{NUMBERS['zh'][number]}{measure}{noun}"

    def land(self):
        scene = self.scene
        water = {"lake": self.pick("一片湖水", "一片平湖"),
                 "river": self.pick("一条河", "一道江水"),
                 "sea": self.pick("一片大海", "茫茫大海")}.get(scene.water)  # fmt: skip
        if not scene.mountains:
            start = self.pick("没有山，", "平野无山，")
            return start + (f"眼前是{water}。" if water else self.pick("大地空阔。", "一片旷野。"))
        names = {"high": "高山", "middle": "青山", "low": "小山"}
        parts = [self.count(number, "座", names[height]) for height, number in self.groups()]
        place = {"left": "左边", "right": "右边", "both": "两边"}[scene.layout]
        text = place + self.pick("耸立着", "有") + _list(parts)
        text += self.pick(f"，山前是{water}", f"，山下是{water}") if water else "，山下是旱地"
        view = {
            "level": "",
            "deep": self.pick("，层次深远", "，俯瞰而下"),
            "high": self.pick("，高峰满纸", "，仰望高峰"),
        }[scene.view]
        return text + view + "。"

    def near(self):
        scene, parts = self.scene, []
        if scene.num_trees:
            measure, noun = {"pine": ("棵", "松树"), "willow": ("株", "垂柳"),
                             "bamboo": ("竿", "竹子")}[scene.trees]  # fmt: skip
            trees = self.count(scene.num_trees, measure, noun)
            parts.append(self.pick(f"近处有{trees}", f"身旁立着{trees}"))
        if scene.boats:
            boats = self.count(scene.boats, "只", "小船")
            parts.append(self.pick(f"水上漂着{boats}", f"水面浮着{boats}"))
        if scene.pavilions:
            house = self.count(scene.pavilions, "座", "亭子")
            parts.append(self.pick(f"路边有{house}", f"路旁立着{house}"))
        if scene.foreground == "rock":
            parts.append(self.pick("角落里有一块岩石", "一块岩石占着画角"))
        if scene.foreground == "bough":
            parts.append(self.pick("画边伸出一枝树枝", "一枝树枝斜入画面"))
        return "，".join(parts) + "。" if parts else ""

    def sky(self):
        scene, parts = self.scene, []
        if scene.light == "sun":
            parts.append({"dawn": "太阳初升", "dusk": "太阳西沉"}.get(scene.time, "太阳高照"))
        elif scene.light == "moon":
            parts.append(self.pick("一弯月亮当空", "月亮挂在天上"))
        if scene.clouds:
            parts.append("飘着" + self.count(scene.clouds, "朵", "云"))
        if scene.birds:
            parts.append("飞过" + self.count(scene.birds, "只", "鸟"))
        return "，".join(parts) + "。" if parts else ""

    def air(self):
        scene = self.scene
        time = {"dawn": "清晨", "day": "白天", "dusk": "黄昏", "night": "夜晚"}[scene.time]
        weather = {"clear": self.pick("天气晴朗", "天朗气清"),
                   "mist": self.pick("薄雾弥漫", "雾气缭绕"),
                   "snow": self.pick("白雪皑皑", "大雪覆地")}[scene.weather]  # fmt: skip
        style = {"ink": "水墨画", "blue-green": "青绿画", "watercolour": "水彩画",
                 "woodblock": "木版画"}[scene.style]  # fmt: skip
        shape = {"square": "", "4:3": "横幅", "2:1": "长卷", "1:2": "立轴"}[scene.format]
        shape = f"，{shape}" if shape else ""
        if self.pick(True, False):
            return f"{time}，{weather}，一幅{style}{shape}。"
        return f"这是一幅{style}{shape}，{time}，{weather}。"


def _join(parts):
    return parts[0] if len(parts) == 1 else ", ".join(parts[:-1]) + " and " + parts[-1]


def _list(parts):
    return parts[0] if len(parts) == 1 else "、".join(parts[:-1]) + "和" + parts[-1]
