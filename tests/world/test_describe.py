"""Descriptions: everything said is true, and much can be said."""

import re

import pytest

from artlab.world import Scene, describe, sample

# A reader of its own, written against the texts and not against the tables that make them.
EN = {
    "mountain": "mountains?|peaks?|summits?|hills?|knolls?|mounds?",
    "pine": "pines?|pine trees?|conifers?|evergreens?",
    "willow": "willows?|willow trees?",
    "bamboo": "bamboos?|bamboo stems?|bamboo canes?|stalks? of bamboo",
    "boat": "boats?|skiffs?|sampans?",
    "pavilion": "pavilions?|pagodas?|huts?|temples?|gazebos?|tea houses?|shrines?|cottages?",
    "bird": "birds?|swallows?|gulls?|cranes?|wild (?:goose|geese)|herons?",
    "cloud": "clouds?",
    "rock": "rocks?|boulders?|crags?",
    "lake": "lake|pond|tarn|mere|pool",
    "river": "river|stream|creek|brook",
    "sea": "sea|ocean|bay|coast|seashore",
    "sun": "sun",
    "moon": "moon",
}
ADJECTIVES = (
    "(?:towering|huge|tall|high|lofty|soaring|mighty|great|steep|low|small|gentle|little|rolling|"
    "sailing|fishing|white|drifting|weeping|overhanging|crescent|thin|quiet|winding) "
)
NUMBERS_EN = {
    "a": 1, "an": 1, "the": 1, "one": 1, "1": 1, "a single": 1, "a lone": 1, "a solitary": 1,
    "two": 2, "2": 2, "twin": 2, "a pair of": 2, "a couple of": 2, "three": 3, "3": 3,
    "a trio of": 3, "four": 4, "4": 4, "five": 5, "5": 5, "several": "some", "some": "some",
    "a few": "some", "a flock of": "some",
}  # fmt: skip
STYLES_EN = {
    "ink": "ink wash painting|ink painting|chinese ink painting|sumi-e|shuimo painting",
    "blue-green": "blue-green|blue-and-green|qinglü|azurite and malachite",
    "watercolour": "watercolou?r|aquarelle",
    "woodblock": "woodblock|woodcut|ukiyo-e",
}
TIMES_EN = {
    "dawn": "dawn|daybreak|first light|early morning|early in the day|sunrise",
    "day": "by day|daylight|noon|midday|daytime",
    "dusk": "dusk|evening|twilight|nightfall|sunset|sundown",
    "night": "at night(?!fall)|by night|after dark|late at night|midnight|moonlight|moonlit",
}
ZH = {
    "mountain": "山峰|险峰|青山|高山|大山|小山|矮山|山丘|小丘|高耸的山|巍峨的山峰|低矮的山丘|山",
    "pine": "松树|青松|古松|苍松|松",
    "willow": "柳树|垂柳|杨柳|柳",
    "bamboo": "竹子|翠竹|修竹|竹",
    "boat": "小船|渔船|帆船|小舟|扁舟|轻舟|船",
    "pavilion": "亭子|凉亭|宝塔|寺庙|茅屋|小屋|茅亭|楼阁",
    "bird": "飞鸟|大雁|白鹭|燕子|仙鹤|海鸥|鸟",
    "cloud": "白云|浮云|云",
}
MEASURES = "[座棵株竿根只条艘叶间朵片]"
DIGITS_ZH = {"一": 1, "两": 2, "三": 3, "四": 4, "五": 5, **{str(k): k for k in range(1, 6)}}
SAME_LEADING = ("孤", "双")
STYLES_ZH = {
    "ink": "水墨|墨笔",
    "blue-green": "青绿",
    "watercolour": "水彩",
    "woodblock": "木版|浮世绘|木刻",
}
TIMES_ZH = {
    "dawn": "黎明|清晨|拂晓|破晓|早晨|日出|晨光|晓色",
    "day": "白天|正午|白昼|中午|白日朗朗",
    "dusk": "黄昏|傍晚|日暮|薄暮|夕阳|日落|暮色",
    "night": "夜",
}
SCENES = [sample(seed) for seed in range(400)]


def count(scene, name):
    return scene.counts.get(name, 0)


def read_english(text):
    """(element, number said) pairs: each number word with the noun that follows it."""
    text = text.lower().replace("painting in azurite and malachite", "painting")
    numbers = "|".join(sorted(NUMBERS_EN, key=len, reverse=True))
    for name, nouns in EN.items():
        for number in re.findall(
            rf"\b({numbers}) (?:{ADJECTIVES})*(?:{nouns})\b(?! of)(?! trees?)", text
        ):
            yield name, NUMBERS_EN[number]


def read_chinese(text):
    for name, nouns in ZH.items():
        for number in re.findall(rf"([一两三四五1-5]){MEASURES}(?:{nouns})", text):
            yield name, DIGITS_ZH[number]
        for number in re.findall(rf"(?:{nouns})([一两三四五]){MEASURES}", text):
            yield name, DIGITS_ZH[number]


