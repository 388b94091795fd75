// vis-network fed from the data: curves, arrows, actors' shapes, and the marks of negated and contested links.
let network = null;
const nodeState = { faded: null, found: new Set() };

/** Links of one pair as separate curves, the same side for both directions, so that none hides another. */
function findBends() {
  const pairs = new Map();
  for (const edge of edges) {
    const key = edge.from < edge.to ? edge.from * nodes.length + edge.to : edge.to * nodes.length + edge.from;
    if (pairs.has(key)) pairs.get(key).push(edge);
    else pairs.set(key, [edge]);
  }
  const found = new Map();
  for (const members of pairs.values()) {
    members.forEach((edge, place) => found.set(edge.id, curve(edge, place - (members.length - 1) / 2)));
  }
  return found;
}

function curve(edge, slot) {
  if (slot === 0 || edge.from === edge.to) return false;
  const clockwise = slot > 0 === edge.from < edge.to;
  return { enabled: true, type: clockwise ? "curvedCW" : "curvedCCW", roundness: Math.min(0.05 + 0.11 * Math.abs(slot), 0.6) };
}

const ARROW = 0.62;
const DASH = [9, 7];
const isSymmetric = (edge) => families[edge.f].symmetric;
const drawnNodes = new vis.DataSet();
const drawnEdges = new vis.DataSet();
let bends = null;

const widthOf = (sources) => 1.1 + 1.25 * Math.log2(1 + sources);

/** Far out, actors and lines keep more of their size, so that a whole picture stays readable; not where many lie close. */
function grown() {
  const [most, size] = big ? [network.body.nodeIndices.length > 1000 ? 1.5 : 2, 0.4] : [1.5, 0.78];
  return Math.min(most, Math.max(1, size / network.getScale()));
}
let grownTo = 1;

/** How far an actor's shape reaches from its middle in a direction, and a little air. */
const borderOf = (id, angle) => outline(types[nodes[id].t].shape, angle) * nodes[id].size * grownTo + 2;

/** Only what cannot be set later: colour, width, dashes and arrows come with every change of looks. */
function drawnEdge({ id, from, to }) {
  bends ??= findBends();
  return { id, from, to, smooth: bends.get(id) };
}

const arrowsOf = ({ to, from }) => ({ to: arrowHead(to), from: arrowHead(from), middle: { enabled: false } });
const arrowHead = (enabled) => ({ enabled, type: "arrow", scaleFactor: ARROW * grownTo });
const lineColour = (color, opacity) => ({ color, highlight: color, hover: color, inherit: false, opacity });

function drawNode({ ctx, id, x, y, state }) {
  const node = nodes[id];
  return {
    drawNode() {
      const faded = nodeState.faded && !nodeState.faded.has(id);
      ctx.strokeStyle = state.selected || nodeState.found.has(id) ? shade.accent : shade.ground;
      ctx.lineWidth = state.selected || nodeState.found.has(id) ? 4 : state.hover ? 3 : 1.6;
      ctx.beginPath();
      SHAPES[types[node.t].shape](ctx, x, y, node.size * grownTo);
      ctx.fillStyle = shade.ground;
      if (faded) ctx.fill(); // or the lines' ends would shine through
      ctx.globalAlpha = faded ? 0.2 : 1;
      ctx.fillStyle = typeColour(node.t);
      ctx.fill();
      ctx.stroke();
    },
    nodeDimensions: { width: node.size * 2 * grownTo, height: node.size * 2 * grownTo },
  };
}

function makeNetwork() {
  const data = { nodes: drawnNodes, edges: drawnEdges };
  network = new vis.Network(byId("graph"), data, {
    autoResize: true, physics: false, layout: { improvedLayout: false },
    nodes: { shape: "custom", ctxRenderer: drawNode, borderWidth: 0, chosen: false },
    edges: { smooth: false, arrowStrikethrough: false, selectionWidth: 1.5, hoverWidth: 0.8 },
    interaction: { hover: true, selectConnectedEdges: false, hideEdgesOnDrag: big, hideEdgesOnZoom: big, tooltipDelay: 1e9 },
  });
  drawManyFast();
  network.on("beforeDrawing", (ctx) => {
    if (Math.abs(grown() / grownTo - 1) > 0.08) growEdges();
    drawBlocs(ctx);
  });
  network.on("afterDrawing", (ctx) => {
    drawMarks(ctx);
    drawLabels(ctx);
  });
}

let quiet = 0;

/** Do several things that the library would each draw at once, and draw the picture once afterwards. */
function drawnOnce(act) {
  const { renderer } = network;
  renderer.allowRedraw = false;
  quiet += 1;
  try {
    act();
  } finally {
    quiet -= 1;
    renderer.allowRedraw = !quiet;
    requestDrawing();
  }
}

const requestDrawing = () => network.body.emitter.emit("_requestRedraw");

