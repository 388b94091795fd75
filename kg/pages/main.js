// Everything put together, and what the mouse and the keys do.
function startPicture() {
  spread();
  makeNetwork();
  drawnOnce(() => {
    startTime();
    readState();
    if (!location.hash) fit(false);
  });
  network.on("click", ({ nodes: [node], edges: [edge], pointer }) => {
    const hit = node ?? labelAt(pointer.DOM.x, pointer.DOM.y);
    if (hit !== undefined) chooseNode(hit);
    else if (edge !== undefined) chooseLink(edge);
    else choose(null);
  });
  network.on("doubleClick", ({ nodes: [node] }) => node !== undefined && focusOn(node));
}

function startTips() {
  const tip = byId("tip");
  const show = (lines, { x, y }) => {
    tip.replaceChildren(...lines);
    tip.hidden = false;
    const room = byId("graph").clientWidth;
    tip.style.left = `${Math.max(6, Math.min(x + 14, room - tip.offsetWidth - 8))}px`;
    tip.style.top = `${Math.max(6, y + 16)}px`;
  };
  const hide = () => {
    tip.hidden = true;
    hovered = null;
  };
  network.on("hoverNode", ({ node, event }) => {
    hovered = node;
    show(actorTip(node), { x: event.offsetX ?? 0, y: event.offsetY ?? 0 });
  });
  network.on("hoverEdge", ({ edge, event }) => show(edge < edges.length ? edgeTip(edges[edge]) : bundleTip(link(edge)), { x: event.offsetX ?? 0, y: event.offsetY ?? 0 }));
  for (const name of ["blurNode", "blurEdge", "dragStart", "zoom"]) network.on(name, hide);
}

function actorTip(id) {
  const aliases = actors[id].aliases.slice(0, 6).join(", ");
  return [make("b", {}, actors[id].name), make("span", {}, types[nodes[id].t].label), ...(aliases ? [make("span", {}, `Also: ${aliases}`)] : [])];
}

function edgeTip(edge) {
  const words = [STATUS_WORDS[edge.status], count(shown.count[edge.id], "sentence"), count(shown.sources[edge.id], "source")];
  if (shown.contested[edge.id]) words.push("contested");
  return [make("b", {}, sentenceOf(edge)), make("span", {}, words.join(" · "))];
}

function chooseLink(id) {
  if (id < edges.length) return chooseEdge(id);
  const { live, from, to } = link(id);
  return live.length === 1 ? chooseEdge(live[0].id) : choose({ pair: [from, to] });
}

function bundleTip({ from, to, live }) {
  const lines = live.slice(0, 8).map((edge) => make("span", {}, `${sentenceOf(edge)}${edge.status === "actual" ? "" : `, ${STATUS_WORDS[edge.status]}`}`));
  return [make("b", {}, `${actors[from].name} and ${actors[to].name}`), ...lines];
}

function startKeys() {
  const pan = { ArrowLeft: [-60, 0], ArrowRight: [60, 0], ArrowUp: [0, -60], ArrowDown: [0, 60] };
  byId("graph").addEventListener("keydown", (event) => {
    if (pan[event.key]) {
      const { x, y } = network.getViewPosition();
      const [right, down] = pan[event.key];
      network.moveTo({ position: { x: x + right / network.getScale(), y: y + down / network.getScale() } });
      event.preventDefault();
    } else if (event.key === "+" || event.key === "=") zoomBy(1.25);
    else if (event.key === "-") zoomBy(0.8);
  });
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && event.target.tagName !== "INPUT") {
      if (view.path) dropPath();
      choose(null);
    }
    if (event.key === "/" && !/INPUT|SELECT/.test(event.target.tagName)) {
      event.preventDefault();
      byId("search").focus();
    }
  });
}

const zoomBy = (factor) => network.moveTo({ scale: Math.min(6, Math.max(0.02, network.getScale() * factor)), animation: moves() });

function startTools() {
  byId("zoom-in").addEventListener("click", () => zoomBy(1.3));
  byId("zoom-out").addEventListener("click", () => zoomBy(1 / 1.3));
  byId("zoom-fit").addEventListener("click", () => fit());
  byId("toggle-merged").addEventListener("click", () => mergeLinks(!view.merged));
  byId("toggle-blocs").addEventListener("click", () => toggleBlocs(!view.blocs));
  byId("toggle-table").addEventListener("click", () => toggleTable(!view.table));
  byId("save-picture").addEventListener("click", savePicture);
  byId("toggle-theme").addEventListener("click", () => {
    setTheme(shade.dark ? "light" : "dark");
    buildFilters();
    showFilterState();
    restyleEdges();
    showPanel();
  });
  byId("show-filters").addEventListener("click", () => {
    const open = byId("filters").classList.toggle("open");
    byId("show-filters").setAttribute("aria-expanded", String(open));
  });
}

/** The picture as it stands, on its ground, as a PNG file. */
function savePicture() {
  const canvas = byId("graph").querySelector("canvas");
  const copy = make("canvas", { width: canvas.width, height: canvas.height });
  const ctx = copy.getContext("2d");
  ctx.fillStyle = shade.ground;
  ctx.fillRect(0, 0, copy.width, copy.height);
  ctx.drawImage(canvas, 0, 0);
  copy.toBlob((blob) => {
    const address = URL.createObjectURL(blob);
    const link = make("a", { href: address, download: "actors.png" });
    link.click();
    setTimeout(() => URL.revokeObjectURL(address), 1000);
  });
}

setTheme(matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light");
startPicture();
startTips();
startTools();
startKeys();
startSearch();
addEventListener("hashchange", readState);
document.documentElement.dataset.ready = "true";
