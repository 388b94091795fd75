// What is seen, in the address after #, so that a link shows another the same.
const shared = commonStart(actors.map((actor) => actor.iri));
const nameOf = (node) => actors[node].iri.slice(shared.length);
const nodeNamed = (name) => actors.findIndex((actor) => actor.iri === shared + name);
const LISTS = { family: families, status: statuses.map((id) => ({ id })), type: types, relation: relations };
let writing = true;

function commonStart(texts) {
  if (!texts.length) return "";
  let start = texts[0];
  for (const text of texts) while (!text.startsWith(start)) start = start.slice(0, -1);
  return start.slice(0, start.lastIndexOf("/") + 1);
}

function stateText() {
  const state = new URLSearchParams();
  for (const [kind, list] of Object.entries(LISTS)) if (view.off[kind].size) state.set(`no-${kind}`, [...view.off[kind]].sort((a, b) => a - b).map((number) => list[number].id).join(","));
  if (view.speaker >= 0) state.set("speaker", speakers[view.speaker].label);
  if (view.speaker === -2) state.set("speaker", "*");
  if (view.source >= 0) state.set("source", sourceNames[view.source]);
  if (big && view.top !== STRONGEST) state.set("top", view.top);
  if (view.merged !== big) state.set("merged", view.merged ? "1" : "0");
  if (view.least > 1) state.set("least", view.least);
  if (view.from !== null) state.set("days", `${dateOf(view.from)}/${dateOf(view.to)}`);
  if (view.focus !== null) state.set("around", nameOf(view.focus));
  for (const name of ["contestedOnly", "blocs", "table"]) if (view[name]) state.set(name, "1");
  return chosenText(state).toString();
}

function chosenText(state) {
  const chosen = view.selected;
  if (chosen?.node !== undefined) state.set("actor", nameOf(chosen.node));
  if (chosen?.edge !== undefined) state.set("link", linkName(edges[chosen.edge]));
  if (chosen?.pair) state.set("pair", chosen.pair.map(nameOf).join(" "));
  if (chosen?.path) state.set("path", [view.path.from, view.path.to].map(nameOf).join(" "));
  return state;
}

const linkName = (edge) => [nameOf(edge.from), edge.family, edge.status, nameOf(edge.to)].join(" ");

/** Every change is written, without a step in the browser's history; within a notebook there is no address. */
function changed() {
  if (!writing) return;
  if (location.protocol === "about:") return;
  const text = stateText();
  history.replaceState(null, "", text ? `#${text}` : location.pathname + location.search);
}

function readState() {
  const state = new URLSearchParams(location.hash.slice(1));
  writing = false;
  stopPlaying();
  for (const [kind, list] of Object.entries(LISTS)) view.off[kind] = numbered(state.get(`no-${kind}`), list);
  const speaker = state.get("speaker");
  view.speaker = speaker === "*" ? -2 : speakers.findIndex((one) => one.label === speaker);
  view.source = state.has("source") ? sourceNames.indexOf(state.get("source")) : -1;
  view.least = Math.max(1, Number(state.get("least")) || 1);
  [view.from, view.to] = readDays(state.get("days"));
  const around = nodeNamed(state.get("around"));
  view.focus = around >= 0 ? around : null;
  view.contestedOnly = state.has("contestedOnly");
  view.merged = state.has("merged") ? state.get("merged") === "1" : big;
  view.top = big ? Number(state.get("top")) || STRONGEST : Infinity;
  view.blocs = state.has("blocs");
  buildFilters();
  for (const name of ["merged", "blocs"]) byId(`toggle-${name}`).setAttribute("aria-pressed", String(view[name]));
  applyFilters();
  toggleTable(state.has("table"));
  showTime();
  readChosen(state);
  writing = true;
}

function readChosen(state) {
  const ends = (state.get("pair") ?? state.get("path") ?? "").split(" ").map(nodeNamed);
  const edge = state.has("link") ? edges.find((one) => linkName(one) === state.get("link")) : undefined;
  const node = nodeNamed(state.get("actor"));
  if (edge) openEdge(edge.id);
  else if (node >= 0) openActor(node);
  else if (state.has("pair") && !ends.includes(-1)) choose({ pair: ends });
  else if (state.has("path") && !ends.includes(-1)) {
    view.path = { from: ends[0], to: null, edges: [] };
    endPath(ends[1]);
  } else choose(view.blocs ? { blocs: true } : null);
}

const numbered = (text, list) => new Set((text ? text.split(",") : []).map((id) => list.findIndex((one) => one.id === id)).filter((number) => number >= 0));

function readDays(text) {
  const [from, to] = (text ?? "").split("/").map((date) => Date.parse(date) / DAY);
  return Number.isFinite(from) && Number.isFinite(to) ? [from, to] : [null, null];
}