/** The library gets to know an actor or a line when it is first to be seen, and draws and hits only these. */
function putInPicture(ids, lines) {
  const { body } = network;
  const newNodes = ids.filter((id) => !body.nodes[id]);
  drawnNodes.add(newNodes.map((id) => ({ id, x: nodes[id].x, y: nodes[id].y, size: nodes[id].size })));
  for (const id of newNodes) body.nodes[id].shape.distanceToBorder = (ctx, angle) => borderOf(id, angle + Math.PI);
  drawnEdges.add(lines.filter((line) => !body.edges[line.id]).map((line) => (line.live ? drawnBundle(line) : drawnEdge(line))));
  body.nodeIndices = ids;
  body.edgeIndices = lines.map((line) => line.id);
}

let marksAt = [];

/** Crosses over negated links, and a ≠ where sources contradict one another, in sizes that zoom does not change much. */
function drawMarks(ctx) {
  const scale = network.getScale();
  marksAt = [];
  const unit = Math.min(1.6, Math.max(0.75, 1 / scale));
  if (isMany() && scale < 0.5) return;
  for (const id of network.body.edgeIndices) {
    const edge = link(id);
    const contested = isContested(edge);
    const negated = (edge.live ?? [edge]).every((one) => one.status === "negated");
    if (!negated && !contested) continue;
    if (!litLine(edge)) continue;
    const line = network.body.edges[id];
    if (negated) drawCross(ctx, mark(line, 0.5, unit), unit, lineLook(edge).colour);
    if (contested) drawContested(ctx, mark(line, negated ? 0.34 : 0.5, unit), unit);
  }
}

/** Where a mark stands on its line, remembered so that no name is written over it. */
function mark(line, part, unit) {
  const place = pointOn(line, part);
  marksAt.push({ ...place, r: 9 * unit });
  return place;
}

/** A place on a drawn line, from 0 at its start to 1 at its end. */
function pointOn({ edgeType, from, to }, part) {
  if (isMany()) return { x: from.x + (to.x - from.x) * part, y: from.y + (to.y - from.y) * part };
  return edgeType.getPoint(part, edgeType.getViaNode());
}

const isContested = (edge) => (edge.live ?? [edge]).some((one) => shown.contested[one.id]);

function drawCross(ctx, { x, y }, unit, colour) {
  const arm = 6 * unit;
  for (const [width, stroke] of [[6 * unit, shade.ground], [2.6 * unit, colour]]) {
    ctx.lineWidth = width;
    ctx.strokeStyle = stroke;
    ctx.beginPath();
    ctx.moveTo(x - arm, y - arm);
    ctx.lineTo(x + arm, y + arm);
    ctx.moveTo(x + arm, y - arm);
    ctx.lineTo(x - arm, y + arm);
    ctx.stroke();
  }
}

function drawContested(ctx, { x, y }, unit) {
  ctx.beginPath();
  ctx.arc(x, y, 8 * unit, 0, 2 * Math.PI);
  ctx.fillStyle = shade.dark ? "#ffc98a" : "#fff1dc";
  ctx.strokeStyle = shade.dark ? "#3a2710" : "#8a3b00";
  ctx.lineWidth = 1.4 * unit;
  ctx.fill();
  ctx.stroke();
  ctx.fillStyle = shade.dark ? "#3a2710" : "#8a3b00";
  ctx.font = `700 ${11 * unit}px ${getComputedStyle(document.body).fontFamily}`;
  ctx.textAlign = "center";
  ctx.textBaseline = "middle";
  ctx.fillText("≠", x, y + 0.5 * unit);
}

/** The library keeps the ends of its lines from one drawing to the next, so that a change of size takes two. */
function growEdges() {
  grownTo = grown();
  styleEdges();
  if (!isMany()) requestDrawing();
}

/** Write colour, width and fading of every drawn link afresh, straight into the drawn bodies: one pass, no events. */
function restyleEdges() {
  styleEdges();
  requestDrawing();
}

function styleEdges() {
  if (isMany()) return batchLines();
  for (const id of network.body.edgeIndices) {
    const { options } = network.body.edges[id];
    const look = lineLook(link(id));
    options.color = lineColour(look.colour, look.lit ? 1 : 0.1);
    options.width = look.width * grownTo;
    options.dashes = look.dashed ? DASH : false;
    options.arrows = arrowsOf(look);
  }
}

const litLine = (line) => (line.live ? litPair(line) : litEdge(line.id));

/** How a link, or a line that stands for several, is drawn under the filters and the choice of now. */
function lineLook(line) {
  if (line.live) return bundleLook(line);
  return { colour: familyColour(line.f), lit: litEdge(line.id), width: widthOf(shown.sources[line.id]), dashed: line.status === "possible", to: !isSymmetric(line), from: false };
}
