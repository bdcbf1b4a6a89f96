// What the page knows, and what a person has chosen: one state, kept in the address, read by every view.
const page = { facts: null, lines: [], words: {}, version: 0 };
const DEFAULTS = {
  view: "network", select: "", q: "", lang: "", layout: "overview", faint: "", matrix: "groups-supports", split: "", sort: "",
  group: "", off: "", without: "", goal: "", bureau: "", serves: "", status: "", rows: "measures", by: "", tab: "",
};
const VIEWS = ["network", "matrix", "pathway", "table"];
const CHOICES = {
  view: VIEWS, lang: ["", "ja", "en"], layout: ["overview", "connection"], faint: ["", "on", "off"], split: ["", "status", "bureau"], sort: ["", "few", "many"],
  matrix: ["groups-supports", "groups-goals", "groups-norms", "groups-bureaus", "partners-bureaus"], rows: ["measures", "nodes", "links", "cells", "steps"], tab: ["", "answers"],
};
const state = { ...DEFAULTS };

function h(tag, props, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(props || {})) {
    if (value === undefined || value === null || value === false) continue;
    if (name === "on") for (const [event, act] of Object.entries(value)) element.addEventListener(event, act);
    else if (name === "css") for (const [key, one] of Object.entries(value)) element.style.setProperty(key, one);
    else element.setAttribute(name, value === true ? "" : String(value));
  }
  for (const child of children.flat(Infinity)) if (child !== null && child !== undefined && child !== false) element.append(child);
  return element;
}
const $ = (id) => document.getElementById(id);
function fill(element, ...children) { element.replaceChildren(...children.flat(Infinity).filter((one) => one !== null && one !== undefined && one !== false)); }

const lang = () => state.lang || (page.facts ? page.facts.lang : document.documentElement.lang);
function t(key, values) {
  const words = page.words[key];
  let text = words ? words[lang() === "ja" ? 0 : 1] : key;
  for (const [name, value] of Object.entries(values || {})) text = text.split(`{${name}}`).join(String(value));
  return text;
}
const said = (words) => (words ? words[lang() === "ja" ? "ja" : "en"] : "");

