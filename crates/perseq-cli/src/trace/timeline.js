"use strict";
// What it holds: `Page` in html.rs.
const page = JSON.parse(document.getElementById("data").textContent);
const { events, buckets, names, cpus, losses, threads, slices } = page;
const the = (id) => document.getElementById(id);
const [search, lanes, overview, timeline, tip] = ["search", "lanes", "overview", "timeline", "tip"].map(the);
const make = (tag, properties, ...children) => {
  const element = Object.assign(document.createElement(tag), properties);
  element.append(...children);
  return element;
};

// Numbers and times, as text.
const grouped = (number) => number.toLocaleString("en");
const plural = (number, what) => `${grouped(number)} ${what}${number === 1 ? "" : "s"}`;
const UNITS = [["ns", 1, 0], ["µs", 1e3, 3], ["ms", 1e6, 6], ["s", 1e9, 9]];
const unitOf = (ns) => UNITS.findLast(([, size]) => Math.abs(ns) >= size) || UNITS[0];
const exact = (ns) => {
  const [unit, size, digits] = unitOf(ns);
  return `${(ns / size).toFixed(digits)} ${unit}`;
};
const rough = (ns) => {
  const [unit, size] = unitOf(ns), value = ns / size;
  return `${value < 1000 ? +value.toPrecision(4) : grouped(Math.round(value))} ${unit}`;
};
const signed = (ns) => (ns < 0 ? "−" : "+") + exact(Math.abs(ns));
function utc(ns) {
  const all = page.start_ns + ns, second = new Date((page.start_s + Math.floor(all / 1e9)) * 1000).toISOString();
  return [second.slice(0, 10), `${second.slice(11, 19)}.${String(all % 1e9).padStart(9, "0")}`];
}
const cpuName = (lane) => cpus[lane] === null ? "no CPU" : `CPU ${cpus[lane]}`;

// The first are told apart by everybody; the others are far apart on the circle, whatever their number. Red is what was lost.
const COLOURS = ["#3f8fe0", "#e8912d", "#2fa56b", "#9a68d8", "#d9679f", "#1fb0bd", "#a89a1c", "#8a6a4f"];
const colour = (name) => COLOURS[name] || `hsl(${25 + (name * 137.508) % 310} ${name % 2 ? 65 : 45}% ${name % 3 ? 52 : 62}%)`;
const sign = (name) => {
  const element = make("i");
  element.style.background = colour(name);
  return element;
};

// What is seen: from `left`, so many nanoseconds.
const single = events.length > 0;
const LEAST = single ? 100 : 16 * page.bucket_ns, MOST = Math.max(page.span, LEAST) * 1.02;
const all = () => { [left, width] = [(page.span - MOST) / 2, MOST]; };
let left, width, plot = 1;
all();
const toX = (ns) => (ns - left) / width * plot;
// How long a column is.
const grain = () => Math.max(single ? 0 : page.bucket_ns, width / plot);
const toTime = (x) => left + x / plot * width;
function show(from, wide) {
  width = Math.min(Math.max(wide, LEAST), MOST);
  const edge = (MOST - page.span) / 2;
  left = Math.min(Math.max(from, -edge), page.span + edge - width);
  draw();
}
const zoom = (by, x = plot / 2) => {
  const wide = Math.min(Math.max(width * by, LEAST), MOST);
  show(toTime(x) - x / plot * wide, wide);
};

// What is wanted of it. Events that do not match are seen, without colour.
const OTHER = -1;
const hidden = new Set();
const matches = new Uint8Array(events.length).fill(1);
let nameMatches = names.map(() => true), selected = -1, marked = null;

// The first event that is not before `ns`.
function find(ns) {
  let low = 0, high = events.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (events[middle][0] < ns) low = middle + 1; else high = middle;
  }
  return low;
}

