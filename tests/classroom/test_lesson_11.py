"""Lesson 11: every exercise against right, wrong and hostile answers; its cells against artlab."""

import re
from pathlib import Path

import numpy as np
import pytest
import torch

from artlab import gallery
from artlab.classroom import check
from artlab.classroom.lessons import lesson_11
from artlab.classroom.testing import Case, examples, verify_lesson
from artlab.lessons import notebook

SOURCE = Path(__file__).resolve().parents[2] / "lessons" / "11_style_transfer.py"


def flat(features):
    return features.reshape(features.shape[0], -1)


def by_sums(features):
    channels = len(features)
    return [
        [float((features[i] * features[j]).mean()) for j in range(channels)]
        for i in range(channels)
    ]


def cosines(features):
    rows = flat(features)
    rows = rows / np.linalg.norm(rows, axis=1, keepdims=True)
    return rows @ rows.T


def mixed_up(features):
    rows = features.reshape(-1, features.shape[0])
    return rows.T @ rows / len(rows)


GRAMS = {
    "pixels by pixels": lambda f: flat(f).T @ flat(f) / flat(f).shape[1],
    "row by row": lambda f: f @ f.transpose(0, 2, 1) / f.shape[2],
    "squares alone": lambda f: (flat(f) ** 2).mean(axis=1),
    "not normalised": lambda f: flat(f) @ flat(f).T,
    "channels times positions": lambda f: flat(f) @ flat(f).T / f.size,
    "You divide by the number of channels": lambda f: flat(f) @ flat(f).T / len(f),
    "1 / (4 N² M²)": lambda f: flat(f) @ flat(f).T / (4 * len(f) ** 2 * flat(f).shape[1] ** 2),
    "covariance": lambda f: np.cov(flat(f), bias=True),
    "correlations": lambda f: np.corrcoef(flat(f)),
    "cosines": cosines,
    "the numbers are mixed": mixed_up,
    "the entry (0, 1) should be": lambda f: np.eye(len(f)),
    "The same picture twice": lambda f: flat(f) @ flat(f).T / 8,
}


def with_sgd(picture, network, goal, steps, rate):
    picture = picture.clone().requires_grad_()
    optimizer = torch.optim.SGD([picture], lr=rate)
    for _ in range(steps):
        optimizer.zero_grad()
        goal(network(picture)).backward()
        optimizer.step()
    return picture


def trained(*, moves, returns=lambda picture, loss: picture):
    """An answer whose optimiser holds what `moves` names, of picture and network."""

    def answer(picture, network, goal, steps, rate):
        picture = picture.clone().requires_grad_()
        optimizer = torch.optim.SGD(moves(picture, network), lr=rate)
        for _ in range(steps):
            optimizer.zero_grad()
            loss = goal(network(picture))
            loss.backward()
            optimizer.step()
        return returns(picture, loss)

    return answer


def stepping(rule):
    """An answer that moves by a rule of picture, slopes so far and rate."""

    def answer(picture, network, goal, steps, rate):
        picture, slopes = picture.clone(), []
        for _ in range(steps):
            picture.requires_grad_()
            slopes.append(torch.autograd.grad(goal(network(picture)), picture)[0])
            picture = picture.detach() + rule(slopes, rate)
        return picture

    return answer


def never_emptied(picture, network, goal, steps, rate):
    picture = picture.clone().requires_grad_()
    for _ in range(steps):
        goal(network(picture)).backward()
        with torch.no_grad():
            picture -= rate * picture.grad
    return picture


def returns_at_once(picture, network, goal, steps, rate):
    for _ in range(steps):
        picture = picture.clone().requires_grad_()
        (slope,) = torch.autograd.grad(goal(network(picture)), picture)
        return picture - rate * slope


def paints_over(picture, network, goal, steps, rate):
    for _ in range(steps):
        picture.requires_grad_()
        (slope,) = torch.autograd.grad(goal(network(picture)), picture)
        with torch.no_grad():
            picture -= rate * slope
    return picture


def last_slope(picture, network, goal, steps, rate):
    for _ in range(steps):
        picture = picture.clone().requires_grad_()
        (slope,) = torch.autograd.grad(goal(network(picture)), picture)
        picture = (picture - rate * slope).detach()
    return slope


def clamped(picture, network, goal, steps, rate):
    for _ in range(steps):
        picture = picture.clone().requires_grad_()
        (slope,) = torch.autograd.grad(goal(network(picture)), picture)
        picture = (picture - rate * slope).clamp(-1, 1).detach()
    return picture


