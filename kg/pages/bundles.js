// All links of a pair drawn as one line, if asked for, that opens into the links it stands for.
const bundles = [];
const bundleOf = new Map();
const pairKey = (a, b) => Math.min(a, b) * nodes.length + Math.max(a, b);
const link = (id) => (id < edges.length ? edges[id] : bundles[id - edges.length]);

function makeBundles() {
  for (const edge of edges) {
    const key = pairKey(edge.from, edge.to);
    if (!bundleOf.has(key)) {
      const id = edges.length + bundles.length;
      bundleOf.set(key, id);
      bundles.push({ id, from: edge.from, to: edge.to, members: [], live: [] });
    }
    link(bundleOf.get(key)).members.push(edge);
  }
  const line = { width: 1, arrows: { to: { enabled: true, scaleFactor: ARROW }, from: { enabled: true, scaleFactor: ARROW } } };
  drawnEdges.add(bundles.map(({ id, from, to }) => ({ id, from, to, ...line, color: lineColour(shade.soft, 1) })));
}

/** The lines to draw instead of these links: one a pair, with the links that it stands for now. */
function bundled(found) {
  if (!bundles.length) makeBundles();
  for (const bundle of bundles) bundle.live = [];
  for (const edge of found) link(bundleOf.get(pairKey(edge.from, edge.to))).live.push(edge);
  return bundles.filter((bundle) => bundle.live.length);
}

function styleBundle(bundle, options) {
  const { live, from } = bundle;
  const families = new Set(live.map((edge) => edge.f));
  const colour = families.size === 1 ? familyColour(live[0].f) : shade.ink;
  options.color = lineColour(colour, litPair(bundle) ? 1 : 0.1);
  options.width = widthOf(live.reduce((sum, edge) => sum + shown.sources[edge.id], 0)) * grownTo;
  options.dashes = live.every((edge) => edge.status === "possible") ? DASH : false;
  options.arrows.to.enabled = live.some((edge) => !isSymmetric(edge) && edge.from === from);
  options.arrows.from.enabled = live.some((edge) => !isSymmetric(edge) && edge.from !== from);
}

function litPair({ from, to, live }) {
  const chosen = view.selected;
  if (!chosen) return true;
  if (chosen.pair) return pairKey(...chosen.pair) === pairKey(from, to);
  return live.some((edge) => litEdge(edge.id));
}

function pairPanel([first, second]) {
  const found = edgesOf[first].map((id) => edges[id]).filter((edge) => other(edge, first) === second && shown.count[edge.id]);
  return [
    make("div", { class: "kicker" }, count(found.length, "link"), closeButton()),
    make("h2", {}, actorButton(first), " and ", actorButton(second)),
    edgeRows(found),
    ...found.flatMap((edge) => [make("h3", {}, sentenceOf(edge), statusWord(edge)), ...statementsOf(edge).slice(0, 5).map((number) => quoteCard(edge, number))]),
  ];
}

function mergeLinks(merged) {
  view.merged = merged;
  byId("toggle-merged").setAttribute("aria-pressed", String(merged));
  applyFilters();
}