// What stands where in each lane: what falls on one pixel is one column.
let columns = [], laneHeight = 0;
function gather() {
  columns = rows.map(() => []);
  const add = (lane, x, wide, name, count, from, at) => {
    let column = columns[lane].at(-1);
    if (column?.x !== x) columns[lane].push(column = { x, wide, count: 0, names: new Map(), from, at });
    column.count += count;
    column.names.set(name, (column.names.get(name) || 0) + count);
  };
  const right = left + width;
  for (let at = find(left); at < events.length && events[at][0] <= right; at++) {
    const [ns, , name] = events[at], lane = laneOf(at);
    if (lane >= 0 && !hidden.has(name)) add(lane, Math.round(toX(ns)), 2, matches[at] ? name : OTHER, 1, ns, at);
  }
  const wide = Math.max(1, page.bucket_ns / width * plot);
  for (const [bucket, lane, name, count] of buckets) {
    const from = bucket * page.bucket_ns;
    if (from + page.bucket_ns < left || from > right || hidden.has(name) || byThread) continue;
    add(lane, Math.round(toX(from)), wide, nameMatches[name] ? name : OTHER, count, from, -1);
  }
}

function canvas(element, height) {
  const scale = devicePixelRatio || 1;
  element.style.height = height + "px";
  element.width = Math.round(element.clientWidth * scale);
  element.height = Math.round(height * scale);
  const context = element.getContext("2d"), style = getComputedStyle(document.documentElement);
  context.scale(scale, scale);
  context.font = "12px system-ui, sans-serif";
  context.textBaseline = "middle";
  return [context, (name) => style.getPropertyValue(name)];
}

// Times that have a line: at least 120 pixels apart.
function ticks() {
  const least = Math.max(width * 120 / plot, 1), power = 10 ** Math.floor(Math.log10(least));
  const step = power * [1, 2, 5, 10].find((by) => by * power >= least);
  const [unit, size] = unitOf(Math.max(left + width, step));
  const digits = Math.max(0, Math.ceil(-Math.log10(step / size) - 1e-9)), found = [];
  for (let at = Math.ceil(left / step); at * step <= left + width; at++) found.push([toX(at * step), `${(at * step / size).toFixed(digits)} ${unit}`]);
  return found;
}

// The whole trace, and which part of it is seen.
const MAP = 30, HEAD = 52;
const density = (() => {
  const bins = new Float64Array(400), bin = (ns) => Math.min(bins.length - 1, Math.floor(ns / (page.span + 1) * bins.length));
  for (const [ns] of events) bins[bin(ns)]++;
  for (const [bucket, , , count] of buckets) bins[bin(bucket * page.bucket_ns)] += count;
  const most = Math.max(...bins);
  return bins.map((count) => count / most);
})();
const mapX = (ns) => (ns + (MOST - page.span) / 2) / MOST * plot;
function drawOverview(marks) {
  const [context, of] = canvas(overview, HEAD), wide = mapX(page.span) - mapX(0);
  context.fillStyle = of("--dim");
  density.forEach((share, at) => {
    const tall = share && Math.max(1, share * (MAP - 6));
    context.fillRect(mapX(0) + at / density.length * wide, MAP - tall, wide / density.length + 0.5, tall);
  });
  context.fillStyle = of("--wrong");
  for (const [after, before] of losses) context.fillRect(mapX(after), 0, Math.max(1, mapX(before) - mapX(after)), 3);
  context.strokeStyle = context.fillStyle = of("--ours");
  const [from, to] = [mapX(left), Math.max(mapX(left + width), mapX(left) + 3)];
  context.globalAlpha = 0.14;
  context.fillRect(from, 0, to - from, MAP);
  context.globalAlpha = 1;
  context.strokeRect(from + 0.5, 0.5, to - from - 1, MAP - 1);
  for (const [x, text] of marks) {
    context.fillStyle = of("--line");
    context.fillRect(x, MAP + 2, 1, HEAD);
    context.fillStyle = of("--soft");
    if (x + 4 + context.measureText(text).width < plot) context.fillText(text, x + 4, (MAP + HEAD) / 2 + 1);
  }
}

