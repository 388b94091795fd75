// The panel beside the picture: an overview, the dossier of an actor, or the evidence of a link.
function showPanel() {
  const panel = byId("panel");
  const chosen = view.selected;
  panel.replaceChildren(...panelOf(chosen));
  panel.scrollTop = 0;
}

/** The same panel under other filters, where it was scrolled to. */
function refreshPanel() {
  const { scrollTop } = byId("panel");
  showPanel();
  byId("panel").scrollTop = scrollTop;
}

function panelOf(chosen) {
  if (chosen === null) return overview();
  if (chosen.edge !== undefined) return evidence(edges[chosen.edge]);
  if (chosen.pair) return pairPanel(chosen.pair);
  if (chosen.path) return pathPanel();
  return chosen.blocs ? blocPanel() : dossier(chosen.node);
}

const closeButton = () => make("button", { type: "button", class: "quiet close", onclick: () => choose(null) }, "Close");

function figures(pairs) {
  return make("div", { class: "figures" }, pairs.map(([number, word]) => make("div", {}, make("b", {}, number.toLocaleString("en")), make("span", {}, word))));
}

function overview() {
  const busiest = [...shown.nodes].sort((a, b) => shown.said[b] - shown.said[a] || a - b).slice(0, 8);
  const disputed = shown.edges.filter((edge) => shown.contested[edge.id]).slice(0, 8);
  const strongest = [...shown.edges].sort((a, b) => shown.count[b.id] - shown.count[a.id]).slice(0, 8);
  return [
    make("h2", {}, "What the reports say"),
    make("p", { class: "soft" }, "Click an actor for its dossier, a line for the sentences behind it."),
    figures([[documents.length, "documents"], [shown.nodes.size, "actors"], [shown.edges.length, "links"]]),
    make("h3", {}, "Most written about"), actorRows(busiest),
    make("h3", {}, "Best attested links"), edgeRows(strongest),
    ...(disputed.length ? [make("h3", {}, "Contested"), edgeRows(disputed)] : []),
  ];
}

function actorRows(ids) {
  return make("ul", { class: "rows" }, ids.map((id) => make("li", {}, make("button", { type: "button", onclick: () => openActor(id) }, typeSwatch(nodes[id].t), make("span", { class: "name" }, actors[id].name), make("span", { class: "num" }, String(shown.said[id]))))));
}

function edgeRows(list, from = null) {
  return make("ul", { class: "rows" }, list.map((edge) => make("li", {}, make("button", { type: "button", onclick: () => openEdge(edge.id), "aria-label": rowLabel(edge) }, lineSwatch(edge.f, edge.status, families[edge.f].symmetric), make("span", { class: "name" }, from === null ? sentenceOf(edge) : rowName(edge, from), statusWord(edge)), make("span", { class: "num" }, String(shown.count[edge.id] || edge.count))))));
}

const rowLabel = (edge) => `${sentenceOf(edge)}, ${STATUS_WORDS[edge.status]}, ${count(shown.count[edge.id] || edge.count, "sentence")}`;

const statusWord = (edge) => (edge.status === "actual" ? null : make("span", { class: "soft small" }, ` ${STATUS_WORDS[edge.status]}`));

function rowName(edge, node) {
  const name = actors[other(edge, node)].name;
  return families[edge.f].symmetric || edge.from === node ? name : `by ${name}`;
}

function openEdge(id) {
  chooseEdge(id);
  bringIntoView([edges[id].from, edges[id].to]);
}

function dossier(node) {
  const actor = actors[node];
  const mine = edgesOf[node].map((id) => edges[id]).filter((edge) => shown.count[edge.id] > 0);
  const sentences = mine.reduce((sum, edge) => sum + shown.count[edge.id], 0);
  const parts = [
    make("div", { class: "kicker" }, typeSwatch(nodes[node].t), make("span", {}, types[nodes[node].t].label), closeButton()),
    make("h2", {}, actor.name),
  ];
  if (actor.aliases.length) parts.push(make("ul", { class: "chips", "aria-label": "Other names" }, actor.aliases.slice(0, 24).map((alias) => make("li", {}, alias))));
  parts.push(figures([[mine.length, "links"], [sentences, "sentences"], [actor.documents, actor.documents === 1 ? "document" : "documents"]]));
  if (nodes[node].x !== undefined) parts.push(actorActions(node));
  parts.push(...linksByFamily(node, mine), ...timeline(mine));
  return parts;
}

