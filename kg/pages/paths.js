// The way from one actor to another over the links in the picture: the fewest steps, the best attested among these.
function findPath(from, to) {
  const cost = new Map([[from, 0]]);
  const came = new Map();
  const open = new Set([from]);
  const near = new Map();
  for (const edge of shown.edges) {
    for (const end of [edge.from, edge.to]) near.has(end) ? near.get(end).push(edge) : near.set(end, [edge]);
  }
  while (open.size) {
    const here = [...open].reduce((best, one) => (cost.get(one) < cost.get(best) ? one : best));
    if (here === to) return trace(came, from, to);
    open.delete(here);
    for (const edge of near.get(here) ?? []) {
      const there = other(edge, here);
      const sum = cost.get(here) + 1 + 0.01 / shown.count[edge.id];
      if (sum >= (cost.get(there) ?? Infinity)) continue;
      cost.set(there, sum);
      came.set(there, edge);
      open.add(there);
    }
  }
  return null;
}

function trace(came, from, to) {
  const path = [];
  for (let here = to; here !== from; here = other(path.at(-1), here)) path.push(came.get(here));
  return path.reverse();
}

/** Ask for the other end: the next actor that is clicked or searched for. */
function startPath(node) {
  view.path = { from: node, to: null, edges: [] };
  showNotice();
  byId("search").focus();
}

function endPath(node) {
  const { from } = view.path;
  view.path = { from, to: node, edges: findPath(from, node)?.map((edge) => edge.id) ?? null };
  choose({ path: true });
  showNotice();
  if (view.path.edges) bringIntoView(pathNodes());
}

function dropPath() {
  view.path = null;
  if (view.selected?.path) choose(null);
  showNotice();
}

function pathNodes() {
  const found = [view.path.from];
  for (const id of view.path.edges ?? []) found.push(other(edges[id], found.at(-1)));
  return found;
}

function pathPanel() {
  const { from, to, edges: steps } = view.path;
  const head = [make("div", { class: "kicker" }, "Path between two actors", closeButton()), make("h2", {}, actorButton(from), " to ", actorButton(to))];
  if (!steps) return [...head, make("p", {}, "No link in the picture leads from one to the other. Taking filters off may open a way.")];
  return [
    ...head,
    make("p", { class: "soft" }, `${count(steps.length, "step")}, over the links in the picture`),
    ...steps.flatMap((id) => {
      const [best] = statementsOf(edges[id]);
      return [edgeRows([edges[id]]), best === undefined ? null : quoteCard(edges[id], best)];
    }).filter(Boolean),
  ];
}
