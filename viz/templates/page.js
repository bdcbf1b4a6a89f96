// The page opens: its data is read, its frame made, its address followed. What goes wrong is said in a sentence.
function fail(words) {
  const place = $("failure");
  place.textContent = words;
  place.hidden = false;
}
async function unpacked(id) {
  const element = $(id), text = element.textContent;
  if (!element.dataset.packed) return text;
  if (typeof DecompressionStream !== "function") throw new Error("DecompressionStream");
  // A plain loop: Uint8Array.from walks a string by its iterator, a second for some megabytes.
  const packed = atob(text.trim()), bytes = new Uint8Array(packed.length);
  for (let at = 0; at < packed.length; at++) bytes[at] = packed.charCodeAt(at);
  return new Response(new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"))).text();
}
function makeFrame() {
  fill($("bar"), searchBox(), h("nav", { "aria-label": t("views") }, VIEWS.map((view) => h("button", { type: "button", id: "view-" + view, class: "view", on: { click: () => choose({ view }) } }, t("view_" + view)))),
    h("span", { class: "spring" }),
    button(t("save_svg"), saveSvg), button(t("save_png"), savePng), button(t("print"), () => print()),
    button(lang() === "ja" ? "English" : "日本語", () => choose({ lang: lang() === "ja" ? "en" : "ja" }), { lang: lang() === "ja" ? "en" : "ja", id: "language" }));
  $("filters").setAttribute("aria-label", t("filters"));
  fill($("filters"), h("div", { id: "kinds", role: "group", "aria-label": t("legend") }), h("div", { id: "relations", role: "group", "aria-label": t("relations") }));
  fill($("app"),
    h("main", { id: "main" }, h("h2", { id: "view-title", class: "offscreen" }), h("div", { id: "view-bar" }),
      h("div", { id: "network", class: "pane", tabindex: "0", role: "application", "aria-label": t("network_label") }),
      h("div", { id: "print-picture", "aria-hidden": "true" }),
      ["matrix", "pathway", "table"].map((view) => h("div", { id: view, class: "pane", hidden: true }))),
    h("aside", { id: "panel", "aria-label": t("panel") }, h("div", { id: "panel-tabs", role: "tablist", "aria-label": t("panel") }), h("div", { id: "panel-body", role: "tabpanel", tabindex: "0" })),
    h("div", { id: "tip", hidden: true, "aria-hidden": "true" }), h("div", { id: "toast", hidden: true }), h("div", { id: "live", class: "offscreen", role: "status", "aria-live": "polite" }));
  fill($("foot"), provenance());
  $("heading").textContent = t("map_of");
  page.framed = lang();
}
// Kinds and relations are those of the network; the other views show what they are about.
const boxesRest = () => state.view !== "network";
function renderFilters() {
  const fixed = boxesRest();
  const key = [state.goal, state.bureau, state.serves, state.status, state.q, state.off, state.without, state.layout, fixed, lang()].join("\n");
  if (page.filterKey === key && $("kinds").firstChild) return;
  page.filterKey = key;
  const { kinds, links } = page.facts.style, off = listed(state.off), without = listed(state.without), present = new Set(page.facts.links.kind);
  if (!page.kindShown || page.kindShown.key !== [state.goal, state.bureau, state.serves, state.status, state.q].join("\n")) {
    const pass = passing(), shown = page.byKind.map((list) => list.reduce((sum, node) => sum + pass[node], 0));
    page.kindShown = { key: [state.goal, state.bureau, state.serves, state.status, state.q].join("\n"), shown };
  }
  const refocus = document.activeElement && document.activeElement.id;
  fill($("kinds"), h("b", { class: "label" }, t("legend")), kinds.map((kind, at) => page.byKind[at].length ? h("label", { class: "check", title: fixed ? t("only_network") : null },
    h("input", { type: "checkbox", id: "kind-" + kind.name, disabled: fixed, checked: !off.has(kind.name), on: { change: () => choose({ off: toggled(state.off, kind.name) }) } }), shapeIcon(kind), h("span", {}, said(kind)), h("span", { class: "n" }, filtering() ? `${page.kindShown.shown[at]}/${page.byKind[at].length}` : String(page.byKind[at].length))) : null));
  const one = (name, kind) => {
    const select = h("select", { id: `choice-${name}`, class: state[name] ? "on" : null, "aria-label": t("filter_" + name), on: { change: () => choose({ [name]: select.value }) } },
      h("option", { value: "" }, `${t("filter_" + name)}: ${t("all")}`),
      page.byKind[page.K[kind]].filter((node) => page.measureCount[node]).map((node) => h("option", { value: page.facts.nodes.id[node], selected: state[name] === page.facts.nodes.id[node] }, nameOf(node).slice(0, 40))));
    return select;
  };
  fill($("relations"), h("b", { class: "label" }, t("relations")), links.map((kind, at) => present.has(at) && !HOLDS.includes(kind.name) ? relationCheck(kind, said(kind), [kind.name], without) : null),
    state.layout === "connection" ? relationCheck(links[page.L.HAS_SECTION], t("structure"), HOLDS, without) : null,
    h("span", { class: "spring" }), filtering() || (!fixed && (state.off || state.without)) ? button(t("clear_filter"), () => { const box = $("search"); if (box) box.value = ""; choose({ goal: "", bureau: "", serves: "", status: "", q: "", off: "", without: "" }); }) : null, one("goal", "Goal"), one("bureau", "Bureau"), one("serves", "TargetGroup"), one("status", "Status"));
  if (refocus && document.activeElement === document.body) $(refocus)?.focus();
}
function relationCheck(kind, words, names, without) {
  const fixed = boxesRest();
  return h("label", { class: "check", title: fixed ? t("only_network") : null },
    h("input", { type: "checkbox", id: "relation-" + kind.name, disabled: fixed, checked: !without.has(kind.name), on: { change: () => choose({ without: names.reduce(toggled, state.without) }) } }), lineSample(kind), h("span", {}, words));
}
function lineSample(kind) {
  const svg = document.createElementNS(SVG, "svg"), line = document.createElementNS(SVG, "line");
  for (const [name, value] of Object.entries({ viewBox: "0 0 18 8", width: 18, height: 8, "aria-hidden": "true", class: "icon" })) svg.setAttribute(name, value);
  for (const [name, value] of Object.entries({ x1: 0, y1: 4, x2: 18, y2: 4, stroke: kind.colour, "stroke-width": 2, "stroke-dasharray": kind.dashes.join(" ") })) line.setAttribute(name, value);
  svg.append(line);
  return svg;
}
const RENDER = { network: () => renderNetwork(), matrix: () => renderMatrix(), pathway: () => renderPathway(), table: () => renderTable() };
function render() {
  try {
    if (page.framed !== lang()) {
      document.documentElement.lang = lang();
      document.title = `${t("map_of")} ${page.facts.about.title}`;
      page.passKey = null;
      if (net.network) { net.network.destroy(); net.network = null; net.scene = ""; net.lineKey = ""; }
      makeFrame();
    }
    const kept = focusKey();
    for (const view of VIEWS) {
      $(view).hidden = view !== state.view;
      $("view-" + view).setAttribute("aria-pressed", String(view === state.view));
    }
    document.body.dataset.view = state.view;
    $("view-title").textContent = [t("view_" + state.view), filterWords(), page.at.has(state.select) ? clipped(nameOf(page.at.get(state.select))) : ""].filter(Boolean).join("　");
    renderFilters();
    if (!page.measures.length && state.view !== "table") { fill($("view-bar")); fill($(state.view === "network" ? "pathway" : state.view), h("p", { class: "empty" }, t("empty_plan"))); if (state.view === "network") { $("network").hidden = true; $("pathway").hidden = false; } } else RENDER[state.view]();
    renderPanel();
    refocusOn(kept);
    page.viewShown = state.view;
    const box = $("search");
    if (box && document.activeElement !== box) box.value = state.q;
    page.version += 1;
  } catch (error) { broken(error); }
}
// A view is made anew when something is chosen; the keyboard stays where it was.
function focusKey() {
  const active = document.activeElement;
  if (!active || active === document.body) return null;
  const pane = active.closest("#network, #matrix, #pathway, #table, #view-bar, #panel-body, #panel-tabs");
  if (!pane) return null;
  return { id: active.id, pane: pane.id, at: [...pane.querySelectorAll("button, select, [tabindex]")].indexOf(active), label: active.getAttribute("aria-label") || active.textContent };
}
function refocusOn(kept) {
  const active = document.activeElement;
  if (!kept || (active && active !== document.body && !active.closest('[hidden]'))) return;
  const pane = $(kept.pane), list = pane ? [...pane.querySelectorAll("button, select, [tabindex]")] : [];
  const found = (kept.id && $(kept.id)) || (list[kept.at] && (list[kept.at].getAttribute("aria-label") || list[kept.at].textContent) === kept.label ? list[kept.at] : list.find((one) => (one.getAttribute("aria-label") || one.textContent) === kept.label)) || list[kept.at] || pane;
  if (page.viewShown !== state.view) { $(state.view).querySelector('[tabindex="0"]')?.focus({ preventScroll: true }); if (state.view === "network") $("network").focus({ preventScroll: true }); }
  else if (found && kept.pane !== "panel-body") { if (found.tabIndex < 0 && found.localName === "button") { pane.querySelectorAll('button.cell[tabindex="0"]').forEach((one) => { one.tabIndex = -1; }); found.tabIndex = 0; } found.focus({ preventScroll: true }); }
  else if (pane) pane.focus({ preventScroll: true });
}
function broken(error) {
  document.documentElement.className = "plain";
  const reason = String((error && error.message) || error), said = page.words[reason === "DecompressionStream" ? "old_browser" : "failed"];
  const sentence = said ? said[document.documentElement.lang === "ja" ? 0 : 1] : "この図を表示できませんでした。下に表があります。 The map could not be shown; the table is below.";
  fail(`${sentence} (${reason.slice(0, 200)})`);
  window.sesaku.failed = String((error && error.stack) || error);
}
async function open() {
  window.sesaku.started = performance.now();
  const words = JSON.parse($("page-words").textContent);
  page.words = words;
  const [facts, lines] = await Promise.all([unpacked("facts"), unpacked("words")]);
  setUp(JSON.parse(facts), lines ? lines.split("\n") : [], words);
  for (const id of ["facts", "words"]) $(id).remove();
  readAddress();
  document.documentElement.lang = lang();
  render();
  if (window.sesaku.failed) return;
  $("static")?.remove();
  addEventListener("popstate", () => { readAddress(); render(); });
  addEventListener("hashchange", () => { if (page.quietly) { page.quietly = false; return; } if (address() !== location.hash) { readAddress(); render(); } });
  addEventListener("keydown", pageKey);
  addEventListener("beforeprint", beforePrint);
  addEventListener("error", (event) => { if (event.message) fail(`${t("went_wrong")} (${event.message.slice(0, 200)})`); });
  await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
  window.sesaku.shown = performance.now();
  (window.requestIdleCallback || setTimeout)(() => buildSearch());
}
function pageKey(event) {
  const typing = ["INPUT", "SELECT", "TEXTAREA"].includes(event.target.tagName) && event.target.type !== "checkbox";
  if (event.key === "/" && !typing) { event.preventDefault(); $("search").focus(); $("search").select(); }
  else if (event.key === "Escape" && !typing && state.select) choose({ select: "" });
  else if (/^[1-4]$/.test(event.key) && !typing && !event.ctrlKey && !event.altKey && !event.metaKey) choose({ view: VIEWS[Number(event.key) - 1] });
}
window.sesaku = {
  labels: () => drawnLabels(), get view() { return state.view; }, get selection() { return state.select; }, get state() { return { ...state }; },
  get drawn() { return net.layout ? net.layout.boxes.map((box) => page.facts.nodes.id[box[0]]) : []; }, get lines() { return net.lines ? net.lines.length : 0; },
  get counts() { return { nodes: page.count, links: page.facts.links.kind.length }; }, get frames() { return net.frame || 0; }, get keyTime() { return page.keyTime; },
  choose: (changes) => choose(changes), copied: () => page.copied, svg: () => viewSvg().text, png: () => page.png, network: () => net.network,
  place: (id) => { const box = net.boxes.get(page.at.get(id)), frame = $("network").getBoundingClientRect(); if (!box) return null; const at = net.network.canvasToDOM({ x: box[1], y: box[2] }); return { x: frame.left + at.x, y: frame.top + at.y }; },
  box: (id) => { const box = net.boxes.get(page.at.get(id)), scale = net.network.getScale(), at = window.sesaku.place(id); return { x: at.x - box[3] * scale / 2, y: at.y - box[4] * scale / 2, width: box[3] * scale, height: box[4] * scale }; },
};
window.sesaku.ready = open().catch(broken);
