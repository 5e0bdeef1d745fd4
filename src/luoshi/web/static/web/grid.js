// The grid by keyboard: arrows go from cell to cell, a letter does what the button that names it would do.
(function () {
  "use strict";

  const kept = { cell: "", page: 0, left: 0, top: 0, open: [] };
  function work() { return document.getElementById("work"); }
  function cells(row) { return row ? Array.from(row.querySelectorAll("button.tick")) : []; }
  function typing(node) { return node.closest && node.closest("input, textarea, select"); }
  function rowOf(node) { return node && node.closest ? node.closest("tr[data-sentence]") : null; }
  function press(button) { if (button && !button.disabled) { button.click(); return true; } return false; }

  // --- arrows ---
  function go(from, key) {
    const row = rowOf(from);
    const at = cells(row).indexOf(from);
    if (key === "ArrowLeft") return cells(row)[at - 1];
    if (key === "ArrowRight") return cells(row)[at + 1];
    let next = row;
    do {
      next = key === "ArrowUp" ? next.previousElementSibling : next.nextElementSibling;
    } while (next && !cells(next).length);
    return next && (cells(next)[at] || cells(next)[0]);
  }

  // --- letters ---
  function editor(row) {
    const tools = row && row.querySelector(".sentence-tools");
    if (!tools) return null;
    tools.open = true;
    const field = tools.querySelector("textarea");
    field.focus();
    return field;
  }
  function tool(row, name) { return row && row.querySelector("[data-do='" + name + "']"); }
  function split(row) {
    const field = row && row.querySelector("textarea");
    if (!field) return;
    document.querySelector("[data-at]").value = Array.from(field.value.slice(0, field.selectionStart)).length;
    press(tool(row, "split"));
  }
  const KEYS = {
    x: function (row) { press(tool(row, "track")); },
    a: function (row) { press(tool(row, "row")); },
    m: function (row) { press(tool(row, "merge")); },
    r: editor,
    s: editor,
    l: function () { const field = document.querySelector("[data-lead]"); if (field) field.focus(); },
    u: function () { press(document.querySelector("[data-key='u']")); },
    y: function () { press(document.querySelector("[data-key='y']")); },
    n: function () { press(document.querySelector("[data-key='n']")); },
    p: function () { press(document.querySelector("[data-key='p']")); },
    f: function () { press(document.querySelector("[data-next-fault]")); },
    "?": function () { const list = document.getElementById("keys"); list.open = true; list.scrollIntoView(); list.querySelector("summary").focus(); },
  };

  document.addEventListener("keydown", function (event) {
    if (!work() || event.ctrlKey || event.metaKey || event.altKey) return;
    const field = typing(event.target);
    if (field) {
      if (event.key === "Escape") { const row = rowOf(field); if (row && cells(row)[0]) cells(row)[0].focus(); }
      return;
    }
    if (event.key.indexOf("Arrow") === 0 && event.target.matches("button.tick")) {
      const next = go(event.target, event.key);
      if (next) { event.preventDefault(); next.focus(); }
      return;
    }
    if (event.key.indexOf("Arrow") === 0 && event.target === document.body) {
      const first = document.querySelector("button.tick");
      if (first) { event.preventDefault(); first.focus(); }
      return;
    }
    const act = KEYS[event.key];
    if (!act) return;
    event.preventDefault();
    act(rowOf(event.target));
  });

  // a sentence is split where the cursor stands in it
  document.addEventListener("click", function (event) {
    const button = event.target.closest ? event.target.closest("[data-do='split']") : null;
    const at = document.querySelector("[data-at]");
    if (!button) { if (at && event.target.closest && event.target.closest("[data-do]")) at.value = ""; return; }
    const field = rowOf(button).querySelector("textarea");
    if (at.value === "" && !/[|｜]/.test(field.value) && field.selectionStart > 0) {
      at.value = Array.from(field.value.slice(0, field.selectionStart)).length;
    }
  }, true);

  // --- after a verb everything stands where it stood ---
  document.addEventListener("htmx:beforeSwap", function (event) {
    if (event.detail.target.id !== "work") return;
    const scroller = document.querySelector(".grid-scroll");
    const active = document.activeElement;
    const row = rowOf(active);
    kept.cell = active && active.dataset.cell ? active.dataset.cell : "";
    kept.row = row ? row.dataset.sentence : "";
    kept.page = window.scrollY;
    kept.left = scroller ? scroller.scrollLeft : 0;
    kept.top = scroller ? scroller.scrollTop : 0;
    kept.open = Array.from(document.querySelectorAll(".grid-side details")).map(function (part) { return part.open; });
  });
  document.addEventListener("htmx:afterSettle", function () {
    if (!work() || !kept.open) return;
    const scroller = document.querySelector(".grid-scroll");
    if (scroller) { scroller.scrollLeft = kept.left; scroller.scrollTop = kept.top; }
    document.querySelectorAll(".grid-side details").forEach(function (part, at) { if (kept.open[at] !== undefined) part.open = kept.open[at]; });
    window.scrollTo(0, kept.page);
    const same = kept.cell && document.querySelector("[data-cell='" + kept.cell + "']");
    const row = kept.row && document.querySelector("tr[data-sentence='" + kept.row + "']");
    const next = same || cells(row)[0] || (row && row.querySelector("summary"));
    if (next) next.focus({ preventScroll: true });
    kept.open = null;
  });
})();
