// What is chosen, lit and in focus.
function litEdge(id) {
  const chosen = view.selected;
  if (!chosen) return true;
  if (chosen.blocs) return tiesBlocs(edges[id]);
  if (chosen.edge !== undefined) return chosen.edge === id;
  if (chosen.pair) return pairKey(...chosen.pair) === pairKey(edges[id].from, edges[id].to);
  if (chosen.path) return view.path.edges?.includes(id) ?? false;
  return edges[id].from === chosen.node || edges[id].to === chosen.node;
}

/** Fade what does not touch the choice. */
function light() {
  const chosen = view.selected;
  if (!chosen) nodeState.faded = null;
  else if (chosen.blocs) nodeState.faded = new Set(nodes.filter(({ bloc }) => bloc !== undefined).map(({ id }) => id));
  else if (chosen.pair) nodeState.faded = new Set(chosen.pair);
  else if (chosen.path) nodeState.faded = new Set([...pathNodes(), view.path.to]);
  else if (chosen.edge !== undefined) nodeState.faded = new Set([edges[chosen.edge].from, edges[chosen.edge].to]);
  else nodeState.faded = new Set([chosen.node, ...shown.edges.filter((edge) => edge.from === chosen.node || edge.to === chosen.node).map((edge) => other(edge, chosen.node))]);
  const lit = (id) => Number(!nodeState.faded || nodeState.faded.has(id));
  network.body.nodeIndices.sort((a, b) => lit(a) - lit(b) || a - b);
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

/** What a picture leaves free at its edges, in pixels: buttons and notice above, names at the sides and below. */
const [TOP_ROOM, END_ROOM] = [72, 44];
const sideRoom = () => Math.min(150, byId("graph").clientWidth / 4);

/** Pull the places apart, one way only, so that the whole picture has the shape of the room there is for it. */
function spread() {
  const placed = nodes.filter(({ x }) => x !== undefined);
  const length = (axis) => placed.reduce((most, node) => Math.max(most, node[axis]), -Infinity) - placed.reduce((least, node) => Math.min(least, node[axis]), Infinity);
  const [wide, high] = [length("x"), length("y")];
  if (!(wide > 0 && high > 0)) return;
  const { clientWidth, clientHeight } = byId("graph");
  const wanted = Math.max(100, clientWidth - sideRoom()) / Math.max(100, clientHeight - TOP_ROOM - END_ROOM);
  const pull = wanted / (wide / high);
  for (const node of placed) {
    if (pull > 1) node.x *= Math.min(pull, MOST_SPREAD);
    else node.y *= Math.min(1 / pull, MOST_SPREAD);
  }
}
const MOST_SPREAD = 1.7;

/** Move so that these actors, with their names, fill the picture; names keep their size, so they get fixed room. */
function show(ids, closest, animated = true) {
  const points = ids.filter((id) => shown.nodes.has(id) && network.body.nodes[id]).map((id) => network.body.nodes[id]);
  if (!points.length) return;
  const { clientWidth, clientHeight } = byId("graph");
  const [left, right] = [Math.min(...points.map(({ x }) => x)), Math.max(...points.map(({ x }) => x))];
  const [top, bottom] = [Math.min(...points.map(({ y }) => y)), Math.max(...points.map(({ y }) => y))];
  const scale = Math.min(closest, (clientWidth - sideRoom()) / (right - left || 1), (clientHeight - TOP_ROOM - END_ROOM) / (bottom - top || 1));
  network.moveTo({ position: { x: (left + right) / 2, y: (top + bottom) / 2 + (END_ROOM - TOP_ROOM) / 2 / scale }, scale, animation: animated ? moves() : false });
}

const bringIntoView = (ids) => show(ids, 1);
const fit = (animated = true) => show(network.body.nodeIndices, 1.5, animated);

const moves = () => (matchMedia("(prefers-reduced-motion: reduce)").matches || big ? false : { duration: 350, easingFunction: "easeInOutQuad" });
