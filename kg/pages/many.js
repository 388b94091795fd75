// Many actors and lines at once: drawn by looks, all that look alike together, without what the library does for each.
const MANY = 900;
const isMany = () => network.body.edgeIndices.length > MANY;
let batches = [];

/** Take the place of the library's own drawing where there is much to draw; its camera, hits and events stay. */
function drawManyFast() {
  const { renderer } = network;
  const [oneByOne, arrowByArrow, nodeByNode] = [renderer._drawEdges, renderer._drawArrows, renderer._drawNodes].map((draw) => draw.bind(renderer));
  renderer._drawEdges = (ctx) => (isMany() ? drawBatches(ctx) : oneByOne(ctx));
  renderer._drawArrows = (ctx) => (isMany() ? null : arrowByArrow(ctx));
  renderer._drawNodes = (ctx, all) => (isMany() ? drawNodesFast(ctx) : nodeByNode(ctx, all));
}

/** Sort the lines by how they look, thin ones first; done when looks change, not at every frame. */
function batchLines() {
  const found = new Map();
  for (const id of network.body.edgeIndices) {
    const line = link(id);
    const look = lineLook(line);
    const key = `${look.colour}|${Math.round(look.width)}|${look.dashed}|${look.lit}`;
    if (!found.has(key)) found.set(key, { ...look, width: Math.max(1, Math.round(look.width)), lines: [] });
    found.get(key).lines.push({ from: network.body.nodes[line.from], to: network.body.nodes[line.to], ends: look });
  }
  batches = [...found.values()].sort((a, b) => a.lit - b.lit || a.width - b.width);
}

/** What only one source says steps back behind the rest, and all do where thousands cross. */
function weightOf({ lit, width }, scale, litLines) {
  if (!lit) return 0.06;
  if (litLines < 300 && nodeState.faded) return 1;
  const thin = Math.min(1, Math.sqrt(3000 / litLines));
  return Math.min(1, (0.4 + scale) * thin) * (width < 3 ? 0.55 : 1);
}

function drawBatches(ctx) {
  const scale = network.getScale();
  const seen = visibleRect(scale);
  const litLines = batches.reduce((sum, batch) => sum + (batch.lit ? batch.lines.length : 0), 0);
  ctx.lineCap = "butt";
  for (const batch of batches) {
    const { colour, width, dashed, lines } = batch;
    const near = lines.filter(({ from, to }) => crosses(seen, from, to));
    ctx.globalAlpha = weightOf(batch, scale, litLines);
    ctx.strokeStyle = ctx.fillStyle = colour;
    ctx.lineWidth = Math.max(width, 0.75 / scale);
    ctx.setLineDash(dashed ? DASH : []);
    strokeLines(ctx, near);
    if (scale > 0.3) fillArrows(ctx, near, width);
  }
  ctx.setLineDash([]);
  ctx.globalAlpha = 1;
}

/** One stroke a line: a browser paints thousands of short paths far sooner than one path of thousands of lines. */
function strokeLines(ctx, lines) {
  for (const { from, to } of lines) {
    ctx.beginPath();
    ctx.moveTo(from.x, from.y);
    ctx.lineTo(to.x, to.y);
    ctx.stroke();
  }
}

function fillArrows(ctx, lines, width) {
  for (const { from, to, ends } of lines) {
    if (ends.to) arrow(ctx, from, to, width);
    if (ends.from) arrow(ctx, to, from, width);
  }
}

function arrow(ctx, from, to, width) {
  const long = 7 + 2 * width;
  const far = Math.hypot(to.x - from.x, to.y - from.y) || 1;
  const [ux, uy] = [(to.x - from.x) / far, (to.y - from.y) / far];
  const border = borderOf(to.id, Math.atan2(-uy, -ux));
  const [x, y] = [to.x - ux * border, to.y - uy * border];
  ctx.beginPath();
  ctx.moveTo(x, y);
  ctx.lineTo(x - ux * long - uy * long * 0.4, y - uy * long + ux * long * 0.4);
  ctx.lineTo(x - ux * long + uy * long * 0.4, y - uy * long - ux * long * 0.4);
  ctx.fill();
}

function visibleRect(scale) {
  const { x, y } = network.getViewPosition();
  const { clientWidth, clientHeight } = byId("graph");
  const [wide, high] = [clientWidth / 2 / scale + 40, clientHeight / 2 / scale + 40];
  return { left: x - wide, right: x + wide, top: y - high, bottom: y + high };
}

const crosses = ({ left, right, top, bottom }, a, b) => !((a.x < left && b.x < left) || (a.x > right && b.x > right) || (a.y < top && b.y < top) || (a.y > bottom && b.y > bottom));

function drawNodesFast(ctx) {
  const scale = network.getScale();
  const seen = visibleRect(scale);
  const kinds = types.map(() => []);
  const special = [];
  for (const id of network.body.nodeIndices) {
    const node = network.body.nodes[id];
    placeBox(node.shape, node, nodes[id].size * grownTo);
    if (node.x < seen.left || node.x > seen.right || node.y < seen.top || node.y > seen.bottom) continue;
    if (node.selected || node.hover || nodeState.found.has(id) || (nodeState.faded && !nodeState.faded.has(id))) special.push(node);
    else kinds[nodes[id].t].push(node);
  }
  for (const node of special.filter(({ id }) => nodeState.faded && !nodeState.faded.has(id))) node.draw(ctx);
  kinds.forEach((found, type) => fillNodes(ctx, found, type, scale));
  for (const node of special.filter(({ id }) => !nodeState.faded || nodeState.faded.has(id))) node.draw(ctx);
  return { drawExternalLabels() {} };
}

/** Where the library looks for the actor under the mouse. */
function placeBox(shape, { x, y }, size) {
  shape.left = x - size;
  shape.top = y - size;
  shape.width = shape.height = size * 2;
}

function fillNodes(ctx, found, type, scale) {
  const path = SHAPES[types[type].shape];
  ctx.fillStyle = typeColour(type);
  ctx.strokeStyle = shade.ground;
  ctx.lineWidth = 1.6;
  for (const { id, x, y } of found) {
    const size = nodes[id].size * grownTo;
    if (size * scale < 2.5) ctx.fillRect(x - size, y - size, size * 2, size * 2);
    else {
      ctx.beginPath();
      path(ctx, x, y, size);
      ctx.fill();
      if (scale > 0.3) ctx.stroke();
    }
  }
}
