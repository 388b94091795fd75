// Colours of the theme, the shapes of actors, and the swatches that show both outside the picture.
const shade = { dark: false, ink: "", soft: "", halo: "", ground: "", panel: "", accent: "" };

function readTheme() {
  const style = getComputedStyle(document.documentElement);
  for (const name of ["ink", "soft", "halo", "ground", "panel", "accent"]) shade[name] = style.getPropertyValue(`--${name}`).trim();
  shade.dark = document.documentElement.dataset.theme === "dark";
}

function setTheme(name) {
  document.documentElement.dataset.theme = name;
  byId("toggle-theme").textContent = name === "dark" ? "Light" : "Dark";
  byId("toggle-theme").setAttribute("aria-label", name === "dark" ? "Use the light theme" : "Use the dark theme");
  readTheme();
}

const familyColour = (family) => families[family][shade.dark ? "dark" : "light"];
const mixed = new Map();

/** Actors keep their hue in the dark, only lighter, so that dark fills do not sink into the ground. */
function typeColour(type) {
  const fill = types[type].fill;
  if (!shade.dark) return fill;
  if (!mixed.has(fill)) {
    const parts = [1, 3, 5].map((at) => parseInt(fill.slice(at, at + 2), 16));
    mixed.set(fill, `rgb(${parts.map((part) => Math.round(part + (255 - part) * 0.32)).join(",")})`);
  }
  return mixed.get(fill);
}

const polygon = (sides, turn) => (ctx, x, y, r) => {
  for (let side = 0; side < sides; side += 1) {
    const angle = turn + (side * 2 * Math.PI) / sides;
    ctx.lineTo(x + r * Math.cos(angle), y + r * Math.sin(angle));
  }
  ctx.closePath();
};

/** Each shape as a path round (x, y) that looks as heavy as a circle of radius r. */
const SHAPES = {
  circle: (ctx, x, y, r) => ctx.arc(x, y, r, 0, 2 * Math.PI),
  square: (ctx, x, y, r) => ctx.roundRect(x - r * 0.9, y - r * 0.9, r * 1.8, r * 1.8, r * 0.28),
  hexagon: (ctx, x, y, r) => polygon(6, 0)(ctx, x, y, r * 1.08),
  octagon: (ctx, x, y, r) => polygon(8, Math.PI / 8)(ctx, x, y, r * 1.04),
  diamond: (ctx, x, y, r) => polygon(4, 0)(ctx, x, y, r * 1.24),
  triangle: (ctx, x, y, r) => polygon(3, -Math.PI / 2)(ctx, x, y + r * 0.16, r * 1.28),
  shield: (ctx, x, y, r) => {
    ctx.moveTo(x - r * 0.92, y - r * 0.86);
    ctx.lineTo(x + r * 0.92, y - r * 0.86);
    ctx.lineTo(x + r * 0.92, y + r * 0.1);
    ctx.quadraticCurveTo(x + r * 0.84, y + r * 0.8, x, y + r * 1.16);
    ctx.quadraticCurveTo(x - r * 0.84, y + r * 0.8, x - r * 0.92, y + r * 0.1);
    ctx.closePath();
  },
  pin: (ctx, x, y, r) => {
    ctx.arc(x, y - r * 0.22, r * 0.82, Math.PI * 0.86, Math.PI * 2.14);
    ctx.lineTo(x, y + r * 1.12);
    ctx.closePath();
  },
  bubble: (ctx, x, y, r) => {
    ctx.roundRect(x - r * 1.15, y - r * 0.85, r * 2.3, r * 1.5, r * 0.4);
    ctx.moveTo(x - r * 0.5, y + r * 0.6);
    ctx.lineTo(x - r * 0.6, y + r * 1.2);
    ctx.lineTo(x + r * 0.2, y + r * 0.6);
  },
};

const DIRECTIONS = 72;
const outlines = new Map();

/** How far a shape of radius 1 reaches in a direction, in radians: tried out on its path, once a shape. */
function outline(shape, angle) {
  if (!outlines.has(shape)) outlines.set(shape, Array.from({ length: DIRECTIONS }, (_, step) => reachOf(shape, (step * 2 * Math.PI) / DIRECTIONS)));
  const step = Math.round((angle / (2 * Math.PI)) * DIRECTIONS) % DIRECTIONS;
  return outlines.get(shape)[step < 0 ? step + DIRECTIONS : step];
}

function reachOf(shape, angle) {
  const ctx = document.createElement("canvas").getContext("2d");
  SHAPES[shape](ctx, 0, 0, 100);
  let [inside, outside] = [0, 200];
  while (outside - inside > 1) {
    const far = (inside + outside) / 2;
    if (ctx.isPointInPath(far * Math.cos(angle), far * Math.sin(angle))) inside = far;
    else outside = far;
  }
  return outside / 100;
}

/** A small picture of an actor type, drawn by the same path as in the picture. */
function typeSwatch(type, size = 16) {
  const scale = 2;
  const canvas = make("canvas", { width: size * scale, height: size * scale, "aria-hidden": "true", class: "swatch" });
  canvas.style.width = canvas.style.height = `${size}px`;
  const ctx = canvas.getContext("2d");
  ctx.fillStyle = typeColour(type);
  ctx.beginPath();
  SHAPES[types[type].shape](ctx, (size * scale) / 2, (size * scale) / 2, size * scale * 0.38);
  ctx.fill();
  return canvas;
}

const DASHES = { actual: "", possible: "5 3.5", negated: "" };

/** A line as it is drawn in the picture: colour by family, dashed where possible, crossed where negated. */
function lineSwatch(family, status = "actual", symmetric = false, colour = null) {
  const stroke = colour ?? familyColour(family);
  const svg = draw("svg", { width: 30, height: 14, viewBox: "0 0 30 14", "aria-hidden": "true", class: "swatch" });
  svg.append(draw("line", { x1: 1, y1: 7, x2: symmetric ? 29 : 24, y2: 7, stroke, "stroke-width": 2.6, "stroke-dasharray": DASHES[status] }));
  if (!symmetric) svg.append(draw("path", { d: "M22 2.6 L29.5 7 L22 11.4 Z", fill: stroke }));
  if (status === "negated") svg.append(draw("path", { d: "M9 2.5 L17 11.5 M17 2.5 L9 11.5", stroke, "stroke-width": 2, fill: "none" }));
  return svg;
}
