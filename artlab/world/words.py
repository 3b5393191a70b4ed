# ruff: noqa: E501 -- a table reads better with one row to a name
"""Words for what a scene holds, English and Chinese: synonyms, numbers, measure words.

Every table goes from a name in a scene to the ways of saying it. English nouns are pairs of
singular and plural; Chinese ones are pairs of noun and measure word.
"""

NOUNS_EN = {
    "mountain": [("mountain", "mountains"), ("peak", "peaks"), ("summit", "summits"), ("mountain", "mountains")],
    "pine": [("pine", "pines"), ("pine tree", "pine trees"), ("conifer", "conifers"), ("evergreen", "evergreens")],
    "willow": [("willow", "willows"), ("willow tree", "willow trees"), ("weeping willow", "weeping willows")],
    "bamboo": [("bamboo", "bamboos"), ("bamboo stem", "bamboo stems"), ("stalk of bamboo", "stalks of bamboo"), ("bamboo cane", "bamboo canes")],
    "boat": [("boat", "boats"), ("sailing boat", "sailing boats"), ("fishing boat", "fishing boats"), ("skiff", "skiffs"), ("sampan", "sampans"), ("little boat", "little boats")],
    "pavilion": [("pavilion", "pavilions"), ("pagoda", "pagodas"), ("hut", "huts"), ("temple", "temples"), ("gazebo", "gazebos"), ("tea house", "tea houses"), ("shrine", "shrines"), ("cottage", "cottages")],
    "bird": [("bird", "birds"), ("swallow", "swallows"), ("gull", "gulls"), ("crane", "cranes"), ("wild goose", "wild geese"), ("heron", "herons")],
    "cloud": [("cloud", "clouds"), ("white cloud", "white clouds"), ("drifting cloud", "drifting clouds")],
    "rock": [("rock", "rocks"), ("boulder", "boulders"), ("crag", "crags")],
    "bough": [("overhanging bough", "overhanging boughs"), ("branch", "branches")],
    "sun": [("sun", "suns")],
    "moon": [("moon", "moons"), ("crescent moon", "crescent moons"), ("thin moon", "thin moons")],
    "lake": [("lake", "lakes"), ("pond", "ponds"), ("tarn", "tarns"), ("mere", "meres"), ("quiet pool", "quiet pools")],
    "river": [("river", "rivers"), ("stream", "streams"), ("creek", "creeks"), ("brook", "brooks"), ("winding river", "rivers")],
    "sea": [("sea", "seas"), ("ocean", "oceans"), ("bay", "bays"), ("coast", "coasts"), ("seashore", "seashores")],
}  # fmt: skip
HILLS_EN = [("hill", "hills"), ("hill", "hills"), ("knoll", "knolls"), ("mound", "mounds")]
HEIGHT_EN = {
    "high": ["towering", "huge", "tall", "high", "lofty", "soaring", "mighty", "great", "steep"],
    "middle": [""],
    "low": ["low", "small", "gentle", "little", "rolling"],
}
NUMBERS_EN = ("no", "one", "two", "three", "four", "five")
PAIR_EN = ("a couple of", "twin", "a pair of", "two", "2", "two")
TRIO_EN = ("three", "3", "a trio of", "three")
TIME_EN = {
    "dawn": [
        "at dawn",
        "at daybreak",
        "at first light",
        "in the early morning",
        "early in the day",
    ],
    "day": ["by day", "in broad daylight", "at noon", "at midday", "in the daytime"],
    "dusk": ["at dusk", "in the evening", "at twilight", "at nightfall", "as evening comes"],
    "night": ["at night", "by night", "after dark", "late at night", "at midnight"],
}
LIT_TIME_EN = {  # only where the sun or the moon is in the picture
    ("dawn", "sun"): ["at sunrise"],
    ("dusk", "sun"): ["at sunset", "at sundown"],
    ("night", "moon"): ["by moonlight", "on a moonlit night"],
}
WEATHER_EN = {
    "clear": ["in clear weather", "in clear air", "under a clear sky", "in fine weather"],
    "mist": ["in the mist", "in thin mist", "in fog", "in a haze", "veiled in mist"],
    "snow": ["in the snow", "after a snowfall", "in winter", "under snow"],
}
WEATHER_SENTENCE_EN = {
    "clear": ["The air is clear.", "The weather is fine."],
    "mist": [
        "Mist lies over everything.",
        "It is misty.",
        "Fog hangs in the valleys.",
        "A haze softens it all.",
    ],
    "snow": [
        "Snow covers the land.",
        "It is winter, and there is snow.",
        "Everything is white with snow.",
    ],
}
STYLE_EN = {
    "ink": ["ink wash painting", "ink painting", "Chinese ink painting", "sumi-e", "shuimo painting"],
    "blue-green": ["blue-green landscape", "blue-and-green painting", "qinglü painting", "painting in azurite and malachite"],
    "watercolour": ["watercolour", "watercolor", "watercolour painting", "aquarelle"],
    "woodblock": ["woodblock print", "woodcut", "ukiyo-e print", "Japanese woodblock print"],
}  # fmt: skip
VIEW_EN = {
    "high": ["The highest peak fills most of the height.", "We look up at it all."],
    "deep": ["We look down from above.", "The land recedes, plane behind plane."],
    "level": ["The horizon lies low.", "The view is wide and level."],
}
FORMAT_EN = {
    "1:2": ["a tall scroll", "a hanging scroll"],
    "2:1": ["a wide scroll", "a handscroll"],
    "4:3": ["a landscape format"],
    "square": ["a square picture"],
}
VERBS_EN = {  # singular, plural
    "mountain": [("rises", "rise"), ("stands", "stand"), ("looms", "loom")],
    "pine": [("leans over the bank", "lean over the bank"), ("stands in front", "stand in front"), ("grows here", "grow here")],
    "bamboo": [("sways in the wind", "sway in the wind"), ("grows nearby", "grow nearby")],
    "willow": [("trails its branches", "trail their branches"), ("hangs over the bank", "hang over the bank"), ("bends in the wind", "bend in the wind")],
    "boat": [("drifts by", "drift by"), ("lies on the water", "lie on the water"), ("glides along", "glide along"), ("is out fishing", "are out fishing")],
    "pavilion": [("stands there", "stand there"), ("waits for a guest", "wait for guests"), ("looks out over it", "look out over it")],
    "bird": [("flies past", "fly past"), ("wheels above", "wheel above"), ("crosses the sky", "cross the sky")],
    "cloud": [("drifts across", "drift across"), ("hangs in the sky", "hang in the sky")],
    "rock": [("juts into the foreground", "jut into the foreground"), ("lies in the foreground", "lie in the foreground")],
    "bough": [("reaches into the picture", "reach into the picture")],
    "sun": [("shines", "shine"), ("hangs in the sky", "hang"), ("glows", "glow")],
    "moon": [("shines", "shine"), ("hangs in the sky", "hang"), ("looks on", "look on")],
    "lake": [("lies still", "lie"), ("shimmers", "shimmer"), ("mirrors the sky", "mirror the sky")],
    "river": [("winds through the land", "wind"), ("flows past", "flow"), ("runs towards us", "run")],
    "sea": [("stretches to the horizon", "stretch"), ("murmurs", "murmur"), ("spreads wide", "spread")],
}  # fmt: skip

