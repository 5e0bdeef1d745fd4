// Amendments by keyboard: j and k move from change to change, a accepts, x keeps the programme as it is.
(function () {
  "use strict";

  function stops() { return Array.from(document.querySelectorAll("[data-amending] [data-stop]")); }
  function current() { return document.querySelector("[data-stop].current"); }

  function mark(stop) {
    stops().forEach(function (other) { other.classList.toggle("current", other === stop); });
    if (!stop) return;
    stop.focus({ preventScroll: true });
    stop.scrollIntoView({ block: "nearest" });
  }

  document.addEventListener("keydown", function (event) {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.target.closest("input, textarea, select")) {
      if (event.key === "Escape") event.target.blur();
      return;
    }
    const all = stops();
    const at = all.indexOf(current());
    if (event.key === "j" || event.key === "k") {
      event.preventDefault();
      const next = event.key === "j" ? Math.min(at + 1, all.length - 1) : Math.max(at - 1, 0);
      mark(all[next]);
    }
    const stop = current();
    if (!stop) return;
    const button = stop.querySelector('[data-key="' + event.key + '"]');
    if (!button) return;
    event.preventDefault();
    const reason = stop.querySelector("[name=reason]");
    if (event.key === "x" && !reason.value.trim()) reason.focus(); // whoever keeps says why
    else button.click();
  });

  document.addEventListener("focusin", function (event) {
    const stop = event.target.closest("[data-amending] [data-stop]");
    if (stop && stop !== current()) {
      stops().forEach(function (other) { other.classList.toggle("current", other === stop); });
    }
  });

  // a change that was decided is the current one still; the next open one is a j away
  document.addEventListener("htmx:afterSwap", function (event) {
    const id = event.detail.target.id;
    if (id.indexOf("change-") !== 0) return;
    const stop = document.getElementById(id);
    if (stop) mark(stop);
    const wrong = stop && stop.querySelector("[data-wrong] input");
    if (wrong) wrong.focus();
  });
})();