def said_mountains(pairs):
    """Numbers of mountains add up: one tall peak and two low hills are three."""
    return sum(number for name, number in pairs if name == "mountain")


@pytest.mark.parametrize("language", ["en", "zh"])
def test_every_number_said_is_true(language):
    read = read_english if language == "en" else read_chinese
    found = 0
    for seed, scene in enumerate(SCENES):
        text = describe(scene, language, seed)
        pairs = list(read(text))
        found += len(pairs)
        for name, number in pairs:
            if name == "mountain":
                continue
            true = count(scene, name)
            assert (true >= 3) if number == "some" else number == true, (text, name, scene.counts)
        if "mountain" in dict(pairs):
            assert said_mountains(pairs) == len(scene.mountains), text
    assert found > 500


def test_every_english_noun_names_something_there_or_denied():
    for seed, scene in enumerate(SCENES):
        text = describe(scene, "en", seed)
        kept = re.split(r"without |but no |no ", text.lower())[0]  # denials stand at the end
        kept = kept.replace("azurite and malachite", "").replace("under a clear sky", "")
        for name, nouns in EN.items():
            if re.search(rf"\b(?:{nouns})\b", kept) and "no " not in text.lower():
                assert count(scene, name), (text, name)


@pytest.mark.parametrize(("language", "styles"), [("en", STYLES_EN), ("zh", STYLES_ZH)])
def test_no_other_style_is_said(language, styles):
    for seed, scene in enumerate(SCENES):
        text = describe(scene, language, seed).lower()
        said = {name for name, wording in styles.items() if re.search(wording, text)}
        assert said <= {scene.style}, text


@pytest.mark.parametrize(("language", "times"), [("en", TIMES_EN), ("zh", TIMES_ZH)])
def test_no_other_time_is_said(language, times):
    for seed, scene in enumerate(SCENES):
        text = describe(scene, language, seed).lower()
        said = {name for name, wording in times.items() if re.search(wording, text)}
        assert said <= {scene.time}, text


@pytest.mark.parametrize("language", ["en", "zh"])
def test_mentions_are_true_of_the_scene(language):
    for seed, scene in enumerate(SCENES):
        for name, value in describe(scene, language, seed).mentions.items():
            if name == "heights":
                assert value == scene.mountains
            elif isinstance(value, str) and value != "some":
                assert getattr(scene, name) == value
            elif value == "some":
                assert count(scene, name) >= 3
            else:
                assert count(scene, name) == value


def test_mentions_hold_every_number_that_english_texts_say():
    for seed, scene in enumerate(SCENES):
        text = describe(scene, "en", seed)
        assert {name for name, _ in read_english(text)} <= set(text.mentions), text


def test_banks_are_only_spoken_of_beside_water():
    for seed in range(300):
        scene = sample(seed, water="none")
        assert "bank" not in describe(scene, "en", seed)
        assert "岸" not in describe(scene, "zh", seed)


@pytest.mark.parametrize("language", ["en", "zh"])
def test_descriptions_are_decided_by_their_seed_and_vary(language):
    scene = sample(3)
    texts = [describe(scene, language, seed) for seed in range(100)]
    assert texts == [describe(scene, language, seed) for seed in range(100)]
    assert len(set(texts)) > 85


def test_lengths_run_from_a_few_words_to_several_sentences():
    lengths = [len(describe(scene, "en", seed).split()) for seed, scene in enumerate(SCENES)]
    assert min(lengths) <= 4
    assert max(lengths) >= 45


@pytest.mark.parametrize(
    "word",
    ["pagoda", "hut", "temple", "gazebo", "pond", "tarn", "coast", "stream", "creek", "huge",
     "towering", "a couple of", "twin", "without", "no ", "sumi-e", "conifer"],
)  # fmt: skip
def test_wordings_that_people_use_occur(word):
    assert any(word in describe(scene, "en", seed).lower() for seed, scene in enumerate(SCENES * 3))


@pytest.mark.parametrize(
    "word", ["一叶扁舟", "双峰对峙", "溪流", "宝塔", "没有", "请画", "池塘", "株"]
)
def test_chinese_wordings_occur(word):
    assert any(word in describe(scene, "zh", seed) for seed, scene in enumerate(SCENES * 3))


def test_chinese_texts_say_liang_before_a_measure_word():
    for seed, scene in enumerate(SCENES):
        assert not re.search(f"二{MEASURES}", describe(scene, "zh", seed))


def test_even_an_empty_scene_gets_words():
    for seed in range(40):
        assert describe(Scene(), "en", seed).strip()
        assert describe(Scene(), "zh", seed).strip()


def test_unknown_languages_are_refused():
    with pytest.raises(ValueError, match=r"`language` must be one of: en, zh. Received: 'fr'"):
        describe(Scene(), "fr")


def test_trees_are_not_denied_under_a_bough():
    for seed in range(300):
        scene = sample(seed, trees="none", num_trees=0, foreground="bough")
        assert "trees" not in describe(scene, "en", seed).mentions
