// Put what was said last into its field, to be changed there. Only into an empty one: nothing that was typed is lost.
// Without this script what was said last stands on the page to be read.
(function () {
  "use strict";

  document.querySelectorAll("[data-put]").forEach(function (button) {
    const field = document.getElementById(button.dataset.put);
    const chosen = document.getElementById(button.dataset.chosen);
    function look() { button.disabled = field.value.trim() !== ""; }
    button.hidden = false;
    look();
    field.form.addEventListener("input", look);
    button.addEventListener("click", function () {
      field.value = button.value;
      if (chosen) chosen.value = button.dataset.choice;
      field.focus();
      field.dispatchEvent(new Event("input", { bubbles: true }));
    });
  });
})();
