"use strict";
const page = JSON.parse(document.getElementById("data").textContent);
const make = (tag, properties, ...children) => {
  const element = Object.assign(document.createElement(tag), properties);
  element.append(...children);
  return element;
};
const grouped = (number) => number.toLocaleString("en");
const time = (ns) => ns < 1e4 ? ns.toFixed(0) + " ns" : ns < 1e7 ? (ns / 1e3).toFixed(2) + " µs"
  : ns < 1e10 ? (ns / 1e6).toFixed(3) + " ms" : (ns / 1e9).toFixed(4) + " s";
// Far apart on the circle, whatever their number.
const colour = (name) => `hsl(${(name * 137.508) % 360} 65% 50%)`;
const hidden = new Set();
let wanted = "";

const search = make("input", { type: "search", placeholder: "search names and fields", id: "search" });
const where = make("span", { className: "faint", id: "where" });
const canvas = make("canvas", { id: "timeline", tabIndex: 0 });
const names = make("div", { id: "names" });
const tip = make("div", { id: "tip" });
const lost = page.lost ? [make("span", { className: "lost" }, `${grouped(page.lost)} events were lost`)] : [];
document.body.append(
  make("header", {}, make("h1", {}, page.title),
    make("span", {}, `${grouped(page.count)} events in ${time(page.span)} from ${page.start} UTC`), ...lost, search, where),
  canvas, names, tip);
page.names.forEach((name, place) => {
  const box = make("input", { type: "checkbox", checked: true });
  box.style.width = "auto";
  box.onchange = () => { box.checked ? hidden.delete(place) : hidden.add(place); draw(); };
  const sign = make("i");
  sign.style.background = colour(place);
  names.append(make("label", {}, box, sign, name));
});
names.append(make("span", { className: "faint" }, "wheel: zoom · drag: move · + − ← → 0: keys"));

// What is seen: from `left`, so many nanoseconds.
let left = 0, width = Math.max(page.span, 1);
const ROW = 56, HEAD = 24, LABEL = 64;
// Places of the CPUs from the lowest number down.
const order = page.cpus.map((cpu, place) => [cpu, place]).sort((a, b) => a[0] - b[0]);
const row = [];
order.forEach(([, place], at) => { row[place] = at; });

function limit() {
  width = Math.min(Math.max(width, 100), Math.max(page.span, 100) * 1.02);
  left = Math.min(Math.max(left, -width * 0.02), Math.max(page.span - width * 0.98, -width * 0.02));
}
const plot = () => canvas.clientWidth - LABEL;
const toX = (ns) => LABEL + (ns - left) / width * plot();
const toTime = (x) => left + (x - LABEL) / plot() * width;
const shown = (name, fields) => !hidden.has(name)
  && (!wanted || page.names[name].toLowerCase().includes(wanted) || fields.toLowerCase().includes(wanted));

// The first event that is not before `ns`.
function find(ns) {
  let low = 0, high = page.events.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (page.events[middle][0] < ns) low = middle + 1; else high = middle;
  }
  return low;
}