function draw(again = true) {
  const table = the("table").offsetHeight;
  const room = innerHeight - lanes.offsetTop - document.querySelector("footer").offsetHeight - HEAD - 24 - (table && table + 10);
  laneHeight = Math.min(Math.max(Math.floor(room / rows.length), 14, layers() && 16 * layers() + 18), 200);
  // Before its width is asked for: with a scroll bar it is narrower.
  timeline.style.height = laneHeight * rows.length + "px";
  plot = timeline.clientWidth;
  const [context, of] = canvas(timeline, laneHeight * rows.length), marks = ticks(), height = laneHeight * rows.length;
  context.fillStyle = of("--line");
  for (const [x] of marks) context.fillRect(x, 0, 1, height);
  rows.forEach((_, lane) => context.fillRect(0, (lane + 1) * laneHeight - 1, plot, 1));
  context.fillStyle = of("--wrong");
  for (const [after, before, lane] of byThread ? [] : losses) {
    const wide = Math.max(2, toX(before) - toX(after));
    context.globalAlpha = 0.13;
    context.fillRect(toX(after), lane * laneHeight, wide, laneHeight - 1);
    context.globalAlpha = 1;
    context.fillRect(toX(after), lane * laneHeight, wide, Math.min(4, laneHeight / 5));
  }
  gather();
  const seen = new Map(), most = columns.flat().reduce((most, { count }) => Math.max(most, count), 1);
  columns.forEach((list, lane) => {
    const few = single && laneHeight > 20 && list.length * 24 < plot;
    let count = 0;
    list.forEach((column, at) => {
      bar(context, of, column, lane, most);
      if (few) label(context, of, column, lane, (list[at + 1]?.x ?? plot) - column.x);
      count += column.count;
      for (const [name, number] of column.names) seen.set(name, (seen.get(name) || 0) + number);
    });
    the("cpus").children[lane].dataset.seen = count;
    the("cpus").children[lane].lastChild.textContent = grouped(count);
  });
  drawSpans(context, of);
  over(context, of, height);
  drawOverview(marks);
  const drawn = [...seen.values()].reduce((one, other) => one + other, 0);
  legend(seen);
  the("cpus").classList.toggle("low", laneHeight < 34);
  for (const lane of the("cpus").children) lane.style.height = laneHeight + "px";
  const [from, to] = [left, left + width].map((ns) => Math.min(Math.max(Math.round(ns), 0), page.span));
  the("where").textContent = marked ? `${exact(Math.round(Math.abs(marked[1] - marked[0])))} marked`
    : `${rough(to - from)} from +${exact(from)}: ${plural(drawn, "event")}` + (most > 1 ? `. Highest bar: ${grouped(most)} in ${rough(grain())}` : "");
  Object.assign(timeline.dataset, { from: left, to: left + width, drawn });
  drawRange(from, to);
  drawTable();
  // The words below are others now: where they take another line, a scroll bar comes or goes, and the canvas has another width.
  if (again && timeline.clientWidth !== plot) return draw(false);
  if (drawn) return;
  context.fillStyle = of("--soft");
  context.textAlign = "center";
  context.fillText("no events here", plot / 2, Math.min(height, lanes.clientHeight) / 2);
}

// A column: each name's share of its height, and something of each name.
function bar(context, of, { x, wide, count, names }, lane, most) {
  const room = laneHeight - (laneHeight > 30 ? 9 : 3) - 16 * (rowLayers[lane] || 0), parts = [...names].sort((one, other) => one[0] - other[0]);
  const tall = parts.map(([, part]) => Math.max(count / most * room < 3 ? 3 * part / count : 1.5, part / most * room));
  const shrink = Math.min(1, room / tall.reduce((one, other) => one + other));
  let foot = (lane + 1) * laneHeight - 1;
  parts.forEach(([name], at) => {
    context.fillStyle = name === OTHER ? of("--dim") : colour(name);
    context.fillRect(x, foot -= tall[at] * shrink, wide, tall[at] * shrink);
  });
}

// An event's name, and its fields, as far as there is room for them.
function label(context, of, { x, count, names: within, at }, lane, room) {
  const letters = Math.floor((room - 14) / 7);
  if (count > 1 || letters < 6) return;
  const cut = (text, most) => text.length > most ? text.slice(0, most - 1) + "…" : text;
  const y = (lane + 0.5) * laneHeight + 8 * (rowLayers[lane] || 0), name = cut(names[events[at][2]][0], letters), left = letters - name.length - 1;
  context.fillStyle = of(within.has(OTHER) ? "--soft" : "--ink");
  context.fillText(name, x + 6, y);
  context.fillStyle = of("--soft");
  if (left > 6) context.fillText(cut(events[at][4].replaceAll("\n", ", "), left), x + 13 + context.measureText(name).width, y);
}

