// What is chosen, lit and in focus.
function litEdge(id) {
  const chosen = view.selected;
  if (!chosen || chosen.blocs) return true;
  if (chosen.edge !== undefined) return chosen.edge === id;
  if (chosen.pair) return pairKey(...chosen.pair) === pairKey(edges[id].from, edges[id].to);
  if (chosen.path) return view.path.edges?.includes(id) ?? false;
  return edges[id].from === chosen.node || edges[id].to === chosen.node;
}

/** Fade what does not touch the choice. */
function light() {
  const chosen = view.selected;
  if (!chosen || chosen.blocs) nodeState.faded = null;
  else if (chosen.pair) nodeState.faded = new Set(chosen.pair);
  else if (chosen.path) nodeState.faded = new Set([...pathNodes(), view.path.to]);
  else if (chosen.edge !== undefined) nodeState.faded = new Set([edges[chosen.edge].from, edges[chosen.edge].to]);
  else nodeState.faded = new Set([chosen.node, ...shown.edges.filter((edge) => edge.from === chosen.node || edge.to === chosen.node).map((edge) => other(edge, chosen.node))]);
  restyleEdges();
}

function choose(selected) {
  view.selected = selected;
  drawnOnce(() => {
    network.unselectAll();
    if (selected?.node !== undefined && nodes[selected.node].x !== undefined && shown.nodes.has(selected.node)) network.selectNodes([selected.node], false);
    light();
  });
  showPanel();
  changed();
}

const chooseNode = (node) => (view.path && view.path.to === null && node !== view.path.from ? endPath(node) : choose({ node }));
const chooseEdge = (edge) => choose({ edge });

function focusOn(node) {
  view.focus = node;
  applyFilters();
  fit();
}

/** Move so that these actors, with their names, fill the picture; names keep their size, so they get fixed room. */
function show(ids, closest, animated = true) {
  const points = ids.filter((id) => shown.nodes.has(id) && network.body.nodes[id]).map((id) => network.body.nodes[id]);
  if (!points.length) return;
  const { clientWidth, clientHeight } = byId("graph");
  const [left, right] = [Math.min(...points.map(({ x }) => x)), Math.max(...points.map(({ x }) => x))];
  const [top, bottom] = [Math.min(...points.map(({ y }) => y)), Math.max(...points.map(({ y }) => y))];
  const room = Math.min(150, clientWidth / 4);
  const scale = Math.min(closest, (clientWidth - room) / (right - left || 1), (clientHeight - 90) / (bottom - top || 1));
  network.moveTo({ position: { x: (left + right) / 2, y: (top + bottom) / 2 + 8 / scale }, scale, animation: animated ? moves() : false });
}

const bringIntoView = (ids) => show(ids, 1.3);
const fit = (animated = true) => show(network.body.nodeIndices, 1.5, animated);

const moves = () => (matchMedia("(prefers-reduced-motion: reduce)").matches || big ? false : { duration: 350, easingFunction: "easeInOutQuad" });
