// A large file goes to an address of its own, as a stream whose progress is in view and which can be stopped; the form
// then carries its key. Without this script the form carries the file, up to the limit of forms.
(function () {
  "use strict";
  const LARGE = 4 * 1024 * 1024;
  const PICTURE = /^image\/(jpeg|png|webp)$/; // which photos.js makes smaller, and never this large

  function large(file) { return file.size > LARGE && !PICTURE.test(file.type); }
  // another key for what the form is for: the words before the drawn signs say it
  function newKey(form) {
    const drawn = Array.from(window.crypto.getRandomValues(new Uint8Array(16)), function (byte) { return byte.toString(16).padStart(2, "0"); });
    return form.elements.upload.value.replace(/[0-9a-f]{32}$/, "") + drawn.join("");
  }
  function why(asked, bar) {
    if (asked.status === 401) return bar.dataset.signedOut;
    try { return JSON.parse(asked.responseText).error.words; } catch (error) { return bar.dataset.broken; }
  }
  // gives the key under which the file is there; fails with what is to be said, nothing where it was stopped
  function send(form, file) {
    const bar = form.querySelector("[data-sending]"), stop = bar.querySelector("[data-stop]");
    const asked = new XMLHttpRequest(), key = newKey(form);
    function tell(percent) {
      bar.querySelector("progress").value = percent;
      bar.querySelector("[data-percent]").textContent = percent < 100 ? percent + " %" : bar.dataset.here;
    }
    function stopped() { asked.abort(); }
    stop.addEventListener("click", stopped);
    tell(0);
    bar.querySelector("[data-name]").textContent = file.name;
    bar.hidden = false;
    return new Promise(function (done, fail) {
      asked.upload.addEventListener("progress", function (event) {
        if (event.lengthComputable) tell(Math.floor(100 * event.loaded / event.total));
      });
      asked.addEventListener("load", function () { if (asked.status === 201) done(key); else fail(why(asked, bar)); });
      asked.addEventListener("error", function () { fail(bar.dataset.broken); });
      asked.addEventListener("abort", function () { fail(""); });
      asked.open("PUT", bar.dataset.sending.replace("KEY", key));
      asked.setRequestHeader("X-CSRFToken", form.elements.csrfmiddlewaretoken.value);
      asked.setRequestHeader("X-File-Name", encodeURIComponent(file.name));
      asked.send(file);
    }).finally(function () {
      stop.removeEventListener("click", stopped);
      const focused = bar.contains(document.activeElement);
      bar.hidden = true;
      if (focused) form.querySelector("input[type=file]").focus(); // not lost with the button that stopped it
    });
  }
  window.luoshiUpload = { large: large, newKey: newKey, send: send };

  document.querySelectorAll("[data-sending]").forEach(function (bar) {
    const form = bar.closest("form"), field = form.querySelector("input[type=file]");
    const failed = form.querySelector("[data-sending-failed]");
    field.addEventListener("change", function () { form.elements.sent.value = ""; });
    form.addEventListener("submit", async function (event) {
      if (event.defaultPrevented || field.disabled) return;
      if (event.submitter && event.submitter.name === "withdraw-file") { field.value = ""; return; }
      const file = field.files[0];
      if (!file || !large(file)) return;
      event.preventDefault();
      if (form.dataset.streaming) return;
      form.dataset.streaming = "yes";
      failed.hidden = true;
      let words = null;
      try {
        form.elements.upload.value = await send(form, file);
        form.elements.sent.value = "1";
        field.value = "";
      } catch (error) { words = String(error); }
      delete form.dataset.streaming;
      delete form.dataset.sent;
      if (words === null) { form.requestSubmit(event.submitter); return; }
      const working = form.querySelector("[data-working]");
      if (working) working.hidden = true;
      failed.textContent = words;
      failed.hidden = !words;
    });
  });
})();