// The event that is selected, and what is marked, over all lanes.
function over(context, of, height) {
  context.fillStyle = of("--ours");
  if (marked) {
    const [from, to] = marked.map(toX).sort((one, other) => one - other);
    context.globalAlpha = 0.2;
    context.fillRect(from, 0, to - from, height);
    context.globalAlpha = 1;
  }
  if (selected < 0) return;
  const x = Math.round(toX(events[selected][0])), top = laneOf(selected) * laneHeight;
  for (let y = 0; y < height; y += 6) context.fillRect(x, y, 1, 3);
  context.fillRect(x - 1, top, 4, laneHeight - 1);
  context.fillRect(x - 4, top, 10, 4);
}

// An event, in full.
function describe(at) {
  const [ns, cpu, name, context, fields] = events[at], lane = laneOf(at);
  let before = at - 1;
  while (before >= 0 && laneOf(before) !== lane) before--;
  const rows = [["time", "+" + exact(ns)], ["UTC", utc(ns)[1]], ["on", cpuName(cpu)]];
  for (const [what, begin, end] of spansOf(at)) {
    if (begin === at) rows.push([`${what} took`, exact(events[end][0] - ns)]);
    else rows.push([`${what} began`, `${exact(ns - events[begin][0])} before`]);
  }
  if (before >= 0) rows.push(["since previous", exact(ns - events[before][0])]);
  if (selected >= 0 && selected !== at) rows.push(["from selected", signed(ns - events[selected][0])]);
  for (const line of [page.contexts[context], fields].join("\n").split("\n").filter(Boolean)) {
    const [field, ...value] = line.split(" = ");
    rows.push([field, value.join(" = ")]);
  }
  return [make("strong", {}, sign(name), names[name][0]), table(rows)];
}
const table = (rows) => make("dl", {}, ...rows.flatMap(([name, value]) => [make("dt", {}, name), make("dd", {}, value)]));

function summary({ count, names: within, from }) {
  const rows = [...within].sort((one, other) => other[1] - one[1]);
  const few = rows.slice(0, 10).map(([name, part]) => [name === OTHER ? "others" : names[name][0], grouped(part)]);
  if (rows.length > few.length) few.push([`${rows.length - few.length} other names`, ""]);
  return [make("strong", {}, `${plural(count, "event")} in ${rough(grain())}`), table([["from", "+" + exact(Math.round(from))], ...few])];
}

// The loss whose mark is nearest to a place, if one is near: losses lie side by side. Of several as near, the largest.
function lossAt(x, lane) {
  if (byThread) return undefined;
  const off = ([after, before]) => Math.max(toX(after) - x, x - Math.max(toX(before), toX(after) + 2), 0);
  const order = (one, other) => off(one) - off(other) || other[3] + other[4] - one[3] - one[4];
  return losses.filter((one) => one[2] === lane && off(one) < 3).sort(order)[0];
}
// What is at that place: a loss if it is on its mark, else the nearest column, else a loss.
function hit(x, y) {
  const span = spanAt(x, y);
  if (span) return { span };
  const lane = Math.floor(y / laneHeight), off = (one) => Math.max(one.x - x, x - one.x - one.wide, 0);
  const near = (columns[lane] || []).reduce((best, one) => off(one) <= (best ? off(best) : 6) ? one : best, null);
  const loss = lossAt(x, lane);
  return loss && (!near || y - lane * laneHeight < 6) ? { loss } : { column: near };
}
function hover(event) {
  const place = timeline.getBoundingClientRect(), { loss, column, span } = hit(event.clientX - place.left, event.clientY - place.top);
  tip.style.display = loss || column || span ? "block" : "none";
  if (span) {
    tip.replaceChildren(...describeSpan(span));
  } else if (loss) {
    const [after, before, lane, count, packets] = loss;
    const what = [count && plural(count, "event"), packets && plural(packets, "packet")].filter(Boolean).join(" and ");
    tip.replaceChildren(make("strong", {}, make("i", { className: "lost" }), `${what} lost`),
      table([["after", "+" + exact(after)], ["before", "+" + exact(before)], ["on", cpuName(lane)]]));
  } else if (column) {
    tip.replaceChildren(...column.count === 1 && single ? describe(column.at) : summary(column));
  }
  tip.style.left = Math.max(4, Math.min(event.clientX + 14, innerWidth - tip.offsetWidth - 8)) + "px";
  tip.style.top = (event.clientY + 18 + tip.offsetHeight < innerHeight ? event.clientY + 18 : Math.max(4, event.clientY - tip.offsetHeight - 12)) + "px";
}

