// Lanes of CPUs or threads, slices on them, the table of events, and the range of time that is typed.

// What is in each lane: its name, and which process begins with it.
let byThread = false, rows = [], rowLayers = [], spans = [];
const threadOf = (at) => page.context_threads[events[at][3]] ?? -1;
const threadName = (place) => {
  const [process, thread, name] = threads[place];
  return name || (process === thread ? "main thread" : `thread ${thread}`);
};
const threadless = threads.length > 0 && events.some((_, at) => threadOf(at) < 0);
function laneOf(at) {
  if (!byThread) return events[at][1];
  return threadOf(at) < 0 ? threads.length : threadOf(at);
}
// What only a field says that it belongs together stands on lanes of its own: one for each name.
const loose = [...new Set(slices.filter(([, , , free]) => free).map(([name]) => name))];
// Slices of threads are on lanes of CPUs only where there are no threads.
const laneOfSlice = ([name, begin, end, free]) => free ? (byThread || !threads.length ? base() + loose.indexOf(name) : -1)
  : byThread || !threads.length ? laneOf(begin) : -1;
const base = () => byThread ? threads.length + threadless : cpus.length;

// Each slice stands below those that it is within; one that only overlaps another is below that, too.
function arrange() {
  const free = rows.map(() => []);
  spans = slices.map((slice) => ({ name: slice[0], begin: slice[1], end: slice[2], lane: laneOfSlice(slice) })).filter(({ lane }) => lane >= 0);
  for (const span of spans) [span.from, span.to] = [events[span.begin][0], events[span.end][0]];
  spans.sort((one, other) => one.from - other.from || other.to - one.to || one.begin - other.begin);
  for (const span of spans) {
    const layer = free[span.lane].findIndex((until) => until <= span.from);
    span.layer = layer < 0 ? free[span.lane].length : layer;
    free[span.lane][span.layer] = span.to;
  }
  rowLayers = free.map((all) => Math.min(all.length, 8));
}
function layers() {
  return Math.max(0, ...rowLayers);
}

function toggle(threadwise) {
  byThread = threadwise && threads.length > 0;
  const own = byThread ? [...threads.map((_, place) => threadName(place)), ...threadless ? ["no thread"] : []] : cpus.map((_, lane) => cpuName(lane));
  rows = byThread || !threads.length ? [...own, ...loose] : own;
  the("by").textContent = threads.length ? (byThread ? "by thread" : "by CPU") : "";
  the("lanes").classList.toggle("threads", byThread || loose.length > 0 && !threads.length);
  the("cpus").replaceChildren(...rows.map((name, place) => {
    const item = make("li", { title: name }, name, make("span"));
    if (!byThread) return item;
    if (place >= threads.length || place === 0 || threads[place - 1][0] !== threads[place][0]) {
      item.classList.add("process");
      item.dataset.process = place < threads.length ? `process ${threads[place][0]}` : place < base() ? "" : "of any thread";
    }
    return item;
  }));
  timeline.setAttribute("aria-label", byThread ? "Events and slices of each thread" : "Events on each CPU");
  arrange();
  draw();
}

// Where a slice is drawn: from the top of its lane, a layer below the other.
const LAYER = 16;
const box = ({ from, to, lane, layer }) => [toX(from), lane * laneHeight + 2 + layer * LAYER, Math.max(1.5, toX(to) - toX(from)), LAYER - 2];
const seenSpan = ({ from, to, layer, begin }) => to >= left && from <= left + width && layer < 8 && !hidden.has(events[begin][2]);
function drawSpans(context, of) {
  const right = left + width;
  let drawn = 0;
  for (const span of spans) {
    if (span.from > right) break;
    if (!seenSpan(span)) continue;
    const [x, y, wide, tall] = box(span), from = Math.max(x, 0), to = Math.min(x + wide, plot);
    drawn++;
    context.fillStyle = matches[span.begin] ? colour(events[span.begin][2]) : of("--dim");
    context.globalAlpha = 0.8;
    context.fillRect(from, y, Math.max(to - from, 1), tall);
    context.globalAlpha = 1;
    const letters = Math.floor((to - from - 8) / 7), text = `${span.name}  ${rough(span.to - span.from)}`;
    if (letters < 4) continue;
    context.fillStyle = "#fff";
    context.fillText(text.length > letters ? text.slice(0, letters - 1) + "…" : text, from + 4, y + tall / 2 + 0.5);
  }
  timeline.dataset.slices = drawn;
}
function spanAt(x, y) {
  const lane = Math.floor(y / laneHeight);
  return spans.find((span) => {
    if (span.lane !== lane || !seenSpan(span)) return false;
    const [from, top, wide, tall] = box(span);
    return x >= from - 1 && x <= from + wide + 1 && y >= top && y < top + tall;
  });
}
const spansAt = new Map();
for (const slice of slices) {
  for (const at of [slice[1], slice[2]]) spansAt.set(at, [...(spansAt.get(at) || []), slice]);
}
function spansOf(at) {
  return spansAt.get(at) || [];
}
const fieldRows = (at) => events[at][4].split("\n").filter(Boolean).map((line) => {
  const [field, ...value] = line.split(" = ");
  return [field, value.join(" = ")];
});
function describeSpan({ name, begin, end, from, to }) {
  const rows = [["took", exact(to - from)], ["from", "+" + exact(from)], ["to", "+" + exact(to)]];
  if (threadOf(begin) >= 0) rows.push(["on", threadName(threadOf(begin)) + (threadOf(end) === threadOf(begin) ? "" : `, then ${threadName(threadOf(end))}`)]);
  return [make("strong", {}, sign(events[begin][2]), name), table([...rows, ...fieldRows(begin), ...fieldRows(end)])];
}

