// The network: vis-network draws the nodes and lines that pyvis holds; every box, label and line is ours.
// In the overview the place of a section under its goal says what these lines would.
const HOLDS = ["HAS_GOAL", "HAS_SECTION"];
const net = { network: null, nodes: null, lines: null, drawn: [], boxes: new Map(), fits: new Map(), cursor: null, scene: "" };
const FONT = '"Yu Gothic UI", "Yu Gothic", Meiryo, "Hiragino Sans", "Hiragino Kaku Gothic ProN", "Noto Sans CJK JP", "Noto Sans JP", sans-serif';
const colour = (name) => page.facts.style.page[name];

const mixes = new Map();
function mixed(hex, share) {
  const key = hex + share;
  if (!mixes.has(key)) mixes.set(key, mixture(hex, share));
  return mixes.get(key);
}
function mixture(hex, share) {
  const part = (at) => Math.round(255 - (255 - parseInt(hex.slice(at, at + 2), 16)) * share);
  return `rgb(${part(1)},${part(3)},${part(5)})`;
}
function fitted(text, width, size, weight) {
  const key = `${size}|${weight}|${Math.round(width)}|${text}`;
  if (net.fits.has(key)) return net.fits.get(key);
  const ctx = net.measure || (net.measure = document.createElement("canvas").getContext("2d"));
  ctx.font = `${weight} ${size}px ${FONT}`;
  const chars = Array.from(text.length > 400 ? text.slice(0, 400) : text);
  let low = chars.length;
  if (text.length > 400 || ctx.measureText(text).width > width) {
    let high = chars.length;
    low = 0;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (ctx.measureText(chars.slice(0, middle).join("") + "…").width <= width) low = middle; else high = middle - 1;
    }
  }
  const shown = low === chars.length ? text : low ? chars.slice(0, low).join("") + "…" : "";
  const found = { text: shown, width: shown ? ctx.measureText(shown).width : 0 };
  net.fits.set(key, found);
  return found;
}
function outline(ctx, shape, x, y, size) {
  ctx.beginPath();
  page.facts.style.shapes[shape].forEach(([px, py], at) => ctx[at ? "lineTo" : "moveTo"](x + px * size, y + py * size));
  ctx.closePath();
}

// What is drawn: the boxes of a layout, or in a plan of hubs what stands around the selection.
function scene() {
  const layouts = page.facts.layouts, around = neighbourhood();
  const layout = state.layout === "connection" ? layouts.connection : layouts.overview;
  if (!layout.hubs || !around) return { name: layout.name, layout, around };
  return { name: "around:" + state.select + state.off + state.without + state.q + state.goal + state.bureau + state.serves + state.status, layout: arrange(around), around };
}
function arrange(around) {
  const { geometry } = page.facts.layouts, { rows, pitch, height, unit, widths, gap } = geometry;
  const chosen = [...around.centre], measures = passes([...around.around].filter((node) => kindOf(node) === "Measure"));
  const shared = new Map();
  for (const [target, count] of sharedWithin(around)) if (!around.centre.has(target) && shows(target)) shared.set(target, count);
  for (const node of around.around) if (kindOf(node) !== "Measure" && !shared.has(node)) shared.set(node, 1);
  const boxes = [], notes = [], of = (...kinds) => [...shared.keys()].filter((node) => kinds.includes(kindOf(node))).sort((a, b) => shared.get(b) - shared.get(a) || a - b);
  let left = 0;
  const column = (kind, list, width, first, most) => {
    if (!list.length) return first;
    notes.push([kind, left, first * pitch, width, list.length, 0]);
    const kept = list.slice(0, list.length > most ? most - 1 : most);
    kept.forEach((node, at) => boxes.push([node, left + width / 2, (first + 1 + at) * pitch + height / 2, width, height]));
    if (kept.length < list.length) notes.push([kind, left, (first + 1 + kept.length) * pitch, width, list.length, list.length - kept.length]);
    return first + 1 + kept.length + (kept.length < list.length ? 1 : 0);
  };
  column("TargetGroup", of("TargetGroup"), widths.groups, 0, rows);
  left += widths.groups + gap;
  chosen.forEach((node, at) => boxes.push([node, left + widths.measures / 2, at * pitch + height / 2, widths.measures, height]));
  const top = chosen.length + 1, most = 13 * 12;
  notes.push(["Measure", left, (top - 1) * pitch, widths.measures, measures.length, 0]);
  measures.slice(0, most).forEach((node, at) => boxes.push([node, left + (at % 11 + 0.5) * unit * 13 / 11, (top + Math.floor(at / 11)) * pitch + height / 2, unit * 13 / 11 - 3, height]));
  const below = top + Math.ceil(Math.min(measures.length, most) / 11);
  if (measures.length > most) notes.push(["Measure", left, below * pitch, widths.measures, measures.length, measures.length - most]);
  column("Section", of("Goal", "Section"), widths.measures, below + 1, rows - below - 1);
  left += widths.measures + gap;
  const next = column("SupportType", of("SupportType"), widths.supports, 0, 20);
  column("Norm", of("Norm"), widths.supports, next, rows - next);
  left += widths.supports + gap;
  column("Organisation", of("Organisation"), widths.partners, 0, rows);
  left += widths.partners + gap;
  const after = column("Bureau", of("Bureau"), widths.partners, 0, 22);
  column("Status", of("Status"), widths.partners, after, rows - after);
  return { name: "around", width: page.facts.layouts.overview.width, height: page.facts.layouts.overview.height, boxes, notes, hubs: true };
}

