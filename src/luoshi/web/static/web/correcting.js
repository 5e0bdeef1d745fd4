// Correcting a reading: words selected in the source become an item or its bounds; nothing jumps after a change.
(function () {
  "use strict";

  const reading = window.luoshiReading;
  const kept = { source: 0, found: 0, page: 0, key: "" };

  // --- after a correction the panes stand where they stood ---
  document.addEventListener("htmx:beforeSwap", function (event) {
    if (event.detail.target.id !== "reading") return;
    kept.source = reading.pane("source").scrollTop;
    kept.found = reading.pane("found").scrollTop;
    kept.page = window.scrollY;
    const sender = event.detail.requestConfig && event.detail.requestConfig.elt;
    const chosen = (sender && sender.closest("[data-stop]")) || reading.current();
    kept.key = chosen && chosen.dataset.key ? chosen.dataset.key : "";
    kept.index = chosen ? all().indexOf(chosen) : -1;
    kept.open = Array.from(reading.root().querySelectorAll("details.found-group")).map(function (group) { return group.open; });
  });

  function all() { return Array.from(reading.pane("found").querySelectorAll("[data-stop]")); }

  document.addEventListener("htmx:afterSettle", function (event) {
    if (event.detail.elt.id !== "reading") return;
    reading.pane("source").scrollTop = kept.source;
    reading.pane("found").scrollTop = kept.found;
    window.scrollTo(0, kept.page);
    // whoever listens hears how the reading stands now; an old error is over
    document.getElementById("said").textContent = reading.root().querySelector(".number-line").textContent;
    document.getElementById("notice").replaceChildren();
    const stop = again();
    if (stop) {
      reading.mark(stop);
      stop.focus({ preventScroll: true });
    }
  });

  // the item that was worked on: by its name, else the one that begins where the correction was made
  function again() {
    const same = reading.within(reading.pane("found"), "key", kept.key);
    if (same) return same;
    const place = Number(reading.root().dataset.return || NaN);
    const near = all().filter(function (stop) { return stop.dataset.key && Number(stop.dataset.place) >= place; });
    if (Number.isNaN(place)) return all()[Math.min(kept.index, all().length - 1)];
    return near.find(function (stop) { return Number(stop.dataset.place) === place; }) || near[0];
  }

  // an error that htmx sets above the page is brought before the eye, wherever on the page the form was
  document.addEventListener("htmx:afterSwap", function (event) {
    if (event.detail.target.id !== "notice" || !event.detail.target.firstElementChild) return;
    event.detail.target.scrollIntoView({ block: "start" });
  });

  // --- forms of an item ---
  document.addEventListener("htmx:afterSwap", function (event) {
    const panel = event.detail.target.querySelector ? event.detail.target.querySelector("[data-editing]") : null;
    if (!panel) return;
    const stop = panel.closest("[data-stop]");
    if (stop) {
      reading.mark(stop);
      reading.answer(stop, null); // what is corrected is read beside its source
    }
    const wrong = panel.querySelector("[data-wrong] input, [data-wrong] textarea, [data-wrong] select");
    const first = panel.querySelector("input:not([type=hidden]), textarea, select");
    (wrong || first).focus();
  });
  function close(panel) {
    const stop = panel.closest("[data-stop]");
    panel.remove();
    if (stop) stop.focus({ preventScroll: true });
  }
  document.addEventListener("click", function (event) {
    const closer = event.target.closest("[data-close]");
    if (closer && closer.closest("[data-editing]")) close(closer.closest("[data-editing]"));
  });
  document.addEventListener("keydown", function (event) {
    const panel = event.target.closest ? event.target.closest("[data-editing]") : null;
    if (panel && event.key === "Escape") close(panel);
    if (panel && event.key === "Enter" && (event.ctrlKey || event.metaKey)) event.target.form.requestSubmit();
  });

  // --- words selected in the source ---
  function length(text) { return Array.from(text).length; }

  // the place in the text of a point in the page: the block's own place and the words before the point
  function placeOf(node, offset) {
    const block = (node.nodeType === Node.TEXT_NODE ? node.parentElement : node).closest("[data-start]");
    if (!block) return null;
    const before = document.createRange();
    before.selectNodeContents(block);
    before.setEnd(node, offset);
    return Number(block.dataset.start) + length(before.toString());
  }

  function selected() {
    const selection = window.getSelection();
    if (!selection.rangeCount || selection.isCollapsed) return null;
    const range = selection.getRangeAt(0);
    if (!reading.pane("source").contains(range.commonAncestorContainer)) return null;
    const start = placeOf(range.startContainer, range.startOffset);
    const end = placeOf(range.endContainer, range.endOffset);
    return start !== null && end !== null && end > start ? { start: start, end: end, range: range } : null;
  }

  function offer() {
    const tools = document.getElementById("tools");
    if (!tools) return;
    const words = selected();
    tools.hidden = !words;
    if (!words) return;
    tools.elements.start.value = words.start;
    tools.elements.end.value = words.end;
    const chosen = reading.current();
    const bounds = tools.querySelector("[data-bounds]");
    bounds.hidden = !(chosen && /^(task|duty|safeguard)-/.test(chosen.dataset.key || ""));
    const box = words.range.getBoundingClientRect();
    tools.style.left = Math.max(8, Math.min(box.left, window.innerWidth - tools.offsetWidth - 8)) + "px";
    tools.style.top = Math.max(8, Math.min(box.bottom + 8, window.innerHeight - tools.offsetHeight - 8)) + "px";
  }
  let waiting = 0;
  document.addEventListener("selectionchange", function () {
    window.clearTimeout(waiting);
    waiting = window.setTimeout(offer, 200);
  });
  offer(); // words may have been selected before this script had arrived
  document.addEventListener("click", function (event) {
    const button = event.target.closest("#tools button");
    if (!button) return;
    const chosen = reading.current();
    button.form.elements.item.value = button.hasAttribute("data-bounds") && chosen ? chosen.dataset.key : "";
  }, true);
})();