// The events that are seen, around the selected one if that is among them, else from the first one on.
const MOST_ROWS = 300;
function drawTable() {
  if (the("table").hidden) return;
  const right = left + width, seen = (at) => events[at] && events[at][0] <= right && events[at][0] >= left;
  let at = seen(selected) ? selected : find(left), some = 0;
  while (some < MOST_ROWS / 3 && seen(at - 1) && at - 1 >= 0) { at--; some += hidden.has(events[at][2]) ? 0 : 1; }
  const lines = [];
  for (; lines.length < MOST_ROWS && seen(at); at++) {
    const [ns, cpu, name, , fields] = events[at], place = at;
    if (hidden.has(name)) continue;
    const thread = threadOf(at), on = cpuName(cpu);
    const line = make("tr", { onclick: () => select(place) }, make("td", {}, "+" + exact(ns)), make("td", {}, on),
      make("td", {}, thread < 0 ? "" : `${threads[thread][1]} ${threads[thread][2]}`), make("td", {}, sign(name), " ", names[name][0]),
      make("td", { title: fields }, fields.replaceAll("\n", ", ")));
    line.className = (at === selected ? "selected " : "") + (matches[at] ? "" : "other");
    lines.push(line);
  }
  the("table").querySelector("tbody").replaceChildren(...lines);
  the("more").textContent = seen(at) ? "More events are in this range: zoom in, or select one." : lines.length ? "" : "No events are in this range.";
  the("table").querySelector("tr.selected")?.scrollIntoView({ block: "nearest" });
}
function toggleTable() {
  if (!single) return;
  the("table").hidden = !the("table").hidden;
  draw();
}

// The range, as it is typed: a number and a unit; without one, that of the other end.
const SIZES = { ns: 1, us: 1e3, "µs": 1e3, "μs": 1e3, ms: 1e6, s: 1e9 };
function typed(text, unit) {
  const [, number, given] = /^\+?\s*([0-9][0-9,_]*(?:\.[0-9]+)?)\s*(ns|us|µs|μs|ms|s)?$/.exec(text.trim()) || [];
  return number === undefined ? NaN : Number(number.replaceAll(/[,_]/g, "")) * SIZES[given || unit];
}
function drawRange(from, to) {
  if (document.activeElement?.matches("#range input")) return;
  [the("from").value, the("to").value] = [from, to].map(exact);
  for (const id of ["from", "to"]) the(id).classList.remove("wrong");
}
function setRange() {
  const unit = /[nuµμm]?s\s*$/.exec(the("to").value)?.[0].trim() || "ns";
  const [from, to] = ["from", "to"].map((id) => typed(the(id).value, unit));
  the("from").classList.toggle("wrong", !(from >= 0));
  the("to").classList.toggle("wrong", !(to > from));
  if (to > from && from >= 0) show(from, to - from);
}
for (const id of ["from", "to"]) {
  the(id).onchange = setRange;
  the(id).onkeydown = ({ key }) => { if (key === "Enter" || key === "Escape") the(id).blur(); };
  the(id).onblur = () => draw();
}
the("by").onclick = () => toggle(!byThread);
the("events").onclick = () => toggleTable();
the("events").hidden = !single;

// Where there is room for it from the first, the table is there.
the("table").hidden = !single || cpus.length > 8 || innerHeight < 640;
toggle(false);
new ResizeObserver(draw).observe(document.querySelector("section"));
matchMedia("(prefers-color-scheme: dark)").addEventListener("change", draw);
