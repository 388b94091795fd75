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
      bundles.push({ id, from: edge.from, to: edge.to, live: [] });
    }
  }
}

const drawnBundle = ({ id, from, to }) => ({ id, from, to });

/** The lines to draw instead of these links: one a pair, with the links that it stands for now. */
function bundled(found) {
  if (!bundles.length) makeBundles();
  for (const bundle of bundles) bundle.live = [];
  for (const edge of found) link(bundleOf.get(pairKey(edge.from, edge.to))).live.push(edge);
  return bundles.filter((bundle) => bundle.live.length);
}

function bundleLook(bundle) {
  const { live, from } = bundle;
  return {
    colour: live.every((edge) => edge.f === live[0].f) ? familyColour(live[0].f) : shade.soft,
    lit: litPair(bundle),
    width: widthOf(live.reduce((sum, edge) => sum + shown.sources[edge.id], 0)),
    dashed: live.every((edge) => edge.status === "possible"),
    to: live.some((edge) => !isSymmetric(edge) && edge.from === from),
    from: live.some((edge) => !isSymmetric(edge) && edge.from !== from),
  };
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
