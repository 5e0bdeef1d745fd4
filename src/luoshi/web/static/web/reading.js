// The reading: click one side and the other answers; j and k walk through what was found.
(function () {
  "use strict";

  const calm = window.matchMedia("(prefers-reduced-motion: reduce)").matches;

  function root() { return document.getElementById("reading"); }
  function pane(name) { return root().querySelector("[data-pane=" + name + "]"); }
  function stops() {
    return Array.from(pane("found").querySelectorAll("[data-stop]")).filter(function (stop) {
      return !stop.closest("details:not([open])");
    });
  }

  function glow(element) {
    element.classList.add("glow");
    window.setTimeout(function () { element.classList.remove("glow"); }, 1600);
  }

  function show(element) {
    if (!element) return;
    const hidden = element.closest("details:not([open])");
    if (hidden && hidden !== element) hidden.open = true;
    const frame = element.closest("[data-pane]");
    const scrolls = frame && frame.scrollHeight > frame.clientHeight + 1 && getComputedStyle(frame).overflowY === "auto";
    const behavior = calm ? "auto" : "smooth";
    if (scrolls) {
      const place = element.getBoundingClientRect().top - frame.getBoundingClientRect().top + frame.scrollTop;
      frame.scrollTo({ top: Math.max(place - 64, 0), behavior: behavior });
    } else {
      element.scrollIntoView({ block: "start", behavior: behavior });
    }
    glow(element);
  }

  function within(frame, name, value) {
    return value ? frame.querySelector("[data-" + name + "='" + CSS.escape(value) + "']") : null;
  }

  function mark(stop) {
    root().querySelectorAll(".current").forEach(function (old) { old.classList.remove("current"); });
    if (stop) stop.classList.add("current");
  }

  function current() { return root().querySelector(".found.current"); }

  function fromSource(event) {
    const exact = event.target.closest("[data-at]");
    const owner = event.target.closest("[data-item]") || event.target.closest("[data-bar]");
    if (!owner) return;
    const found = pane("found");
    const stop = within(found, "key", owner.dataset.item || owner.dataset.bar);
    mark(stop);
    show(stop);
    const partner = exact && stop && within(stop, "at", exact.dataset.at);
    if (partner) glow(partner);
  }

  function answer(stop, exact) {
    const source = pane("source");
    const at = exact ? exact.dataset.at : stop.dataset.place;
    show(within(source, "at", at) || within(source, "item", stop.dataset.key) || placed(source, stop.dataset.place));
  }

  // the paragraph that holds a place of the text
  function placed(source, place) {
    let last = null;
    if (place) {
      source.querySelectorAll("[data-start]").forEach(function (block) {
        if (Number(block.dataset.start) <= Number(place)) last = block;
      });
    }
    return last;
  }

  document.addEventListener("click", function (event) {
    if (!root() || !root().contains(event.target)) return;
    if (String(window.getSelection())) return; // somebody is selecting words
    if (event.target.closest("a, button, input, select, textarea, summary, label, form")) return;
    if (pane("source").contains(event.target)) { fromSource(event); return; }
    const stop = event.target.closest("[data-stop]");
    if (!stop) return;
    mark(stop);
    answer(stop, event.target.closest("[data-at]"));
  });

  function walk(step) {
    const all = stops();
    if (!all.length) return;
    const at = all.indexOf(current());
    const next = all[Math.min(Math.max(at + step, 0), all.length - 1)];
    mark(next);
    next.focus({ preventScroll: true });
    show(next);
    answer(next, null);
  }

  function press(selector) {
    const button = document.querySelector(selector);
    if (button && !button.disabled) button.click();
    return Boolean(button);
  }

  const keys = {
    j: function () { walk(1); },
    k: function () { walk(-1); },
    e: function () { const stop = current(); const edit = stop && stop.querySelector("[data-edit]"); if (edit) edit.click(); },
    u: function () { press("[data-undo]"); },
    r: function () { press("[data-redo]"); },
  };
  document.addEventListener("keydown", function (event) {
    if (!root() || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.target.closest("input, select, textarea, [contenteditable]")) return;
    const act = keys[event.key];
    if (act) { event.preventDefault(); act(); }
    if (event.key === "Enter" && event.target.matches("[data-stop]")) answer(event.target, null);
  });

  // an address may name an item (#s-task-1-9) and a place in it (?at=5): both sides show it
  function arrive() {
    const key = (window.location.hash.match(/^#[sf]-([a-z]+-\d+-\d+)$/) || [])[1];
    const place = new URLSearchParams(window.location.search).get("at");
    if (!key || !root()) return;
    const stop = within(pane("found"), "key", key);
    if (!stop) return;
    mark(stop);
    show(stop);
    answer(stop, place ? { dataset: { at: place } } : null);
  }
  arrive();

  // For the desk's script: nothing else is shared.
  window.luoshiReading = { root: root, pane: pane, mark: mark, show: show, answer: answer, within: within, current: current };
})();