function renderNetwork() {
  const place = $("network");
  net.quiet = true; // vis-network draws at each change of its data; one picture is enough
  const now = scene(), { layout, around } = now;
  net.around = around;
  net.layout = layout;
  renderNetworkBar(); // before the canvas takes its size
  if (!net.network) startNetwork(place);
  if (net.scene !== now.name) {
    net.boxes = new Map();
    net.nodes.clear();
    net.boxes = new Map(layout.boxes.map((box) => [box[0], box]));
    net.most = {};
    for (const [node] of layout.boxes) net.most[kindOf(node)] = Math.max(net.most[kindOf(node)] || 1, page.measureCount[node]);
    net.moved = false;
    const { label } = page.facts.nodes;
    net.nodes.add(layout.boxes.map(([node, x, y]) => ({ id: node, x, y, label: label[node], group: kindOf(node), shape: "custom", physics: false, ctxRenderer: drawBox })));
    net.scene = now.name;
  }
  drawLines(layout, around);
  if (around) around.ofMeasures = [...around.centre].every((one) => kindOf(one) === "Measure");
  net.quiet = false;
  if (net.moved) net.network.redraw(); else fitNetwork();
}
// By connection all lines are the picture; once something is chosen, its own are.
function faintLines(layout, around) { return state.faint ? state.faint === "on" : layout.name === "connection" && !around; }
function drawLines(layout, around) {
  const { links, style } = page.facts, without = listed(state.without);
  const faint = faintLines(layout, around);
  const key = [net.scene, state.select, faint, state.without, state.off, state.q, state.goal, state.bureau, state.serves, state.status].join("\n");
  if (key === net.lineKey) return;
  net.lineKey = key;
  const chosen = new Set(around ? around.links : []), found = [], seen = new Map();
  const add = (link, light) => {
    const from = links.source[link], to = links.target[link];
    if (!net.boxes.has(from) || !net.boxes.has(to) || (HOLDS.includes(linkKind(link)) && layout.name !== "connection")) return;
    const kind = style.links[links.kind[link]], pair = Math.min(from, to) * page.count + Math.max(from, to), nth = seen.get(pair) || 0;
    seen.set(pair, nth + 1);
    found.push({
      id: link, from, to, width: light ? 0.6 : links.again[link] ? 1 : 1.4, dashes: kind.dashes.length ? kind.dashes : false,
      color: { color: light ? colour("line") : kind.colour, hover: kind.colour, highlight: kind.colour, inherit: false },
      smooth: nth ? { enabled: true, type: nth % 2 ? "curvedCW" : "curvedCCW", roundness: 0.12 * Math.ceil(nth / 2) } : false,
    });
  };
  if (faint) for (let link = 0; link < links.kind.length; link++) {
    if (!chosen.has(link) && !without.has(linkKind(link)) && shows(links.source[link]) && shows(links.target[link])) add(link, true);
  }
  // Beside the selection itself, sixty lines in a fan say no more than the place does.
  const fan = layout.name === "around" && layout.boxes.filter(([node]) => kindOf(node) === "Measure").length > 60;
  if (!fan) for (const link of chosen) add(link, false);
  net.lines.clear();
  net.lines.add(found);
  if (net.hiding !== found.length > 2000) net.network.setOptions({ interaction: { hideEdgesOnDrag: (net.hiding = found.length > 2000) } });
}
function startNetwork(place) {
  net.nodes = new vis.DataSet();
  net.lines = new vis.DataSet();
  net.network = new vis.Network(place, { nodes: net.nodes, edges: net.lines }, {
    autoResize: true, physics: { enabled: false }, layout: { improvedLayout: false },
    nodes: { shape: "custom", chosen: false }, edges: { smooth: false, chosen: false, arrows: { to: { enabled: false } }, selectionWidth: 0, hoverWidth: 0 },
    interaction: { hover: false, selectable: false, dragNodes: false, selectConnectedEdges: false, zoomSpeed: 0.6 },
  });
  place.querySelector(".vis-network").tabIndex = -1;
  net.network.on("beforeDrawing", (ctx) => { net.drawn = []; if (!net.quiet) drawNotes(ctx); });
  net.network.on("afterDrawing", (ctx) => { if (!net.quiet) drawRoles(ctx); net.frame = (net.frame || 0) + 1; });
  net.network.on("click", (event) => clickNetwork(event));
  place.addEventListener("mousemove", (event) => hover(event, place));
  place.addEventListener("mouseleave", () => { net.hovered = undefined; $("tip").hidden = true; });
  net.network.on("dragStart", () => { net.moved = true; $("tip").hidden = true; });
  net.network.on("zoom", () => { net.moved = true; $("tip").hidden = true; });
  net.network.on("resize", () => { if (!net.moved) fitNetwork(); });
  place.addEventListener("keydown", networkKey);
  place.addEventListener("focus", () => { if (net.cursor === null) setCursor([...(net.around ? net.around.centre : [])][0] ?? net.layout.boxes[0]?.[0] ?? null); else net.network.redraw(); });
  place.addEventListener("blur", () => net.network.redraw());
}
function fitNetwork() {
  const place = $("network"), { width, height } = net.layout;
  const scale = Math.min((place.clientWidth - 24) / width, (place.clientHeight - 10) / height);
  if (scale <= 0) return net.network.redraw();
  net.network.moveTo({ position: { x: width / 2, y: height / 2 }, scale, animation: false });
}

