// The data the page carries, and what is derived from it once. Every text is shown with textContent only.
const byId = (id) => document.getElementById(id);
const graph = JSON.parse(byId("graph-data").textContent);
const { nodes, edges, families, statuses, types, relations, speakers, documents, actors, statements } = graph;
const familyOf = new Map(families.map((family, number) => [family.id, number]));
const typeOf = new Map(types.map((type, number) => [type.id, number]));
const big = nodes.length > 400 || edges.length > 900;
const STRONGEST = 300;
const STATUS_WORDS = { actual: "stated as fact", possible: "possible", negated: "negated" };

let textsRead = null;
const texts = () => (textsRead ??= JSON.parse(byId("text-data").textContent));

const edgesOf = nodes.map(() => []);
for (const edge of edges) {
  edge.f = familyOf.get(edge.family);
  edge.s = statuses.indexOf(edge.status);
  edgesOf[edge.from].push(edge.id);
  if (edge.to !== edge.from) edgesOf[edge.to].push(edge.id);
}
for (const node of nodes) node.t = typeOf.get(node.type);

const sourceNames = [...new Set(documents.map((one) => one.source ?? ""))].sort();
const sourceOf = documents.map((one) => sourceNames.indexOf(one.source ?? ""));
const dayOf = documents.map((one) => (one.published ? Date.parse(one.published) / 864e5 : null));

const count = (number, one, many) => `${number.toLocaleString("en")} ${number === 1 ? one : many ?? one + "s"}`;
const other = (edge, node) => (edge.from === node ? edge.to : edge.from);
const documentName = (number) => documents[number].title ?? documents[number].name;

/** An element; `facts` are properties, `data-`/`aria-`/`role` attributes, or `on`-handlers; children are nodes or text. */
function make(tag, facts = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(facts)) {
    if (value === null || value === undefined) continue;
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else if (name === "class") element.className = value;
    else if (name in element && !name.includes("-")) element[name] = value;
    else element.setAttribute(name, value);
  }
  element.append(...children.flat().filter((child) => child !== null && child !== undefined));
  return element;
}

/** An SVG element with attributes, for swatches and bars. */
function draw(tag, facts = {}, ...children) {
  const element = document.createElementNS("http://www.w3.org/2000/svg", tag);
  for (const [name, value] of Object.entries(facts)) element.setAttribute(name, value);
  element.append(...children);
  return element;
}
