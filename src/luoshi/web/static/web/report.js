// Writing a report: the draft saves itself, survives a lost network, a closed tab and an ended session; several files
// that are chosen at once are given one by one. All of it works without this script too.
(function () {
  "use strict";
  const form = document.querySelector("[data-draft]");
  if (!form) return;
  const state = form.querySelector("[data-draft-state]");
  const key = "luoshi-" + form.dataset.key;
  const seen = form.querySelector("[name=draft_seen]");
  let timer = 0;

  const DRAFTED = ["state", "text", "figure", "target", "reachable", "signed"]; // what the server keeps of a draft
  const OF_PAGE = ["csrfmiddlewaretoken", "seen", "draft_seen", "upload", "sent", "use", "masking", "sure"];

  // which saving of the draft the page goes on from: what was typed on an older one must not be put over a newer one
  function mark() { return form.querySelector("[name=seen]").value + "." + seen.value; }
  function lines(value) { return value.replace(/\r\n/g, "\n"); }
  function typed() {
    return Object.fromEntries(Array.from(new FormData(form).entries()).filter(function (pair) {
      if (typeof pair[1] !== "string" || OF_PAGE.includes(pair[0])) return false;
      return DRAFTED.includes(pair[0]) || form.elements.namedItem(pair[0]).defaultValue !== pair[1];
    }));
  }
  function read(name) {
    try { return JSON.parse(window.localStorage.getItem(name)); } catch (error) { return null; }
  }
  function write(name, value) {
    try {
      if (value === null) window.localStorage.removeItem(name); else window.localStorage.setItem(name, JSON.stringify(value));
    } catch (error) { /* a full or closed store */ }
  }
  function keepHere() { write(key, { at: mark(), fields: typed() }); }
  function forget() { write(key, null); }
  // most of the form is for evidence that most reports bring none of: what is empty is not sent
  function withoutEmpty(event) {
    Array.from(event.formData.entries()).forEach(function (pair) {
      const unnamed = pair[1] instanceof File && !pair[1].name;
      if (pair[1] === "" || unnamed) event.formData.delete(pair[0]);
    });
  }
  function say(words) { if (state) state.textContent = words; }

  async function save() {
    keepHere();
    try {
      const answer = await fetch(form.dataset.draft, { method: "POST", body: new FormData(form), redirect: "manual" });
      if (answer.type === "opaqueredirect" || answer.status === 401 || answer.status === 403) {
        say(form.dataset.signedOut);
        return false;
      }
      const told = await answer.json();
      if (!answer.ok) {
        say(told.error);
        window.clearTimeout(timer);
        if (answer.status === 503) timer = window.setTimeout(save, 1000 * Number(answer.headers.get("Retry-After") || 5));
        return false;
      }
      seen.value = told.edit;
      forget();
      say(form.dataset.kept);
      return true;
    } catch (error) {
      say(form.dataset.offline);
      return false;
    }
  }
  function soon() {
    keepHere();
    window.clearTimeout(timer);
    timer = window.setTimeout(save, 800);
  }
  form.addEventListener("input", soon);
  form.addEventListener("change", soon);
  window.addEventListener("online", save);
  form.addEventListener("submit", function () {
    window.clearTimeout(timer);
    // forgotten when the next page is there: until then it is kept on this device
    window.sessionStorage.setItem("luoshi-sent", key);
    form.addEventListener("formdata", withoutEmpty, { once: true });
    const files = Array.from(form.querySelectorAll("input[type=file]")).some(function (field) { return field.files.length; });
    form.enctype = files ? "multipart/form-data" : "application/x-www-form-urlencoded";
  });

  function others(fields, wanted) {
    return Object.entries(fields).filter(function (pair) {
      const field = form.elements.namedItem(pair[0]);
      return wanted(pair[0]) && field && "value" in field && lines(field.value) !== lines(pair[1]);
    });
  }
  function put(pairs) {
    pairs.forEach(function (pair) { form.elements.namedItem(pair[0]).value = pair[1]; });
  }
  // in words: a choice as it is read, and whose field it is where it is not the text
  function told(pair) {
    if (pair[0] === "text") return pair[1];
    const field = form.elements.namedItem(pair[0]);
    if (field instanceof RadioNodeList) return form.querySelector("[name=" + pair[0] + "][value='" + pair[1] + "']").closest("label").textContent.trim();
    const option = field.options && Array.from(field.options).find(function (one) { return one.value === pair[1]; });
    return field.labels[0].textContent.trim() + " " + (option ? option.textContent : pair[1]);
  }
  // a newer draft was kept elsewhere: what was typed here before it stands beside the field, and is put there by hand
  function offer(copy) {
    const pairs = others(copy, function (name) { return DRAFTED.includes(name) && copy[name] !== ""; });
    const note = form.querySelector("template[data-older]").content.firstElementChild.cloneNode(true);
    note.querySelector("[data-words]").textContent = pairs.map(told).join("\n");
    function settled(taken) {
      const left = (read(key + "-older") || []).filter(function (one) { return JSON.stringify(one) !== JSON.stringify(copy); });
      write(key + "-older", left.length ? left : null);
      note.remove();
      const field = form.querySelector("[name=text]");
      field.focus();
      if (!taken) return;
      put(pairs);
      field.dispatchEvent(new Event("input", { bubbles: true }));
    }
    note.querySelector("[data-take]").addEventListener("click", function () { settled(true); });
    note.querySelector("[data-let-go]").addEventListener("click", function () { settled(false); });
    form.querySelector("[name=text]").closest(".field").after(note);
  }

  const before = read(key);
  const waiting = read(key + "-older") || [];
  if (before) {
    const fields = before.fields || before;
    const newer = before.at !== mark();
    const drafted = others(fields, function (name) { return DRAFTED.includes(name) && (!newer || fields[name] !== ""); });
    const beside = others(fields, function (name) { return !DRAFTED.includes(name) && !OF_PAGE.includes(name); });
    if (newer && drafted.length) waiting.push(fields); else put(drafted);
    put(beside);
    if (waiting.length) write(key + "-older", waiting);
    if (newer && drafted.length) forget(); else keepHere();
    if (beside.length || (drafted.length && !newer)) { say(form.dataset.restored); soon(); }
  }
  waiting.forEach(offer);
  // what was typed before this script had arrived
  const early = Array.from(form.elements).some(function (field) {
    return field.matches("textarea, input:not([type=hidden], [type=file], [type=radio], [type=checkbox])") && field.value !== field.defaultValue;
  });
  if (early) soon();

  form.querySelectorAll("[data-limit]").forEach(function (field) {
    const limit = Number(field.dataset.limit);
    const count = document.createElement("span");
    count.className = "small soft number";
    field.insertAdjacentElement("afterend", count);
    function tell() {
      const length = Array.from(field.value.trim()).length;  // signs, as the server counts them
      count.textContent = length + " / " + limit;
      count.classList.toggle("over", length > limit);
    }
    field.addEventListener("input", tell);
    tell();
  });

  const field = form.querySelector("input[data-shrink]");
  const one = field && form.querySelector("button[formaction$='/evidence/']:not([name])");
  // one file beside the report; what was typed there is kept already
  async function give(file) {
    const data = new FormData(form), photos = window.luoshiPhotos;
    data.set("alone", "1");
    data.set("upload", window.luoshiUpload.newKey(form));
    const day = photos.is(file) ? await photos.dayFor(form, file) : null;
    if (day !== null) data.set("taken_on", day);
    if (window.luoshiUpload.large(file)) {
      data.set("upload", await window.luoshiUpload.send(form, file));
      data.set("sent", "1");
      data.delete("file");
    } else {
      data.set("file", await photos.ready(field, file));
    }
    return fetch(one.formAction, { method: "POST", body: data, redirect: "manual" });
  }
  // several at once are given one by one; of those that are refused the first is sent once more, so that its page says
  // why, and tells which others are to be chosen again
  async function each(files) {
    const refused = [];
    function back(files) { field.disabled = false; window.luoshiPhotos.choose(field, files); }
    field.disabled = true;
    if (!await save()) { back(files); return; }
    for (const [nth, file] of files.entries()) {
      try {
        const answer = await give(file);
        if (answer.type !== "opaqueredirect") refused.push(file);
      } catch (error) {
        say(typeof error === "string" ? error : form.dataset.offline);
        back(refused.concat(files.slice(nth)));
        return;
      }
    }
    if (!refused.length) { window.location.reload(); return; }
    back(refused.slice(0, 1));
    const rest = refused.slice(1).map(function (file) { return file.name; });
    if (rest.length) window.sessionStorage.setItem(key + "-refused", rest.join("、"));
    form.requestSubmit(one);
  }
  const left = form.querySelector("[data-refused]");
  if (left && window.sessionStorage.getItem(key + "-refused")) {
    left.querySelector("b").textContent = window.sessionStorage.getItem(key + "-refused");
    left.hidden = false;
    window.sessionStorage.removeItem(key + "-refused");
  }
  if (one) {
    field.multiple = true;
    field.addEventListener("change", function () { if (field.files.length > 1) each(Array.from(field.files)); });
    document.addEventListener("paste", function (event) {
      if (!event.clipboardData || event.clipboardData.files.length < 2) return;
      event.preventDefault();
      each(Array.from(event.clipboardData.files));
    });
  }
  // what was typed in the report is kept before the page is left for its evidence
  document.querySelectorAll("[data-evidence]").forEach(function (other) { other.addEventListener("submit", keepHere); });
})();
