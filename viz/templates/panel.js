// The panel: what is chosen, its links by kind, the words that each rests on and where they stand.
const LINKS_OF_MEASURE = ["SERVES", "PROVIDES", "PARTNERS_WITH", "OWNED_BY", "HAS_STATUS", "FALLS_UNDER", "SIMILAR_TEXT"];
const LIST_SHOWN = 60;

function placeWords(place) {
  if (Array.isArray(place)) return place.length > 1 ? t("place_cell", { line: place[0], cell: place[1] + 1 }) : t("place_line", { line: place[0] });
  return Object.entries(place || {}).map(([name, value]) => `${name} ${value}`).join(" ");
}
function renderPanel() {
  const chosen = selection(), tabs = [["", t("tab_details")], ["answers", t("tab_answers")]];
  fill($("panel-tabs"), tabs.map(([name, words]) => h("button", { type: "button", role: "tab", id: "tab-" + (name || "details"), "aria-selected": String(state.tab === name), "aria-controls": "panel-body", tabindex: state.tab === name ? "0" : "-1", on: { click: () => choose({ tab: name }), keydown: tabKey } }, words)));
  $("panel-body").setAttribute("aria-labelledby", "tab-" + (state.tab || "details"));
  const body = state.tab === "answers" ? answersList() : !chosen ? startPanel() : chosen.type === "unknown" ? [h("p", { class: "empty" }, t("unknown_selection"))] : chosen.type === "node" ? nodePanel(chosen.node) : cellPanel(chosen);
  fill($("panel-body"), chosen && !state.tab ? h("div", { class: "panel-top" }, button(t("clear_selection"), () => choose({ select: "" }), { class: "quiet" })) : null, body);
  const key = state.select + "|" + state.tab;
  if (page.panelKey !== key) {
    const at = state.tab ? $("panel-body").querySelector('[aria-current="true"]') : null;
    if (at) at.scrollIntoView({ block: "center" }); else $("panel-body").scrollTop = 0;
  }
  page.panelKey = key;
}
function tabKey(event) {
  if (event.key !== "ArrowLeft" && event.key !== "ArrowRight") return;
  event.preventDefault();
  choose({ tab: state.tab ? "" : "answers" });
  $("tab-" + (state.tab || "details")).focus();
}
function startPanel() {
  const { about, style } = page.facts, all = page.measures.length;
  if (!all) return h("p", { class: "empty" }, t("empty_plan"));
  const groups = page.clients.slice().sort((a, b) => page.measureCount[a] - page.measureCount[b] || a - b);
  const most = Math.max(1, ...groups.map((node) => page.measureCount[node]));
  const cells = page.answer["gap-cells"];
  return [
    h("p", { class: "big" }, h("b", {}, String(all)), t("measures_unit"), h("span", {}, t("relistings_n", { n: about.relistings }))),
    groups.length ? h("h2", {}, t("groups_few_first", { n: groups.length })) : null,
    h("ol", { class: "ladder" }, groups.slice(0, LIST_SHOWN).map((node) => {
      const row = page.groupRow.get(node);
      return h("li", {}, h("button", { type: "button", class: "rung", "aria-label": `${plainName(node)}: ${shareOf(page.measureCount[node], all)}${row ? " " + said(style.states[row.state]) : ""}`, on: { click: () => choose({ select: page.facts.nodes.id[node] }) } },
        h("span", { class: "who" }, plainName(node)), bar(page.measureCount[node], most, kindStyle(node).colour), h("span", { class: "n" }, row ? h("span", { class: "sign" }, style.states[row.state].sign) : null, countWords(page.measureCount[node], row ? row.planned.length : 0))));
    })),
    groups.length > LIST_SHOWN ? h("p", { class: "note" }, t("more_in_table", { n: groups.length - LIST_SHOWN })) : null,
    groups.length ? h("p", { class: "note" }, t("ladder_note", { all })) : null,
    cells ? [h("h2", {}, t("cells_of", { n: cells.denominator.total })), h("ul", { class: "states" }, Object.entries(cells.denominator.by_state).filter(([, n]) => n).map(([name, n]) => h("li", {}, stateMark(name), h("b", {}, String(n))))), button(t("open_matrix"), () => choose({ view: "matrix" }))] : null,
    h("p", { class: "note" }, t("how_to_start")),
  ];
}
function heading(node) {
  return [h("p", { class: "kind" }, icon(node), " ", said(kindStyle(node)), extra(node)), h("h2", { class: "name" }, clipped(nameOf(node)))];
}
function clipped(text) { return text.length > 400 ? text.slice(0, 400) + "…" : text; }
function extra(node) {
  const { more } = page.facts.nodes, { facets, bodies } = page.facts.style;
  const words = said(facets[more[node]] || bodies[more[node]]);
  return bracketed(words);
}
function nodePanel(node) {
  if (kindOf(node) === "Measure") return measurePanel(node);
  if (kindOf(node) === "Plan") return [heading(node), planWords()];
  const measures = measuresOf(node), all = page.measures.length, row = page.groupRow.get(node);
  return [
    heading(node),
    h("p", { class: "share" }, h("b", {}, shareOf(measures.length, all)), row ? [" ", stateMark(row.state), row.planned.length && row.planned.length < row.count ? t("of_them_planned", { n: row.planned.length }) : null] : null),
    row ? flipWords(row) : null,
    kindOf(node) === "TargetGroup" && page.clients.includes(node) ? h("p", {}, button(t("see_pathway"), () => choose({ view: "pathway", group: page.facts.nodes.id[node] })), " ", button(t("see_matrix"), () => choose({ view: "matrix", matrix: "groups-supports" }))) : null,
    ["Bureau", "Organisation"].includes(kindOf(node)) ? sharedWith(node, measures) : null,
    beside(node, measures),
    h("h3", {}, t("measures"), " ", String(measures.length)),
    measureList(passes(measures), new Set([node])),
    filtering() && passes(measures).length < measures.length ? h("p", { class: "note" }, t("n_filtered", { n: measures.length - passes(measures).length })) : null,
    aboutNode(node),
  ];
}
function measureList(measures, about) {
  const entries = measures.slice(0, LIST_SHOWN).map((measure) => {
    const links = [...page.outOf(measure)].filter((link) => about.has(page.facts.links.target[link]));
    return h("li", {}, nodeLink(measure), links.map((link) => quoteLine(measure, link)));
  });
  return [h("ul", { class: "measures" }, entries), measures.length > LIST_SHOWN ? h("p", { class: "note" }, t("more_in_table", { n: measures.length - LIST_SHOWN })) : null];
}
function quoteLine(measure, link) {
  const words = wordsOf(measure), quotes = words.quotes[link] || [], place = words.places[link], { links, style } = page.facts;
  const roles = links.roles[link] ? h("span", { class: "role" }, links.roles[link].map((role) => said(style.roles[role])).join(t("comma"))) : null;
  const certainty = links.certainty[link] > 0 ? h("span", { class: "certainty" }, said(style.certainty[links.certainty[link]])) : null;
  const again = links.again[link] ? h("span", { class: "certainty" }, t("from_relisting")) : null;
  const review = links.review[link] ? h("span", { class: "certainty" }, t("reviewed")) : null;
  if (place && place[0]) return h("p", { class: "quote" }, h("span", { class: "where" }, placeWords(place[0])), place[1] ? ` ${place[1]}` : "");
  return h("p", { class: "quote" }, roles, certainty, again, review, quotes.slice(0, 3).map((one) => [h("q", {}, one[4]), h("span", { class: "where" }, `${said(style.columns[one[1]]) || one[1]} ${placeWords(one[0])}`), " "]), quotes.length > 3 ? h("span", { class: "where" }, t("more", { n: quotes.length - 3 })) : null);
}
// Which other terms stand in the same measures, the most frequent first.
function beside(node, measures) {
  const kinds = ["TargetGroup", "SupportType", "Organisation", "Bureau", "Norm"].filter((kind) => kind !== kindOf(node));
  const counts = new Map();
  for (const measure of measures) for (const target of new Set([...page.outOf(measure)].map((link) => page.facts.links.target[link]))) if (target !== node) counts.set(target, (counts.get(target) || 0) + 1);
  const rows = kinds.map((kind) => [kind, [...counts].filter(([one]) => kindOf(one) === kind).sort((a, b) => b[1] - a[1] || a[0] - b[0])]).filter(([, list]) => list.length);
  if (!rows.length) return null;
  return h("details", { class: "beside", open: kindOf(node) !== "TargetGroup" ? true : null }, h("summary", {}, t("in_same_measures")), rows.map(([kind, list]) => h("p", {}, shapeIcon(page.facts.style.kinds[page.K[kind]]), " ", h("b", {}, said(page.facts.style.kinds[page.K[kind]])), " ", list.slice(0, 8).map(([one, n]) => [nodeLink(one, `${plainName(one)} ${n}`), " "]), list.length > 8 ? t("more", { n: list.length - 8 }) : "")));
}
// What a bureau shares with the others, or a partner with the bureaus: groups and partners that both have.
function sharedWith(node, measures) {
  const mine = new Set(measures), bureaus = page.byKind[page.K.Bureau].filter((one) => one !== node && page.measureCount[one]);
  const kinds = kindOf(node) === "Bureau" ? ["TargetGroup", "Organisation"] : ["TargetGroup"];
  const termsOf = (list) => { const found = new Set(); for (const measure of list) for (const link of page.outOf(measure)) if (kinds.includes(kindOf(page.facts.links.target[link]))) found.add(page.facts.links.target[link]); return found; };
  if (kindOf(node) === "Organisation") {
    const owners = bureaus.map((one) => [one, measuresOf(one).filter((measure) => mine.has(measure)).length]).filter(([, n]) => n).sort((a, b) => b[1] - a[1]);
    return h("p", { class: "share" }, owners.length === 1 ? t("one_bureau", { name: plainName(owners[0][0]) }) : t("n_bureaus", { n: owners.length }));
  }
  const own = termsOf(measures);
  const rows = bureaus.map((other) => {
    const theirs = measuresOf(other), both = [...termsOf(theirs)].filter((one) => own.has(one)), together = theirs.filter((measure) => mine.has(measure));
    return { other, groups: both.filter((one) => kindOf(one) === "TargetGroup"), partners: both.filter((one) => kindOf(one) === "Organisation"), together };
  }).sort((a, b) => b.together.length - a.together.length || b.groups.length + b.partners.length - a.groups.length - a.partners.length);
  return h("details", { class: "beside", open: true }, h("summary", {}, t("shared_with_bureaus")), rows.map((row) => h("div", { class: "shared" }, h("p", {}, nodeLink(row.other), " ", h("b", {}, t("shared_counts", { groups: row.groups.length, partners: row.partners.length, together: row.together.length }))),
    row.groups.length || row.partners.length ? h("p", { class: "terms" }, [...row.groups.slice(0, 6), ...row.partners.slice(0, 6)].map((one) => [nodeLink(one, plainName(one)), " "]), row.groups.length + row.partners.length > 12 ? t("more", { n: row.groups.length + row.partners.length - 12 }) : "") : null)));
}
function measurePanel(node) {
  const words = wordsOf(node), { nodes, links, style, about } = page.facts;
  const out = [...page.outOf(node)], place = out.find((link) => linkKind(link) === "LISTED_IN"), again = out.filter((link) => linkKind(link) === "RELISTED_IN");
  const row = place === undefined ? null : words.places[place];
  const section = (link) => { const at = links.target[link], goal = page.above.get(at); return [goal !== undefined ? [nodeLink(goal), " › "] : null, nodeLink(at)]; };
  const blocks = LINKS_OF_MEASURE.map((kind) => [kind, out.filter((link) => linkKind(link) === kind)]).filter(([, list]) => list.length);
  return [
    heading(node),
    h("p", { class: "tags" }, nodes.star[node] ? h("span", { class: "tag" }, t("has_star")) : null, nodes.more[node] !== "stated" ? h("span", { class: "tag" }, `${t("item")}: ${said(style.item_how[nodes.more[node]])}`) : null),
    h("dl", {}, h("dt", {}, t("listed_in")), h("dd", {}, place === undefined ? "–" : section(place), row && row[0] ? h("span", { class: "where" }, placeWords(row[0])) : null),
      again.length ? [h("dt", {}, t("relisted_in", { n: again.length })), again.map((link) => h("dd", {}, section(link), relistingWords(words.places[link])))] : null),
    blocks.map(([kind, list]) => [h("h3", {}, shapeIcon(kindStyle(links.target[list[0]])), " ", said(style.links[page.L[kind]]), kind === "HAS_STATUS" && about.as_of ? bracketed(t("as_of", { date: about.as_of })) : ""),
      h("ul", { class: "terms" }, list.map((link) => h("li", {}, nodeLink(links.target[link]), quoteLine(node, link))))]),
    out.some((link) => linkKind(link) === "SERVES") ? null : h("p", { class: "note" }, t("no_group_named")),
    textBlock(node, "text", words, row, out), textBlock(node, "status", words, row, out),
    words.text || words.status_text ? null : h("p", { class: "note" }, about.facts_only ? t("facts_only") : t("no_text")),
    aboutNode(node),
  ];
}
function relistingWords(place) {
  if (!place) return null;
  const [where, mark, differs, differences] = place;
  const pairs = Object.entries(differences || {}).flatMap(([column, list]) => (Array.isArray(list) ? list : []).map((one) => h("li", {}, `${said(page.facts.style.columns[column]) || column}: `, one.original ? h("del", {}, one.original) : t("nothing"), " → ", one.relisting ? h("ins", {}, one.relisting) : t("nothing"))));
  return [h("span", { class: "where" }, `${placeWords(where)} ${mark}`), " ", h("span", { class: "tag" }, said(page.facts.style.differs[differs])), pairs.length ? h("ul", { class: "differences" }, pairs) : null];
}
// The text as it stands, the quoted words marked where the offsets are those of this row's cell.
function textBlock(node, column, words, row, out) {
  const text = column === "text" ? words.text : words.status_text;
  if (!text) return null;
  const chars = Array.from(text), inks = new Array(chars.length).fill(-1), line = row && Array.isArray(row[0]) ? row[0][0] : null;
  for (const link of out) for (const [place, where, start, end, quote] of words.quotes[link] || []) {
    if (where !== column || (line !== null && Array.isArray(place) && place[0] !== line) || chars.slice(start, end).join("") !== quote) continue;
    for (let at = start; at < end; at++) if (inks[at] < 0) inks[at] = link;
  }
  const pieces = [];
  for (let at = 0; at < chars.length;) {
    let end = at;
    while (end < chars.length && inks[end] === inks[at]) end++;
    const piece = chars.slice(at, end).join("");
    pieces.push(inks[at] < 0 ? piece : h("mark", { title: nameOf(page.facts.links.target[inks[at]]), css: { "border-color": page.facts.style.links[page.facts.links.kind[inks[at]]].colour } }, piece));
    at = end;
  }
  return [h("h3", {}, said(page.facts.style.columns[column])), h("p", { class: "source" }, pieces)];
}
function cellPanel(chosen) {
  const { style } = page.facts, { row, answer } = chosen, measures = passes(chosen.measures), general = passes(chosen.general);
  const name = chosen.about.filter((node) => kindOf(node) !== "Measure").map((node) => plainName(node)).join(" × ") || (row && row.item) || chosen.about.slice(0, 8).map((node) => shortOf(node)).join(" × ");
  const verdict = row && style.states[row.state] ? style.states[row.state] : null;
  return [
    h("p", { class: "kind" }, answer ? said(answer.title) : t("cell")),
    h("h2", { class: "name" }, clipped(name)),
    h("p", {}, chosen.about.filter((node) => !row || !(row.measures || []).includes(node)).slice(0, 6).map((node) => [icon(node), " ", nodeLink(node), " "])),
    verdict ? h("p", { class: "verdict" }, stateMark(row.state, said(verdict.meaning))) : h("p", { class: "share" }, h("b", {}, shareOf(measures.length, page.measures.length))),
    row && row.state && !verdict ? h("p", { class: "verdict" }, codeWords(answer, row.state)) : null,
    row ? answer.columns.filter((column) => column.type === "ids" && !["measures", "planned", "relisted", "general"].includes(column.name) && row[column.name].length).map((column) => h("p", {}, h("b", {}, said(answer.heads[column.name])), " ", row[column.name].slice(0, 20).map((node) => [nodeLink(node, kindOf(node) === "Section" ? nameOf(node) : kindOf(node) === "Measure" ? shortOf(node) : plainName(node)), " "]), row[column.name].length > 20 ? t("more", { n: row[column.name].length - 20 }) : null)) : null,
    row ? flipWords(row) : null,
    row && row.terms ? h("ul", { class: "terms" }, row.terms.map((term) => h("li", {}, `${term.term}: ${term.points}`, " ", term.ids.slice(0, 6).map((one) => [nodeLink(one, plainName(one)), " "])))) : null,
    measures.length ? [h("h3", {}, t("measures"), " ", String(measures.length)), measureList(measures, new Set(chosen.about))] : null,
    row && row.planned && row.planned.length ? h("p", { class: "note" }, t("planned_ones", { list: row.planned.map(shortOf).join(" ") })) : null,
    general.length ? [h("h3", {}, t("general_measures"), " ", String(general.length)), h("p", { class: "note" }, t("general_note")), measureList(general, new Set(chosen.about))] : null,
    answer ? h("p", { class: "note" }, said(answer.limits)) : null,
  ];
}
function flipWords(row) {
  if (row.robust !== "fragile" || !row.flips.length) return null;
  const { style } = page.facts;
  return h("div", { class: "doubt" }, h("p", {}, t("fragile_note")), h("ul", {}, row.flips.map(([act, measure, kind, target, quote]) => h("li", {}, t(act === "add" ? "flip_add" : "flip_drop", { quote, target: plainName(target), kind: said(style.links[page.L[kind]]) }), " ", nodeLink(measure, shortOf(measure))))));
}
function aboutNode(node) {
  if (!page.aboutNodes) {
    page.aboutNodes = new Map();
    for (const answer of page.facts.answers) {
      if (["gap-cells", "gap-pathway", "gap-goals"].includes(answer.query)) continue;
      const names = answer.columns.filter((column) => column.type === "id").map((column) => column.name);
      for (const row of rowsOf(answer)) for (const one of new Set(names.map((name) => row[name]))) page.aboutNodes.set(one, [...(page.aboutNodes.get(one) || []), [answer, row]]);
    }
  }
  const found = page.aboutNodes.get(node) || [];
  if (!found.length) return null;
  return h("details", { class: "beside" }, h("summary", {}, t("in_answers", { n: found.length })), h("ul", { class: "measures" }, found.slice(0, 30).map(([answer, row]) => h("li", {}, answerLink(answer, row)))), found.length > 30 ? h("p", { class: "note" }, t("more", { n: found.length - 30 })) : null);
}
function planWords() {
  const { about } = page.facts;
  return h("dl", {}, [["edition", about.edition], ["as_of_head", about.as_of], ["source", about.source_file], ["sha", about.source_sha256.slice(0, 16) + "…"], ["lines", about.lines ?? "–"], ["not_understood", about.not_understood ?? "–"], ["notices", about.notices], ["vocabulary", Object.entries(about.vocabularies).map(([name, version]) => `${name} ${version}`).join(t("comma"))]].map(([name, value]) => [h("dt", {}, t(name)), h("dd", {}, String(value))]));
}
