# ruff: noqa: E501 -- a table reads better with one row to a name
"""How people ask for things, in English: the tables of `words`, much wider.

Nouns are pairs of singular and plural. What two rows share would be ambiguous, and is left out.
"""

from artlab.world import words


def _regular(text):
    """Pairs of singular and plural of nouns between commas; `a/b` where the plural is irregular."""
    pairs = []
    for noun in (part.strip() for part in text.split(",")):
        one, _, many = noun.partition("/")
        if not many:
            hiss = one.endswith(("s", "x", "ch", "sh"))
            bare = one.endswith("y") and one[-2] not in "aeiou"
            many = one[:-1] + "ies" if bare else one + ("es" if hiss else "s")
        pairs.append((one, many))
    return pairs


NOUNS_EN = {
    "mountain": words.NOUNS_EN["mountain"] * 3 + _regular(
        "mountain peak, mountain top, mount, alp, cliff, rocky peak, mountainside, massif, pinnacle, "
        "rocky mountain, mountain ridge, ridge, butte, snow-capped peak, mountian, crest, volcano, "
        "sierra, mountain range, blue mountain, distant mountain, far mountain, spire of rock, bluff"
    ),
    "pine": words.NOUNS_EN["pine"] * 2 + _regular(
        "fir, fir tree, spruce, cedar, cypress/cypresses, old pine, gnarled pine, larch, pine-tree, "
        "evergreen tree, juniper, crooked pine, conifer tree, Scots pine, ancient pine, redwood, christmas tree"
    ),
    "willow": words.NOUNS_EN["willow"] * 2 + _regular(
        "weeping tree, osier, drooping willow, willow-tree, sallow, old willow, drooping tree, trailing willow"
    ),
    "bamboo": words.NOUNS_EN["bamboo"] + _regular(
        "bamboo, bamboo plant, bamboo tree, bamboo stalk, bamboo shoot, bamboo pole, bamboo culm, "
        "stem of bamboo/stems of bamboo, green bamboo, bamboo/bamboo, bamboo/bamboo"
    ),
    "boat": words.NOUNS_EN["boat"] * 2 + _regular(
        "ship, canoe, sailboat, raft, junk, dinghy/dinghies, ferry, fisherman's boat/fishermen's boats, "
        "rowing boat, rowboat, sail, sailing ship, barge, punt, kayak, gondola, yacht, vessel, fishing skiff, "
        "wooden boat, tiny boat, small boat, white sail, schooner, dhow, fisherman in a boat/fishermen in boats, "
        "boatman/boatmen, catamaran, ferryboat, houseboat"
    ),
    "pavilion": words.NOUNS_EN["pavilion"] * 2 + _regular(
        "house, cabin, small house, teahouse, hermitage, belvedere, tower, kiosk, monastery, wooden hut, "
        "little temple, lodge, shelter, summer house, summerhouse, bandstand, farmhouse, shack, buddhist temple, "
        "garden pavilion, rotunda, chapel, chalet, tiny house, lonely hut, thatched hut, little cottage, log cabin, "
        "stupa, hermit's hut, retreat, home, rest house, old temple, arbour, arbor"
    ),
    "bird": words.NOUNS_EN["bird"] * 2 + _regular(
        "seagull, goose/geese, duck, wild duck, eagle, hawk, crow, raven, swan, sparrow, dove, pigeon, egret, "
        "stork, kite, kingfisher, starling, flying bird, tern, magpie, swift, ibis/ibises, pelican, songbird, lark, "
        "albatross/albatrosses, birdie, falcon, migrating bird"
    ),
    "cloud": words.NOUNS_EN["cloud"] * 2 + _regular(
        "fluffy cloud, puffy cloud, small cloud, floating cloud, grey cloud, cumulus cloud, wisp of cloud/wisps of cloud, "
        "fleecy cloud, passing cloud, pink cloud"
    ),
    "rock": words.NOUNS_EN["rock"] + _regular(
        "big rock, stone, big stone, large boulder, rock in the foreground/rocks in the foreground, mossy rock, "
        "rock in the corner/rocks in the corner, scholar's rock, outcrop, foreground rock"
    ),
    "bough": words.NOUNS_EN["bough"] + _regular(
        "bough, overhanging branch, pine branch, branch above, branch in the foreground/branches in the foreground, "
        "twig, hanging branch, tree branch, branch reaching in, pine bough, branch framing the view"
    ),
    "sun": words.NOUNS_EN["sun"] * 4 + _regular("red sun, golden sun, bright sun, big sun, round sun, glowing sun, orange sun, hot sun"),
    "moon": words.NOUNS_EN["moon"] + _regular(
        "moon, moon, moon, full moon, new moon, half moon, crescent, sickle moon, pale moon, bright moon, silver moon, "
        "harvest moon, big moon, waxing moon, lonely moon, yellow moon"
    ),
    "lake": words.NOUNS_EN["lake"] * 2 + _regular(
        "lagoon, loch, reservoir, mountain lake, still lake, calm lake, mirror lake, waterhole, pool, fish pond, "
        "small lake, glassy lake, alpine lake, forest lake, mountain pool, large pond, still water, lake shore, "
        "lakeside, lotus pond, lily pond, inland water, lough"
    ),
    "river": words.NOUNS_EN["river"] * 2 + _regular(
        "rivulet, waterway, winding stream, mountain stream, rushing stream, torrent, wide river, meandering river, "
        "canal, tributary, babbling brook, burn, beck, rapids/rapids, small river, riverbank, riverside, water course, "
        "flowing river, streamlet, gorge with a river, running water, valley river"
    ),
    "sea": words.NOUNS_EN["sea"] * 2 + _regular(
        "shore, beach, gulf, open sea, open ocean, harbour, harbor, coastline, rough sea, calm sea, blue sea, "
        "sea shore, seaside, stormy sea, cove, sound, fjord, ocean view, sea bay, inlet, deep blue sea, sea coast, "
        "waves/waves, ocean waves/ocean waves, surf, rolling waves/rolling waves, breakers/breakers, the waves/the waves"
    ),
}  # fmt: skip
HILLS_EN = words.HILLS_EN * 2 + _regular(
    "hillock, rise, hummock, foothill, down, grassy hill, green hill, rolling hill, small mountain, little mountain, low mountain"
)
HEIGHT_EN = {
    "high": words.HEIGHT_EN["high"] * 2 + ["enormous", "gigantic", "giant", "massive", "colossal", "immense", "majestic", "sky-high", "very high", "very tall", "big", "large", "towering", "imposing", "vast", "monumental", "sheer", "grand", "very big", "tremendous", "hulking", "sharp", "dizzying", "cloud-piercing"],
    "middle": [""],
    "low": words.HEIGHT_EN["low"] * 2 + ["tiny", "modest", "flat", "soft", "rounded", "short", "very low", "very small", "humble", "miniature", "minor", "lowly", "wee", "smallish"],
}  # fmt: skip
NUMBERS_EN = words.NUMBERS_EN
PAIR_EN = (*words.PAIR_EN, "two", "two", "2", "a duo of", "a brace of")
TRIO_EN = (*words.TRIO_EN, "three", "exactly three")
MANY_EN = ("many", "lots of", "a lot of", "plenty of", "numerous", "countless", "a dozen", "six", "seven", "ten", "dozens of", "loads of", "a whole lot of", "a great many", "8", "10", "twenty", "tons of", "a bunch of", "a crowd of", "so many", "6")  # fmt: skip
SEVERAL_EN = ("several", "some", "a few", "a handful of", "various", "a number of", "a group of", "a bunch of", "a couple or three", "quite a few")  # fmt: skip
FLOCK_EN = (
    "a flock of",
    "a skein of",
    "a flight of",
    "a flock of",
    "a line of",
    "a V of",
    "a swarm of",
)
GROVE_EN = ("a grove of", "a clump of", "a stand of", "a thicket of", "a small forest of", "a row of", "a cluster of", "a line of", "woods of")  # fmt: skip
TIME_EN = {
    "dawn": words.TIME_EN["dawn"] * 2 + ["in the morning", "at sun-up", "early morning", "before sunrise", "at the crack of dawn", "at the break of day", "as day breaks", "as the day begins", "in morning light", "dawn", "morning", "at cockcrow", "as the night ends", "first thing in the morning", "one early morning", "in the first light of day", "while the world wakes up"],
    "day": words.TIME_EN["day"] * 2 + ["in the afternoon", "during the day", "at high noon", "daytime", "midday", "in the middle of the day", "in full daylight", "in bright daylight", "on a bright day", "noon", "at lunch time", "in daylight", "day", "on a summer afternoon", "in the noonday light"],
    "dusk": words.TIME_EN["dusk"] * 2 + ["dusk", "at the end of the day", "in the gloaming", "twilight", "evening", "at eventide", "as the day ends", "as night falls", "in the evening light", "when the day is over", "late evening", "at day's end", "as it gets dark", "in the golden hour", "at golden hour", "just before dark", "in the afterglow"],
    "night": words.TIME_EN["night"] * 2 + ["night", "at nighttime", "in the dead of night", "in the dark", "nighttime", "in the middle of the night", "midnight", "under the night sky", "when everybody sleeps", "under the stars", "on a dark night", "starry night", "on a starry night", "in darkness", "one quiet night", "past midnight"],
}  # fmt: skip
LIT_TIME_EN = {
    ("dawn", "sun"): ["at sunrise", "sunrise", "as the sun rises", "as the sun comes up", "with the sun coming up", "under the rising sun", "at sun rise"],
    ("dusk", "sun"): ["at sunset", "at sundown", "sunset", "as the sun sets", "as the sun goes down", "with the sun going down", "under the setting sun", "in the light of the setting sun", "at sun set"],
    ("night", "moon"): ["by moonlight", "on a moonlit night", "in the moonlight", "moonlit", "under the moon", "moonlight", "bathed in moonlight", "as the moon shines at night"],
}  # fmt: skip
WEATHER_EN = {
    "clear": words.WEATHER_EN["clear"] * 2 + ["in good weather", "under a cloudless sky", "on a clear day", "clear sky", "with clear air", "in perfect visibility", "with crisp clear air", "clear weather", "with a clear view", "no fog at all", "without any fog or snow", "fine weather"],
    "mist": words.WEATHER_EN["mist"] * 2 + ["misty", "foggy", "hazy", "in thick fog", "in the haze", "with mist everywhere", "in morning mist", "wrapped in fog", "shrouded in mist", "with lots of fog", "mist", "fog", "with fog rolling in", "half hidden in mist", "in low cloud", "with drifting mist", "mist in the valleys", "in dense mist", "in steamy haze", "in a foggy mood", "disappearing in mist", "in drizzle and mist"],
    "snow": words.WEATHER_EN["snow"] * 2 + ["snowy", "in deep snow", "covered in snow", "wintry", "winter", "in a snowstorm", "with snow on the ground", "snow", "in a blizzard", "with falling snow", "it is snowing", "in cold winter", "blanketed in snow", "snow everywhere", "under a blanket of snow", "on a freezing winter day", "with frost and snow", "snowed in", "all white with snow", "in snowfall", "with snowflakes in the air", "after heavy snow", "in January snow", "in icy winter"],
}  # fmt: skip
WEATHER_SENTENCE_EN = {
    "clear": [*words.WEATHER_SENTENCE_EN["clear"], "It is a clear day.", "There is no fog and no snow.", "The sky is clear.", "Clear weather please."],
    "mist": [*words.WEATHER_SENTENCE_EN["mist"], "It is foggy.", "There is fog.", "Make it misty.", "Fog everywhere.", "Let there be some mist.", "The mist is thick.", "I like fog.", "Add haze.", "A thin mist rises."],
    "snow": [*words.WEATHER_SENTENCE_EN["snow"], "It is snowing.", "Make it snow.", "It has snowed.", "Lots of snow please.", "It is winter.", "Snow falls.", "Winter has come.", "Add snow.", "It's cold and snowy."],
}  # fmt: skip
STYLE_EN = {
    "ink": words.STYLE_EN["ink"] * 2 + ["ink drawing", "black ink painting", "black and white ink painting", "ink wash", "shan shui ink painting", "Chinese brush painting", "brush and ink painting", "sumi ink painting", "monochrome ink painting", "Chinese ink wash", "india ink drawing", "suiboku painting", "traditional Chinese ink painting", "black-and-white brush painting", "zen ink painting", "ink picture", "literati painting", "Song dynasty ink painting"],
    "blue-green": words.STYLE_EN["blue-green"] * 2 + ["blue and green landscape", "blue green shan shui", "mineral blue and green painting", "qinglu landscape", "blue-green style painting", "azure and green landscape", "painting in mineral colours", "Tang dynasty blue-green painting", "gold-outlined blue and green scroll painting", "blue/green Chinese painting", "qing lü shan shui", "azurite painting"],
    "watercolour": words.STYLE_EN["watercolour"] * 3 + ["water colour", "water color painting", "watercolor sketch", "watercolor picture", "wet-on-wet watercolour", "soft watercolour", "loose watercolor", "water-colour", "gouache and watercolour", "watercolor wash"],
    "woodblock": words.STYLE_EN["woodblock"] * 2 + ["wood block print", "wood cut", "Japanese print", "ukiyo-e", "ukiyoe print", "wood engraving", "linocut", "Hokusai style print", "print like Hiroshige", "block print", "Edo print", "Japanese woodcut", "Hiroshige-style woodblock", "Hokusai print", "woodprint"],
}  # fmt: skip
VIEW_EN = words.VIEW_EN
FORMAT_EN = {
    "1:2": [*words.FORMAT_EN["1:2"], "a tall picture", "a vertical format", "a portrait format", "a very tall narrow picture", "a vertical scroll"],
    "2:1": [*words.FORMAT_EN["2:1"], "a panorama", "a wide panorama", "a very wide picture", "a panoramic format", "a banner", "a long horizontal scroll", "a wide format"],
    "4:3": [*words.FORMAT_EN["4:3"], "a 4:3 picture", "a 4 by 3 format", "a slightly wide picture"],
    "square": [*words.FORMAT_EN["square"], "a square format", "a square"],
}  # fmt: skip
VERBS_EN = words.VERBS_EN
NEEDS_WATER = words.NEEDS_WATER
CHOP_EN = ("no {}", "without {}", "without any {}", "not a single {one}", "no {} please", "zero {}", "but no {}", "{} left out", "leave out the {}", "don't draw {}", "do not paint any {}", "free of {}", "devoid of {}", "there should be no {}", "skip the {}", "no {} at all", "minus the {}", "and absolutely no {}", "{}-free", "I don't want {}", "nowhere any {}", "with no {}")  # fmt: skip
DENIED_EN = {
    "water": ["water"], "trees": ["trees", "tree"], "light": ["sun or moon", "sun and no moon"],
    "boat": ["boats", "ships", "boat"], "pavilion": ["buildings", "houses", "pavilions", "temples", "huts"],
    "bird": ["birds", "bird", "flying birds"], "cloud": ["clouds", "cloud"],
    "mountain": ["mountains", "hills", "mountain", "peaks"],
}  # fmt: skip
MOOD_EN = ("peaceful", "beautiful", "quiet", "calm", "dreamy", "lonely", "serene", "romantic", "nice", "lovely", "melancholy", "timeless", "magical", "simple", "minimalist", "atmospheric", "poetic", "tranquil", "wild", "remote", "moody", "elegant", "traditional", "delicate", "dramatic")  # fmt: skip
TAIL_EN = ("for my grandmother's wall", "for my living room", "to hang above my desk", "for a birthday card", "as calm as a Sunday", "that makes me feel at home", "like in an old story", "with lots of feeling", "so that one can breathe", "with a feeling of silence", "very detailed", "high quality", "masterpiece", "for my class", "that tells of longing", "as if from a dream", "for the cover of a book", "with plenty of empty space", "best quality, 4k", "I need it for school", "thank you", "thanks", "nothing fancy", "surprise me with the rest")  # fmt: skip
ALIEN_EN = ("a dragon", "a city", "a car", "a cat", "a dog", "an elephant", "my mother", "a train", "a bridge", "a horse", "two children", "a robot", "an astronaut", "a castle", "flowers", "a waterfall", "some cows", "a unicorn", "a bicycle", "people", "a rainbow", "a lighthouse", "deer", "a monk")  # fmt: skip
ANY_EN = ("paint a landscape", "a landscape", "surprise me", "paint something", "anything you like", "draw me a picture", "a landscape please", "paint me something beautiful", "landscape painting", "hello", "something nice", "your choice", "just paint", "scenery", "a view", "nature", "a nice landscape", "whatever", "please paint a picture for me", "I don't know, you choose", "make art", "a painting", "do your thing", "show me what you can do")  # fmt: skip
