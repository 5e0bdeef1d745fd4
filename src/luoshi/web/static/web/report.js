// Writing a report: the draft saves itself, survives a lost network, a closed tab and an ended session; several files
// that are chosen at once are given one by one. All of it works without this script too.
(function () {
  "use strict";
  const form = document.querySelector("[data-draft]");
  if (!form) return;
  const state = form.querySelector("[data-draft-state]");
  const report = form.dataset.key, base = "luoshi-" + report + ".";
  const own = base + Array.from(window.crypto.getRandomValues(new Uint32Array(2)), String).join("-"); // of this tab alone
  const seen = form.querySelector("[name=draft_seen]");
  let timer = 0;

  const DRAFTED = ["state", "text", "figure", "target", "reachable", "signed"]; // what the server keeps of a draft
  const OF_PAGE = ["csrfmiddlewaretoken", "seen", "draft_seen", "upload", "sent", "use", "masking", "sure"];
  const carried = new Set(); // fields for evidence that came back with the page as they had been typed

  // which saving of the draft the page goes on from: what was typed on an older one must not be put over a newer one
  function mark() { return form.querySelector("[name=seen]").value + "." + seen.value; }
  function lines(value) { return value.replace(/\r\n/g, "\n"); }
  // what stood in a field when the page came
  function stood(field) {
    if (field instanceof RadioNodeList) return (Array.from(field).find(function (one) { return one.defaultChecked; }) || { value: "" }).value;
    if (field.options) return (Array.from(field.options).find(function (one) { return one.defaultSelected; }) || field.options[0]).value;
    return field.defaultValue;
  }
  function words(value) {
    const fields = DRAFTED.map(function (name) { return form.elements.namedItem(name); });
    return JSON.stringify(fields.map(function (field) { return field && lines(value(field)); }));
  }
  function now() { return words(function (field) { return field.value; }); }
  // what the server has, as far as this page knows: nothing of a form that came back
  let kept = "unkept" in form.dataset ? null : words(stood);
  function dirty() { return now() !== kept; }
  function typed() {
    return Object.fromEntries(Array.from(new FormData(form).entries()).filter(function (pair) {
      if (typeof pair[1] !== "string" || OF_PAGE.includes(pair[0])) return false;
      const field = form.elements.namedItem(pair[0]);
      if (!(field instanceof RadioNodeList) && field.dataset.standing === pair[1]) return false;  // by a camera, not by hand
      return DRAFTED.includes(pair[0]) || carried.has(pair[0]) || stood(field) !== pair[1];
    }));
  }
  function part(fields, drafted) {
    return Object.fromEntries(Object.entries(fields).filter(function (pair) { return DRAFTED.includes(pair[0]) === drafted; }));
  }
  function read(name) {
    try { return JSON.parse(window.localStorage.getItem(name)); } catch (error) { return null; }
  }
  function write(name, fields, at) {
    try {
      if (!fields || !Object.keys(fields).length) window.localStorage.removeItem(name);
      else window.localStorage.setItem(name, JSON.stringify({ at: at, on: Date.now(), fields: fields }));
    } catch (error) { /* a full or closed store */ }
  }
  function keepHere() { write(own, typed(), mark()); }
  // most of the form is for evidence that most reports bring none of: what is empty is not sent
  function withoutEmpty(event) {
    Array.from(event.formData.entries()).forEach(function (pair) {
      const unnamed = pair[1] instanceof File && !pair[1].name;
      if (pair[1] === "" || unnamed) event.formData.delete(pair[0]);
    });
  }
  function say(words) { if (state) state.textContent = words; }

  async function sendDraft() {
    const sent = now(), data = new FormData(form);
    data.delete("file");
    keepHere();
    try {
      const answer = await fetch(form.dataset.draft, { method: "POST", body: data, redirect: "manual" });
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
      kept = sent;
      // what the server has needs no copy here; what was typed since, and what is for evidence, does
      if (dirty()) keepHere(); else { write(own, part(typed(), false), mark()); say(form.dataset.kept); }
      return true;
    } catch (error) {
      say(form.dataset.offline);
      return false;
    }
  }
  // one saving after the other: each goes on from the number that the one before it was given
  let running = null, again = false;
  async function inTurn() {
    let done;
    do { again = false; done = await sendDraft(); } while (done && again && dirty());
    return done;
  }
  function save() {
    if (running) { again = true; return running; }
    if (!dirty()) return Promise.resolve(true);
    running = inTurn().finally(function () { running = null; });
    return running;
  }
  function soon() {
    keepHere();
    if (state && state.textContent === form.dataset.kept && dirty()) say("");  // what is typed now is not kept yet
    window.clearTimeout(timer);
    timer = window.setTimeout(save, 800);
  }
  form.addEventListener("input", soon);
  form.addEventListener("change", soon);
  window.addEventListener("online", save);

  // a press waits for a draft that is on its way, for that would else be a newer one than the page knows of
  let held = false, going = false;
  function hold(event, waited) {
    const pressed = event.target, working = pressed.querySelector("[data-working]");
    event.preventDefault();
    event.stopImmediatePropagation();
    if (held) return;
    held = true;
    if (working) working.hidden = false;
    waited.then(function (done) {
      held = false;
      if (working) working.hidden = true;
      if (!done) { form.querySelector("[name=text]").focus(); return; }  // why not stands there
      going = true;
      pressed.requestSubmit(event.submitter);
      going = false;
    });
  }
  const offered = new Set();  // older copies that are shown
  form.addEventListener("submit", function (event) {
    window.clearTimeout(timer);
    if (running && !going) {
      const long = new Promise(function (done) { window.setTimeout(done, 10000); });
      hold(event, Promise.race([running, long]).then(function () { return true; }));
      return;
    }
    keepHere();
    // forgotten when the next page is there: until then it is kept on this device; a draft takes nothing for evidence
    const only = event.submitter && event.submitter.name === "keep" ? DRAFTED : null;
    window.sessionStorage.setItem("luoshi-sent", JSON.stringify({ report: report, keys: [own].concat(Array.from(offered)), only: only }));
    form.addEventListener("formdata", withoutEmpty, { once: true });
    const files = Array.from(form.querySelectorAll("input[type=file]")).some(function (field) { return field.files.length; });
    form.enctype = files ? "multipart/form-data" : "application/x-www-form-urlencoded";
  });
  // a report of one tap takes nothing of what was typed: that is kept first, and the server asks what becomes of it
  document.querySelectorAll("form[data-tap]").forEach(function (tap) {
    tap.addEventListener("submit", function (event) {
      window.clearTimeout(timer);
      if (!going && (running || dirty())) hold(event, save());
    });
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
    if (field instanceof RadioNodeList) {
      const choice = Array.from(field).find(function (one) { return one.value === pair[1]; });
      return choice ? choice.closest("label").textContent.trim() : pair[1];
    }
    const option = field.options && Array.from(field.options).find(function (one) { return one.value === pair[1]; });
    return field.labels[0].textContent.trim() + " " + (option ? option.textContent : pair[1]);
  }
  // a newer draft was kept elsewhere: what was typed here before it stands beside the field, and is put there by hand
  function offer(key, pairs) {
    const note = form.querySelector("template[data-older]").content.firstElementChild.cloneNode(true);
    note.querySelector("[data-words]").textContent = pairs.map(told).join("\n");
    function settled(taken) {
      write(key, null);
      offered.delete(key);
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
    offered.add(key);
  }

  // every tab has a copy of its own; one that no tab holds any more was left behind, and is found again here
  const tabs = window.BroadcastChannel ? new BroadcastChannel("luoshi-" + report) : null;
  const living = new Set([own]);
  if (tabs) tabs.addEventListener("message", function (event) {
    if (event.data === "who") tabs.postMessage(own); else living.add(event.data);
  });
  function copies() {
    const names = Object.keys(window.localStorage).filter(function (name) { return name.startsWith(base) && !living.has(name); });
    const found = names.map(function (name) { return [name, read(name)]; }).filter(function (pair) { return pair[1] && pair[1].fields; });
    return found.sort(function (one, other) { return other[1].on - one[1].on; });
  }
  function takeOver(key, copy) {
    const newer = copy.at !== mark() || dirty();
    const drafted = others(copy.fields, function (name) { return DRAFTED.includes(name) && (!newer || copy.fields[name] !== ""); });
    Object.keys(part(copy.fields, false)).forEach(function (name) { carried.add(name); });
    const beside = others(copy.fields, function (name) {
      const field = form.elements.namedItem(name);
      return !DRAFTED.includes(name) && !OF_PAGE.includes(name) && field && field.value === stood(field);
    });
    put(beside);
    if (newer && drafted.length) {
      write(key, part(copy.fields, true), copy.at);
      offer(key, drafted);
    } else {
      put(drafted);
      write(key, null);
    }
    keepHere();
    if (beside.length || (drafted.length && !newer)) say(form.dataset.restored);
    if (drafted.length && !newer) soon();
  }
  async function findAgain() {
    try { if (!copies().length) return; } catch (error) { return; /* a closed store */ }
    if (tabs) {
      tabs.postMessage("who");
      await new Promise(function (done) { window.setTimeout(done, 250); });
    }
    copies().forEach(function (pair) { takeOver(pair[0], pair[1]); });
  }
  // what was typed before this script had arrived
  if (dirty() || Object.keys(part(typed(), false)).length) soon();
  findAgain();

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
    if (!refused.length) {
      write(own, part(typed(), true), mark());  // what was typed for evidence was sent; of the rest nothing is lost
      window.location.assign(window.location.href.split("#")[0]);  // anew, and not sent once more
      return;
    }
    back(refused.slice(0, 1));
    const rest = refused.slice(1).map(function (file) { return file.name; });
    if (rest.length) window.sessionStorage.setItem(base + "refused", rest.join("、"));
    form.requestSubmit(one);
  }
  const left = form.querySelector("[data-refused]");
  if (left && window.sessionStorage.getItem(base + "refused")) {
    left.querySelector("b").textContent = window.sessionStorage.getItem(base + "refused");
    left.hidden = false;
    window.sessionStorage.removeItem(base + "refused");
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
