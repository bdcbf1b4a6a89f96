// The network under the mouse and the keyboard: what is under the pointer, what is chosen, where the cursor goes.
// vis-network takes a drawn node for a square of 50 until something refreshes it; what is under the pointer is told by our own boxes.
function nodeAt({ x, y }) {
  return net.layout.boxes.find((box) => Math.abs(x - box[1]) <= box[3] / 2 && Math.abs(y - box[2]) <= box[4] / 2)?.[0];
}
function hover(event, place) {
  const frame = place.getBoundingClientRect(), node = nodeAt(net.network.DOMtoCanvas({ x: event.clientX - frame.left, y: event.clientY - frame.top }));
  if (node === net.hovered) return;
  net.hovered = node;
  place.style.setProperty("cursor", node === undefined ? "default" : "pointer");
  if (node === undefined) $("tip").hidden = true; else tip(node, event);
}
function clickNetwork({ pointer }) {
  $("network").focus({ preventScroll: true });
  const node = nodeAt(pointer.canvas);
  if (node !== undefined) return choose({ select: page.facts.nodes.id[node], tab: "" });
  const { x, y } = pointer.canvas;
  const note = net.layout.notes.find((one) => one[5] && x >= one[1] && x <= one[1] + one[3] && y >= one[2] && y <= one[2] + 19);
  if (note) return choose({ view: "table", rows: note[0] === "Measure" ? "measures" : "nodes", by: "" });
  if (state.select) choose({ select: "" });
}
function tip(node, event) {
  const place = $("tip");
  const count = page.measureCount[node];
  fill(place, `${said(kindStyle(node))}: ${nameOf(node).slice(0, 200)}`, kindOf(node) === "Measure" ? "" : ` (${t("n_of_measures", { n: count, all: page.measures.length })})`);
  place.hidden = false;
  const x = event.clientX + 14, y = event.clientY + 14;
  place.style.setProperty("left", Math.min(x, innerWidth - place.offsetWidth - 8) + "px");
  place.style.setProperty("top", Math.min(y, innerHeight - place.offsetHeight - 8) + "px");
}
function setCursor(node) {
  net.cursor = node;
  if (node !== null && node !== undefined) announce(`${said(kindStyle(node))} ${nameOf(node).slice(0, 200)} ${kindOf(node) === "Measure" ? "" : measuresSaid(page.measureCount[node])}`);
  net.network.redraw();
}
function networkKey(event) {
  const steps = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] }, step = steps[event.key];
  if (step) {
    event.preventDefault();
    const here = net.boxes.get(net.cursor) || net.layout.boxes[0];
    let best = null;
    for (const box of net.layout.boxes) {
      const along = (box[1] - here[1]) * step[0] + (box[2] - here[2]) * step[1], aside = Math.abs((box[1] - here[1]) * step[1]) + Math.abs((box[2] - here[2]) * step[0]);
      if (along < 2 || box[0] === here[0]) continue;
      const far = along + aside * 3;
      if (!best || far < best[0]) best = [far, box[0]];
    }
    if (best) setCursor(best[1]);
  } else if ((event.key === "Enter" || event.key === " ") && net.cursor !== null) {
    event.preventDefault();
    choose({ select: page.facts.nodes.id[net.cursor], tab: "" });
  } else if (event.key === "+" || event.key === "-") {
    net.moved = true;
    net.network.moveTo({ scale: net.network.getScale() * (event.key === "+" ? 1.25 : 0.8), animation: false });
  } else if (event.key === "0") { net.moved = false; fitNetwork(); }
}
