// A field for photos: what is pasted goes into it, large photos are made smaller before they are sent, and the caption
// begins with the day that the camera wrote. All of it works without this script too, but for the pasting.
(function () {
  "use strict";
  const PICTURE = /^image\/(jpeg|png|webp)$/;

  function is(file) { return PICTURE.test(file.type); }
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
  // as it is to be sent: a picture that the browser cannot read goes as it is
  async function ready(field, file) {
    if (!is(file)) return file;
    try { return await smaller(file, Number(field.dataset.shrink)); } catch (error) { return file; }
  }
  // the day that a camera wrote into a picture, before it is made smaller; empty where it wrote none
  async function dayOf(file) {
    if (file.type !== "image/jpeg") return "";
    const head = new TextDecoder("latin1").decode(await file.slice(0, 131072).arrayBuffer());
    const days = Array.from(head.matchAll(/\b(20\d\d):([01]\d):([0-3]\d) \d\d:\d\d:\d\d\0/g), function (one) { return one.slice(1, 4).join("-"); });
    return days.sort()[0] || "";
  }
  // the day that the caption of a file is to have; null where somebody has typed one
  async function dayFor(form, file) {
    const day = form.querySelector("[name=taken_on]");
    if (!day || day.value !== (day.dataset.standing || day.defaultValue)) return null;
    return await dayOf(file) || day.defaultValue;
  }
  async function caption(form, file) {
    const found = await dayFor(form, file);
    if (found === null) return;
    const day = form.querySelector("[name=taken_on]");
    day.value = found;
    day.dataset.standing = found;  // what nobody typed
  }
  function put(field, files) {
    const bag = new DataTransfer();
    files.forEach(function (file) { bag.items.add(file); });
    field.files = bag.files;
  }
  function choose(field, files) {
    put(field, files);
    if (field.form.elements.sent) field.form.elements.sent.value = "";
    chosen(field);
  }
  function chosen(field) {
    const form = field.form, only = form.querySelector("[data-only-one]");
    delete form.dataset.smaller;
    if (only) only.hidden = field.files.length < 2;
    if (!field.multiple && field.files.length > 1) put(field, [field.files[0]]);
    if (field.files.length === 1) caption(form, field.files[0]);
  }
  window.luoshiPhotos = { is: is, ready: ready, dayFor: dayFor, choose: choose };

  document.querySelectorAll("input[data-shrink]").forEach(function (field) {
    const form = field.form;
    field.addEventListener("change", function () { chosen(field); });
    form.addEventListener("submit", async function (event) {
      const file = field.files[0];
      if (event.submitter && event.submitter.name === "withdraw-file") return;
      if (field.disabled || field.files.length > 1 || !file || !is(file) || form.dataset.smaller) return;
      event.preventDefault();
      form.dataset.smaller = "yes";
      put(field, [await ready(field, file)]);
      delete form.dataset.sent;
      form.requestSubmit(event.submitter);
    });
    document.addEventListener("paste", function (event) {
      if (event.defaultPrevented || !event.clipboardData || !event.clipboardData.files.length) return;
      const folded = field.closest("details");
      if (folded) folded.open = true;
      choose(field, Array.from(event.clipboardData.files));
    });
  });
})();
