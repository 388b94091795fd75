// The time slider over the documents' dates: two ends, bars for how much is said a day, and play.
const DAY = 864e5;
const days = [...new Set(dayOf.filter((day) => day !== null))].sort((a, b) => a - b);
const [firstDay, lastDay] = [days[0], days.at(-1)];
const dateOf = (day) => new Date(day * DAY).toISOString().slice(0, 10);
let playing = null;

function startTime() {
  if (days.length < 2) return;
  const section = byId("time");
  section.hidden = false;
  const ends = ["from", "to"].map((end) => make("input", { type: "range", id: `time-${end}`, min: firstDay, max: lastDay, step: 1, value: end === "from" ? firstDay : lastDay, "aria-label": end === "from" ? "First day" : "Last day", oninput: slid }));
  section.replaceChildren(
    make("button", { type: "button", class: "quiet", id: "play", onclick: () => (playing ? stopPlaying() : play()) }, "Play"),
    make("div", { class: "track" }, timeBars(), ends),
    make("output", { id: "time-range" }),
  );
  showTime();
}

function timeBars() {
  const totals = new Map();
  for (const document of statements.document) {
    const day = dayOf[document];
    if (day !== null) totals.set(day, (totals.get(day) ?? 0) + 1);
  }
  const most = Math.max(...totals.values());
  const wide = Math.max(1.2, Math.min(24, 900 / (lastDay - firstDay + 1)));
  const svg = draw("svg", { viewBox: "0 0 1000 28", preserveAspectRatio: "none", "aria-hidden": "true" });
  for (const [day, total] of totals) {
    const high = Math.max(2, (total / most) * 28);
    const bar = draw("rect", { x: ((day - firstDay) / (lastDay - firstDay)) * (1000 - wide), y: 28 - high, width: wide, height: high });
    bar.dataset.day = day;
    svg.append(bar);
  }
  return svg;
}

function slid() {
  stopPlaying();
  const [from, to] = ["time-from", "time-to"].map((id) => Number(byId(id).value)).sort((a, b) => a - b);
  setTime(from, to);
}

/** The whole range is no filter, so that undated documents stay in. */
function setTime(from, to) {
  const whole = from <= firstDay && to >= lastDay;
  view.from = whole ? null : from;
  view.to = whole ? null : to;
  applyFilters();
  showTime();
}

function showTime() {
  if (days.length < 2) return;
  const [from, to] = view.from === null ? [firstDay, lastDay] : [view.from, view.to];
  byId("time-from").value = from;
  byId("time-to").value = to;
  byId("time-range").textContent = from === to ? dateOf(from) : `${dateOf(from)} to ${dateOf(to)}`;
  for (const bar of document.querySelectorAll("#time rect")) bar.classList.toggle("in", bar.dataset.day >= from && bar.dataset.day <= to);
}

/** Let the picture grow from the first day to the last, in steps of the days on which something was published. */
function play() {
  const start = view.from ?? firstDay;
  const steps = days.filter((day) => day >= start);
  byId("play").textContent = "Pause";
  let step = 0;
  const next = () => {
    setTime(start, steps[step]);
    step += 1;
    if (step >= steps.length) stopPlaying();
  };
  playing = setInterval(next, Math.max(120, Math.min(900, 9000 / steps.length)));
  next();
}

function stopPlaying() {
  clearInterval(playing);
  playing = null;
  if (byId("play")) byId("play").textContent = "Play";
}
