/* The desk: small help while typing. Everything works without it. */
"use strict";

/* htmx keeps to the Content-Security-Policy: no style of its own in the page, no code out of attributes. */
Object.assign(window.htmx.config, { includeIndicatorStyles: false, allowEval: false });

/* A new directive gets the end of the period ahead as its deadline. */
document.addEventListener("formset:added", (event) => {
  const end = document.getElementById("id_ahead_ends_on");
  const due = event.target.querySelector("input[name^=directives-][name$=-due_on]");
  if (end && due && !due.value) {
    due.value = end.value;
  }
});

/* Rows count from 1; unfold counts dragged ones from 0, after this event. */
document.addEventListener("end", (event) => {
  const name = event.target.dataset && event.target.dataset.orderingField;
  if (name) {
    setTimeout(() => {
      event.target.querySelectorAll(`.form-group.original input[name$="-${name}"]`).forEach((input, index) => {
        input.value = index + 1;
      });
    });
  }
});

/* Ctrl+S saves and stays on the page. */
document.addEventListener("keydown", (event) => {
  if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "s") {
    const row = document.getElementById("submit-row");
    const button = row && (row.querySelector("[name=_continue]") || row.querySelector("[name=_save]"));
    if (button) {
      event.preventDefault();
      button.click();
    }
  }
});

/* A code is suggested from the name, until somebody types one. */
document.addEventListener("DOMContentLoaded", () => {
  const name = document.getElementById("id_name");
  const code = document.getElementById("id_code");
  if (!name || !code || code.value) {
    return;
  }
  let own = false;
  code.addEventListener("input", () => { own = code.value !== ""; });
  name.addEventListener("input", () => {
    if (!own) {
      code.value = name.value.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase().replace(/đ/g, "d")
        .replace(/[^a-z0-9]+/g, "-").replace(/^-|-$/g, "").slice(0, code.maxLength > 0 ? code.maxLength : 60);
    }
  });
});

/* Tabs wrap (see desk.css): none is moved into a menu. unfold calls this when the page has loaded. */
document.addEventListener("DOMContentLoaded", () => { window.tabNavigation = () => {}; });

/* After an error the first tab that holds one is opened, and nothing that holds one is folded. */
window.addEventListener("load", () => {
  document.querySelectorAll("details:has(.errors)").forEach((details) => { details.open = true; });
  const open = document.querySelector("#tabs-items a.active .bg-red-500");
  const wrong = document.querySelector("#tabs-items a .bg-red-500");
  if (wrong && !open) {
    wrong.closest("a").click();
  }
});

/* What a page shows once is copied by a click; where a browser keeps its clipboard from plain HTTP, it is selected. */
document.addEventListener("click", async (event) => {
  const button = event.target.closest("[data-copies]");
  if (button) {
    const shown = document.getElementById(button.dataset.copies);
    shown.select();
    if (navigator.clipboard) {
      await navigator.clipboard.writeText(shown.value);
    } else if (!document.execCommand("copy")) {
      return;
    }
    button.textContent = button.dataset.copied;
  }
});