NOUNS_ZH = {
    "mountain": [("山", "座"), ("山峰", "座"), ("青山", "座"), ("山", "座")],
    "pine": [("松树", "棵"), ("青松", "株"), ("古松", "棵"), ("松", "株")],
    "willow": [("柳树", "棵"), ("垂柳", "株"), ("杨柳", "株"), ("柳", "株")],
    "bamboo": [("竹子", "根"), ("翠竹", "竿"), ("修竹", "竿"), ("竹", "竿")],
    "boat": [("小船", "只"), ("渔船", "条"), ("帆船", "艘"), ("小舟", "只"), ("扁舟", "叶"), ("船", "艘")],
    "pavilion": [("亭子", "座"), ("凉亭", "座"), ("宝塔", "座"), ("寺庙", "座"), ("茅屋", "间"), ("小屋", "间"), ("茅亭", "座"), ("楼阁", "座")],
    "bird": [("鸟", "只"), ("飞鸟", "只"), ("大雁", "只"), ("白鹭", "只"), ("燕子", "只"), ("仙鹤", "只"), ("海鸥", "只")],
    "cloud": [("云", "朵"), ("白云", "朵"), ("浮云", "片")],
    "rock": [("岩石", "块"), ("石头", "块"), ("怪石", "块")],
    "bough": [("横斜的树枝", "根"), ("树枝", "根")],
    "sun": [("太阳", "轮"), ("红日", "轮")],
    "moon": [("月亮", "弯"), ("新月", "弯"), ("弯月", "弯"), ("月牙", "弯")],
    "lake": [("湖", "片"), ("湖水", "片"), ("池塘", "方"), ("湖泊", "片"), ("水潭", "处")],
    "river": [("河", "条"), ("小河", "条"), ("溪流", "条"), ("小溪", "条"), ("江水", "道")],
    "sea": [("大海", "片"), ("海", "片"), ("海湾", "片"), ("汪洋", "片")],
}  # fmt: skip
HEIGHT_ZH = {
    "high": [
        ("高山", "座"),
        ("险峰", "座"),
        ("高耸的山", "座"),
        ("巍峨的山峰", "座"),
        ("大山", "座"),
    ],
    "middle": [("山", "座"), ("青山", "座")],
    "low": [("小山", "座"), ("矮山", "座"), ("小丘", "座"), ("低矮的山丘", "座")],
}
NUMBERS_ZH = ("没有", "一", "两", "三", "四", "五")
TIME_ZH = {
    "dawn": ["黎明", "清晨", "拂晓", "破晓时分", "早晨"],
    "day": ["白天", "正午", "白昼", "中午"],
    "dusk": ["黄昏", "傍晚", "日暮", "薄暮时分"],
    "night": ["夜晚", "夜里", "深夜", "夜色中"],
}
LIT_TIME_ZH = {
    ("dawn", "sun"): ["日出时"],
    ("dusk", "sun"): ["夕阳下", "日落时分"],
    ("night", "moon"): ["月夜", "月光下"],
}
WEATHER_ZH = {
    "clear": ["天气晴朗", "天朗气清", "晴空"],
    "mist": ["薄雾弥漫", "雾气缭绕", "烟岚缥缈", "雾气蒙蒙"],
    "snow": ["白雪皑皑", "大雪之后", "银装素裹", "雪景"],
}
STYLE_ZH = {
    "ink": ["水墨画", "写意水墨", "水墨", "墨笔画"],
    "blue-green": ["青绿设色", "青绿画", "青绿重彩"],
    "watercolour": ["水彩画", "水彩", "水彩风格"],
    "woodblock": ["木版画", "浮世绘", "木刻版画"],
}
FORMAT_ZH = {"1:2": ["立轴", "条幅"], "2:1": ["横卷", "长卷"], "4:3": ["横幅"], "square": ["斗方"]}
VIEW_ZH = {
    "high": ["取高远之势", "仰望高峰"],
    "deep": ["取深远之势", "层次深远"],
    "level": ["取平远之景", "视野平远"],
}
NEEDS_WATER = ("bank", "岸")  # parts of phrases that are true beside water only
VERBS_ZH = {
    "mountain": ["耸立着{}", "远处有{}", "画面上有{}", "矗立着{}"],
    "pine": ["岸边有{}", "近处长着{}", "旁边有{}"],
    "willow": ["岸边有{}", "近处有{}", "{}随风轻摆"],
    "bamboo": ["近处有{}", "旁边长着{}", "{}临风摇曳"],
    "boat": ["水上漂着{}", "水面有{}", "{}缓缓而行"],
    "pavilion": ["建有{}", "还有{}", "{}静静伫立"],
    "bird": ["空中飞过{}", "天上有{}", "{}掠过天空"],
    "cloud": ["天上飘着{}", "空中有{}"],
    "rock": ["前景有{}", "近处有{}"],
    "bough": ["画边伸出{}", "一侧伸入{}"],
    "sun": ["天上有{}", "{}高悬", "空中挂着{}"],
    "moon": ["天上有{}", "{}当空", "空中挂着{}"],
    "lake": ["前面是{}", "中间是{}", "有{}"],
    "river": ["{}蜿蜒而过", "中间流过{}", "有{}"],
    "sea": ["前面是{}", "远接{}", "有{}"],
}
CLASSICAL_ZH = {  # (element, count): four characters each
    ("mountain", 1): ["孤峰独秀", "一峰耸峙"],
    ("mountain", 2): ["双峰对峙", "两山相望"],
    ("mountain", 3): ["三峰并立", "三山环列"],
    ("mountain", 4): ["四山环抱", "四峰相连"],
    ("mountain", 5): ["五峰竞秀", "五岭逶迤"],
    ("lake", 1): ["一湖如镜", "平湖如鉴", "湖光潋滟"],
    ("river", 1): ["溪水潺潺", "一江如练", "长河蜿蜒"],
    ("sea", 1): ["沧海茫茫", "碧海无垠"],
    ("boat", 1): ["孤舟独泛", "一叶扁舟", "扁舟一叶"],
    ("boat", 2): ["双舟并行", "轻舟两叶"],
    ("boat", 3): ["三舟泛水", "轻舟三叶"],
    ("pavilion", 1): ["孤亭独立", "一亭翼然", "茅亭一座"],
    ("pavilion", 2): ["两亭相对", "双亭并立"],
    ("pine", 1): ["孤松挺立", "古松一株"],
    ("pine", 2): ["双松并茂", "苍松两株"],
    ("willow", 1): ["垂柳一株", "一柳依依"],
    ("bird", 1): ["孤鸿掠影", "飞鸟一只"],
    ("bird", 2): ["双鸟齐飞", "飞鸟两只"],
    ("sun", 1): ["红日当空", "一轮红日"],
    ("moon", 1): ["新月如钩", "一弯新月", "弯月当空"],
    ("time", "dawn"): ["晨光熹微", "晓色初开"],
    ("time", "day"): ["白日朗朗", "正午时分"],
    ("time", "dusk"): ["暮色苍茫", "薄暮冥冥"],
    ("time", "night"): ["夜色沉沉", "夜阑人静"],
    ("weather", "mist"): ["薄雾轻笼", "烟岚缥缈"],
    ("weather", "snow"): ["白雪皑皑", "雪满大地"],
    ("weather", "clear"): ["天朗气清"],
}
