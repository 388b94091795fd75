// The legend, which is the filter: what is ticked decides which links and actors are in the picture.
const view = {
  off: { family: new Set(), status: new Set(), type: new Set(), relation: new Set() },
  speaker: -1, source: -1, least: 1, from: null, to: null, contestedOnly: false,
  focus: null, path: null, selected: null, merged: big, blocs: false, table: false,
  top: big ? STRONGEST : Infinity, extra: new Set(),
};
const shown = {
  count: new Uint32Array(edges.length), sources: new Uint32Array(edges.length), contested: new Uint8Array(edges.length), said: new Uint32Array(nodes.length),
  nodes: new Set(), edges: [],
};
let hovered = null;

const passes = (number) =>
  !view.off.relation.has(statements.relation[number]) &&
  (view.speaker === -1 || (view.speaker === -2 ? statements.speaker[number] === -1 : statements.speaker[number] === view.speaker)) &&
  (view.source === -1 || sourceOf[statements.document[number]] === view.source) &&
  (!view.contestedOnly || statements.contested[number] === 1) &&
  inTime(dayOf[statements.document[number]]);

const inTime = (day) => view.from === null || (day !== null && day >= view.from && day <= view.to);

/** The numbers of a link's statements that the filters let through. */
function statementsOf(edge) {
  const found = [];
  for (let number = edge.first; number < edge.first + edge.count; number += 1) if (passes(number)) found.push(number);
  return found;
}

/** Count anew what each link rests on: its sentences, and its sources without reprints. */
function tally() {
  const seen = new Set();
  for (const edge of edges) {
    let sentences = 0;
    let contested = 0;
    seen.clear();
    for (let number = edge.first; number < edge.first + edge.count; number += 1) {
      if (!passes(number)) continue;
      sentences += 1;
      contested |= statements.contested[number];
      const document = statements.document[number];
      if (statements.independent[number]) seen.add(sourceNames[sourceOf[document]] ? sourceOf[document] : -1 - document);
    }
    shown.count[edge.id] = sentences;
    shown.sources[edge.id] = seen.size || (sentences ? 1 : 0);
    shown.contested[edge.id] = contested;
  }
}

/** Of a big graph the actors most written about come first, and whoever was asked for. */
const isStrong = (id) => id < view.top || view.extra.has(id) || view.focus !== null;

function visibleEdges() {
  const near = view.focus === null ? null : new Set([view.focus, ...edgesOf[view.focus].map((id) => other(edges[id], view.focus))]);
  return edges.filter(
    (edge) =>
      shown.count[edge.id] >= view.least &&
      isStrong(edge.from) && isStrong(edge.to) &&
      !view.off.family.has(edge.f) && !view.off.status.has(edge.s) &&
      !view.off.type.has(nodes[edge.from].t) && !view.off.type.has(nodes[edge.to].t) &&
      (!near || (near.has(edge.from) && near.has(edge.to))),
  );
}

/** Put the filters into force: the library draws and hits only what its index lists hold. */
function applyFilters() {
  tally();
  const found = visibleEdges();
  shown.edges = found;
  shown.nodes = new Set(found.flatMap((edge) => [edge.from, edge.to]));
  if (view.focus !== null) shown.nodes.add(view.focus);
  shown.said.fill(0);
  for (const { id, from, to } of found) for (const end of new Set([from, to])) shown.said[end] += shown.count[id];
  drawnOnce(() => {
    putInPicture(nodes.filter((node) => shown.nodes.has(node.id)).map((node) => node.id), view.merged ? bundled(found) : found);
    light();
  });
  summarise();
  showFilterState();
  if (view.table) fillTable();
  refreshPanel();
  changed();
}

function summarise() {
  const sentences = shown.edges.reduce((sum, edge) => sum + shown.count[edge.id], 0);
  const some = view.top < nodes.length;
  const parts = [some ? `${shown.nodes.size.toLocaleString("en")} of ${count(nodes.length, "actor")}` : count(shown.nodes.size, "actor"), count(shown.edges.length, "link"), count(sentences, "statement"), count(documents.length, "document")];
  byId("summary").textContent = parts.join(" · ");
}

function buildFilters() {
  const panel = byId("filters");
  panel.replaceChildren(
    group("Relations", "family", families.map((family, f) => choice("family", f, family.label, () => lineSwatch(f, "actual", family.symmetric), familyCount(f), subTypes(f))).concat([mixedRow()])),
    group("Status", "status", statuses.map((status, s) => choice("status", s, STATUS_WORDS[status], () => lineSwatch(0, status, false, shade.soft), statusCount(s)))),
    group("Actors", "type", types.map((type, t) => choice("type", t, type.label, () => typeSwatch(t), nodes.filter((node) => node.t === t && node.x !== undefined).length))),
    evidenceFilters(),
  );
}

const familyCount = (f) => edges.reduce((sum, edge) => sum + (edge.f === f ? 1 : 0), 0);
const statusCount = (s) => edges.reduce((sum, edge) => sum + (edge.s === s ? 1 : 0), 0);

