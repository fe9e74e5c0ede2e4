const canvas = document.getElementById("timeline"), data = JSON.parse(document.getElementById("data").textContent);
const text = (id) => document.getElementById(id).textContent;
const seen = () => [Number(canvas.dataset.from), Number(canvas.dataset.to)];
const fraction = (ns) => (ns - seen()[0]) / (seen()[1] - seen()[0]);
// Whether what was drawn is where the mouse is looked for: it was, before the first frame too.
const fits = () => canvas.width === canvas.clientWidth;
// A mouse over that part of the canvas.
const mouse = (part, y = 5, more = {}) => {
  const box = canvas.getBoundingClientRect();
  return { bubbles: true, cancelable: true, button: 0, clientX: box.left + part * box.width, clientY: box.top + y, ...more };
};
const wheel = (part, deltaY) => canvas.dispatchEvent(new WheelEvent("wheel", mouse(part, 5, { deltaY })));
const pointer = (what, part, y, more) => canvas.dispatchEvent(new PointerEvent("pointer" + what, mouse(part, y, more)));
const key = (name, target = document.body) => target.dispatchEvent(new KeyboardEvent("keydown", { key: name, bubbles: true }));
// Pixels of a rectangle that have a colour: neither background nor lines nor letters.
const coloured = (x, y, wide, high) => {
  const { data } = canvas.getContext("2d").getImageData(x, y, wide, high);
  let count = 0;
  for (let at = 0; at < data.length; at += 4) {
    const rgb = data.subarray(at, at + 3);
    if (Math.max(...rgb) - Math.min(...rgb) > 60) count++;
  }
  return count;
};
const laneTop = (lane) => lane.getBoundingClientRect().top - canvas.getBoundingClientRect().top;
const state = () => ({
  seen: seen(),
  drawn: Number(canvas.dataset.drawn),
  lanes: Array.from(document.querySelectorAll("#cpus li"), (lane) => ({
    name: lane.firstChild.textContent,
    events: Number(lane.dataset.seen),
    coloured: coloured(0, laneTop(lane), canvas.width, lane.offsetHeight),
  })),
  legend: Object.fromEntries(Array.from(document.querySelectorAll("#names li[data-name]"), (item) =>
    [item.querySelector("b").textContent, Number(item.dataset.seen)])),
});
// All that was there is seen again, zoomed to a part of it, and moved.
const look = () => {
  report.first = state();
  for (let times = 0; times < 4; times++) wheel(0.25, -150);
  report.zoomed = state();
  wheel(0.25, 300);
  report.wider = state();
  key("ArrowRight");
  report.moved = state();
  pointer("down", 0.5);
  pointer("move", 0.6);
  pointer("up", 0.6);
  report.dragged = state();
  key("0");
  report.all = state();
  key("+");
  report.closer = state();
  pointer("down", 0.4, 5, { shiftKey: true });
  pointer("move", 0.5, 5, { shiftKey: true });
  pointer("up", 0.5, 5, { shiftKey: true });
  report.range = state();
  key("0");
  const [box] = document.querySelectorAll("#names input");
  box.click();
  report.hidden = state();
  box.click();
  report.shown = state();
};
