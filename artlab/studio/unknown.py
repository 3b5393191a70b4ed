# ruff: noqa: E501, SIM905 -- a table reads better with one row to a kind
"""Things that the studio cannot draw, so that it can say so."""

import functools
import re

ENGLISH = """
dragon unicorn phoenix mermaid fairy elf dwarf wizard witch ghost angel devil demon god goddess monster troll goblin vampire zombie alien
city town village street road highway bridge castle palace skyscraper building church cathedral hospital station airport factory shop market restaurant windmill lighthouse fence gate ruin statue fountain garden park playground stadium pyramid igloo tent barn farm
car truck bus bicycle bike motorcycle train tram airplane plane helicopter rocket spaceship submarine tractor balloon drone carriage cart wagon sled
man woman child boy girl baby person people family mother father grandmother grandfather king queen prince princess soldier warrior samurai monk nun farmer hunter dancer singer doctor crowd lover bride human astronaut robot pirate knight hiker hermit scholar musician portrait
cat dog horse cow sheep goat pig rabbit mouse rat fox wolf bear lion tiger elephant giraffe zebra monkey panda deer camel donkey kangaroo squirrel frog snake lizard turtle crocodile dinosaur whale dolphin shark fish octopus crab butterfly bee ant spider dragonfly insect snail hen chicken rooster penguin owl parrot peacock flamingo koi koala hedgehog otter seal
flower rose tulip sunflower lotus orchid lily blossom peony chrysanthemum grass leaf mushroom cactus vine fruit apple orange banana grape cherry vegetable cake bread pizza coffee tea wine bottle cup plate table chair bed lamp clock computer phone television camera guitar piano violin drum flute umbrella hat dress shoe sword gun flag lantern candle fire campfire smoke bomb ball toy kite-string money logo calligraphy poem
rainbow star planet comet galaxy meteor lightning thunder tornado volcano-eruption aurora waterfall glacier iceberg desert dune cave island swamp meadow field canyon oasis palm oak maple birch baobab banyan wheat rice hedge
""".split()  # fmt: skip
IRREGULAR = {
    "men": "man", "women": "woman", "children": "child", "mice": "mouse", "wolves": "wolf", "leaves": "leaf",
    "knives": "knife", "fish": "fish", "sheep": "sheep", "deer": "deer", "people": "people", "elves": "elf",
    "dwarves": "dwarf", "fishes": "fish", "calves": "cow", "kitten": "cat", "kittens": "cat", "puppy": "dog", "puppies": "dog",
}  # fmt: skip
CHINESE = """
龙 凤凰 麒麟 独角兽 美人鱼 仙女 神仙 妖怪 魔鬼 鬼 怪兽 外星人 巨人
城市 城镇 村庄 村子 街道 马路 公路 桥 小桥 石桥 城堡 宫殿 高楼 摩天大楼 教堂 学校 医院 车站 机场 工厂 商店 市场 饭店 风车 灯塔 长城 城墙 围墙 雕像 喷泉 花园 公园 金字塔 帐篷 农场
汽车 卡车 公交车 自行车 摩托车 火车 电车 飞机 直升机 火箭 飞船 潜水艇 拖拉机 热气球 马车
男人 女人 小孩 孩子 男孩 女孩 婴儿 人物 人群 妈妈 爸爸 母亲 父亲 奶奶 爷爷 国王 皇帝 王后 公主 王子 士兵 将军 武士 和尚 尼姑 农夫 猎人 舞者 歌手 老师 学生 医生 美女 仕女 机器人 宇航员 海盗 骑士 诗人 书生 樵夫 肖像
猫 狗 马 牛 羊 猪 兔子 老鼠 狐狸 狼 熊 熊猫 狮子 老虎 大象 长颈鹿 斑马 猴子 鹿 骆驼 驴 袋鼠 松鼠 青蛙 蛇 乌龟 鳄鱼 恐龙 鲸鱼 海豚 鲨鱼 鱼 金鱼 锦鲤 章鱼 螃蟹 虾 蝴蝶 蜜蜂 蚂蚁 蜘蛛 蜻蜓 昆虫 鸡 公鸡 企鹅 猫头鹰 鹦鹉 孔雀
花 花朵 玫瑰 牡丹 荷花 莲花 菊花 兰花 梅花 桃花 樱花 向日葵 草地 草原 蘑菇 水果 苹果 香蕉 葡萄 蔬菜 蛋糕 面包 咖啡 茶杯 酒 杯子 桌子 椅子 床 灯 灯笼 蜡烛 书 电脑 手机 电视 钢琴 吉他 古琴 笛子 雨伞 帽子 衣服 剑 枪 旗 火 篝火 烟花 字 书法
彩虹 星星 星空图 行星 流星 银河 闪电 龙卷风 极光 瀑布 冰川 冰山 沙漠 山洞 岛 小岛 沼泽 田野 稻田 麦田 峡谷 椰子树 棕榈 梧桐 枫树 银杏 桃树 梅树 樱花树
""".split()  # fmt: skip
HIDDEN = ("马路", "木马", "大花", "火山", "马上", "千里马", "鱼鳞", "龙王庙", "渔火", "花点", "花时间", "鬼斧神工", "书房", "马虎", "灯光", "字画", "桥头", "水火")  # fmt: skip


