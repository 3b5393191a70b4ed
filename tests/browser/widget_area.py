"""The output of one cell, as a person uses it: move, choose, type, press, and see what changes.

Every control that was used is marked in the page, so that a test can ask for those that were not.
"""

MARK = """() => {
  const kinds = CONTROLS;
  const mark = (event) => {
    let control = event.target.closest && event.target.closest(kinds);
    for (; control; control = control.parentElement.closest(kinds))
      control.dataset.used = event.type;
  };
  if (document.artlabMarks) return;
  document.artlabMarks = true;
  for (const name of ['pointerdown', 'keydown', 'input', 'change'])
    document.addEventListener(name, mark, true);
  document.addEventListener('pointerover', (event) => {
    if (event.target.closest && event.target.closest('.artlab-patches')) mark(event);
  }, true);
}"""
CONTROLS = (
    ".widget-slider, .widget-radio-box, select, textarea, canvas, button,"
    " input:not([type=radio]), [role=application], .artlab-patches"
)
UNUSED = """(node, kinds) => [...node.querySelectorAll(kinds)]
  .filter(one => one.matches(':not(:disabled)') && one.getClientRects().length)
  .filter(one => !one.dataset.used && !one.parentElement.closest('.widget-slider'))
  .map(one => one.getAttribute('aria-label') || one.title || one.innerText.slice(0, 40)
    || (one.closest('.widget-inline-hbox, .jupyter-widgets') || one).innerText.slice(0, 40)
    || one.outerHTML.slice(0, 80))"""
# All that is shown: a number that changes with any of it, and the words, alt texts included.
LOOK = """node => {
  const words = [node.innerText];
  for (const one of node.querySelectorAll('img, [aria-label]'))
    words.push(one.alt || one.getAttribute('aria-label') || '');
  const pages = node.querySelectorAll('.widget-html-content, .artlab-cover, .jp-RenderedImage');
  const all = words.join('|') + [...pages].map(one => one.innerHTML).join('|');
  let number = 0;
  for (let place = 0; place < all.length; place++)
    number = (31 * number + all.charCodeAt(place)) | 0;
  return { number, words: words.join('\\n') };
}"""
# Whether the kernel has answered everything, in JupyterLab and in the classic notebook.
IDLE = """() => {
  const lab = document.querySelector('.jp-Notebook-ExecutionIndicator');
  const classic = document.querySelector('#kernel_indicator_icon');
  return lab ? lab.dataset.status === 'idle' : classic.matches('.kernel_idle_icon');
}"""
SECONDS = 60  # a kernel on a machine that does other things too


def wait_until(page, holds, seconds=SECONDS, what="it"):
    """Waits until `holds()` is true; the kernel may be busy."""
    for _ in range(seconds * 10):
        found = holds()
        if found:
            return found
        page.wait_for_timeout(100)
    raise AssertionError(f"Still not so after {seconds} s: {what}")