function setUp(facts, lines, words) {
  Object.assign(page, { facts, lines, words });
  const { nodes, links, style } = facts;
  page.kinds = style.kinds.map((kind) => kind.name);
  page.linkKinds = style.links.map((kind) => kind.name);
  page.K = Object.fromEntries(page.kinds.map((name, at) => [name, at]));
  page.L = Object.fromEntries(page.linkKinds.map((name, at) => [name, at]));
  page.count = nodes.id.length;
  page.at = new Map(nodes.id.map((id, at) => [id, at]));
  page.byKind = page.kinds.map(() => []);
  nodes.kind.forEach((kind, at) => page.byKind[kind].push(at));
  page.measures = page.byKind[page.K.Measure];
  page.firstMeasure = page.measures.length ? page.measures[0] : 0;
  index(links);
  page.above = new Map();
  for (let at = 0; at < links.kind.length; at++) {
    if (links.kind[at] === page.L.HAS_SECTION && kindOf(links.source[at]) === "Goal") page.above.set(links.target[at], links.source[at]);
  }
  countMeasures(links);
  page.findings = new Map();
  facts.answers.forEach((answer, a) => answer.rows.forEach((row, r) => page.findings.set(row[0], [a, r])));
  page.answer = Object.fromEntries(facts.answers.map((answer) => [answer.query, answer]));
  page.clients = facts.about.client_groups.map((id) => page.at.get(id)).filter((at) => at !== undefined && ["person", "harm", "situation"].includes(nodes.more[at]));
  page.groupRow = new Map();
  const groups = page.answer["gap-groups"];
  if (groups) for (const row of rowsOf(groups)) page.groupRow.set(row.group, row);
}
function index(links) {
  const starts = (ends) => {
    const from = new Uint32Array(page.count + 1);
    for (const end of ends) from[end + 1] += 1;
    for (let at = 0; at < page.count; at++) from[at + 1] += from[at];
    const next = from.slice(), list = new Uint32Array(ends.length);
    ends.forEach((end, at) => { list[next[end]++] = at; });
    return (node) => list.subarray(from[node], from[node + 1]);
  };
  page.outOf = starts(links.source);
  page.into = starts(links.target);
}
function countMeasures(links) {
  page.measureCount = new Uint32Array(page.count);
  const last = new Int32Array(page.count).fill(-1);
  const add = (node, measure) => { if (last[node] !== measure) { last[node] = measure; page.measureCount[node] += 1; } };
  for (let at = 0; at < links.kind.length; at++) {
    const source = links.source[at], target = links.target[at];
    if (kindOf(source) !== "Measure" || kindOf(target) === "Measure") continue;
    add(target, source);
    if (page.above.has(target)) add(page.above.get(target), source);
  }
  for (const plan of page.byKind[page.K.Plan]) page.measureCount[plan] = page.measures.length;
}
const kindOf = (node) => page.kinds[page.facts.nodes.kind[node]];
const kindStyle = (node) => page.facts.style.kinds[page.facts.nodes.kind[node]];
const linkKind = (link) => page.linkKinds[page.facts.links.kind[link]];
function plainName(node) {
  const { name, en } = page.facts.nodes;
  return (lang() === "en" && en[node]) || name[node] || t(kindOf(node) === "Measure" ? "no_item" : "nameless");
}
function shortOf(node) {
  const label = page.facts.nodes.label[node];
  switch (kindOf(node)) {
    case "Measure": return `No.${label}`;
    case "Goal": return t("goal_number", { n: label });
    case "Section": return (page.above.has(node) ? page.facts.nodes.label[page.above.get(node)] + "-" : "") + label;
    default: return plainName(node);
  }
}
function nameOf(node) {
  return ["Measure", "Goal", "Section"].includes(kindOf(node)) ? `${shortOf(node)} ${plainName(node)}` : plainName(node);
}
function rowsOf(answer) { return answer.asRows || (answer.asRows = answer.rows.map((row) => rowOf(answer, row))); }
function rowOf(answer, row) {
  const found = { finding: row[0], robust: row[row.length - 2], flips: row[row.length - 1] };
  answer.columns.forEach((column, at) => { found[column.name] = row[at + 1]; });
  return found;
}
// A word for what an answer says by a code: a state, a rung, a body, a difference.
function codeWords(answer, value) {
  const { style } = page.facts;
  for (const table of [style.states, style.findings, style.bodies, style.differs]) for (const key of [`${answer.query}/${value}`, value]) if (Object.hasOwn(table, key)) return said(table[key]);
  return String(value);
}
function wordsOf(measure) {
  if (page.parsed && page.parsed.measure === measure) return page.parsed.words;
  const words = JSON.parse(page.lines[measure - page.firstMeasure] || '{"quotes":{},"places":{}}');
  page.parsed = { measure, words };
  return words;
}
function targets(measure, kind) {
  const found = [];
  for (const link of page.outOf(measure)) if (linkKind(link) === kind && !found.includes(page.facts.links.target[link])) found.push(page.facts.links.target[link]);
  return found;
}
function measuresOf(node) {
  if (kindOf(node) === "Measure") return [node];
  if (kindOf(node) === "Plan") return page.measures;
  const found = new Set(), around = [node];
  if (kindOf(node) === "Goal") for (const link of page.outOf(node)) around.push(page.facts.links.target[link]);
  for (const one of around) for (const link of page.into(one)) if (kindOf(page.facts.links.source[link]) === "Measure") found.add(page.facts.links.source[link]);
  return [...found].sort((a, b) => a - b);
}

// The address: what differs from the defaults. A choice is a step that Back undoes; typing is not.
function readAddress() {
  const given = new URLSearchParams(location.hash.slice(1));
  const focus = page.facts.focus;
  for (const name of Object.keys(DEFAULTS)) state[name] = given.get(name) ?? DEFAULTS[name];
  if (!location.hash && focus !== null) state.select = page.facts.nodes.id[focus];
  for (const [name, allowed] of Object.entries(CHOICES)) if (!allowed.includes(state[name])) state[name] = DEFAULTS[name];
  for (const name of ["goal", "bureau", "serves", "status"]) if (!page.at.has(state[name])) state[name] = "";
}
function address() {
  const kept = new URLSearchParams();
  for (const [name, value] of Object.entries(state)) if (value !== DEFAULTS[name]) kept.set(name, value);
  return "#" + (kept.toString() || "view=network");
}
function choose(changes, replacing) {
  Object.assign(state, changes);
  const next = address();
  if (next !== location.hash) {
    try { history[replacing ? "replaceState" : "pushState"](null, "", next); } catch { page.quietly = true; location.hash = next; }
  }
  render();
}
const lists = new Map();
function listed(text) {
  if (!lists.has(text)) lists.set(text, new Set(text ? text.split(",") : []));
  return lists.get(text);
}
function toggled(text, name) {
  const names = new Set(listed(text));
  if (!names.delete(name)) names.add(name);
  return [...names].sort().join(",");
}

