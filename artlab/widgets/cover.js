// A picture that is covered with rectangles, by mouse, finger or keyboard, and bars that show what
// a classifier says of the rest. Rectangles are [left, top, right, bottom] in [0, 1], y down.

const PAPER = "#FBF8F1", INK = "#26221C", FAINT = "#6F685C", ACCENT = "#0069A4", BORDER = "#B9AF9B";
const BLUE = "#0072B2", PALE = "#A9BFCB", VERMILION = "#A84A00";
const STEP = 0.03; // one press of an arrow key
const LEAST = 0.02; // smallest side of a rectangle
const PAUSE = 90; // milliseconds between two messages while a rectangle is dragged

function element(name, style, text = "") {
  const made = document.createElement(name);
  made.style.cssText = style;
  made.textContent = text;
  return made;
}

function button(text, title, action) {
  const made = element("button",
    `font: 14px system-ui, sans-serif; padding: 4px 10px; border-radius: 4px; cursor: pointer;` +
    `background: ${PAPER}; color: ${INK}; border: 1px solid ${BORDER}; min-height: 32px`, text);
  made.type = "button";
  made.title = title;
  made.addEventListener("click", action);
  return made;
}

const inside = (value) => Math.min(1, Math.max(0, value));
const rounded = (boxes) => boxes.map((box) => box.map((side) => Math.round(side * 1000) / 1000));

