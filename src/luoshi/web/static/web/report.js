// Writing a report: the draft saves itself, survives a lost network, a closed tab and an ended session; large photos are
// made smaller before they are sent. All of it works without this script too.
(function () {
  "use strict";
  const form = document.querySelector("[data-draft]");
  if (!form) return;
  const state = form.querySelector("[data-draft-state]");
  const key = "luoshi-" + form.dataset.key;
  const seen = form.querySelector("[name=draft_seen]");
  let timer = 0;

  function typed() {
    const data = new FormData(form);
    ["csrfmiddlewaretoken", "seen", "draft_seen", "upload"].forEach(function (name) { data.delete(name); });
    return Object.fromEntries(Array.from(data.entries()).filter(function (pair) { return typeof pair[1] === "string"; }));
  }
  function keepHere() {
    try { window.localStorage.setItem(key, JSON.stringify(typed())); } catch (error) { /* a full or closed store */ }
  }
  function forget() {
    try { window.localStorage.removeItem(key); } catch (error) { /* a closed store */ }
  }
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
        return;
      }
      const told = await answer.json();
      if (!answer.ok) {
        say(told.error);
        window.clearTimeout(timer);
        if (answer.status === 503) timer = window.setTimeout(save, 1000 * Number(answer.headers.get("Retry-After") || 5));
        return;
      }
      seen.value = told.edit;
      forget();
      say(form.dataset.kept);
    } catch (error) {
      say(form.dataset.offline);
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

  let before = null;
  try { before = JSON.parse(window.localStorage.getItem(key)); } catch (error) { before = null; }
  if (before) {
    let changed = false;
    Object.entries(before).forEach(function (pair) {
      const field = form.elements.namedItem(pair[0]);
      if (!field || field.value === pair[1]) return;
      field.value = pair[1];
      changed = true;
    });
    if (changed) { say(form.dataset.restored); soon(); }
  }
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

  async function smaller(file, most) {
    const picture = await createImageBitmap(file, { imageOrientation: "from-image" });
    const scale = Math.min(1, most / Math.max(picture.width, picture.height));
    if (scale === 1 && file.size < 400000) return file;
    const canvas = document.createElement("canvas");
    canvas.width = Math.round(picture.width * scale);
    canvas.height = Math.round(picture.height * scale);
    canvas.getContext("2d").drawImage(picture, 0, 0, canvas.width, canvas.height);
    const blob = await new Promise(function (done) { canvas.toBlob(done, "image/jpeg", 0.82); });
    return blob && blob.size < file.size ? new File([blob], file.name.replace(/\.\w+$/, "") + ".jpg", { type: "image/jpeg" }) : file;
  }
  document.querySelectorAll("input[data-shrink]").forEach(function (field) {
    const owner = field.form;
    owner.addEventListener("submit", async function (event) {
      const file = field.files[0];
      if (!file || !/^image\/(jpeg|png|webp)$/.test(file.type) || owner.dataset.smaller) return;
      event.preventDefault();
      owner.dataset.smaller = "yes";
      try {
        const bag = new DataTransfer();
        bag.items.add(await smaller(file, Number(field.dataset.shrink)));
        field.files = bag.files;
      } catch (error) { /* a picture that the browser cannot read goes as it is */ }
      delete owner.dataset.sent;
      owner.requestSubmit(event.submitter);
    });
    const one = form.contains(field) && form.querySelector("button[formaction$='/evidence/']");
    function put(file) {
      const bag = new DataTransfer();
      bag.items.add(file);
      field.files = bag.files;
    }
    // several at once are given one by one; what is refused stays in the field and is sent, so that its page says why
    async function each(files) {
      keepHere();
      field.disabled = true;
      for (const file of files) {
        let answer = null;
        try {
          const data = new FormData(form);
          data.set("upload", Array.from(window.crypto.getRandomValues(new Uint8Array(16)), function (byte) { return byte.toString(16).padStart(2, "0"); }).join(""));
          const picture = /^image\/(jpeg|png|webp)$/.test(file.type);
          data.set("file", picture ? await smaller(file, Number(field.dataset.shrink)).catch(function () { return file; }) : file);
          answer = await fetch(one.formAction, { method: "POST", body: data, redirect: "manual" });
        } catch (error) { say(form.dataset.offline); }
        if (!answer || answer.type !== "opaqueredirect") {
          field.disabled = false;
          put(file);
          if (answer) form.requestSubmit(one);
          return;
        }
      }
      window.location.reload();
    }
    if (one) {
      field.multiple = true;
      field.addEventListener("change", function () { if (field.files.length > 1) each(Array.from(field.files)); });
    }
    document.addEventListener("paste", function (event) {
      if (!event.clipboardData || !event.clipboardData.files.length) return;
      const files = Array.from(event.clipboardData.files);
      const folded = field.closest("details");
      if (folded) folded.open = true;
      if (one && files.length > 1) each(files); else put(files[0]);
    });
  });
  // what was typed in the report is kept before the page is left for its evidence
  document.querySelectorAll("[data-evidence]").forEach(function (other) { other.addEventListener("submit", keepHere); });
})();
