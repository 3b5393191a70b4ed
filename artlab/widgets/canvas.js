// The drawing canvas: pen, eraser, undo; mouse, touch, pen and keyboard. Strokes are lists of
// [x, y] in [0, 1], y down; paper and ink keep their colours in dark themes.

const PAPER = "#FBF8F1", INK = "#26221C", ACCENT = "#0069A4", BORDER = "#B9AF9B";
const NEAR = 0.004; // points nearer than this to the last one are left out
const RUBBER = 0.025; // radius of the eraser; both in shares of the width
const STEP = 0.02; // one press of an arrow key
const HISTORY = 100; // steps that can be taken back

function button(label, title, action) {
  const made = document.createElement("button");
  made.type = "button";
  made.textContent = label;
  made.title = title;
  made.style.cssText =
    `font: 14px system-ui, sans-serif; padding: 4px 10px; border-radius: 4px; cursor: pointer;` +
    `background: ${PAPER}; color: ${INK}; border: 1px solid ${BORDER}; min-height: 32px`;
  made.addEventListener("click", action);
  return made;
}

// A line with points so near to each other that a rubber cannot slip between two of them.
function dense(stroke, distance) {
  const points = [];
  stroke.forEach((point, index) => {
    const last = index ? stroke[index - 1] : point;
    const parts = Math.max(1, Math.ceil((2 * distance(last, point)) / RUBBER));
    for (let part = index ? 1 : parts; part <= parts; part++) {
      const share = part / parts;
      points.push(part === parts ? point
        : [last[0] + share * (point[0] - last[0]), last[1] + share * (point[1] - last[1])]);
    }
  });
  return points;
}

// What is left of strokes when a rubber passes over a place; the same list where it meets none.
function rubbed(strokes, place, distance) {
  let met = false;
  const left = [];
  for (const stroke of strokes) {
    const points = dense(stroke, distance);
    if (points.every((point) => distance(point, place) > RUBBER)) { left.push(stroke); continue; }
    met = true;
    let run = [];
    for (const point of [...points, null]) {
      if (point && distance(point, place) > RUBBER) { run.push(point); continue; }
      if (run.length > 1) left.push(run);
      run = [];
    }
  }
  return met ? left : strokes;
}

const rounded = (strokes) => strokes.map((stroke) =>
  stroke.map((point) => point.map((value) => Math.round(value * 10000) / 10000)));