@functools.cache
def _drawable(language):
    """Whatever the world's words hold: none of it is unknown."""
    from artlab.world import lexicon_en, lexicon_zh

    if language == "zh":
        tables = [lexicon_zh.NOUNS_ZH, lexicon_zh.HEIGHT_ZH]
        texts = [noun for table in tables for pairs in table.values() for noun, _ in pairs]
        for table in (lexicon_zh.TIME_ZH, lexicon_zh.WEATHER_ZH, lexicon_zh.STYLE_ZH):
            texts += [phrase for phrases in table.values() for phrase in phrases]
        return tuple(sorted(set(texts), key=len, reverse=True))
    tables = [lexicon_en.NOUNS_EN, {"low": lexicon_en.HILLS_EN}]
    phrases = [
        one for table in tables for pairs in table.values() for pair in pairs for one in pair
    ]
    for table in (lexicon_en.TIME_EN, lexicon_en.STYLE_EN, lexicon_en.WEATHER_EN):
        phrases += [phrase for options in table.values() for phrase in options]
    return tuple(sorted({phrase.lower() for phrase in phrases}, key=len, reverse=True))


@functools.cache
def _pattern(language):
    return re.compile("|".join(re.escape(phrase) for phrase in _drawable(language)))


def _singular(word):
    if word in IRREGULAR:
        return IRREGULAR[word]
    if word in KNOWN:
        return word
    for ending, instead in (("ies", "y"), ("ches", "ch"), ("shes", "sh"), ("xes", "x"), ("s", "")):
        if word.endswith(ending) and word[: -len(ending)] + instead in KNOWN:
            return word[: -len(ending)] + instead
    return word


KNOWN = frozenset(ENGLISH)
DENIAL = re.compile(
    r"\b(no|without|not|don't|do not|any|free of|leave out|for|like|my)\b[\w\s]{0,14}$"
)
DENIAL_ZH = ("没有", "不要", "别画", "不画", "无", "莫画", "去掉")


def english(text):
    """Names, in the singular, of what an English text asks for in vain: a list without doubles."""
    kept = re.sub(
        rf"\b(?:{_pattern('en').pattern})\b", lambda m: " " * len(m.group()), text.lower()
    )
    found = []
    for match in re.finditer(r"[a-z']+(?:-[a-z]+)?", kept):
        name = _singular(match.group())
        if name in KNOWN and not DENIAL.search(kept[: match.start()]):
            found.append(name)
    return list(dict.fromkeys(found))


def chinese(text):
    """Names of what a Chinese text asks for in vain: a list without doubles."""
    for phrase in HIDDEN:
        text = text.replace(phrase, " " * len(phrase))
    text = _pattern("zh").sub(lambda match: " " * len(match.group()), text)
    found = {}
    for name in sorted(CHINESE, key=len, reverse=True):
        place = text.find(name)
        if place >= 0:
            text = text.replace(name, " " * len(name))
            if not text[:place].rstrip().endswith(DENIAL_ZH):
                found[name] = place
    return sorted(found, key=found.get)
