"use strict";
// Everything works without this file too, but for the drop zones and the steps of a job.
(() => {
  const all = (selector, root = document) => [...root.querySelectorAll(selector)];

  function size(bytes) {
    return bytes < 1048576 ? `${Math.max(1, Math.round(bytes / 1024))} KB` : `${(bytes / 1048576).toFixed(1)} MB`;
  }

  for (const zone of all("[data-drop]")) {
    const input = zone.querySelector("input[type=file]");
    const list = zone.querySelector(".chosen");
    const show = () => {
      const files = [...input.files];
      const shown = files.slice(0, 8).map((file) => `${file.name}（${size(file.size)}）`);
      if (files.length > 8) shown.push(`…… 共 ${files.length} 个文件`);
      list.replaceChildren(...shown.map((text) => Object.assign(document.createElement("li"), { textContent: text })));
    };
    input.addEventListener("change", show);
    zone.addEventListener("dragover", (event) => { event.preventDefault(); zone.classList.add("over"); });
    zone.addEventListener("dragleave", () => zone.classList.remove("over"));
    zone.addEventListener("drop", (event) => {
      event.preventDefault();
      zone.classList.remove("over");
      if (!event.dataTransfer.files.length) return;
      const files = new DataTransfer();
      [...event.dataTransfer.files].slice(0, input.multiple ? undefined : 1).forEach((file) => files.items.add(file));
      input.files = files.files;
      show();
    });
  }
  // A file that misses its place must not take the place of the page.
  for (const name of ["dragover", "drop"]) document.addEventListener(name, (event) => event.preventDefault());

  // Copies an address; where the browser does not let us (an http address of another machine), it is shown to be copied by hand.
  async function copied(button) {
    try {
      await navigator.clipboard.writeText(button.dataset.clip);
      button.textContent = "已复制";
    } catch {
      prompt("请复制：", button.dataset.clip);
    }
  }

  let changed = false;
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (form.dataset.confirm && !confirm(form.dataset.confirm)) {
      event.preventDefault();
      return;
    }
    const most = Number(form.dataset.most) * 1048576;
    const sent = all("input[type=file]", form).flatMap((input) => [...input.files]);
    const bytes = sent.reduce((sum, file) => sum + file.size, 0);
    if (most && bytes > most) {
      event.preventDefault();
      alert(`一共 ${size(bytes)}，超过上限 ${form.dataset.most} MB，请分几次上传。`);
      return;
    }
    changed = false;
    const button = form.querySelector("button.main");
    if (form.dataset.busy && button) {
      button.dataset.text = button.textContent;
      button.textContent = form.dataset.busy;
      button.disabled = true;
    }
  });
  addEventListener("pageshow", () => {
    for (const button of all("button[data-text]:disabled")) {
      button.disabled = false;
      button.textContent = button.dataset.text;
    }
  });
  document.addEventListener("input", (event) => {
    if (event.target.closest("[data-guard]")) changed = true;
  });
  addEventListener("beforeunload", (event) => { if (changed) event.preventDefault(); });

  document.addEventListener("click", (event) => {
    const copy = event.target.closest("[data-copy]");
    if (copy) {
      const field = document.getElementById(copy.dataset.copy);
      field.value = copy.dataset.text;
      field.focus();
      changed = true;
    }
    if (event.target.closest("[data-print]")) print();
    const sure = event.target.closest("[data-sure]");
    if (sure && !confirm(sure.dataset.sure)) event.preventDefault();
    const clip = event.target.closest("[data-clip]");
    if (clip) copied(clip);
    const back = event.target.closest("[data-back]");
    if (back && history.length > 1) {
      event.preventDefault();
      history.back();
    }
  });

  // A file is dragged to the disclosure that it belongs to.
  const sorted = document.querySelector("[data-sort]");
  if (sorted) {
    sorted.addEventListener("dragstart", (event) => {
      const file = event.target.closest("[data-file]");
      if (file) event.dataTransfer.setData("text/x-gouji", file.dataset.file);
    });
    for (const group of all("[data-group]", sorted)) {
      group.addEventListener("dragover", (event) => { event.preventDefault(); group.classList.add("over"); });
      group.addEventListener("dragleave", () => group.classList.remove("over"));
      group.addEventListener("drop", (event) => {
        event.preventDefault();
        group.classList.remove("over");
        const file = event.dataTransfer.getData("text/x-gouji");
        const form = file && sorted.querySelector(`[data-file="${CSS.escape(file)}"] form`);
        if (!form) return;
        form.elements.group.value = group.dataset.group;
        form.requestSubmit();
      });
    }
  }

  const waiting = document.querySelector("[data-events]");
  if (waiting) {
    const events = new EventSource(waiting.dataset.events);
    const status = waiting.querySelector("[data-status]");
    const progress = waiting.querySelector("progress");
    events.addEventListener("message", (event) => {
      const now = JSON.parse(event.data);
      if (["done", "failed", "gone"].includes(now.state)) {
        events.close();
        location.reload();
      } else if (now.all) {
        progress.max = now.all;
        progress.value = now.done;
        status.textContent = `${now.done} / ${now.all}`;
      } else {
        status.textContent = now.ahead ? `前面还有 ${now.ahead} 份，请稍等。` : "读文件、认报表、逐个数核对……一般几秒钟。";
      }
    });
  }
})();