function render({ model, el }) {
  let boxes = model.get("boxes").map((box) => [...box]), from = null, sent = 0, timer = null;

  const frame = element("div",
    `display: flex; flex-wrap: wrap; gap: 14px; align-items: flex-start; max-width: 100%;` +
    `font: 14px system-ui, sans-serif; color: ${INK}`);
  frame.className = "artlab-cover";
  const left = element("div", `width: ${model.get("width")}px; max-width: 100%`);
  const stage = element("div",
    `position: relative; width: 100%; aspect-ratio: ${model.get("aspect")}; overflow: hidden;` +
    `border-radius: 3px; cursor: crosshair; touch-action: none; box-sizing: border-box`);
  stage.tabIndex = 0;
  stage.setAttribute("role", "application");
  stage.setAttribute("aria-label", model.get("alt") +
    ". Arrow keys move the cover, with shift they change its size, Enter lays down another one, " +
    "Backspace takes the last one away.");
  const image = element("img",
    "position: absolute; inset: 0; width: 100%; height: 100%; max-width: none; margin: 0;" +
    "user-select: none; -webkit-user-drag: none; pointer-events: none");
  image.src = model.get("picture");
  image.alt = "";
  image.draggable = false;
  const covers = element("div", "position: absolute; inset: 0; pointer-events: none");
  stage.append(image, covers);
  const bar = element("div", "display: flex; flex-wrap: wrap; gap: 6px; margin-top: 6px");
  bar.append(button("↶ Take one off", "Uncover the last rectangle (Backspace)", undo),
    button("✕ Uncover all", "Show the whole picture", () => { boxes = []; changed(); }));
  left.append(stage, bar);
  const right = element("div",
    `flex: 1 1 240px; min-width: 0; max-width: 420px; background: ${PAPER}; padding: 8px 12px;` +
    `border: 1px solid ${BORDER}; border-radius: 4px; box-sizing: border-box`);
  const said = element("div", "font-weight: 600; margin-bottom: 6px; min-height: 2.6em; line-height: 1.3");
  said.setAttribute("aria-live", "polite");
  const bars = element("div", "");
  right.append(said, bars,
    element("div", `font-size: 12px; color: ${FAINT}; margin-top: 6px`,
      "Bars: with the parts covered. Ticks: the whole picture."));
  frame.append(left, right);
  el.append(frame);
  // JupyterLab has meanings of its own for some keys, and hears them first.
  for (const one of [stage, ...bar.querySelectorAll("button")])
    one.setAttribute("data-lm-suppress-shortcuts", "true");

  function paint() {
    covers.replaceChildren(...boxes.map(([x0, y0, x1, y1], index) => {
      const last = index === boxes.length - 1;
      return element("div",
        `position: absolute; left: ${100 * Math.min(x0, x1)}%; top: ${100 * Math.min(y0, y1)}%;` +
        `width: ${100 * Math.abs(x1 - x0)}%; height: ${100 * Math.abs(y1 - y0)}%;` +
        `box-sizing: border-box; background: ${model.get("color")};` +
        `border: 2px ${last ? "solid" : "dotted"} ${last ? ACCENT : PAPER}`);
    }));
  }

  function tell() {
    const answer = model.get("answer"), flipped = model.get("flipped");
    said.textContent = answer;
    said.style.color = flipped ? VERMILION : INK;
    const shares = model.get("shares");
    const top = Math.max(...shares.map((share) => share[1]));
    bars.replaceChildren(...shares.map(([name, now, before]) => {
      const row = element("div", "margin: 5px 0");
      const head = element("div", "display: flex; justify-content: space-between; gap: 8px; line-height: 1.3");
      const weight = now === top ? "font-weight: 600" : "";
      head.append(element("span", `${weight}; overflow-wrap: anywhere`, name),
        element("span", weight, `${Math.round(100 * now)}%`));
      const rail = element("div",
        "position: relative; height: 13px; margin-top: 2px; background: #E4DDCE; border-radius: 2px");
      rail.setAttribute("role", "meter");
      rail.setAttribute("aria-label", name);
      for (const [key, value] of [["min", 0], ["max", 100], ["now", Math.round(100 * now)]])
        rail.setAttribute(`aria-value${key}`, value);
      rail.append(
        element("div", `position: absolute; left: 0; top: 0; bottom: 0; border-radius: 2px;` +
          `width: ${100 * now}%; background: ${now === top ? BLUE : PALE}`),
        element("div", `position: absolute; top: -2px; bottom: -2px; width: 2px; background: ${INK};` +
          `left: calc(${100 * before}% - 1px)`));
      row.append(head, rail);
      return row;
    }));
  }

  function send() {
    clearTimeout(timer);
    timer = null;
    sent = Date.now();
    model.set("boxes", rounded(boxes.map(([x0, y0, x1, y1]) =>
      [Math.min(x0, x1), Math.min(y0, y1), Math.max(x0, x1), Math.max(y0, y1)])));
    model.save_changes();
  }

  function changed() { paint(); send(); }

  // While a rectangle grows, the classifier is asked now and then, and once more at the end.
  function growing() {
    paint();
    const wait = PAUSE - (Date.now() - sent);
    if (wait <= 0) send();
    else if (timer === null) timer = setTimeout(send, wait);
  }

  function undo() {
    if (!boxes.length) return;
    boxes = boxes.slice(0, -1);
    changed();
  }

  function place(event) {
    const bounds = stage.getBoundingClientRect();
    return [inside((event.clientX - bounds.left) / bounds.width),
            inside((event.clientY - bounds.top) / bounds.height)];
  }

  function end() {
    if (from === null) return;
    from = null;
    const [x0, y0, x1, y1] = boxes[boxes.length - 1];
    if (Math.abs(x1 - x0) < LEAST || Math.abs(y1 - y0) < LEAST) boxes = boxes.slice(0, -1);
    changed();
  }

  stage.addEventListener("pointerdown", (event) => {
    if (event.button > 0) return;
    event.preventDefault();
    stage.focus({ preventScroll: true });
    stage.setPointerCapture(event.pointerId);
    from = place(event);
    boxes = [...boxes, [...from, ...from]];
    paint();
  });
  stage.addEventListener("pointermove", (event) => {
    if (from === null) return;
    boxes = [...boxes.slice(0, -1), [...from, ...place(event)]];
    growing();
  });
  stage.addEventListener("pointerup", end);
  stage.addEventListener("pointercancel", end);
  stage.addEventListener("focus", () => { stage.style.outline = `2px solid ${ACCENT}`; });
  stage.addEventListener("blur", () => { stage.style.outline = "none"; });
  stage.addEventListener("keydown", (event) => {
    const ways = { ArrowLeft: [-STEP, 0], ArrowRight: [STEP, 0], ArrowUp: [0, -STEP], ArrowDown: [0, STEP] };
    const way = ways[event.key], fresh = [0.35, 0.35, 0.65, 0.65];
    if (event.key === "Backspace" || event.key === "Delete") undo();
    else if (event.key === "Enter") { boxes = [...boxes, fresh]; changed(); }
    else if (way && !boxes.length) { boxes = [fresh]; changed(); }
    else if (way) {
      let [x0, y0, x1, y1] = boxes[boxes.length - 1];
      if (event.shiftKey) {
        x1 = Math.max(x0 + LEAST, inside(x1 + way[0]));
        y1 = Math.max(y0 + LEAST, inside(y1 + way[1]));
      } else {
        const across = Math.min(1 - x1, Math.max(-x0, way[0]));
        const down = Math.min(1 - y1, Math.max(-y0, way[1]));
        [x0, y0, x1, y1] = [x0 + across, y0 + down, x1 + across, y1 + down];
      }
      boxes = [...boxes.slice(0, -1), [x0, y0, x1, y1]];
      changed();
    } else return;
    event.preventDefault();
    event.stopPropagation();
  });

  function follow() {
    if (from !== null) return;
    boxes = model.get("boxes").map((box) => [...box]);
    paint();
  }

  model.on("change:boxes", follow);
  model.on("change:shares", tell);
  model.on("change:answer", tell);
  paint();
  tell();
  return () => {
    clearTimeout(timer);
    model.off("change:boxes", follow);
    model.off("change:shares", tell);
    model.off("change:answer", tell);
  };
}

export default { render };