function select(at) {
  selected = at;
  the("details").replaceChildren(...at < 0 ? [] : describe(at));
  if (at < 0) return draw();
  const ns = events[at][0], top = Math.max(0, laneOf(at)) * laneHeight;
  if (top < lanes.scrollTop || top + laneHeight + HEAD > lanes.scrollTop + lanes.clientHeight) lanes.scrollTop = top;
  if (ns < left || ns > left + width) show(ns - width / 2, width); else draw();
}
// To the next event that is shown and matches, or the one before.
function step(by) {
  let at = selected >= 0 ? selected + by : by > 0 ? find(left) : find(left + width) - 1;
  while (events[at] && (hidden.has(events[at][2]) || !matches[at])) at += by;
  if (events[at]) select(at);
}

// The names, and which are shown.
function legend(seen) {
  for (const item of the("names").children) {
    const name = Number(item.dataset.name);
    if (!(name >= 0)) continue;
    item.dataset.seen = seen.get(name) || 0;
    item.querySelector("span").textContent = hidden.has(name) ? "" : grouped(seen.get(name) || 0);
    item.querySelector("input").checked = !hidden.has(name);
    item.className = (hidden.has(name) ? "off " : "") + (nameMatches[name] ? "" : "other");
  }
  const gone = losses.reduce((sum, [after, before, , count]) => sum + (before >= left && after <= left + width ? count : 0), 0);
  for (const item of document.querySelectorAll("li.lost span")) item.textContent = grouped(gone);
  the("every").style.visibility = hidden.size ? "visible" : "hidden";
}
names.forEach(([name, count], place) => {
  const box = make("input", { type: "checkbox", onchange: () => { box.checked ? hidden.delete(place) : hidden.add(place); draw(); } });
  const only = make("button", { title: `show ${name} only` }, "only");
  only.onclick = () => { names.forEach((_, other) => other === place ? hidden.delete(other) : hidden.add(other)); draw(); };
  const item = make("li", { title: `${name}: ${plural(count, "event")} in the trace` }, make("label", {}, box, sign(place), make("b", {}, name), make("span")), only);
  item.dataset.name = place;
  the("names").append(item);
});
the("every").onclick = () => { hidden.clear(); draw(); };

search.oninput = () => {
  const wanted = search.value.trim().toLowerCase(), has = (text) => text.toLowerCase().includes(wanted);
  nameMatches = names.map(([name]) => has(name));
  const contexts = page.contexts.map(has);
  let found = 0;
  events.forEach(([, , name, context, fields], at) => { found += matches[at] = nameMatches[name] || contexts[context] || has(fields) ? 1 : 0; });
  if (single) nameMatches = names.map((_, name) => nameMatches[name] || events.some((event, at) => matches[at] && event[2] === name));
  else names.forEach(([, count], name) => { found += nameMatches[name] ? count : 0; });
  the("found").textContent = wanted ? `${grouped(found)} found` : "";
  draw();
};

