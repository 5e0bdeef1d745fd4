// What every page may do: drop a file on its field, close a menu with Escape. All of it works without this script too.
(function () {
  "use strict";

  function onDrop(event) {
    const zone = event.target.closest("[data-drop]");
    if (!zone) return;
    event.preventDefault();
    if (event.type === "drop") {
      const field = zone.querySelector("input[type=file]");
      if (event.dataTransfer.files.length) {
        field.files = event.dataTransfer.files;
        field.dispatchEvent(new Event("change", { bubbles: true }));
      }
    }
    zone.toggleAttribute("data-over", event.type === "dragover" || event.type === "dragenter");
  }
  ["dragenter", "dragover", "dragleave", "drop"].forEach(function (name) {
    document.addEventListener(name, onDrop);
  });

  document.addEventListener("change", function (event) {
    const field = event.target;
    if (field.matches("[data-send-at-once]") && field.files.length) field.form.requestSubmit();
  });

  document.addEventListener("submit", function (event) {
    // a form that is sent twice by an impatient finger is sent once
    const form = event.target;
    if (form.hasAttribute("data-once")) {
      if (form.dataset.sent) event.preventDefault();
      form.dataset.sent = "yes";
      const working = form.querySelector("[data-working]");
      if (working) window.setTimeout(function () { working.hidden = false; }, 300);
    }
  });
  window.addEventListener("pageshow", function () {
    document.querySelectorAll("form[data-sent]").forEach(function (form) {
      delete form.dataset.sent;
      const working = form.querySelector("[data-working]");
      if (working) working.hidden = true;
    });
  });

  document.addEventListener("keydown", function (event) {
    if (event.key !== "Escape") return;
    document.querySelectorAll("details.menu[open], details.reason[open]").forEach(function (menu) {
      menu.open = false;
      menu.querySelector("summary").focus();
    });
  });
  // a report that arrived needs no copy on this device any more; that it did is what the next page says
  function stored(store, name) {
    try { return JSON.parse(store.getItem(name)); } catch (error) { return null; }
  }
  const sent = stored(window.sessionStorage, "luoshi-sent");
  if (sent && sent.report && document.querySelector("[data-arrived='" + sent.report + "']")) {
    sent.keys.forEach(function (name) {
      const copy = sent.only && stored(window.localStorage, name);
      if (copy) sent.only.forEach(function (field) { delete copy.fields[field]; });
      if (copy && Object.keys(copy.fields).length) window.localStorage.setItem(name, JSON.stringify(copy));
      else window.localStorage.removeItem(name);
    });
    window.sessionStorage.removeItem("luoshi-sent");
  }

  // an address that names a part that is folded opens it
  function unfold() {
    const part = window.location.hash.length > 1 && document.getElementById(window.location.hash.slice(1));
    if (part && part.matches("details")) part.open = true;
  }
  window.addEventListener("hashchange", unfold);
  window.addEventListener("DOMContentLoaded", unfold);

  // after an action: begin at the first field that is wrong, else at what the page says of it, unless the page itself
  // begins elsewhere
  function begin() {
    if (window.location.hash || document.activeElement !== document.body) return;
    const wrong = document.querySelector("main [data-wrong] :is(input:not([type=hidden]), select, textarea)");
    if (wrong) {
      for (let part = wrong.closest("details"); part; part = part.parentElement.closest("details")) part.open = true;
      wrong.focus();
      return;
    }
    const notice = document.getElementById("notice");
    if (notice && notice.children.length) notice.focus({ preventScroll: true });
  }
  window.addEventListener("DOMContentLoaded", begin);

  document.addEventListener("click", function (event) {
    document.querySelectorAll("details.menu[open]").forEach(function (menu) {
      if (!menu.contains(event.target)) menu.open = false;
    });
    const printer = event.target.closest("[data-print]");
    if (printer) window.print();
  });

  // on a phone the row of tabs is wider than the page: begin where the current one is in sight
  document.querySelectorAll(".tabs [aria-current]").forEach(function (tab) {
    const row = tab.parentElement;
    row.scrollLeft = tab.offsetLeft - row.offsetLeft - (row.clientWidth - tab.offsetWidth) / 2;
  });
})();
