"use strict";
// Elements say by data-k which keys they are, by data-l which keys they point at, by data-t what there is to tell.
(() => {
  const tip = document.getElementById("tip");
  const files = [...document.querySelectorAll(".file")];
  const start = document.getElementById("start");
  const all = (root, selector) => [...root.querySelectorAll(selector)];
  const shown = () => files.find((file) => !file.hidden);
  const keyed = (file, key) => all(file, `[data-k~="${key}"]`);

  function say(element) {
    tip.textContent = element.dataset.t;
    tip.hidden = false;
    const box = element.getBoundingClientRect();
    const size = tip.getBoundingClientRect();
    const below = box.bottom + 6 + size.height < innerHeight;
    tip.style.top = `${Math.max(4, below ? box.bottom + 6 : box.top - size.height - 6)}px`;
    tip.style.left = `${Math.max(4, Math.min(box.left, innerWidth - size.width - 8))}px`;
  }

  function bring(element) {
    element.scrollIntoView({ block: element.matches("figure") ? "start" : "center", inline: "nearest" });
  }

  // Mark what an element points at, and bring the first of it into view in every pane but the element's own.
  let turn = 0;
  function point(element) {
    const file = element.closest(".file");
    turn = element.classList.contains("at") ? turn + 1 : 0;
    all(file, ".hit, .at, .on").forEach((each) => each.classList.remove("hit", "at", "on"));
    all(file, ".go[aria-expanded=true]").forEach((each) => each.setAttribute("aria-expanded", "false"));
    element.classList.add("at");
    const found = element.dataset.l.split(" ").filter(Boolean).flatMap((key) => keyed(file, key));
    const item = element.closest(".finding") || found.find((each) => each.matches(".finding"));
    if (item) {
      item.classList.add("on");
      item.querySelector(".go").setAttribute("aria-expanded", "true");
      item.scrollIntoView({ block: "nearest" });
    }
    const targets = found.filter((each) => !each.matches(".finding"));
    targets.forEach((each) => each.classList.add("hit"));
    for (const pane of all(file, ".panes > section")) {
      const here = targets.filter((each) => pane.contains(each));
      if (here.length && !pane.contains(element)) bring(here[turn % here.length]);
    }
  }

  function findings(file) {
    return all(file, ".finding:not([hidden]) > .go");
  }

  function step(list, current, by) {
    return list[(list.indexOf(current) + by + list.length) % list.length];
  }

  function toFinding(by) {
    const list = findings(shown());
    if (!list.length) return;
    tab(shown(), "findings");
    const current = shown().querySelector(".finding.on > .go");
    const next = current ? step(list, current, by) : list[by > 0 ? 0 : list.length - 1];
    next.focus({ preventScroll: true });
    bring(next);
    point(next);
  }

  function toNext(file, state) {
    const list = all(file, `.n.${state}`);
    if (!list.length) return;
    const after = file.querySelector(".n.at");
    const follows = (each) => !after || after.compareDocumentPosition(each) & Node.DOCUMENT_POSITION_FOLLOWING;
    const next = list.find((each) => each !== after && follows(each)) || list[0];
    bring(next);
    next.focus({ preventScroll: true });
    point(next);
    say(next);
  }

  function tab(file, name) {
    for (const button of all(file, "[data-tab]")) {
      const on = button.dataset.tab === name;
      button.setAttribute("aria-selected", on);
      file.querySelector(`.panel.${button.dataset.tab}`).hidden = !on;
    }
  }

  function filter(file) {
    const severities = all(file, "[data-severity]:checked").map((box) => box.dataset.severity);
    const code = file.querySelector(".filter select").value;
    const words = file.querySelector(".filter [type=search]").value.trim().toLowerCase();
    let left = 0;
    for (const item of all(file, ".finding")) {
      const wanted = severities.includes(item.dataset.severity) && (!code || item.dataset.code === code);
      item.hidden = !wanted || !item.textContent.toLowerCase().includes(words);
      left += !item.hidden;
    }
    file.querySelector(".none").hidden = left > 0;
  }

  function show() {
    const wanted = files.length > 1 ? files.find((file) => `#${file.id}` === location.hash) : files[0];
    files.forEach((file) => { file.hidden = file !== wanted; });
    if (start) start.hidden = Boolean(wanted);
    tip.hidden = true;
  }

  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-next], [data-tab], [data-l]");
    if (!button) return;
    const file = button.closest(".file");
    if (button.dataset.next) toNext(file, button.dataset.next);
    else if (button.dataset.tab) tab(file, button.dataset.tab);
    else point(button);
  });

  document.addEventListener("keydown", (event) => {
    const element = event.target;
    if (event.key === "Escape") tip.hidden = true;
    if (event.ctrlKey || event.metaKey || event.altKey || element.matches("input, select") || !shown()) return;
    if (event.key === "n" || event.key === "N") toFinding(1);
    if (event.key === "p" || event.key === "P") toFinding(-1);
    const pane = element.closest(".text, .tables");
    if (!pane) return;
    if (event.key === "ArrowRight" || event.key === "ArrowLeft") {
      const list = all(pane, "[role=button]");
      if (!list.length) return;
      event.preventDefault();
      const by = event.key === "ArrowRight" ? 1 : -1;
      const next = list.includes(element) ? step(list, element, by) : list[0];
      next.focus({ preventScroll: true });
      bring(next);
    }
    if ((event.key === "Enter" || event.key === " ") && element.matches("[role=button]")) {
      event.preventDefault();
      point(element);
    }
  });

  document.addEventListener("input", (event) => {
    const file = event.target.closest(".file");
    if (event.target.closest(".filter")) filter(file);
  });
  document.addEventListener("change", (event) => {
    if (!event.target.matches(".jump") || !event.target.value) return;
    bring(keyed(event.target.closest(".file"), event.target.value)[0]);
    event.target.value = "";
  });
  for (const [on, off] of [["mouseover", "mouseout"], ["focusin", "focusout"]]) {
    document.addEventListener(on, (event) => {
      const element = event.target.closest("[data-t]");
      if (element) say(element);
    });
    document.addEventListener(off, () => { tip.hidden = true; });
  }
  // One stop of the Tab key for each pane; the arrow keys go on from there.
  all(document, ".text, .tables").forEach((pane) => { pane.tabIndex = 0; });
  addEventListener("hashchange", show);
  show();
})();
