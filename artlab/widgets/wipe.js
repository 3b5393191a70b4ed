// Two pictures of one size, one over the other, and an edge between them that can be moved:
// by mouse, finger or pen on the picture, by keyboard on the slider below it.

function picture(source, name) {
  const image = document.createElement("img");
  image.src = source;
  image.alt = name;
  image.draggable = false;
  image.style.cssText =
    "position:absolute;left:0;top:0;width:100%;height:100%;max-width:none;margin:0;" +
    "image-rendering:pixelated;user-select:none;-webkit-user-drag:none";
  return image;
}

function label(text, side) {
  const tag = document.createElement("span");
  tag.textContent = text;
  tag.style.cssText =
    `position:absolute;top:6px;${side}:6px;padding:1px 7px;border-radius:3px;` +
    "background:rgba(38,34,28,.82);color:#FBF8F1;font:600 13px/1.5 sans-serif;pointer-events:none";
  return tag;
}

function render({ model, el }) {
  const width = model.get("width");
  const frame = document.createElement("div");
  frame.style.cssText = `width:${width}px;max-width:100%;margin:.4em 0`;
  const stage = document.createElement("div");
  stage.style.cssText =
    `position:relative;width:100%;aspect-ratio:${model.get("aspect")};overflow:hidden;` +
    "border-radius:3px;cursor:ew-resize;touch-action:pan-y";
  const under = picture(model.get("right"), model.get("right_name"));
  const over = picture(model.get("left"), model.get("left_name"));
  const edge = document.createElement("div");
  edge.style.cssText =
    "position:absolute;top:0;bottom:0;width:3px;margin-left:-1.5px;background:#D55E00;" +
    "box-shadow:0 0 0 1px #FBF8F1;pointer-events:none";
  const tags = [label(model.get("left_name"), "left"), label(model.get("right_name"), "right")];
  stage.append(under, over, edge, ...tags);

  const slider = document.createElement("input");
  Object.assign(slider, { type: "range", min: 0, max: 100, step: 1 });
  slider.style.cssText = "width:100%;margin:.5em 0 0;accent-color:#D55E00";
  slider.setAttribute("aria-label", model.get("alt"));
  // JupyterLab has meanings of its own for the arrows, and hears them first.
  slider.setAttribute("data-lm-suppress-shortcuts", "true");
  frame.append(stage, slider);
  el.append(frame);

  function show() {
    const share = model.get("at");
    over.style.clipPath = `inset(0 ${100 - 100 * share}% 0 0)`;
    edge.style.left = `${100 * share}%`;
    slider.value = Math.round(100 * share);
    slider.setAttribute("aria-valuetext", `${Math.round(100 * share)}% ${model.get("left_name")}`);
  }

  function move(share) {
    model.set("at", Math.min(1, Math.max(0, share)));
    show();
  }

  function follow(event) {
    const box = stage.getBoundingClientRect();
    if (box.width > 0) move((event.clientX - box.left) / box.width);
  }

  stage.addEventListener("pointerdown", (event) => {
    stage.setPointerCapture(event.pointerId);
    follow(event);
  });
  stage.addEventListener("pointermove", (event) => {
    if (event.buttons || event.pointerType === "mouse") follow(event);
  });
  stage.addEventListener("pointerup", () => model.save_changes());
  slider.addEventListener("input", () => move(slider.value / 100));
  slider.addEventListener("change", () => model.save_changes());
  model.on("change:at", show);
  show();
  return () => model.off("change:at", show);
}

export default { render };
