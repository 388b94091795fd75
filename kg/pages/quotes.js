// The sentences behind a link, with both mentions marked, and who says so where.
function quoteOf(number) {
  const all = texts();
  const at = (name) => all[name][number];
  return {
    sentence: all.sentences[at("sentence")], rule: all.rules[at("rule")],
    claim: at("claim"), time: at("time"), confidence: at("confidence"),
    marks: ["subject", "object"].map((role) => [role, ...inSentence(at(`${role}_begin`), at(`${role}_end`), at("begin"), at("end"))]),
  };
}

/** A mention's place in its sentence; none if it stands elsewhere. */
const inSentence = (begin, end, first, last) => (begin === null || begin < first || end > last ? [0, 0] : [begin - first, end - first]);

/** One mention may lie within the other. Offsets count characters as Python does; a browser's strings count halves of those beyond U+FFFF. */
function markedSentence(sentence, marks) {
  const letters = Array.from(sentence);
  const slice = (begin, end) => letters.slice(begin, end).join("").replace(/\s+/g, " ");
  const found = marks.filter(([, begin, end]) => end > begin);
  const cuts = [...new Set([0, letters.length, ...found.flatMap(([, begin, end]) => [begin, end])])].sort((a, b) => a - b);
  const parts = cuts.slice(0, -1).map((begin, place) => {
    const roles = found.filter(([, first, last]) => first <= begin && begin < last).map(([role]) => role);
    return roles.reduce((inner, role) => make("mark", { class: role }, inner), slice(begin, cuts[place + 1]));
  });
  return make("blockquote", {}, parts);
}

function badges(edge, number) {
  const found = [];
  const relation = relations[statements.relation[number]];
  if (relation.id !== edge.family) found.push(make("span", { class: "badge" }, relation.label));
  if (edge.status !== "actual") found.push(make("span", { class: `badge ${edge.status}` }, STATUS_WORDS[edge.status]));
  if (statements.past[number]) found.push(make("span", { class: "badge" }, "in the past"));
  if (statements.contested[number]) found.push(make("span", { class: "badge contested" }, "≠ contested"));
  if (!statements.independent[number]) found.push(make("span", { class: "badge" }, "reprint"));
  return found;
}

function speakerLine(number) {
  const speaker = speakers[statements.speaker[number]];
  if (!speaker) return make("div", { class: "who soft" }, "In the report’s own words");
  return make("div", { class: "who" }, "Said by ", speaker.node >= 0 ? actorButton(speaker.node) : speaker.label);
}

function quoteCard(edge, number) {
  const quote = quoteOf(number);
  const one = documents[statements.document[number]];
  const from = [one.title ?? one.name, one.source, one.published].filter(Boolean).join(" · ");
  const marks = badges(edge, number);
  const card = make("article", { class: "quote" }, markedSentence(quote.sentence, quote.marks), speakerLine(number));
  if (marks.length) card.append(make("div", { class: "badges" }, marks));
  if (quote.claim) card.append(make("div", { class: "who" }, make("span", { class: "soft" }, "Claim: "), quote.claim));
  card.append(make("div", { class: "from", title: one.name }, from));
  card.append(make("div", { class: "rule" }, [quote.time && `When: ${quote.time}`, `confidence ${quote.confidence.toFixed(2)}`, quote.rule && `rule “${quote.rule}”`].filter(Boolean).join(" · ")));
  for (const denied of texts().denied[number] ?? []) card.append(deniedLink(denied));
  return card;
}

function deniedLink(number) {
  const edge = edges.find((one) => number >= one.first && number < one.first + one.count);
  return make("div", { class: "who" }, "Denies that ", make("button", { type: "button", class: "actor", onclick: () => chooseEdge(edge.id) }, sentenceOf(edge)));
}

const sentenceOf = (edge) => `${actors[edge.from].name} ${families[edge.f].label} ${actors[edge.to].name}`;

const actorButton = (node) => make("button", { type: "button", class: "actor", onclick: () => openActor(node) }, actors[node].name);

function openActor(node) {
  if (view.focus !== null && !shown.nodes.has(node)) focusOn(null);
  if (!isStrong(node)) bringIn(node);
  chooseNode(node);
  if (view.selected?.node === node) bringIntoView([node, ...neighbours(node)]);
}

/** An actor beyond the strongest comes into the picture with the best attested of its neighbours. */
function bringIn(node) {
  const near = [...edgesOf[node]].sort((a, b) => edges[b].count - edges[a].count).slice(0, 40).map((id) => other(edges[id], node));
  view.extra = new Set([node, ...near]);
  applyFilters();
}

const neighbours = (node) => shown.edges.filter((edge) => edge.from === node || edge.to === node).map((edge) => other(edge, node));
