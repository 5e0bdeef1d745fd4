// The board: a cell opens its drawer beside the board; Escape closes it and goes back to the cell.
(function () {
  "use strict";

  let from = null;
  function place() { return document.getElementById("board-place"); }

  document.addEventListener("click", function (event) {
    const cell = event.target.closest("a.cell");
    if (cell) {
      from = cell; // the drawer comes from the other side, so that the cell stays in view
      place().dataset.side = cell.getBoundingClientRect().left > window.innerWidth / 2 ? "left" : "right";
    }
    const closer = event.target.closest("[data-close-drawer]");
    if (closer) { event.preventDefault(); close(); }
  });
  document.addEventListener("htmx:afterSwap", function (event) {
    if (event.detail.target.id !== "drawer") return;
    place().setAttribute("data-open", "");
    document.querySelectorAll("a.cell[aria-current]").forEach(function (cell) { cell.removeAttribute("aria-current"); });
    if (from) from.setAttribute("aria-current", "true");
    document.getElementById("drawer-title").focus();
  });
  function close() {
    document.getElementById("drawer").replaceChildren();
    place().removeAttribute("data-open");
    if (from) { from.removeAttribute("aria-current"); from.focus(); }
  }
  document.addEventListener("keydown", function (event) {
    if (place() && place().hasAttribute("data-open") && event.key === "Escape") close();
    const cell = event.target.closest ? event.target.closest("td") : null;
    const step = { ArrowLeft: [0, -1], ArrowRight: [0, 1], ArrowUp: [-1, 0], ArrowDown: [1, 0] }[event.key];
    if (!cell || !step || !cell.closest(".board")) return;
    const next = neighbour(cell, step);
    if (next) { event.preventDefault(); next.focus(); }
  });

  // a group that was opened begins where the eye is
  const opened = document.querySelector(".board th.group a[aria-expanded=true]");
  if (opened) {
    const scroller = document.getElementById("board");
    const first = scroller.querySelector(".board thead th");
    scroller.scrollLeft = opened.closest("th").offsetLeft - first.offsetWidth;
  }

  // the next cell with something in it, in a direction
  function neighbour(cell, step) {
    const rows = Array.from(cell.closest("tbody").rows);
    let row = rows.indexOf(cell.parentElement);
    let column = cell.cellIndex;
    for (;;) {
      row += step[0];
      column += step[1];
      const at = rows[row] && rows[row].cells[column];
      if (!at) return null;
      const link = at.querySelector("a.cell");
      if (link) return link;
    }
  }
})();
