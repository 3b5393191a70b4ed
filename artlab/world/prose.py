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
    On the left rises one low hill, and before it shimmers a lake. One boat rests ...
    """
    if not isinstance(scene, Scene):
        raise ValueError(f"`scene` must be a Scene. Received: {type(scene).__name__}")
    if language not in LANGUAGES:
        raise ValueError(
            f"`language` must be one of: {', '.join(LANGUAGES)}. Received: {language!r}"
        )
    generator = np.random.default_rng([seed, 6, LANGUAGES.index(language)])
    teller = (_English if language == "en" else _Chinese)(scene, generator)
    sentences = [teller.land(), teller.near(), teller.sky()]
    sentences.insert(teller.pick(0, 3, 3), teller.air())
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

    def do(self, number, *verbs):
        """One of the verbs, which are given in the plural, agreeing with a number."""
        verb, _, rest = self.pick(*verbs).partition(" ")
        if number == 1:
            verb += "es" if verb in ("cross", "pass") else "s"
            verb = verb.replace("flys", "flies")
        return f"{verb} {rest}".rstrip()

    def land(self):
        """Mountains and water."""
        scene = self.scene
        water = {"lake": "a lake", "river": "a river", "sea": "the sea"}.get(scene.water)
        if not scene.mountains:
            return self.plain(water)
        names = {"high": "high mountain", "middle": "mountain", "low": "low hill"}
        masses = _join([self.count(number, names[height]) for height, number in self.groups()])
        place = {"left": "on the left", "right": "on the right", "both": "on both sides"}
        place, verb = place[scene.layout], self.do(len(scene.mountains), "rise", "stand")
        if not water:
            where = self.pick("over dry land", "above the open land")
            text = self.pick(f"{masses} {verb} {place} {where}", f"{place} {verb} {masses} {where}")
        else:
            text = self.pick(
                f"{masses} {verb} {place} {self.pick('behind', 'above', 'beyond')} {water}",
                f"{place} {verb} {masses}, and before {self.it()} {self.lies()} {water}",
            )
        return self.capital(text) + "." + self.view()

    def plain(self, water):
        """Land without mountains."""
        if not water:
            return self.pick("The land is flat and open.", "Open land, without a mountain.")
        start = self.pick("The land is flat", "There is no mountain")
        return f"{start}; {water} {self.lies()} before us."

    def it(self):
        return "it" if len(self.scene.mountains) == 1 else "them"

    def lies(self):
        return {
            "lake": self.pick("lies", "shimmers"),
            "river": self.pick("flows", "winds"),
            "sea": self.pick("stretches", "rolls"),
        }[self.scene.water]

    def view(self):
        highest = "It" if len(self.scene.mountains) == 1 else "The highest"
        return {
            "level": "",
            "deep": self.pick(" We look down from above.", " Plane lies behind plane."),
            "high": self.pick(f" {highest} fills the picture.", " We look up from far below."),
        }[self.scene.view]

    def near(self):
        """Trees, boats, pavilions and what frames the view."""
        scene, parts = self.scene, []
        if scene.num_trees:
            many = {"pine": "pines", "willow": "willows", "bamboo": "stems of bamboo"}[scene.trees]
            one = {"bamboo": "stem of bamboo"}.get(scene.trees, scene.trees)
            verbs = {"pine": ("stand in front", "lean into the wind"),
                     "willow": ("bend close by", "sway in front"),
                     "bamboo": ("sway in the wind", "grow close by")}[scene.trees]  # fmt: skip
            trees = self.count(scene.num_trees, one, many)
            parts.append(f"{trees} {self.do(scene.num_trees, *verbs)}")
        if scene.boats:
            verb = self.do(scene.boats, "drift on the water", "rest on the water", "glide past")
            parts.append(f"{self.count(scene.boats, 'boat')} {verb}")
        if scene.pavilions:
            verb = self.do(scene.pavilions, "wait by the path", "look out over the land")
            parts.append(f"{self.count(scene.pavilions, 'pavilion')} {verb}")
        if scene.foreground == "rock":
            parts.append(self.pick("a dark rock fills the corner", "a rock lies in the foreground"))
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
            verb = self.do(scene.clouds, "drift by", "float above")
            parts.append(f"{self.count(scene.clouds, 'cloud')} {verb}")
        if scene.birds:
            verb = self.do(scene.birds, "fly past", "cross the sky", "circle high up")
            parts.append(f"{self.count(scene.birds, 'bird')} {verb}")
        return self.sentence(parts)

    def air(self):
        """Time, weather, style and format."""
        scene = self.scene
        air = {"clear": ("clear", "the air is clear"), "mist": ("misty", "mist veils the land"),
               "snow": ("snowy", "snow covers the land")}[scene.weather]  # fmt: skip
        style = {
            "ink": "an ink painting",
            "blue-green": "a blue-green landscape",
            "watercolour": "a watercolour",
            "woodblock": "a woodblock print",
        }[scene.style]
        style += {"square": "", "4:3": " in landscape format", "2:1": " on a wide handscroll",
                  "1:2": " on a tall hanging scroll"}[scene.format]  # fmt: skip
        return self.pick(
            f"It is a {air[0]} {scene.time}: {style}.",
            f"{self.capital(style)} of a {air[0]} {scene.time}.",
            f"It is {scene.time}, and {air[1]}: {style}.",
            f"{self.capital(style)}: it is {scene.time}, and {air[1]}.",
        )

    def sentence(self, parts):
        if not parts:
            return ""
        if len(parts) < 3:
            return self.capital(" and ".join(parts)) + "."
        if len(parts) == 3:
            return self.capital(f"{parts[0]}, {parts[1]}, and {parts[2]}.")
        return self.capital(f"{parts[0]} and {parts[1]}; {', and '.join(parts[2:])}.")

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
        masses = _list(
            [self.count(number, "座", names[height]) for height, number in self.groups()]
        )
        place = {"left": "左边", "right": "右边", "both": "两边"}[scene.layout]
        text = place + self.pick("耸立着", "立着", "有") + masses
        if water:
            text += self.pick(f"，山前是{water}", f"，山下是{water}", f"，面对{water}")
        else:
            text += self.pick("，山下是一片旷野", "，山前大地空阔")
        view = {
            "level": "",
            "deep": self.pick("，层次深远", "，俯瞰而下"),
            "high": self.pick("，高峰满纸", "，仰望高峰"),
        }[scene.view]
        return text + view + "。"

    def near(self):
        scene, parts = self.scene, []
        if scene.num_trees:
            measure, noun, does = {"pine": ("棵", "松树", "挺立"), "willow": ("株", "垂柳", "依依"),
                                   "bamboo": ("竿", "竹子", "摇曳")}[scene.trees]  # fmt: skip
            trees = self.count(scene.num_trees, measure, noun)
            parts.append(self.pick(f"近处有{trees}", f"近前立着{trees}", f"{trees}{does}"))
        if scene.boats:
            boats = self.count(scene.boats, "只", "小船")
            parts.append(self.pick(f"水上漂着{boats}", f"水面浮着{boats}", f"{boats}缓缓而行"))
        if scene.pavilions:
            house = self.count(scene.pavilions, "座", "亭子")
            parts.append(self.pick(f"路边有{house}", f"路旁立着{house}", f"{house}静静等候"))
        if scene.foreground == "rock":
            parts.append(self.pick("画角卧着一块岩石", "一块岩石横在近前"))
        if scene.foreground == "bough":
            parts.append(self.pick("画边伸出一枝树枝", "一枝树枝斜入画面"))
        return self.sentence(parts)

    def sky(self):
        scene, parts = self.scene, []
        if scene.light == "sun":
            parts.append({"dawn": "太阳初升", "dusk": "太阳西沉"}.get(scene.time, "太阳高照"))
        elif scene.light == "moon":
            parts.append(self.pick("一弯月亮当空", "月亮挂在天上"))
        if scene.clouds:
            clouds = self.count(scene.clouds, "朵", "云")
            parts.append(self.pick(f"天上飘着{clouds}", f"{clouds}悠悠飘过"))
        if scene.birds:
            birds = self.count(scene.birds, "只", "鸟")
            parts.append(self.pick(f"空中飞过{birds}", f"{birds}掠过天空"))
        return self.sentence(parts)

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
        return self.pick(
            f"{time}，{weather}，一幅{style}{shape}。",
            f"这是一幅{style}{shape}，{time}，{weather}。",
            f"时值{time}，{weather}，这是一幅{style}{shape}。",
        )

    def sentence(self, parts):
        """Clauses; a full stop in the middle of many."""
        if len(parts) < 4:
            return "，".join(parts) + "。" if parts else ""
        return "，".join(parts[:2]) + "；" + "，".join(parts[2:]) + "。"


def _join(parts):
    return parts[0] if len(parts) == 1 else ", ".join(parts[:-1]) + " and " + parts[-1]


def _list(parts):
    return parts[0] if len(parts) == 1 else "、".join(parts[:-1]) + "和" + parts[-1]