function draw() {
  const scale = devicePixelRatio || 1, height = HEAD + ROW * order.length + 8;
  canvas.style.height = height + "px";
  canvas.width = canvas.clientWidth * scale;
  canvas.height = height * scale;
  const context = canvas.getContext("2d"), style = getComputedStyle(document.documentElement);
  const of = (name) => style.getPropertyValue(name);
  context.scale(scale, scale);
  context.font = "12px system-ui, sans-serif";
  order.forEach(([cpu], at) => {
    context.fillStyle = of("--row");
    context.fillRect(LABEL, HEAD + at * ROW, plot(), ROW - 6);
    context.fillStyle = of("--text");
    context.fillText(`CPU ${cpu}`, 12, HEAD + at * ROW + ROW / 2);
  });
  const step = 10 ** Math.floor(Math.log10(width / 4)), every = width / step > 20 ? 5 * step : width / step > 8 ? 2 * step : step;
  for (let ns = Math.ceil(left / every) * every; ns < left + width; ns += every) {
    context.fillStyle = of("--line");
    context.fillRect(toX(ns), HEAD - 6, 1, height - HEAD);
    context.fillStyle = of("--faint");
    context.fillText("+" + time(ns), toX(ns) + 4, 14);
  }
  let seen = 0;
  if (page.events.length) {
    // Many events on one pixel of a row are one line, in parts, whose height is how many they are.
    const columns = new Map();
    for (let at = find(left); at < page.events.length && page.events[at][0] <= left + width; at++) {
      const [ns, cpu, name, fields] = page.events[at];
      if (!shown(name, fields)) continue;
      seen++;
      const key = Math.round(toX(ns)) * 4096 + row[cpu];
      const column = columns.get(key) || columns.set(key, { count: 0, names: new Map() }).get(key);
      column.count++;
      column.names.set(name, (column.names.get(name) || 0) + 1);
    }
    const most = Math.max(1, ...Array.from(columns.values(), (column) => column.count));
    for (const [key, column] of columns) {
      let below = 0;
      for (const [name, count] of [...column.names].sort((one, other) => one[0] - other[0])) {
        bar(context, Math.floor(key / 4096), 1.5, key % 4096, count / most, name, below / most);
        below += count;
      }
    }
  } else {
    const first = Math.floor(left / page.bucket_ns), last = (left + width) / page.bucket_ns, totals = new Map();
    const visible = page.buckets.filter(([bucket, , name]) => bucket >= first && bucket <= last && shown(name, ""));
    for (const [bucket, cpu, , count] of visible) {
      const key = bucket * 4096 + row[cpu];
      totals.set(key, (totals.get(key) || 0) + count);
      seen += count;
    }
    const most = Math.max(1, ...totals.values()), done = new Map();
    for (const [bucket, cpu, name, count] of visible) {
      const key = bucket * 4096 + row[cpu], below = done.get(key) || 0;
      bar(context, toX(bucket * page.bucket_ns), Math.max(1, page.bucket_ns / width * plot()), row[cpu], count / most, name, below / most);
      done.set(key, below + count);
    }
  }
  where.textContent = `${grouped(seen)} shown, ${time(width)} from +${time(Math.max(left, 0))}`;
}

// A bar of row `at`: its share of the height, on top of `below`.
function bar(context, x, wide, at, share, name, below = 0) {
  const room = ROW - 10, tall = Math.max(below ? 1 : 4, share * room);
  context.fillStyle = colour(name);
  context.fillRect(x, HEAD + at * ROW + room - below * room - tall + 2, wide, tall);
}

function zoom(by, x) {
  const at = toTime(x);
  width *= by;
  limit();
  left = at - (x - LABEL) / plot() * width;
  limit();
  draw();
}
canvas.addEventListener("wheel", (event) => {
  event.preventDefault();
  if (Math.abs(event.deltaX) > Math.abs(event.deltaY)) { left += event.deltaX / plot() * width; limit(); draw(); }
  else zoom(Math.exp(event.deltaY / 300), event.offsetX);
}, { passive: false });
let drag = null;
canvas.addEventListener("pointerdown", (event) => { drag = [event.offsetX, left]; canvas.setPointerCapture(event.pointerId); });
canvas.addEventListener("pointerup", () => { drag = null; });
canvas.addEventListener("pointermove", (event) => {
  if (drag) { left = drag[1] - (event.offsetX - drag[0]) / plot() * width; limit(); draw(); }
  hover(event);
});
canvas.addEventListener("pointerleave", () => { tip.style.display = "none"; });
function hover(event) {
  const at = Math.floor((event.offsetY - HEAD) / ROW), near = toTime(event.offsetX), reach = 6 / plot() * width;
  let best = null;
  for (let i = find(near - reach); i < page.events.length && page.events[i][0] <= near + reach; i++) {
    const [ns, cpu, name, fields] = page.events[i];
    if (row[cpu] === at && shown(name, fields) && (!best || Math.abs(ns - near) < Math.abs(best[0] - near))) best = page.events[i];
  }
  tip.style.display = best ? "block" : "none";
  if (!best) return;
  tip.textContent = `+${time(best[0])}  ${page.names[best[2]]} ${best[3]}`;
  tip.style.left = Math.min(event.clientX + 12, innerWidth - 420) + "px";
  tip.style.top = event.clientY + 12 + "px";
}
addEventListener("keydown", (event) => {
  if (event.target === search) return;
  const middle = LABEL + plot() / 2;
  if (event.key === "+" || event.key === "=") zoom(0.5, middle);
  else if (event.key === "-") zoom(2, middle);
  else if (event.key === "0") { left = 0; width = page.span; limit(); draw(); }
  else if (event.key === "ArrowLeft" || event.key === "ArrowRight") { left += (event.key === "ArrowLeft" ? -0.2 : 0.2) * width; limit(); draw(); }
});
search.addEventListener("input", () => { wanted = search.value.toLowerCase(); draw(); });
addEventListener("resize", draw);
limit();
draw();