DESCENTS = {
    "You train the network": trained(moves=lambda picture, network: network.parameters()),
    "Picture and network both move": trained(
        moves=lambda picture, network: [picture, *network.parameters()]
    ),
    "Return the picture": trained(
        moves=lambda picture, network: [picture], returns=lambda picture, loss: loss
    ),
    "comes back as it went in": lambda picture, network, goal, steps, rate: picture,
    "You climb": stepping(lambda slopes, rate: rate * slopes[-1]),
    "Old slopes stay": never_emptied,
    "measure the slope once": stepping(lambda slopes, rate: -rate * slopes[0]),
    "one step only": returns_at_once,
    "multiply by `rate`": stepping(lambda slopes, rate: -slopes[-1]),
    "sign of the gradient": stepping(lambda slopes, rate: -rate * slopes[-1].sign()),
    "one step too few": lambda picture, network, goal, steps, rate: with_sgd(
        picture, network, goal, steps - 1, rate
    ),
    "one step too many": lambda picture, network, goal, steps, rate: with_sgd(
        picture, network, goal, steps + 1, rate
    ),
    "You return the last slope": last_slope,
    "cut the picture off": clamped,
    "as long as 1": stepping(lambda slopes, rate: -rate * slopes[-1] / slopes[-1].norm()),
    "always 0.1": stepping(lambda slopes, rate: -0.1 * slopes[-1]),
    "Unpack it": stepping(lambda slopes, rate: -rate * (slopes[-1],)),
    "not told to watch": lambda picture, network, goal, steps, rate: torch.autograd.grad(
        goal(network(picture.detach()).detach()), picture
    ),
    "that is nothing": lambda picture, network, goal, steps, rate: print(steps),
    "cannot judge the picture itself": lambda picture, network, goal, steps, rate: goal(picture),
    "the first pixel should be": stepping(lambda slopes, rate: -0.5 * rate * slopes[-1]),
    "painted over the picture": paints_over,
}

BARGAINS = {
    "You raise both": lambda content, style, times: (times * content, times * style),
    "the other way round": lambda content, style, times: (times * content, style),
    "You pay twice": lambda content, style, times: (content / times, times * style),
    "You add": lambda content, style, times: (content, style + times),
    "in place of the style weight": lambda content, style, times: (content, times),
    "content first, then style": lambda content, style, times: (times * style, content),
    "Return two weights": lambda content, style, times: times * style,
    "should be above 0": lambda content, style, times: (0, style),
    "raise to a power": lambda content, style, times: (content, style**times),
    "once more": lambda content, style, times: (content, style * (times + 1)),
    "both old weights away": lambda content, style, times: (1, times),
    "With your pair, (2, 20)": lambda content, style, times: (content, 4 * style),
}


def columns(values):
    return values.mean(1, keepdims=True), values.std(1, keepdims=True)


def normal(content):
    return (content - columns(content)[0]) / columns(content)[1]


def in_loops(content, style):
    rows = []
    for own, other in zip(content, style, strict=True):
        spread = np.sqrt(np.mean((own - own.mean()) ** 2))
        wanted = np.sqrt(np.mean((other - other.mean()) ** 2))
        rows.append([other.mean() + wanted / spread * (value - own.mean()) for value in own])
    return rows


def of_torch(content, style):
    content, style = torch.as_tensor(content), torch.as_tensor(style)
    mean, spread = content.mean(1, keepdim=True), content.std(1, keepdim=True)
    return (content - mean) / spread * style.std(1, keepdim=True) + style.mean(1, keepdim=True)


ADAINS = {
    "changed over": lambda x, y: normal(y) * columns(x)[1] + columns(x)[0],
    "one mean and one spread": lambda x, y: (x - x.mean()) / x.std() * y.std() + y.mean(),
    "Only the means": lambda x, y: x - columns(x)[0] + columns(y)[0],
    "instance normalisation": lambda x, y: normal(x),
    "own mean back": lambda x, y: normal(x) * columns(y)[1] + columns(x)[0],
    "leave the content's in": lambda x, y: (x - columns(x)[0]) * columns(y)[1] + columns(y)[0],
    "variances": lambda x, y: (
        (x - columns(x)[0]) / x.var(1, keepdims=True) * y.var(1, keepdims=True) + columns(y)[0]
    ),
    "n − 1": of_torch,
    "mean away": lambda x, y: x / columns(x)[1] * columns(y)[1] + columns(y)[0],
    "over the channels, axis 0": lambda x, y: (
        (x - x.mean(0)) / x.std(0) * columns(y)[1] + columns(y)[0]
    ),
    "have changed places": lambda x, y: normal(x) * columns(y)[0] + columns(y)[1],
    "mean is missing": lambda x, y: normal(x) * columns(y)[1],
    "shall have it": lambda x, y: normal(x) * columns(y)[1] - columns(y)[0],
    "Brackets are missing": lambda x, y: (
        (x - columns(x)[0] / columns(x)[1]) * columns(y)[1] + columns(y)[0]
    ),
    "as a column": lambda x, y: (x - np.mean(np.asarray(x), 1)) / np.std(np.asarray(x), 1),
    "The first number of channel 0": lambda x, y: x * 2,
}

CASES = [
    Case("11.1", second=by_sums, wrong=GRAMS),
    Case("11.2", second=with_sgd, wrong=DESCENTS),
    Case("11.3", second=lambda content, style, times: (content / times, style), wrong=BARGAINS),
    Case("11.4", second=in_loops, wrong=ADAINS),
]


