"use strict";
// Rows are sorted by a click on a head and filtered by their states and by words; nothing is loaded.
(() => {
  const body = document.querySelector("tbody");
  const rows = [...body.rows];
  const heads = [...document.querySelectorAll("th")];
  const boxes = [...document.querySelectorAll("input[type=checkbox]")];
  const search = document.querySelector("input[type=search]");
  const order = new Map(boxes.map((box, index) => [box.value, index]));

  function value(row, column) {
    if (column === 2) return order.get(row.className);
    const cell = row.cells.length < heads.length ? { 8: row.cells[4] }[column] ?? row.cells[column] : row.cells[column];
    const text = cell && !cell.hasAttribute("colspan") ? cell.textContent : "";
    return heads[column].classList.contains("v") ? Number.parseFloat(text) || 0 : text;
  }

  function sort(column) {
    const falling = heads[column].getAttribute("aria-sort") === "ascending" ||
      (heads[column].getAttribute("aria-sort") === "none" && heads[column].classList.contains("v"));
    heads.forEach((head, index) =>
      head.setAttribute("aria-sort", index === column ? (falling ? "descending" : "ascending") : "none"));
    const keyed = rows.map((row) => [value(row, column), row]);
    keyed.sort(([a], [b]) => (typeof a === "number" ? a - b : a.localeCompare(b, "zh-CN")) * (falling ? -1 : 1));
    body.append(...keyed.map(([, row]) => row));
  }

  function filter() {
    const wanted = new Set(boxes.filter((box) => box.checked).map((box) => box.value));
    const words = search.value.trim().toLowerCase();
    let shown = 0;
    for (const row of rows) {
      row.hidden = !wanted.has(row.className) || (words && !row.textContent.toLowerCase().includes(words));
      shown += !row.hidden;
    }
    document.querySelector("output").textContent = shown < rows.length ? `显示 ${shown} / ${rows.length}` : "";
    document.querySelector(".none").hidden = shown > 0;
  }

  heads.forEach((head, column) => head.querySelector("button").addEventListener("click", () => sort(column)));
  boxes.forEach((box) => box.addEventListener("change", filter));
  search.addEventListener("input", filter);
})();
