// Keyboard: what scrolls can be reached and scrolled; what opens a drawer is a button.
"use strict";

function reachScrolling() {
  const boxes = "pre, .formula, .frozen, .artlab-card, .table-wrapper, .sig, .artlab-artwork";
  for (const box of document.querySelectorAll(boxes)) {
    if (box.scrollWidth > box.clientWidth + 1) box.tabIndex = 0;
    else box.removeAttribute("tabindex");
  }
}

function buttonFor(label, name) {
  const box = document.getElementById(label.htmlFor);
  const button = document.createElement("button");
  button.type = "button";
  button.className = label.className + " drawer-button";
  button.setAttribute("aria-label", name);
  button.append(...label.childNodes);
  const told = () => button.setAttribute("aria-expanded", String(box.checked));
  button.addEventListener("click", () => { box.checked = !box.checked; told(); });
  box.addEventListener("change", told);
  told();
  label.replaceWith(button);
}

function closeWithEscape(event) {
  if (event.key !== "Escape") return;
  for (const name of ["__navigation", "__toc"]) {
    const box = document.getElementById(name);
    if (box && box.checked) { box.checked = false; box.dispatchEvent(new Event("change")); }
  }
}

document.addEventListener("DOMContentLoaded", () => {
  const drawers = { ".nav-overlay-icon": "Navigation", ".toc-overlay-icon": "On this page" };
  for (const [selector, name] of Object.entries(drawers)) {
    for (const label of document.querySelectorAll("label" + selector)) buttonFor(label, name);
  }
  document.addEventListener("keydown", closeWithEscape);
  reachScrolling();
  addEventListener("resize", reachScrolling);
  addEventListener("load", reachScrolling);
});
