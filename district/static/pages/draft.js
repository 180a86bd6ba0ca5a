// A report beside its fields: what is touched on one side is shown on the other, and rows are added without a reload.
// Everything here is a convenience: without it the links lead there and back, and the buttons ask the server.
"use strict";
const text = document.getElementById("text");
const form = document.getElementById("fields");
const picked = document.querySelector(".picked");
let passage = null; // what is selected in the text: { start, end, words }, in characters

function light(targets, scroll) {
  let first = null;
  for (const piece of text.querySelectorAll(".piece")) {
    const lit = piece.dataset.targets.split(" ").some(target => targets.includes(target));
    piece.classList.toggle("lit", lit);
    if (lit) first ??= piece;
  }
  if (first && scroll) text.scrollTo({ top: first.offsetTop - text.offsetTop - text.clientHeight / 3, behavior: "smooth" });
  return first;
}

function rowOf(element) {
  return element.closest(".row[id]")?.id;
}

form.addEventListener("focusin", event => {
  light([event.target.id, rowOf(event.target)].filter(Boolean), true);
});

form.addEventListener("click", event => {
  const link = event.target.closest("a[href^='#passage-']");
  if (link) {
    event.preventDefault();
    const piece = document.getElementById(link.hash.slice(1))?.closest(".piece");
    light([rowOf(link), piece?.dataset.targets.split(" ").find(target => link.hash.endsWith(target.slice(3)))], true);
    piece?.focus({ preventScroll: true });
    if (piece) text.scrollTo({ top: piece.offsetTop - text.offsetTop - text.clientHeight / 3, behavior: "smooth" });
  }
  const adding = event.target.closest("button[name=add]");
  if (adding?.value) {
    event.preventDefault();
    add(adding.value).focus();
  }
});

text.addEventListener("click", event => {
  const piece = event.target.closest(".piece");
  if (!piece) return;
  event.preventDefault();
  if (passage) return;
  const target = document.getElementById(piece.hash.slice(1));
  light([target.id], false);
  target.scrollIntoView({ block: "center", behavior: "smooth" });
  target.focus({ preventScroll: true });
});

// A row of the clerk's own: a copy of the empty one, numbered on.
function add(kind, values = {}) {
  const section = form.querySelector(`[data-kind=${kind}]`);
  const count = section.querySelector(`[name=${kind}-TOTAL_FORMS]`);
  const number = Number(count.value);
  const template = section.querySelector("template");
  const holder = document.createElement("div");
  holder.innerHTML = template.innerHTML.replaceAll("__prefix__", number);
  const row = holder.firstElementChild;
  row.querySelector("legend").textContent = `${section.dataset.label} ${number + 1}`;
  for (const [name, value] of Object.entries(values)) row.querySelector(`[name$='-${name}']`).value = value;
  template.before(row);
  count.value = number + 1;
  if (kind === "shortcomings") {
    const words = `${section.dataset.label} ${number + 1}: ${row.querySelector("textarea").value.slice(0, 90)}`;
    for (const select of form.querySelectorAll("[name$='-answers']")) select.add(new Option(words, number));
  }
  return row.querySelector("textarea, input[type=text], select");
}

// The place of a point of the text, in characters as the server counts them.
function place(node, offset) {
  const piece = (node.nodeType === Node.TEXT_NODE ? node.parentElement : node).closest("[data-at]");
  if (!piece) return null;
  const before = document.createRange();
  before.setStart(piece, 0);
  before.setEnd(node, offset);
  return Number(piece.dataset.at) + [...before.toString()].length;
}

document.addEventListener("selectionchange", () => {
  const selection = document.getSelection();
  const range = selection.rangeCount ? selection.getRangeAt(0) : null;
  const inside = range && !range.collapsed && text.contains(range.commonAncestorContainer);
  const start = inside && place(range.startContainer, range.startOffset);
  const end = inside && place(range.endContainer, range.endOffset);
  const words = inside ? range.toString().replace(/\s+/g, " ").replace(/^[\s.;,:–-]+|[\s.;,]+$/g, "") : "";
  passage = words && Number.isInteger(start) && Number.isInteger(end) ? { start, end, words } : null;
  picked.hidden = !passage;
});

picked.addEventListener("mousedown", event => event.preventDefault()); // the selection stays
picked.addEventListener("click", event => {
  const kind = event.target.dataset.add;
  if (!kind || !passage) return;
  const { start, end, words } = passage;
  const first = form.querySelector(`[data-kind=${kind}] template`).content.querySelector(".fields :is(textarea, input, select)");
  const field = add(kind, {
    [first.name.split("-").pop()]: words[0].toUpperCase() + words.slice(1),
    passage: `${start}-${end}`,
  });
  document.getSelection().removeAllRanges();
  field.scrollIntoView({ block: "center", behavior: "smooth" });
  field.focus({ preventScroll: true });
});

const fresh = document.getElementById("new")?.querySelector("ul");
if (fresh && fresh.querySelectorAll("input").length > 1) {
  const all = document.createElement("button");
  all.type = "button";
  all.className = "quiet";
  all.textContent = fresh.dataset.all;
  all.addEventListener("click", () => fresh.querySelectorAll("input").forEach(box => (box.checked = true)));
  fresh.before(all);
}