// The filter: which measures pass, and which other nodes they bring with them.
const filtering = () => Boolean(state.goal || state.bureau || state.serves || state.status || state.q.trim());
function passing() {
  const key = [state.goal, state.bureau, state.serves, state.status, state.q, lang()].join("\n");
  if (page.passKey === key) return page.pass;
  const pass = new Uint8Array(page.count);
  const wanted = [state.goal, state.bureau, state.serves, state.status].filter(Boolean).map((id) => page.at.get(id)).filter((at) => at !== undefined);
  const sets = wanted.map((node) => new Set(measuresOf(node)));
  const hits = state.q.trim() ? searchHits(state.q) : null;
  for (const measure of page.measures) if (sets.every((set) => set.has(measure)) && (!hits || hits.has(measure))) pass[measure] = 1;
  if (filtering()) {
    const { links } = page.facts;
    for (let at = 0; at < links.kind.length; at++) if (pass[links.source[at]] && kindOf(links.source[at]) === "Measure") pass[links.target[at]] = 1;
    for (const [section, goal] of page.above) if (pass[section]) pass[goal] = 1;
    for (const measure of page.measures) if (!(sets.every((set) => set.has(measure)) && (!hits || hits.has(measure)))) pass[measure] = 0;
    if (hits) for (const hit of hits) if (kindOf(hit) !== "Measure") pass[hit] = 1;
  } else pass.fill(1);
  Object.assign(page, { passKey: key, pass });
  return pass;
}
const passes = (nodes) => { const pass = passing(); return nodes.filter((node) => pass[node]); };
function shows(node) { return passing()[node] && !listed(state.off).has(kindOf(node)); }

// The selection: a node, a finding of a question, or a cell of the matrix.
function selection() {
  const wanted = state.select;
  if (!wanted) return null;
  if (page.at.has(wanted)) return { type: "node", node: page.at.get(wanted) };
  if (page.findings.has(wanted)) {
    const [a, r] = page.findings.get(wanted);
    const answer = page.facts.answers[a], row = rowOf(answer, answer.rows[r]);
    const about = answer.columns.filter((column) => column.type === "id").map((column) => row[column.name]).filter((at) => at !== null);
    const measures = row.measures || about.filter((at) => kindOf(at) === "Measure");
    return { type: "finding", answer, row, about: about.length ? about : measures, measures, general: row.general || [] };
  }
  const cell = /^cell:(.+)\|(.+)$/s.exec(wanted);
  if (cell && page.at.has(cell[1]) && page.at.has(cell[2])) {
    const about = [page.at.get(cell[1]), page.at.get(cell[2])];
    const other = new Set(measuresOf(about[1]));
    return { type: "cell", about, measures: measuresOf(about[0]).filter((one) => other.has(one)), general: [] };
  }
  return { type: "unknown" };
}
function neighbourhood() {
  const chosen = selection();
  if (!chosen || chosen.type === "unknown") return null;
  const centre = new Set(chosen.type === "node" ? [chosen.node] : chosen.about), near = new Map();
  const without = listed(state.without), off = listed(state.off), { links } = page.facts;
  const take = (link) => { if (!without.has(linkKind(link))) near.set(link, true); };
  if (chosen.type === "node") {
    for (const link of page.outOf(chosen.node)) take(link);
    for (const link of page.into(chosen.node)) take(link);
    if (kindOf(chosen.node) === "Goal") for (const link of page.outOf(chosen.node)) for (const below of page.into(links.target[link])) take(below);
  } else {
    for (const measure of [...chosen.measures, ...chosen.general]) {
      for (const link of page.outOf(measure)) if (centre.has(links.target[link])) take(link);
    }
  }
  if (chosen.type !== "node" && chosen.about.length > 1 && chosen.about.every((node) => kindOf(node) === "Measure")) {
    // Measures that are compared: what all of them are joined to.
    const shared = chosen.about.map((measure) => new Set([...page.outOf(measure)].map((link) => links.target[link])));
    for (const measure of chosen.about) for (const link of page.outOf(measure)) if (shared.every((set) => set.has(links.target[link]) || links.target[link] === measure) || centre.has(links.target[link])) take(link);
  }
  const around = new Set(chosen.type === "node" ? [] : [...chosen.measures, ...chosen.general]);
  const kept = [];
  for (const link of near.keys()) {
    const source = links.source[link], target = links.target[link];
    if ([source, target].some((node) => !centre.has(node) && (off.has(kindOf(node)) || !shows(node)))) continue;
    kept.push(link);
    for (const node of [source, target]) if (!centre.has(node)) around.add(node);
  }
  return { centre, around, links: kept, general: new Set(chosen.general || []) };
}