@pytest.mark.parametrize("example", examples(CASES), ids=str)
def test_exercise_judges(example):
    example.verify()


def test_answers_in_torch_are_read():
    def gram(features):
        rows = torch.as_tensor(features).flatten(1)
        return torch.einsum("ip,jp->ij", rows, rows) / rows.shape[1]

    assert check("11.1", gram).right
    assert check("11.1", lambda features: gallery.gram_matrix(features)).right
    only_tensors = gallery.adain  # (batch, channels, height, width)
    assert check(
        "11.4", lambda x, y: only_tensors(x[None, :, None], y[None, :, None])[0, :, 0]
    ).right


def test_any_right_ratio_of_weights_is_right():
    assert check("11.3", lambda content, style, times: (1, times * style / content)).right
    assert check("11.3", lambda content, style, times: [7 * content, 7 * times * style]).right


def test_slope_worked_out_by_hand_is_that_of_pytorch():
    picture, network, goal = lesson_11.bench()
    (slope,) = torch.autograd.grad(goal(network(picture.requires_grad_())), picture)
    np.testing.assert_allclose(slope, lesson_11.slope(lesson_11.PIXELS), rtol=1e-12)


def test_lesson_is_complete():
    verify_lesson("11", CASES)


# The cells -------------------------------------------------------------------------------------


def definitions(source):
    """The functions of a code cell, and what it imports, without what it runs."""
    blocks = re.split(r"\n(?=\S)", source)
    return "\n".join(block for block in blocks if re.match(r"def |from |import |layers", block))


@pytest.fixture(scope="module")
def cells():
    """The names that the solved lesson defines."""
    names = {"np": np, "torch": torch, "gallery": gallery, "network": gallery.hed_vgg16()}
    lesson = notebook(SOURCE.stem, SOURCE.read_text(encoding="utf-8"), "solutions")
    for cell in lesson.cells:
        if cell.cell_type == "code" and "google.colab" not in cell.source:
            exec(definitions(cell.source), names)
    return names


def patches(seed, side=48):
    coarse = np.random.default_rng(seed).integers(0, 255, (4, 4, 3), dtype=np.uint8)
    return np.kron(coarse, np.ones((side // 4, side // 4, 1), np.uint8))


def test_gram_of_the_lesson_is_that_of_the_package(cells):
    features = torch.rand(5, 6, 7, generator=torch.Generator().manual_seed(0))
    torch.testing.assert_close(cells["gram"](features), gallery.gram_matrix(features))


def test_adain_of_the_lesson_is_that_of_the_package(cells):
    x, y = lesson_11.CONTENT, lesson_11.STYLE
    packaged = gallery.adain(torch.tensor(x)[None, :, :, None], torch.tensor(y)[None, :, :, None])
    np.testing.assert_allclose(cells["adain"](x, y), packaged[0, :, :, 0], rtol=1e-3)


def test_tensor_of_the_lesson_is_that_of_the_package(cells):
    from artlab.gallery import features

    torch.testing.assert_close(cells["tensor"](patches(0)), features.as_tensor(patches(0)))


def test_style_distance_of_the_lesson_is_the_style_loss_of_the_package(cells):
    result = gallery.transfer(patches(0), patches(1), size=48, steps=2, scales=1)
    found = cells["style_distance"](result.image, patches(1))
    assert found == pytest.approx(result.style_loss, rel=1e-4)


def test_loop_of_the_lesson_moves_the_picture_and_nothing_else(cells):
    content, style = cells["tensor"](patches(0)), cells["tensor"](patches(1))
    before, kept = [part.clone() for part in cells["network"].buffers()], content.clone()
    _, first_content, first = cells["paint"](content, style, 1)
    picture, content_loss, style_loss = cells["paint"](content, style, 8)
    assert style_loss < 0.5 * first and first_content == pytest.approx(0, abs=1e-9)
    assert content_loss > 0 and picture.abs().max() <= 1
    torch.testing.assert_close(content, kept, rtol=0, atol=0)
    for part, earlier in zip(cells["network"].buffers(), before, strict=True):
        torch.testing.assert_close(part, earlier, rtol=0, atol=0)


def test_field_of_view_is_what_the_lesson_says():
    """A layer's answer in the middle depends on as many pixels across as the lesson names."""
    text = " ".join(SOURCE.read_text(encoding="utf-8").replace("\n# ", " ").split())
    network = gallery.hed_vgg16()
    for name, said in (("conv1_2", r"conv1_2 sees (\d+)"), ("conv4_1", r"conv4_1 sees (\d+)")):
        side = int(re.search(said, text)[1])
        picture = torch.zeros(1, 3, 128, 128, requires_grad=True)
        noise = torch.rand(picture.shape, generator=torch.Generator().manual_seed(0))
        seen = network(picture + noise, name)[name]
        middle = seen.shape[-1] // 2
        (slope,) = torch.autograd.grad(seen[0, :, middle, middle].sum(), picture)
        columns = slope[0].abs().sum(dim=(0, 1)).nonzero()
        assert int(columns.max() - columns.min()) + 1 == side
