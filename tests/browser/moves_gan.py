"""Moves for the widgets of lessons 01 to 05: what a person does, and what must be seen then."""

import re

from widget_area import wait_until


def read_pixels(area):
    """The window moves over the picture, and the numbers change their scale."""
    area.says("from row 3", "-1 to ")
    area.press("row (down)", "End", "from row 21")
    area.press("column (to the right)", "Home", "from row 21, column 0")
    area.choose("numbers", "stored: 0 to 255", "from row 21, column 0: 0 to ")


def weigh(area):
    """Sliders move the boundary, steps go downhill, and start again goes back."""
    area.says("Weights −4.00 and −4.00")
    area.press("weight w₁", "Home", "Weights −8.00 and −4.00")
    area.press("weight w₂", "End", "Weights −8.00 and +8.00")
    area.press("bias b", "End", "bias +4.00")
    area.press("bias b", "Home", "bias −4.00")
    area.click("Start again", "Weights −4.00 and −4.00")
    area.set("learning rate", "3")
    before = loss_of(area)
    for button in ("1 step downhill", "20 steps"):
        area.click(button)
        wait_until(area.page, lambda: loss_of(area) < before, what=f"a smaller loss by {button}")  # noqa: B023
        area.settle()
        before = loss_of(area)


def loss_of(area):
    """The loss in the alt text of the weight explorer."""
    return float(area.words.split(", loss ")[1].split(". ")[0])


def be_the_generator(area):
    """Three sliders move the cloud; G's own steps end where D cannot tell: at minus log 4."""
    area.says("your cloud at (-1.60, -1.20) with spread 0.35")
    area.press("x of your cloud", "ArrowRight", "your cloud at (-1.55, -1.20)")
    area.press("y of your cloud", "ArrowRight", "your cloud at (-1.55, -1.15)")
    area.press("spread of your cloud", "ArrowRight", "with spread 0.40")
    area.tick("D learns after every move")
    area.tick("D learns after every move")
    area.click("Start again", "your cloud at (-1.60, -1.20) with spread 0.35")
    for _ in range(80):
        if "The value is -1.38" in area.words:
            break
        area.click("Let G take a step")
    area.says("The value is -1.38", "D says 0.50 to real and 0.50 to your points")


def see_both_learn(area):
    """The arena shows the last step of the game."""
    area.says(": G reaches ", " of 8 clumps")
    assert area.locator.locator("svg[role=img]").is_visible()


def replay(area):
    """The game goes by again, by itself and by hand."""
    area.says("Step 0: G reaches ")
    area.play("Replay")
    area.press("Replay", "End", "Step 800: G reaches ")
    area.press("Replay", "Home", "Step 0: G reaches ")


def walk_the_saddle(area):
    """The factors of the four walks, as they follow from the step size by hand."""
    area.says("simultaneous 1.020")  # sqrt(1 + 0.2 ** 2)
    area.press("step size η", "End", "simultaneous 1.414, alternating 1.000")
    area.press("damping γ", "Home", "damped 1.414")
    area.press("steps", "End")


def see_training(area):
    """The live view has drawn curves and the newest pictures."""
    area.says("Curves after ", " fixed latents, painted at step ")


def scrub_training(area):
    """The slider through training brings the last frame, and back the first one."""
    area.says(" fixed latents. Step ")
    area.play("snapshot")
    area.settle()
    first = step_of(area)
    area.press("snapshot", "End")
    last = step_of(area)
    area.press("snapshot", "Home", f" fixed latents. {first}")
    assert last != first


def step_of(area):
    """The step that the scrubber's picture shows, such as "Step 400"."""
    return re.search(r"\d fixed latents\. (Step [\d,]+)", area.words)[1]


def scrub_rings(area):
    """The trainings on the ring go by, from the first count to the last."""
    area.says("Step ", "islands ")
    area.play("count")
    area.settle()
    first = re.search(r"Step [\d,]+ of ([\d,]+)", area.words)
    assert first[0] != f"Step {first[1]} of {first[1]}"
    area.press("count", "End", f"Step {first[1]} of {first[1]}")


def slide_the_logit(area):
    """The slopes at three logits, as they follow from the formulas."""
    area.says("Logit −5.0", "minimax −0.007, non-saturating −0.993")
    area.press("D's logit for a fake", "End", "Logit 8.0, D says 100.0% real", "minimax −1.000")
    area.press("D's logit for a fake", "Home", "Logit −8.0, D says 0.0% real", "minimax −0.000")


def overlap_stamps(area):
    """Kernel and stride make a checkerboard, even ground, gaps."""
    area.says("Kernel 3, stride 2: a checkerboard")
    area.press("kernel size (pixels)", "ArrowRight", "Kernel 4, stride 2: even inside")
    area.press("stride (pixels)", "End", "Kernel 4, stride 4: even.")
    area.press("kernel size (pixels)", "Home", "Kernel 1, stride 4: gaps between the stamps")


def see_the_walk(area):
    """The animation and its twelve stills."""
    pictures = area.locator.locator("img")
    assert pictures.count() == 2 and pictures.last.get_attribute("alt").startswith("Twelve stills")


def morph_animals(area):
    """Each slider brings another animal, each list another pad."""
    area.says("elephant → bird", "Nearest training picture: ")
    area.press("left to right", "End")
    area.press("pose", "End")
    area.choose("left", "giraffe", "giraffe → bird")
    area.choose("right", "horse", "giraffe → horse")


def choose_a_fault(area):
    """A collapsed generator keeps its precision and loses its recall."""
    area.says("Fakes: good.")
    area.choose("fakes", "collapsed", "Fakes: collapsed. Precision 1.00, recall 0.0")
    area.press("neighbours that set a ball", "End")
    area.choose("fakes", "good", "Fakes: good. Precision 1.00")
