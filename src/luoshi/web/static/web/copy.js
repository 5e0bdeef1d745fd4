// Copy the text of a field to the clipboard. Without this script the field is there to be selected.
(function () {
  "use strict";

  // an office's site is often served without HTTPS: then the clipboard is reached through the selection
  function bySelection(field) {
    const folded = field.closest("details");
    if (folded) folded.open = true;
    field.focus();
    field.select();
    return document.execCommand("copy");
  }

  async function copy(field) {
    if (window.isSecureContext && navigator.clipboard) {
      try {
        await navigator.clipboard.writeText(field.value);
        return true;
      } catch (_refused) {
        return bySelection(field);
      }
    }
    return bySelection(field);
  }

  document.querySelectorAll("[data-copy]").forEach(function (button) {
    const field = document.getElementById(button.dataset.copy);
    const words = button.textContent;
    const told = document.createElement("span"); // the button may have a name of its own, which stays
    told.className = "aside-voice";
    told.setAttribute("role", "status");
    button.after(told);
    button.hidden = false;
    button.addEventListener("click", async function () {
      const done = await copy(field);
      if (!done) return;
      button.textContent = told.textContent = button.dataset.copied;
      button.focus(); // copying by selection had moved into the field
      window.setTimeout(function () { button.textContent = words; told.textContent = ""; }, 2000);
    });
  });
})();