function actorActions(node) {
  const focused = view.focus === node;
  return make("div", { class: "actions" }, make("button", { type: "button", class: "quiet", id: "focus", "aria-pressed": String(focused), onclick: () => { focusOn(focused ? null : node); showPanel(); } }, "Only its neighbours"), make("button", { type: "button", class: "quiet", id: "path", onclick: () => startPath(node) }, "Path to …"));
}

function linksByFamily(node, mine) {
  return families.flatMap((family, f) => {
    const found = mine.filter((edge) => edge.f === f).sort((a, b) => shown.count[b.id] - shown.count[a.id]);
    if (!found.length) return [];
    return [make("h3", {}, family.label, make("span", { class: "count" }, String(found.length))), edgeRows(found, node)];
  });
}

/** Sentences a day, as bars, where at least two days are known. */
function timeline(mine) {
  const days = new Map();
  for (const edge of mine) {
    for (const number of statementsOf(edge)) {
      const day = documents[statements.document[number]].published;
      if (day) days.set(day, (days.get(day) ?? 0) + 1);
    }
  }
  if (days.size < 2) return [];
  const found = [...days].sort();
  const first = Date.parse(found[0][0]);
  const span = Date.parse(found.at(-1)[0]) - first || 1;
  const most = Math.max(...days.values());
  const svg = draw("svg", { class: "spark", viewBox: "0 0 320 44", preserveAspectRatio: "none", role: "img", "aria-label": found.map(([day, total]) => `${day}: ${total}`).join(", ") });
  for (const [day, total] of found) {
    const high = Math.max(2, (total / most) * 40);
    svg.append(draw("rect", { x: ((Date.parse(day) - first) / span) * 312, y: 44 - high, width: 7, height: high, rx: 1 }));
  }
  return [make("h3", {}, "By date of the report"), svg, make("p", { class: "soft small" }, `${found[0][0]} to ${found.at(-1)[0]}`)];
}

function evidence(edge) {
  const numbers = statementsOf(edge);
  const family = families[edge.f];
  const sources = shown.sources[edge.id];
  return [
    make("div", { class: "kicker" }, make("span", { class: `badge ${edge.status}` }, STATUS_WORDS[edge.status]), shown.contested[edge.id] ? make("span", { class: "badge contested" }, "≠ contested") : null, closeButton()),
    make("h2", {}, actorButton(edge.from), " ", make("span", { class: "verb" }, lineSwatch(edge.f, edge.status, family.symmetric), family.label), " ", nodes[edge.to].type === "Claim" ? claimName(edge) : actorButton(edge.to)),
    make("p", { class: "soft" }, `${count(numbers.length, "sentence")} from ${count(sources, "source")}`),
    make("div", { class: "key" }, make("span", {}, make("mark", {}, "who acts")), make("span", {}, make("mark", { class: "object" }, "whom it concerns"))),
    ...alsoBetween(edge),
    ...numbers.slice(0, 100).map((number) => quoteCard(edge, number)),
  ];
}

const claimName = (edge) => make("span", {}, `“${actors[edge.to].name}”`);

/** The other links of the same two actors, so that a pair is read as a whole. */
function alsoBetween(edge) {
  const others = edgesOf[edge.from].map((id) => edges[id]).filter((one) => one.id !== edge.id && other(one, edge.from) === edge.to && one.to !== one.from === (edge.to !== edge.from) && shown.count[one.id]);
  if (!others.length) return [];
  return [make("h3", {}, "Also between these two"), edgeRows(others)];
}