class Area:
    """The output area of a cell.

    Args:
        page: the playwright page.
        locator: of the output area.
    """

    def __init__(self, page, locator):
        self.page, self.locator = page, locator
        page.evaluate(MARK.replace("CONTROLS", repr(CONTROLS)))

    @property
    def words(self):
        """All that can be read here, alt texts included."""
        return self.locator.evaluate(LOOK)["words"]

    def says(self, *texts, seconds=SECONDS):
        """Waits until all texts can be read here."""
        for text in texts:
            wait_until(
                self.page, lambda text=text: text in self.words, seconds, f"“{text}” is seen"
            )

    def changes(self, act, *texts, seconds=SECONDS):
        """Acts, then waits until something else is shown here, with these texts in it."""
        self.settle()
        before = self.locator.evaluate(LOOK)["number"]
        act()
        changed = lambda: self.locator.evaluate(LOOK)["number"] != before  # noqa: E731
        wait_until(self.page, changed, seconds, "a change of what is shown")
        self.says(*texts, seconds=seconds)

    def settle(self):
        """Waits until the kernel has answered to earlier moves."""
        self.page.wait_for_timeout(50)
        wait_until(self.page, lambda: self.page.evaluate(IDLE), what="the kernel is idle")

    def unused(self):
        """Names of the controls here that nobody has used."""
        return self.locator.evaluate(UNUSED, CONTROLS)

    # Controls --------------------------------------------------------------------------------

    def widget(self, kind, label=""):
        """Locator of the first ipywidget of a kind with this text beside it."""
        found = self.locator.locator(kind)
        if label:
            labels = self.page.locator(".widget-label, .widget-label-basic", has_text=label)
            found = found.filter(has=labels)
        return found.first

    def press(self, label, key, *texts, times=1, handle=0):
        """Presses a key on a slider, and sees the change."""
        handles = self.widget(".widget-slider", label).locator(".noUi-handle, .ui-slider-handle")
        one = handles.nth(handle)
        one.scroll_into_view_if_needed()
        one.focus()
        for _ in range(times):
            self.changes(lambda: one.press(key))
        self.says(*texts)

    def slide(self, label, key):
        """Presses a key on a slider that shows nothing but its own number."""
        before = self.readout(label)
        one = self.widget(".widget-slider", label).locator(".noUi-handle, .ui-slider-handle").first
        one.focus()
        one.press(key)
        wait_until(self.page, lambda: self.readout(label) != before, what=f"{label} moves")

    def readout(self, label):
        """What a slider shows beside itself."""
        return self.widget(".widget-slider", label).locator(".widget-readout").inner_text()

    def choose(self, label, option, *texts):
        """Chooses in a drop-down list by text or by place, and sees the change."""
        box = self.widget(".widget-dropdown", label).locator("select")
        box.scroll_into_view_if_needed()
        wanted = {"index": option} if isinstance(option, int) else {"label": option}
        self.changes(lambda: box.select_option(**wanted), *texts)

    def set(self, label, option):
        """Chooses in a drop-down list that shows nothing by itself."""
        self.widget(".widget-dropdown", label).locator("select").select_option(label=option)

    def options(self, label):
        """The texts in a drop-down list."""
        return self.widget(".widget-dropdown", label).locator("option").all_inner_texts()

    def type(self, label, text, *texts):
        """Types into a line, presses Enter, and sees the change."""
        line = self.widget(".widget-text", label).locator("input")
        line.fill(text)
        self.changes(lambda: line.press("Enter"), *texts)

    def tick(self, label, *texts):
        """Ticks a check box or takes the tick away, and sees the change."""
        box = self.widget(".widget-checkbox", label).locator("input")
        self.changes(box.click, *texts)

    def button(self, label):
        """Locator of the button with this text."""
        return self.locator.locator("button").filter(has_text=label).first

    def click(self, label, *texts):
        """Presses a button, and sees the change."""
        self.changes(self.button(label).click, *texts)

    def play(self, label):
        """Play moves the slider by itself, pause halts it, stop takes it back to its beginning."""
        low = self.press_home(label)
        play, stop, again = self.locator.locator(".widget-play button").all()
        self.changes(play.click)
        wait_until(self.page, lambda: self.readout(label) != low, what="the slider runs")
        play.click()
        self.page.wait_for_timeout(1000)  # a move that was under way
        halted = self.readout(label)
        self.page.wait_for_timeout(2000)
        assert self.readout(label) == halted != low, "pause must halt the slider"
        stop.click()
        wait_until(self.page, lambda: self.readout(label) == low, what="stop goes back")
        for _ in range(2):  # on and off
            again.click()

    def press_home(self, label):
        """Takes a slider to its beginning, and returns what it shows there."""
        handle = self.widget(".widget-slider", label).locator(".noUi-handle, .ui-slider-handle")
        handle.first.scroll_into_view_if_needed()
        handle.first.focus()
        handle.first.press("Home")
        self.page.wait_for_timeout(500)
        return self.readout(label)

    def point(self, locator, *places):
        """Drags the mouse over something, through places in [0, 1]."""
        locator.scroll_into_view_if_needed()
        box = locator.bounding_box()
        spots = [(box["x"] + x * box["width"], box["y"] + y * box["height"]) for x, y in places]
        self.page.mouse.move(*spots[0])
        self.page.mouse.down()
        for spot in spots[1:]:
            self.page.mouse.move(*spot, steps=10)
        self.page.mouse.up()