/** Beside each row of the legend how much of it is in the picture; beside what is taken off, how much it would be. */
function showCounts() {
  const now = { family: new Uint32Array(families.length), status: new Uint32Array(statuses.length), type: new Uint32Array(types.length), relation: new Uint32Array(relations.length) };
  for (const edge of shown.edges) {
    now.family[edge.f] += 1;
    now.status[edge.s] += 1;
    for (let number = edge.first; number < edge.first + edge.count; number += 1) if (passes(number)) now.relation[statements.relation[number]] += 1;
  }
  for (const id of shown.nodes) now.type[nodes[id].t] += 1;
  for (const cell of document.querySelectorAll("#filters .choice > .count")) {
    const { kind, number, total } = cell.dataset;
    const off = view.off[kind].has(Number(number));
    cell.textContent = Number(off ? total : now[kind][number]).toLocaleString("en");
  }
}

function group(title, kind, rows) {
  const all = make("button", { type: "button", class: "all", onclick: () => setOff(kind, []) }, "Show all");
  all.dataset.all = kind;
  return make("fieldset", { class: "group" }, make("legend", {}, title, all), rows.flat());
}

function choice(kind, number, label, swatch, total, below = null) {
  const box = make("input", { type: "checkbox", checked: !view.off[kind].has(number), onchange: () => toggle(kind, number) });
  box.dataset.kind = kind;
  box.dataset.number = number;
  const only = make("button", { type: "button", class: "only", "aria-label": `Only ${label}`, onclick: () => onlyThis(kind, number) }, "only");
  const row = make("div", { class: "choice" }, make("label", {}, box, swatch?.(), make("span", {}, label)), only, counter(kind, number, total));
  if (kind === "relation") row.classList.add("sub");
  if (kind === "family" && !below && relations.length > families.length) row.append(make("span", { class: "more" }));
  if (!below) return [row];
  const list = make("div", { hidden: true }, below);
  const more = make("button", { type: "button", class: "more", "aria-expanded": "false", "aria-label": `Kinds of ${label}` }, "▸");
  more.addEventListener("click", () => {
    list.hidden = !list.hidden;
    more.textContent = list.hidden ? "▸" : "▾";
    more.setAttribute("aria-expanded", String(!list.hidden));
  });
  row.append(more);
  return [row, list];
}

/** What a line stands for that is drawn for several families at once. */
function mixedRow() {
  return [make("div", { class: "choice", id: "mixed" }, lineSwatch(0, "actual", true, shade.soft), make("span", { class: "soft" }, "several of these"))];
}

function counter(kind, number, total) {
  const cell = make("span", { class: "count", title: `${total.toLocaleString("en")} in all` });
  Object.assign(cell.dataset, { kind, number, total });
  return cell;
}

/** The sub-types of a family, if there are any besides itself. */
function subTypes(f) {
  const totals = new Map();
  for (const edge of edges) {
    if (edge.f !== f) continue;
    for (let number = edge.first; number < edge.first + edge.count; number += 1) {
      totals.set(statements.relation[number], (totals.get(statements.relation[number]) ?? 0) + 1);
    }
  }
  if (totals.size < 2) return null;
  return [...totals].sort((a, b) => b[1] - a[1]).map(([relation, total]) => choice("relation", relation, relations[relation].label, null, total)).flat();
}

function toggle(kind, number) {
  if (!view.off[kind].delete(number)) view.off[kind].add(number);
  applyFilters();
}

function setOff(kind, numbers) {
  view.off[kind] = new Set(numbers);
  applyFilters();
}

function onlyThis(kind, number) {
  const peers = [...document.querySelectorAll(`input[data-kind="${kind}"]`)].map((box) => Number(box.dataset.number));
  const inFamily = kind === "relation" ? siblings(number) : peers;
  const rest = inFamily.filter((one) => one !== number);
  setOff(kind, kind === "relation" ? [...[...view.off.relation].filter((one) => !inFamily.includes(one)), ...rest] : rest);
}

function siblings(relation) {
  const families = new Set(edges.filter((edge) => statements.relation.slice(edge.first, edge.first + edge.count).includes(relation)).map((edge) => edge.f));
  return relations.map((_, number) => number).filter((number) => edges.some((edge) => families.has(edge.f) && statements.relation.slice(edge.first, edge.first + edge.count).includes(number)));
}

function showFilterState() {
  for (const box of document.querySelectorAll("#filters input[data-kind]")) box.checked = !view.off[box.dataset.kind].has(Number(box.dataset.number));
  for (const button of document.querySelectorAll("[data-all]")) button.hidden = view.off[button.dataset.all].size === 0;
  byId("mixed").hidden = !view.merged;
  showCounts();
  showNotice();
}

/** What besides the legend narrows the picture, with a way back. */
function showNotice() {
  const notice = byId("notice");
  notice.hidden = view.focus === null && !(view.path && view.path.to === null);
  if (view.path && view.path.to === null) notice.replaceChildren(make("span", {}, "Path from ", make("b", {}, actors[view.path.from].name), ": choose the other end"), make("button", { type: "button", onclick: dropPath }, "Cancel"));
  else if (view.focus !== null) notice.replaceChildren(make("span", {}, "Only ", make("b", {}, actors[view.focus].name), " and its neighbours"), make("button", { type: "button", onclick: () => focusOn(null) }, "Show all"));
}
