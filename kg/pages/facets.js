// The filters on evidence: speaker, source, and how many sentences a link needs.
function evidenceFilters() {
  const speaker = make("select", { id: "speaker", "aria-label": "Speaker", onchange: (event) => { view.speaker = Number(event.target.value); applyFilters(); } },
    make("option", { value: -1 }, "anybody"), make("option", { value: -2 }, "the report itself"),
    speakers.map((one, number) => [one.label, number]).sort((a, b) => a[0].localeCompare(b[0])).map(([label, number]) => make("option", { value: number }, label)));
  const source = make("select", { id: "source", "aria-label": "Source", onchange: (event) => { view.source = Number(event.target.value); applyFilters(); } },
    make("option", { value: -1 }, "any source"), sourceNames.map((name, number) => make("option", { value: number }, name || "source unknown")));
  speaker.value = view.speaker;
  source.value = view.source;
  const most = Math.max(1, ...edges.map((edge) => edge.count));
  const output = make("output", { for: "least" }, String(view.least));
  const least = make("input", { id: "least", type: "range", min: 1, max: Math.min(most, 12), value: view.least, oninput: (event) => { view.least = Number(event.target.value); output.textContent = event.target.value; applyFilters(); } });
  const contested = make("input", { type: "checkbox", id: "contested", checked: view.contestedOnly, onchange: (event) => { view.contestedOnly = event.target.checked; applyFilters(); } });
  return make("fieldset", { class: "group" }, make("legend", {}, "Evidence"), big ? strongestField() : null,
    make("div", { class: "field" }, make("label", { htmlFor: "least" }, "Sentences ≥"), least, output),
    make("div", { class: "field" }, make("label", { htmlFor: "speaker" }, "Said by"), speaker),
    make("div", { class: "field" }, make("label", { htmlFor: "source" }, "Source"), source),
    make("div", { class: "field" }, contested, make("label", { htmlFor: "contested" }, "Only what is contested")));
}

/** How many actors of a big graph are in the picture, the most written about first. */
function strongestField() {
  const output = make("output", { for: "top" });
  const steps = [100, 200, 300, 500, 1000, 2000, 5000, 10000].filter((step) => step < nodes.length);
  steps.push(nodes.length);
  const show = () => { output.textContent = Math.min(view.top, nodes.length).toLocaleString("en"); };
  const slider = make("input", { id: "top", type: "range", min: 0, max: steps.length - 1, value: Math.max(0, steps.findIndex((step) => step >= view.top)), "aria-label": "Actors shown, the most written about first", onchange: (event) => { view.top = steps[event.target.value]; show(); applyFilters(); fit(); } });
  show();
  return make("div", { class: "field" }, make("label", { htmlFor: "top" }, "Actors"), slider, output);
}
