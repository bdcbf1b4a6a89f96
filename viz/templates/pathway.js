// The pathway: the steps from early notice to aftercare for one group, each with its measures, or with what stands in.
const STEP_MEASURES = 12;
function pathwayGroup() {
  if (state.group && page.clients.includes(page.at.get(state.group))) return page.at.get(state.group);
  const chosen = selection();
  const named = chosen ? (chosen.type === "node" ? [chosen.node] : chosen.about || []).find((node) => page.clients.includes(node)) : undefined;
  return named ?? page.clients[0];
}
function renderPathway() {
  const answer = page.answer["gap-pathway"], place = $("pathway");
  if (!answer || !page.clients.length) { fill($("view-bar")); return fill(place, h("p", { class: "empty" }, t("no_pathway"))); }
  const group = pathwayGroup(), rows = rowsOf(answer), own = rows.filter((row) => row.group === group).sort((a, b) => a.step - b.step);
  fill($("view-bar"), choice(t("group"), "group", page.clients.map((node) => [page.facts.nodes.id[node], plainName(node)])));
  $("choice-group").value = page.facts.nodes.id[group];
  const named = own.filter((row) => row.count).length;
  fill(place,
    h("h2", {}, icon(group), " ", t("pathway_of", { name: plainName(group) })),
    h("p", { class: "lead" }, t("pathway_lead", { n: named, all: own.length, name: plainName(group), measures: page.measureCount[group], total: page.measures.length })),
    h("ol", { class: "steps" }, own.map((row) => stepCard(row, group))),
    pathwayTable(rows, group));
}
function stepCard(row, group) {
  const style = page.facts.style.states[row.state], measures = passes(row.measures), general = passes(row.general);
  const list = (nodes, kind) => h("ul", { class: kind }, nodes.slice(0, STEP_MEASURES).map((node) => h("li", {}, nodeLink(node))), nodes.length > STEP_MEASURES ? h("li", { class: "note" }, t("more", { n: nodes.length - STEP_MEASURES })) : null);
  return h("li", { class: "step " + row.state, css: { "--state": style.colour }, "aria-current": state.select === row.finding ? "step" : null },
    h("h3", {}, h("span", { class: "nth" }, String(row.step)), button(plainName(row.norm), () => choose({ select: row.finding, tab: "" }), { class: "link" })),
    h("p", { class: "verdict" }, stateMark(row.state), row.count && (row.state !== "thin" || row.planned.length) ? h("b", {}, " ", countSaid(row.count, row.planned.length)) : null, row.robust === "fragile" ? h("small", {}, " ", t("fragile")) : null),
    measures.length ? list(measures, "named") : h("p", { class: "absent" }, row.count ? t("filtered_out") : t("step_not_named", { group: plainName(group), step: plainName(row.norm) })),
    !row.count && row.general.length ? [h("p", { class: "stand-in" }, t("stand_in", { n: row.general.length })), general.length < row.general.length ? h("p", { class: "note" }, t("filtered_out")) : null, list(general, "general")] : null);
}
function pathwayTable(rows, group) {
  const steps = [...new Set(rows.map((row) => row.norm))].sort((a, b) => rows.find((row) => row.norm === a).step - rows.find((row) => row.norm === b).step);
  const by = new Map(rows.map((row) => [row.group + "|" + row.norm, row]));
  const table = h("table", { class: "matrix small", role: "grid", "aria-label": t("pathway_all") },
    h("thead", {}, h("tr", {}, h("th", { scope: "col", class: "corner" }, t("group")), steps.map((step) => h("th", { scope: "col" }, plainName(step))))),
    h("tbody", {}, page.clients.slice(0, MATRIX_ROWS).map((node) => h("tr", { class: node === group ? "picked" : null },
      h("th", { scope: "row" }, h("button", { type: "button", class: "head", on: { click: () => choose({ group: page.facts.nodes.id[node], select: page.facts.nodes.id[node] }) } }, plainName(node))),
      steps.map((step) => {
        const row = by.get(node + "|" + step);
        if (!row) return h("td", { role: "gridcell" });
        const style = page.facts.style.states[row.state], words = `${plainName(node)}, ${plainName(step)}: ${said(style)}, ${countSaid(row.count, row.planned.length)}`;
        return h("td", { role: "gridcell" }, h("button", { type: "button", class: "cell", "aria-label": words, title: words, css: { background: mixed(style.colour, TINT[row.state]) }, on: { click: () => choose({ group: page.facts.nodes.id[node], select: row.finding, tab: "" }) } },
          h("span", { class: "sign" }, style.sign), h("span", { class: "count" }, row.count ? countWords(row.count, row.planned.length) : row.state === "general" ? `(${row.general.length})` : "")));
      })))));
  walk(table, "td button.cell", () => steps.length);
  return h("details", { class: "all-groups", open: true }, h("summary", {}, t("pathway_all")), h("div", { class: "scroll", tabindex: "0", role: "region", "aria-label": t("pathway_all") }, table),
    filtering() ? h("p", { class: "note" }, t("pathway_whole")) : null,
    page.clients.length > MATRIX_ROWS ? h("p", { class: "note" }, t("more_rows", { n: page.clients.length - MATRIX_ROWS })) : null);
}
