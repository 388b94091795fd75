// Names beside the actors, always at reading size: the weightiest first, and none over another.
const LABEL_SIZE = 12.5;
const CELL = 48;
const labelWidths = new Map();
let labelBoxes = [];
let frame = { width: 0, height: 0 };

function drawLabels(ctx) {
  const ratio = ctx.canvas.width / ctx.canvas.clientWidth;
  frame = { width: ctx.canvas.clientWidth, height: ctx.canvas.clientHeight };
  const scale = network.getScale();
  const taken = new Map();
  labelBoxes = [];
  ctx.save();
  ctx.setTransform(ratio, 0, 0, ratio, 0, 0);
  ctx.textAlign = "center";
  ctx.textBaseline = "top";
  ctx.lineJoin = "round";
  const visible = onScreen(scale);
  const ranks = [[], [], []];
  for (const spot of visible) ranks[isHeavy(spot.id) ? 0 : isFaded(spot.id) ? 2 : 1].push(spot);
  for (const { x, y, r } of marksAt.map(onCanvas(scale))) take(taken, { left: x - r, top: y - r, right: x + r, bottom: y + r });
  for (const spots of ranks) {
    for (const { x, y, r } of spots.slice(0, 400)) take(taken, { left: x - r, top: y - r, right: x + r, bottom: y + r });
    for (const spot of spots.slice(0, 500)) drawLabel(ctx, spot, taken);
  }
  ctx.restore();
}

/** From a place in the network to one on the canvas, in CSS pixels. */
const onCanvas = (scale) => {
  const middle = network.getViewPosition();
  return ({ x, y, r }) => ({ x: (x - middle.x) * scale + frame.width / 2, y: (y - middle.y) * scale + frame.height / 2, r: r * scale });
};

const isFaded = (id) => nodeState.faded !== null && !nodeState.faded.has(id);
const isHeavy = (id) => (id < 24 && nodes[id].size > 17 && !isFaded(id)) || view.selected?.node === id || hovered === id || nodeState.found.has(id);

function onScreen(scale) {
  const { width, height } = frame;
  const place = onCanvas(scale);
  const found = [];
  for (const id of network.body.nodeIndices) {
    const { x, y } = network.body.nodes[id];
    const at = { id, ...place({ x, y, r: nodes[id].size * grownTo }) };
    if (at.x > -60 && at.x < width + 60 && at.y > -60 && at.y < height + 20) found.push(at);
  }
  const rank = (id) => (view.selected?.node === id || hovered === id ? -2 : nodeState.found.has(id) ? -1 : 0);
  return found.sort((a, b) => rank(a.id) - rank(b.id) || isFaded(a.id) - isFaded(b.id) || a.id - b.id);
}

function drawLabel(ctx, { id, x, y, r }, taken) {
  const faded = isFaded(id);
  if (faded && labelBoxes.length > 120) return;
  const chosen = view.selected?.node === id || hovered === id;
  const heavy = isHeavy(id);
  ctx.font = `${chosen || heavy ? 600 : 450} ${heavy ? LABEL_SIZE + 1.5 : LABEL_SIZE}px ${labelFont()}`;
  const lines = nodes[id].label.split("\n");
  const wide = Math.max(...lines.map((line) => lineWidth(ctx, line)));
  const high = lines.length * 15;
  const box = placeFor(x, y, r, wide, high, taken, chosen);
  if (!box) return;
  take(taken, { ...box, left: box.left - 5, right: box.right + 5 });
  labelBoxes.push({ id, ...box });
  ctx.globalAlpha = faded ? 0.3 : 1;
  ctx.strokeStyle = shade.halo;
  ctx.lineWidth = 4;
  ctx.fillStyle = shade.ink;
  lines.forEach((line, number) => {
    ctx.strokeText(line, (box.left + box.right) / 2, box.top + number * 15 + 1);
    ctx.fillText(line, (box.left + box.right) / 2, box.top + number * 15 + 1);
  });
  ctx.globalAlpha = 1;
}

/** Below the actor if free, else above, right or left; nowhere if all are taken. */
function placeFor(x, y, r, wide, high, taken, always) {
  const below = { left: x - wide / 2, right: x + wide / 2, top: y + r + 3, bottom: y + r + 3 + high };
  const above = { ...below, top: y - r - 3 - high, bottom: y - r - 3 };
  const right = { left: x + r + 5, right: x + r + 5 + wide, top: y - high / 2, bottom: y + high / 2 };
  const left = { ...right, left: x - r - 5 - wide, right: x - r - 5 };
  const inside = (box) => box.left > 2 && box.top > 2 && box.right < frame.width - 2 && box.bottom < frame.height - 2;
  const pushed = pushedIn(below);
  const open = [below, right, left, above, pushed].filter((box) => free(taken, box));
  return open.find(inside) ?? (always ? pushed : null);
}

/** The same place, moved sideways as far as it must to be read whole. */
function pushedIn(box) {
  const shift = Math.max(0, 4 - box.left) - Math.max(0, box.right - frame.width + 4);
  return { ...box, left: box.left + shift, right: box.right + shift };
}

const cellsOf = ({ left, top, right, bottom }) => {
  const cells = [];
  for (let column = Math.floor(left / CELL); column <= Math.floor(right / CELL); column += 1) {
    for (let row = Math.floor(top / CELL); row <= Math.floor(bottom / CELL); row += 1) cells.push(column * 4096 + row);
  }
  return cells;
};

function take(taken, box) {
  for (const cell of cellsOf(box)) {
    if (taken.has(cell)) taken.get(cell).push(box);
    else taken.set(cell, [box]);
  }
}

const free = (taken, box) => cellsOf(box).every((cell) => (taken.get(cell) ?? []).every((one) => one.right <= box.left || one.left >= box.right || one.bottom <= box.top || one.top >= box.bottom));

let fontName = null;
const labelFont = () => (fontName ??= getComputedStyle(document.body).fontFamily);

function lineWidth(ctx, line) {
  const key = ctx.font + line;
  if (!labelWidths.has(key)) labelWidths.set(key, ctx.measureText(line).width);
  return labelWidths.get(key);
}

const labelAt = (x, y) => labelBoxes.find((box) => x >= box.left && x <= box.right && y >= box.top && y <= box.bottom)?.id;
