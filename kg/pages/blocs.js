// Blocs: who stands together and against whom, computed over the signed links when the page was made.
const BLOC_COLOURS = ["#4e79a7", "#e15759", "#59a14f", "#b07aa1", "#f28e2b", "#17a2a2", "#9c755f", "#d37295"];
const blocColour = (bloc) => BLOC_COLOURS[bloc % BLOC_COLOURS.length];

function toggleBlocs(on) {
  view.blocs = on;
  byId("toggle-blocs").setAttribute("aria-pressed", String(on));
  choose(on ? { blocs: true } : null);
}

/** A broad ring in the bloc's colour below each of its actors. */
function drawBlocs(ctx) {
  if (!view.blocs) return;
  for (const id of network.body.nodeIndices) {
    const { bloc, size } = nodes[id];
    if (bloc === undefined) continue;
    const { x, y } = network.body.nodes[id];
    ctx.globalAlpha = nodeState.faded && !nodeState.faded.has(id) ? 0.1 : 0.45;
    ctx.fillStyle = blocColour(bloc);
    ctx.beginPath();
    ctx.arc(x, y, size * grownTo * 1.35 + 9, 0, 2 * Math.PI);
    ctx.fill();
  }
  ctx.globalAlpha = 1;
}

/** A link that tells who stands where: support or hostility between members of blocs. */
const tiesBlocs = (edge) => families[edge.f].sign !== 0 && nodes[edge.from].bloc !== undefined && nodes[edge.to].bloc !== undefined;

const hostile = (edge) => families[edge.f].sign < 0 && edge.status === "actual";

function blocPanel() {
  const members = new Map();
  for (const id of [...shown.nodes].sort((a, b) => a - b)) {
    const { bloc } = nodes[id];
    if (bloc !== undefined) members.has(bloc) ? members.get(bloc).push(id) : members.set(bloc, [id]);
  }
  const head = [make("div", { class: "kicker" }, "Who stands together", closeButton()), make("h2", {}, count(members.size, "bloc")), make("p", { class: "soft" }, "Actors tied by support, alliance and membership more than by hostility, from what is stated as fact.")];
  if (!members.size) head.push(make("p", {}, "No three actors in the picture hang together so."));
  return [...head, ...[...members].sort((a, b) => a[0] - b[0]).flatMap(([bloc, ids]) => blocSection(bloc, ids))];
}

function blocSection(bloc, ids) {
  const inside = shown.edges.filter((edge) => hostile(edge) && nodes[edge.from].bloc === bloc && nodes[edge.to].bloc === bloc);
  const against = new Map();
  for (const edge of shown.edges) {
    const [a, b] = [nodes[edge.from].bloc, nodes[edge.to].bloc];
    if (!hostile(edge) || a === b || (a !== bloc && b !== bloc)) continue;
    const rival = nodes[a === bloc ? edge.to : edge.from];
    if (rival.bloc !== undefined) against.set(rival.bloc, (against.get(rival.bloc) ?? 0) + shown.count[edge.id]);
  }
  const dot = draw("svg", { width: 14, height: 14, "aria-hidden": "true" }, draw("circle", { cx: 7, cy: 7, r: 6, fill: blocColour(bloc) }));
  const rivals = [...against].sort((a, b) => b[1] - a[1]).slice(0, 3).map(([rival, total]) => `${leaderOf(rival)} (${total})`);
  return [
    make("h3", {}, dot, `Round ${actors[ids[0]].name}`, make("span", { class: "count" }, String(ids.length))),
    rivals.length ? make("p", { class: "soft small" }, `Against the bloc round ${rivals.join(", ")}`) : null,
    actorRows(ids.slice(0, 8)),
    ids.length > 8 ? make("p", { class: "soft small" }, `and ${ids.length - 8} more`) : null,
    ...(inside.length ? [make("p", { class: "small" }, "Quarrels inside:"), edgeRows(inside.slice(0, 5))] : []),
  ].filter(Boolean);
}

const leaderOf = (bloc) => actors[nodes.find((node) => node.bloc === bloc).id].name;
