// vis-network fed from the data: curves, arrows, actors' shapes, and the marks of negated and contested links.
let network = null;
const nodeState = { faded: null, found: new Set() };

/** Links of one pair as separate curves, the same side for both directions, so that none hides another. */
function curves() {
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
let drawnEdges = null;

const widthOf = (sources) => 1.1 + 1.25 * Math.log2(1 + sources);

/** Far out, actors and lines keep more of their size, so that a whole picture stays readable; not where many lie close. */
const grown = () => (big ? 1 : Math.min(1.5, Math.max(1, 0.78 / network.getScale())));
let grownTo = 1;

function drawnEdge(edge, smooth) {
  return {
    id: edge.id, from: edge.from, to: edge.to, smooth,
    width: widthOf(edge.count),
    dashes: edge.status === "possible" ? DASH : false,
    arrows: { to: { enabled: !isSymmetric(edge), scaleFactor: ARROW } },
    color: lineColour(familyColour(edge.f), 1),
  };
}

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
      if (faded) ctx.fill();
      ctx.globalAlpha = faded ? 0.2 : 1;
      ctx.fillStyle = typeColour(node.t);
      ctx.fill();
      ctx.stroke();
    },
    nodeDimensions: { width: node.size * 2 * grownTo, height: node.size * 2 * grownTo },
  };
}

function makeNetwork() {
  const bends = curves();
  const drawn = nodes.filter((node) => node.x !== undefined);
  drawnEdges = new vis.DataSet(edges.map((edge) => drawnEdge(edge, bends.get(edge.id))));
  const data = { nodes: new vis.DataSet(drawn.map(({ id, x, y, size }) => ({ id, x, y, size }))), edges: drawnEdges };
  network = new vis.Network(byId("graph"), data, {
    autoResize: true, physics: false, layout: { improvedLayout: false },
    nodes: { shape: "custom", ctxRenderer: drawNode, borderWidth: 0, chosen: false },
    edges: { smooth: false, arrowStrikethrough: false, selectionWidth: 1.5, hoverWidth: 0.8 },
    interaction: { hover: !big, selectConnectedEdges: false, hideEdgesOnDrag: nodes.length > 1500, hideEdgesOnZoom: nodes.length > 1500, tooltipDelay: 1e9 },
  });
  for (const node of drawn) network.body.nodes[node.id].shape.distanceToBorder = () => node.size * grownTo + 2;
  network.on("beforeDrawing", (ctx) => {
    if (Math.abs(grown() / grownTo - 1) > 0.08) growEdges();
    drawBlocs(ctx);
  });
  network.on("afterDrawing", (ctx) => {
    drawMarks(ctx);
    drawLabels(ctx);
  });
}

/** Crosses over negated links, and a ≠ where sources contradict one another, in sizes that zoom does not change much. */
function drawMarks(ctx) {
  const scale = network.getScale();
  const unit = Math.min(1.6, Math.max(0.75, 1 / scale));
  for (const id of network.body.edgeIndices) {
    const edge = link(id);
    const contested = isContested(edge);
    const negated = (edge.live ?? [edge]).every((one) => one.status === "negated");
    if (!negated && !contested) continue;
    const line = network.body.edges[id];
    const faded = line.options.color.opacity < 1;
    if (faded && scale < 0.5) continue;
    const { edgeType } = line;
    const at = edgeType.getPoint(0.5, edgeType.getViaNode());
    ctx.globalAlpha = faded ? 0.15 : 1;
    if (negated) drawCross(ctx, at, unit, line.options.color.color);
    if (contested) drawContested(ctx, negated ? edgeType.getPoint(0.34, edgeType.getViaNode()) : at, unit);
  }
  ctx.globalAlpha = 1;
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

function growEdges() {
  grownTo = grown();
  styleEdges();
}

/** Write colour, width and fading of every drawn link afresh, straight into the drawn bodies: one pass, no events. */
function restyleEdges() {
  styleEdges();
  network.redraw();
}

function styleEdges() {
  for (const id of network.body.edgeIndices) {
    const { options } = network.body.edges[id];
    if (id >= edges.length) styleBundle(link(id), options);
    else {
      options.color = lineColour(familyColour(edges[id].f), litEdge(id) ? 1 : 0.1);
      options.width = widthOf(shown.sources[id]) * grownTo;
    }
    options.arrows.to.scaleFactor = options.arrows.from.scaleFactor = ARROW * grownTo;
  }
}
