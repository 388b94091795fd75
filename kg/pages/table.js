// The same relations as a table, beside the picture, for reading without a mouse or without eyes.
const ROWS = 200;
const COLUMNS = [
  ["Who", (edge) => actors[edge.from].name],
  ["Relation", (edge) => families[edge.f].label],
  ["Whom", (edge) => actors[edge.to].name],
  ["Status", (edge) => STATUS_WORDS[edge.status] + (shown.contested[edge.id] ? ", contested" : "")],
  ["Sentences", (edge) => shown.count[edge.id]],
  ["Sources", (edge) => shown.sources[edge.id]],
];
const order = { column: 4, down: true, rows: ROWS };

function toggleTable(open) {
  view.table = open;
  byId("table").hidden = !open;
  byId("toggle-table").setAttribute("aria-pressed", String(open));
  if (open) fillTable();
  changed();
}

function sortedEdges() {
  const value = COLUMNS[order.column][1];
  const turn = order.down ? -1 : 1;
  const rows = shown.edges.map((edge) => [value(edge), edge]);
  rows.sort(([a, left], [b, right]) => turn * (typeof a === "number" ? a - b : a.localeCompare(b)) || left.id - right.id);
  return rows.map(([, edge]) => edge);
}

function fillTable() {
  const rows = sortedEdges();
  const head = COLUMNS.map(([title], column) => {
    const sorted = order.column === column ? (order.down ? "descending" : "ascending") : "none";
    return make("th", { scope: "col", class: column > 3 ? "num" : "", "aria-sort": sorted }, make("button", { type: "button", onclick: () => sortBy(column) }, title + (sorted === "none" ? "" : order.down ? " ↓" : " ↑")));
  });
  const body = make("tbody", {}, rows.slice(0, order.rows).map(tableRow));
  const more = rows.length > order.rows ? make("button", { type: "button", class: "quiet more-rows", onclick: () => { order.rows += ROWS; fillTable(); } }, `Show ${Math.min(ROWS, rows.length - order.rows)} more of ${rows.length}`) : null;
  byId("table").replaceChildren(make("table", {}, make("thead", {}, make("tr", {}, head)), body), ...(more ? [more] : []));
}

function tableRow(edge) {
  const open = make("button", { type: "button", class: "actor", onclick: () => openEdge(edge.id), "aria-label": rowLabel(edge) }, families[edge.f].label);
  const cells = COLUMNS.map(([, value], column) => (column === 1 ? make("td", {}, open) : make("td", { class: column > 3 ? "num" : "" }, column === 0 || (column === 2 && nodes[edge.to].type !== "Claim") ? actorButton(column ? edge.to : edge.from) : String(value(edge)))));
  return make("tr", { class: view.selected?.edge === edge.id ? "open" : "" }, cells);
}

function sortBy(column) {
  order.down = order.column === column ? !order.down : column > 3;
  order.column = column;
  fillTable();
}