// Hands.
let press = null;
const placeOf = (event) => event.clientX - timeline.getBoundingClientRect().left;
timeline.addEventListener("wheel", (event) => {
  event.preventDefault();
  const unit = event.deltaMode ? 20 : 1;
  if (Math.abs(event.deltaX) > Math.abs(event.deltaY)) show(left + unit * event.deltaX / plot * width, width);
  else zoom(Math.exp(Math.min(Math.max(unit * event.deltaY, -400), 400) / 300), placeOf(event));
  hover(event);
}, { passive: false });
timeline.onpointerdown = (event) => {
  if (event.button) return;
  press = { x: placeOf(event), y: event.clientY, left, scroll: lanes.scrollTop, range: event.shiftKey, moved: false };
};
overview.onpointerdown = (event) => { press = { map: true }; moveMap(event); };
const moveMap = (event) => show(placeOf(event) / plot * MOST - (MOST - page.span) / 2 - width / 2, width);
addEventListener("pointermove", (event) => {
  if (!press) return;
  if (press.map) return moveMap(event);
  const x = placeOf(event);
  press.moved ||= Math.abs(x - press.x) + Math.abs(event.clientY - press.y) > 4;
  if (!press.moved) return;
  timeline.classList.toggle("moving", !press.range);
  if (press.range) {
    marked = [toTime(press.x), toTime(x)];
    draw();
  } else {
    lanes.scrollTop = press.scroll + press.y - event.clientY;
    show(press.left - (x - press.x) / plot * width, width);
  }
});
addEventListener("pointerup", (event) => {
  const { moved, map } = press || { map: true }, range = marked;
  press = marked = null;
  timeline.classList.remove("moving");
  if (range) show(Math.min(...range), Math.abs(range[1] - range[0]));
  else if (!moved && !map && single) {
    const { column, span } = hit(placeOf(event), event.clientY - timeline.getBoundingClientRect().top);
    select(span ? span.begin : column ? column.at : -1);
  }
});
timeline.onpointermove = (event) => { if (!press?.moved) hover(event); else tip.style.display = "none"; };
timeline.onpointerleave = () => { tip.style.display = "none"; };
timeline.ondblclick = (event) => zoom(0.25, placeOf(event));
const KEYS = {
  "+": () => zoom(0.5), "=": () => zoom(0.5), w: () => zoom(0.5), "-": () => zoom(2), s: () => zoom(2), 0: () => { all(); draw(); },
  ArrowLeft: () => show(left - width / 5, width), a: () => show(left - width / 5, width),
  ArrowRight: () => show(left + width / 5, width), d: () => show(left + width / 5, width),
  n: () => step(1), p: () => step(-1), Escape: () => select(-1), "/": () => search.focus(),
  t: () => toggle(!byThread), e: () => toggleTable(),
};
addEventListener("keydown", (event) => {
  if (event.target.matches?.("#range input")) return;
  if (event.target === search) {
    if (event.key === "Enter") step(event.shiftKey ? -1 : 1);
    if (event.key === "Escape") search.blur();
  } else if (KEYS[event.key] && !event.ctrlKey && !event.altKey && !event.metaKey) {
    event.preventDefault();
    KEYS[event.key]();
  }
});
[the("in").onclick, the("out").onclick, the("all").onclick] = [KEYS["+"], KEYS["-"], KEYS[0]];

document.title = `${page.title}: perseq trace`;
the("title").textContent = page.title;
the("summary").textContent = `${plural(page.count, "event")} on ${cpus.length === 1 && cpus[0] === null ? "no CPU" : plural(cpus.length, "CPU")} in ${rough(page.span)}, from ${utc(0).join(" ")} UTC`;
const [gone, packets] = losses.reduce(([gone, packets], loss) => [gone + loss[3], packets + loss[4]], [0, 0]);
const lost = [gone && plural(gone, "event"), packets && plural(packets, "packet")].filter(Boolean).join(" and ");
if (lost) {
  the("lost").textContent = `${lost} lost`;
  the("names").append(make("li", { className: "lost", title: "The buffers were full in these times" }, make("label", {}, make("i"), make("b", {}, "lost events"), make("span"))));
}
search.placeholder = single ? "search names, threads and fields  ( / )" : "search names  ( / )";
the("help").textContent = (single ? "" : `Bars are of ${rough(page.bucket_ns)}: choose fewer events with -e or --cpu to see each. `)
  + "Wheel or + −: zoom. Drag or ← →: move. Shift-drag: zoom to a range." + (single ? " Click: select an event; n, p: the next, the previous." : "") + (threads.length ? " t: lanes of threads or CPUs." : "") + (single ? " e: table of events." : "") + " 0: all.";
