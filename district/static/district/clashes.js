/* One press takes what another has written into its control. Without this the value stands there to be typed. */
"use strict";

document.addEventListener("DOMContentLoaded", () => {
  document.querySelectorAll("button.take").forEach((button) => {
    const control = document.getElementsByName(button.dataset.for)[0];
    if (!control) {
      return;
    }
    button.hidden = false;
    button.addEventListener("click", () => {
      const values = JSON.parse(button.dataset.value);
      if (control.type === "checkbox") {
        control.checked = values.length > 0;
      } else if (control.tagName === "SELECT") {
        values.forEach(([value, label]) => {
          if (![...control.options].some((option) => option.value === value)) {
            control.add(new Option(label, value));
          }
        });
        [...control.options].forEach((option) => {
          option.selected = values.some(([value]) => value === option.value);
        });
      } else {
        control.value = values.length ? values[0][0] : "";
      }
      control.dispatchEvent(new Event("input", { bubbles: true }));
      control.dispatchEvent(new Event("change", { bubbles: true }));
      button.textContent = button.dataset.done;
    });
  });
});