function render({ model, el }) {
  let strokes = model.get("strokes"), past = [], current = null, erasing = false;
  let cursor = [0.5, 0.5], keyboard = false, before = null;

  const distance = (one, two) =>
    Math.hypot(one[0] - two[0], (one[1] - two[1]) * model.get("height") / model.get("width"));

  const box = document.createElement("div");
  box.className = "artlab-canvas";
  box.style.cssText = "max-width: 100%; font: 14px system-ui, sans-serif";
  const bar = document.createElement("div");
  bar.setAttribute("role", "toolbar");
  bar.setAttribute("aria-label", "Drawing tools");
  bar.style.cssText = "display: flex; flex-wrap: wrap; gap: 6px; align-items: center; margin-bottom: 6px";
  const canvas = document.createElement("canvas");
  canvas.tabIndex = 0;
  canvas.setAttribute("role", "application");
  canvas.setAttribute("aria-label",
    "Drawing canvas. Arrow keys move the pen, space sets it down or lifts it, " +
    "e takes the eraser, p the pen, u undoes.");
  canvas.style.cssText =
    `touch-action: none; cursor: crosshair; display: block; max-width: 100%; border-radius: 4px;` +
    `border: 1px solid ${BORDER}; background: ${PAPER}`;
  const said = document.createElement("div");
  said.setAttribute("aria-live", "polite");
  said.style.cssText =
    `margin-top: 4px; padding: 1px 6px; display: inline-block; border-radius: 4px;` +
    `background: ${PAPER}; color: ${INK}; font-size: 12px`;
  const context = canvas.getContext("2d");

  const pen = button("✎ Pen", "Draw (p)", () => tool(false));
  const rubber = button("⌫ Eraser", "Rub out (e)", () => tool(true));
  const width = document.createElement("input");
  width.type = "range"; width.min = "1"; width.max = "12"; width.step = "0.5";
  width.style.cssText = "width: 90px";
  width.setAttribute("aria-label", "Line width");
  const label = document.createElement("label");
  label.textContent = "width ";
  label.style.cssText = `background: ${PAPER}; color: ${INK}; padding: 4px 8px; border-radius: 4px;` +
    `border: 1px solid ${BORDER}; display: inline-flex; align-items: center; gap: 4px`;
  label.append(width);
  bar.append(pen, rubber,
    button("↶ Undo", "Take the last step back (u)", undo),
    button("✕ Clear", "Start again", clear), label);
  // JupyterLab has meanings of its own for a, z, space and the arrows, and hears them first.
  for (const one of [canvas, ...bar.querySelectorAll("button, input")])
    one.setAttribute("data-lm-suppress-shortcuts", "true");
  box.append(bar, canvas, said);
  el.append(box);

  function size() {
    const scale = window.devicePixelRatio || 1;
    canvas.style.width = model.get("width") + "px";
    canvas.style.aspectRatio = model.get("width") + " / " + model.get("height");
    canvas.width = model.get("width") * scale;
    canvas.height = model.get("height") * scale;
    paint();
  }

  function line(points) {
    context.beginPath();
    points.forEach(([x, y], index) =>
      context[index ? "lineTo" : "moveTo"](x * canvas.width, y * canvas.height));
    context.stroke();
  }

  function paint() {
    context.fillStyle = PAPER;
    context.fillRect(0, 0, canvas.width, canvas.height);
    context.strokeStyle = INK;
    context.lineWidth = model.get("line_width") * canvas.width / model.get("width");
    context.lineCap = context.lineJoin = "round";
    strokes.forEach(line);
    if (current) line(current.length > 1 ? current : [current[0], current[0]]);
    if (!keyboard) return;
    const radius = (erasing ? RUBBER : 0.012) * canvas.width;
    context.strokeStyle = ACCENT;
    context.lineWidth = 2 * canvas.width / model.get("width");
    context.beginPath();
    context.arc(cursor[0] * canvas.width, cursor[1] * canvas.height, radius, 0, 7);
    context.stroke();
  }

  function tool(isEraser) {
    erasing = isEraser;
    for (const [one, on] of [[pen, !erasing], [rubber, erasing]]) {
      one.setAttribute("aria-pressed", String(on));
      one.style.background = on ? ACCENT : PAPER;
      one.style.color = on ? "#FFFFFF" : INK;
    }
    paint();
  }

  function tell(what = "") {
    const number = strokes.length;
    said.textContent = (number === 1 ? "1 line" : number + " lines") + what;
  }

  function changed() {
    strokes = rounded(strokes);
    model.set("strokes", strokes);
    model.save_changes();
    tell();
    paint();
  }

  function remember(old) {
    past.push(old);
    if (past.length > HISTORY) past.shift();
  }

  function undo() {
    if (!past.length) return;
    strokes = past.pop();
    changed();
  }

  function clear() {
    if (!strokes.length) return;
    remember(strokes);
    strokes = [];
    changed();
  }

  function start(place) {
    before = strokes;
    if (erasing) strokes = rubbed(strokes, place, distance); else current = [place];
    paint();
  }

  function move(place) {
    if (erasing) strokes = rubbed(strokes, place, distance);
    else if (current && distance(place, current[current.length - 1]) > NEAR) current.push(place);
    paint();
  }

  function end() {
    if (before === null) return;
    if (current) {
      const [x, y] = current[0];
      if (current.length === 1) current.push([x + (x < 0.5 ? NEAR : -NEAR), y]);
      strokes = [...strokes, current];
    }
    const old = before;
    current = before = null;
    if (strokes !== old) { remember(old); changed(); } else { tell(); paint(); }
  }

  function place(event) {
    const bounds = canvas.getBoundingClientRect();
    const inside = (value) => Math.min(1, Math.max(0, value));
    return [inside((event.clientX - bounds.left - canvas.clientLeft) / canvas.clientWidth),
            inside((event.clientY - bounds.top - canvas.clientTop) / canvas.clientHeight)];
  }

  canvas.addEventListener("pointerdown", (event) => {
    if (event.button > 0) return;
    event.preventDefault();
    canvas.focus({ preventScroll: true });
    canvas.setPointerCapture(event.pointerId);
    keyboard = false;
    if (before !== null) end();
    start(place(event));
  });
  canvas.addEventListener("pointermove", (event) => {
    if (before === null || keyboard) return;
    const all = event.getCoalescedEvents ? event.getCoalescedEvents() : [];
    (all.length ? all : [event]).forEach((one) => move(place(one)));
  });
  canvas.addEventListener("pointerup", end);
  canvas.addEventListener("pointercancel", end);
  canvas.addEventListener("focus", () => { canvas.style.outline = `2px solid ${ACCENT}`; });
  canvas.addEventListener("blur", () => {
    canvas.style.outline = "none";
    end();
    keyboard = false;
    paint();
  });

  const ways = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
  const known = [...Object.keys(ways), " ", "Enter", "Escape", "e", "p", "u", "z"];
  canvas.addEventListener("keydown", (event) => {
    const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
    const held = event.ctrlKey || event.metaKey;
    if (!known.includes(key) || event.altKey || (held && key !== "z")) return;
    event.preventDefault();
    event.stopPropagation();
    if (key === "e" || key === "p") { end(); tool(key === "e"); return; }
    if (key === "u" || key === "z") { end(); undo(); return; }
    if (key === "Escape") { end(); keyboard = false; paint(); return; }
    keyboard = true;
    if (ways[key]) {
      const step = [STEP, STEP * model.get("width") / model.get("height")];
      cursor = cursor.map((value, axis) =>
        Math.min(1, Math.max(0, value + step[axis] * ways[key][axis])));
      if (before !== null) move(cursor); else paint();
    } else if (before === null) {
      start(cursor);
      tell(erasing ? ", the eraser is down" : ", the pen is down");
    } else end();
  });

  width.value = model.get("line_width");
  width.addEventListener("input", () => {
    model.set("line_width", Number(width.value));
    model.save_changes();
    paint();
  });
  const outside = () => { // changed in Python, or in another view
    const told = model.get("strokes");
    if (told === strokes) return;
    remember(strokes);
    strokes = told;
    tell();
    paint();
  };
  const wide = () => { width.value = model.get("line_width"); paint(); };
  model.on("change:strokes", outside);
  model.on("change:line_width", wide);
  model.on("change:width", size);
  model.on("change:height", size);
  tool(false);
  tell();
  size();
  return () => {
    model.off("change:strokes", outside);
    model.off("change:line_width", wide);
    model.off("change:width", size);
    model.off("change:height", size);
  };
}

export default { render };
