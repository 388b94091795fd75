// The search box: completion over names and aliases, by keyboard or mouse.
const folded = (text) => text.normalize("NFD").replace(/\p{Diacritic}/gu, "").toLowerCase();
let names = null;

function nameIndex() {
  return (names ??= actors.flatMap((actor, id) => (nodes[id].type === "Claim" ? [] : [actor.name, nodes[id].label.replace("\n", " "), ...actor.aliases].map((name, place) => ({ id, name, key: folded(name), alias: place > 0 })))));
}

function findActors(text) {
  const key = folded(text.trim());
  if (!key) return [];
  const best = new Map();
  for (const entry of nameIndex()) {
    const at = entry.key.indexOf(key);
    if (at < 0) continue;
    const rank = (at === 0 ? 0 : /[\s-]/.test(entry.key[at - 1]) ? 1 : 2) + (entry.alias ? 0.5 : 0);
    if (!best.has(entry.id) || best.get(entry.id).rank > rank) best.set(entry.id, { ...entry, rank });
  }
  return [...best.values()].sort((a, b) => a.rank - b.rank || a.id - b.id);
}

function startSearch() {
  const box = byId("search");
  const list = byId("matches");
  let found = [];
  let at = -1;
  const close = () => {
    list.hidden = true;
    at = -1;
    box.setAttribute("aria-expanded", "false");
    box.removeAttribute("aria-activedescendant");
  };
  const mark = (place) => {
    at = place;
    [...list.children].forEach((item, number) => item.setAttribute("aria-selected", String(number === at)));
    if (at >= 0) {
      box.setAttribute("aria-activedescendant", list.children[at].id);
      list.children[at].scrollIntoView({ block: "nearest" });
    }
  };
  const take = (entry) => {
    box.value = "";
    setFound([]);
    close();
    openActor(entry.id);
  };
  box.addEventListener("input", () => {
    const all = findActors(box.value);
    found = all.slice(0, 12);
    setFound(all.map((entry) => entry.id));
    list.replaceChildren(...found.map((entry, number) => {
      const item = make("li", { role: "option", id: `match-${number}`, onmousedown: (event) => event.preventDefault(), onclick: () => take(entry) }, typeSwatch(nodes[entry.id].t), make("span", {}, actors[entry.id].name));
      if (entry.alias && entry.name !== actors[entry.id].name) item.append(make("span", { class: "why" }, entry.name));
      return item;
    }));
    if (!found.length && box.value.trim()) list.replaceChildren(make("li", { class: "why", "aria-disabled": "true" }, "No actor has that name"));
    list.hidden = !box.value.trim();
    box.setAttribute("aria-expanded", String(!list.hidden));
    mark(found.length ? 0 : -1);
  });
  box.addEventListener("keydown", (event) => {
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      if (found.length) mark((at + (event.key === "ArrowDown" ? 1 : found.length - 1)) % found.length);
    } else if (event.key === "Enter" && found[at]) take(found[at]);
    else if (event.key === "Escape") {
      box.value = "";
      setFound([]);
      close();
    }
  });
  box.addEventListener("blur", close);
}

function setFound(ids) {
  nodeState.found = new Set(ids);
  requestDrawing();
}