function lookOf(node) {
  const around = net.around;
  if (around && around.centre.has(node)) return "centre";
  if (!shows(node)) return "dim";
  if (!around) return "plain";
  return around.around.has(node) ? "near" : net.layout.name === "around" || beyond(around).has(node) ? "plain" : "dim";
}
// What stands in the same measures as the selection: not joined to it by a line, and not stepping back.
function beyond(around) {
  if (around.beyond) return around.beyond;
  around.beyond = new Set([...around.centre].some((node) => kindOf(node) === "Measure") ? [] : sharedWithin(around).keys());
  return around.beyond;
}
function drawBox({ ctx, id, x, y }) {
  const [, , , width, height] = net.boxes.get(id) || [0, 0, 0, 20, 17];
  return { nodeDimensions: { width, height }, drawNode: () => { if (!net.quiet) paintBox(ctx, id, x, y, width, height); } };
}
function paintBox(ctx, node, x, y, width, height) {
  const look = lookOf(node), kind = kindStyle(node), left = x - width / 2, top = y - height / 2, measure = kind.name === "Measure";
  ctx.beginPath();
  ctx.rect(left, top, width, height);
  ctx.fillStyle = look === "centre" ? colour("chosen") : look === "near" ? mixed(kind.colour, 0.12) : colour("paper");
  if (look !== "dim") ctx.fill();
  if (!measure && look !== "dim" && !["Plan", "Goal"].includes(kind.name)) {
    ctx.fillStyle = mixed(kind.colour, 0.17);
    ctx.fillRect(left, top, width * barOf(node) / (net.most[kind.name] || 1), height);
  }
  ctx.lineWidth = look === "centre" ? 2 : look === "near" ? 1.2 : 0.8;
  ctx.strokeStyle = look === "centre" ? colour("accent") : look === "near" ? kind.colour : colour("line");
  ctx.stroke();
  if (net.cursor === node && document.activeElement === $("network")) {
    ctx.lineWidth = 2;
    ctx.strokeStyle = colour("ink");
    ctx.setLineDash([4, 2]);
    ctx.strokeRect(left - 2, top - 2, width + 4, height + 4);
    ctx.setLineDash([]);
  }
  const ink = look === "dim" ? colour("dim") : colour("ink");
  ctx.textBaseline = "middle";
  if (measure && width < 60) return paintNumber(ctx, node, x, y, left, top, width, height, ink, look);
  const size = 12, count = boxCount(node);
  outline(ctx, kind.shape, left + 9, y, 4.6);
  ctx.fillStyle = look === "dim" ? colour("line") : kind.colour;
  ctx.fill("evenodd");
  const end = count ? write(ctx, count, left + width - 5, y, 11, ink, "right") : 0;
  write(ctx, boxLabel(node), left + 17, y, size, ink, "left", width - 26 - end, ["Goal", "Plan"].includes(kind.name) || look === "centre" ? "600" : "400");
}
function barOf(node) {
  const around = net.around;
  return around && !around.centre.has(node) && !around.ofMeasures ? sharedWithin(around).get(node) || 0 : page.measureCount[node];
}
function paintNumber(ctx, node, x, y, left, top, width, height, ink, look) {
  write(ctx, page.facts.nodes.label[node] || "–", x, y, 11.5, ink, "center", width - 2, look === "centre" ? "600" : "400");
  if (page.facts.nodes.star[node]) {
    ctx.fillStyle = look === "dim" ? colour("line") : kindStyle(node).colour;
    outline(ctx, "star", left + width - 3, top + 3, 3);
    ctx.fill();
  }
}
// In how many of the selection's measures each other node stands.
function sharedWithin(around) {
  if (around.shared) return around.shared;
  around.shared = new Map();
  const measures = [...around.around, ...around.centre].filter((node) => kindOf(node) === "Measure");
  for (const measure of measures) {
    const found = new Set();
    for (const link of page.outOf(measure)) {
      const target = page.facts.links.target[link];
      if (kindOf(target) !== "Measure") { found.add(target); if (page.above.has(target)) found.add(page.above.get(target)); }
    }
    for (const target of found) around.shared.set(target, (around.shared.get(target) || 0) + 1);
  }
  return around.shared;
}
function boxLabel(node) {
  switch (kindOf(node)) {
    case "Plan": return plainName(node);
    case "Section": return `${page.facts.nodes.label[node]} ${plainName(node)}`;
    default: return nameOf(node);
  }
}
function boxCount(node) {
  const row = page.groupRow.get(node);
  if (["Plan", "Measure"].includes(kindOf(node)) || (kindOf(node) === "Section" && net.boxes.get(node)[3] < 120)) return "";
  const count = page.measureCount[node], shared = net.around && !net.around.centre.has(node) && lookOf(node) !== "dim" ? sharedWithin(net.around).get(node) : undefined;
  if (shared !== undefined && !net.around.ofMeasures) return `${shared}/${count}`;
  return row ? `${page.facts.style.states[row.state].sign}${countWords(count, row.planned.length)}` : String(count);
}
function write(ctx, text, x, y, size, ink, align, room = 400, weight = "400") {
  const found = fitted(text, room, size, weight);
  if (!found.text) return 0;
  ctx.font = `${weight} ${size}px ${FONT}`;
  ctx.textAlign = align;
  ctx.fillStyle = ink;
  ctx.fillText(found.text, x, y + 0.5);
  const left = align === "left" ? x : align === "right" ? x - found.width : x - found.width / 2;
  net.drawn.push({ text: found.text, x: left, y: y - size / 2, width: found.width, height: size, size });
  return found.width;
}
function noteWords(kind, count, more) {
  const name = said(page.facts.style.kinds[page.K[kind]]);
  return more === count ? `${name}: ${t("all_in_table", { n: more })}` : more ? t("more_in_table", { n: more }) : `${name} ${count}`;
}
function drawNotes(ctx) {
  ctx.textBaseline = "middle";
  for (const [kind, x, y, width, count, more] of net.layout.notes) {
    const words = noteWords(kind, count, more);
    write(ctx, words, x + 4, y + 9.5, 11.5, more ? colour("accent") : colour("quiet"), "left", width - 8, "600");
  }
}
function renderNetworkBar() {
  const faint = faintLines(net.layout, net.around), usual = usualRole(net.around);
  fill($("view-bar"),
    choice(t("layout"), "layout", [["overview", t("layout_overview")], ["connection", t("layout_connection")]]),
    toggle(t("faint_lines"), faint, () => choose({ faint: faint ? "off" : "on" })),
    button(t("fit"), () => { net.moved = false; fitNetwork(); }),
    h("span", { class: "note" }, [net.layout.hubs ? t("hubs_note", { n: net.layout.boxes.length, all: page.count }) : "", usual ? t("usual_role", usual) : ""].filter(Boolean).join(" ")));
}
function drawnLabels() {
  if (!net.network || state.view !== "network") return [];
  const scale = net.network.getScale(), frame = $("network").getBoundingClientRect();
  return net.drawn.map((one) => {
    const at = net.network.canvasToDOM({ x: one.x, y: one.y });
    return { text: one.text, x: frame.left + at.x, y: frame.top + at.y, width: one.width * scale, height: one.height * scale, size: one.size * scale };
  });
}
