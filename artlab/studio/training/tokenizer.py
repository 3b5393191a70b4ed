"""Training the tokenizer that writer and drawer share."""

import string

from artlab.runtime import atomic_write
from artlab.studio.text import SPECIAL, TELL, WEIGHTS
from artlab.world import describe, sample
from artlab.world.prompts import ask
from artlab.world.prose import narrate

SIZE = 2_000  # ids; the drawer has room for 2,048
NUM_SCENES = 12_000
MARKS = "，。、；：！？（）《》“”‘’…—·"
COMMON = (
    "的一是在不了有和人这中大为上个国我以要他时来用们生到作地于出就分对成会可主发年动同工也能下过子说产"
    "种面而方后多定行学法所民得经十三之进着等部度家电力里如水化高自二理起小物现实加量都两体制机当使点从"
    "业本去把性好应开它合还因由其些然前外天政四日那社义事平形相全表间样与关各重新线内数正心反你明看原又"
    "么利比或但质气第向道命此变条只没结解问意建月公无系军很情者最立代想已通并提直题党程展五果料象员革位"
    "入常文总次品式活设及管特件长求老头基资边流路级少图山统接知较将组见计别她手角期根论运农指几九区强放"
    "决西被干做必战先回则任取据处队南给色光门即保治北造百规热领七海口东导器压志世金增争济阶油思术极交受"
    "联什认六共权收证改清己美再采转更单风切打白教速花带安场身车例真务具万每目至达走积示议声报斗完类八离"
    "华名确才科张信马节话米整空元况今集温传土许步群广石记需段研界拉林律叫且究观越织装影算低持音众书布复"
    "容儿须际商非验连断深难近矿千周委素技备半办青省列习响约支般史感劳便团往酸历市克何除消构府称太准精值"
    "号率族维划选标写存候毛亲快效斯院查江型眼王按格养易置派层片始却专状育厂京识适属圆包火住调满县局照参"
)


def texts(num_scenes=NUM_SCENES, seed=0):
    """Prompts and descriptions of all kinds, in both languages."""
    for number in range(seed, seed + num_scenes):
        scene = sample(number)
        for language in ("en", "zh"):
            yield str(ask(scene, language, number))
            yield str(ask(scene, language, number + num_scenes))
            yield str(describe(scene, language, number))
            yield str(narrate(scene, language, number))


def train_tokenizer(size=SIZE, folder=WEIGHTS, num_scenes=NUM_SCENES):
    """Trains the tokenizer and writes `tokenizer.json`; its path.

    References:
        Sennrich et al., *Neural machine translation of rare words with subword units* (2016).
    """
    from tokenizers import Regex, Tokenizer, models, normalizers, pre_tokenizers, trainers

    core = Tokenizer(models.BPE(unk_token=SPECIAL[0]))
    core.normalizer = normalizers.Sequence(
        [normalizers.Lowercase(), normalizers.Replace("’", "'"), normalizers.Replace("　", " ")]
    )
    alone = Regex(r"[\u3400-\u9fff]|[0-9]|[" + MARKS + r"]|[.,;:!?\-'/()]")
    core.pre_tokenizer = pre_tokenizers.Sequence(
        [pre_tokenizers.Split(alone, "isolated"), pre_tokenizers.Metaspace(prepend_scheme="never")]
    )
    alphabet = sorted(set(string.printable.lower()) - set("\t\n\r\x0b\x0c") | set(COMMON + MARKS))
    trainer = trainers.BpeTrainer(
        vocab_size=size,
        special_tokens=list(SPECIAL),
        initial_alphabet=alphabet,
        min_frequency=8,
        show_progress=False,
    )
    core.train_from_iterator(texts(num_scenes), trainer)
    path = folder / "tokenizer.json"
    with atomic_write(path) as file:
        for_transformers(core).save(str(file))
    return path


def for_transformers(core):
    """Has a tokenizer do by itself what `studio.text.Tokenizer` does around it.

    A text without a leading space gets one, `<tell>` goes before it (unless special tokens are
    switched off, as the studio does), and decoding puts the pieces together.

    Args:
        core: a `tokenizers.Tokenizer`; it is changed.

    Returns:
        `core`.
    """
    from tokenizers import decoders, pre_tokenizers, processors

    core.pre_tokenizer[1] = pre_tokenizers.Metaspace(prepend_scheme="first")
    core.decoder = decoders.Metaspace(prepend_scheme="first")
    tell = SPECIAL[TELL]
    core.post_processor = processors.TemplateProcessing(
        single=f"{tell} $A", pair=f"{tell} $A $B", special_tokens=[(tell, TELL)]
    )
    return core
