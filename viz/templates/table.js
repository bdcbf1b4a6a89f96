// The table: everything that the other views show, as rows to sort, filter and copy into a spreadsheet.
const TABLES = ["measures", "nodes", "links", "cells", "steps"];
const ROWS_AT_ONCE = 200;
const tableState = { shown: ROWS_AT_ONCE, of: "" };

function joined(nodes) { return nodes.map((node) => plainName(node)).join(t("comma")); }
function tableOf(kind) {
  const { nodes, links, style } = page.facts;
  if (kind === "measures") {
    const heads = ["number", "item", "place", "relisted", "bureau", "status", "groups", "supports", "partners", "norms", "star"];
    return {
      heads, wide: [1, 6, 7, 8, 9],
      rows: passes(page.measures).map((measure) => {
        const partners = [...page.outOf(measure)].filter((link) => linkKind(link) === "PARTNERS_WITH").map((link) => plainName(links.target[link]) + bracketed((links.roles[link] || []).map((role) => said(style.roles[role])).join(t("comma"))));
        return { node: measure, key: nodes.id[measure], cells: [nodes.label[measure], nodes.name[measure], targets(measure, "LISTED_IN").map(shortOf).join(t("comma")), targets(measure, "RELISTED_IN").map(shortOf).join(t("comma")), joined(targets(measure, "OWNED_BY")), joined(targets(measure, "HAS_STATUS")), joined(targets(measure, "SERVES")), joined(targets(measure, "PROVIDES")), partners.join(t("comma")), joined(targets(measure, "FALLS_UNDER")), nodes.star[measure] ? "★" : ""] };
      }),
    };
  }
  if (kind === "nodes") {
    return {
      heads: ["kind", "name", "count", "state", "which"], wide: [1, 4],
      rows: nodes.id.map((_, at) => at).filter((at) => kindOf(at) !== "Measure" && passing()[at]).map((node) => {
        const row = page.groupRow.get(node);
        return { node, key: nodes.id[node], cells: [said(kindStyle(node)), nameOf(node), page.measureCount[node], row ? `${style.states[row.state].sign} ${said(style.states[row.state])}` : "", kindOf(node) === "Plan" ? "" : measuresOf(node).map((one) => nodes.label[one]).join(", ")] };
      }),
    };
  }
  if (kind === "links") {
    const found = [];
    for (let link = 0; link < links.kind.length; link++) {
      if (!passing()[links.source[link]] || !passing()[links.target[link]]) continue;
      found.push({ node: links.source[link], key: nodes.id[links.source[link]], link, cells: [kindOf(links.source[link]) === "Plan" ? said(kindStyle(links.source[link])) : nameOf(links.source[link]), said(style.links[links.kind[link]]), nameOf(links.target[link]), (links.roles[link] || []).map((role) => said(style.roles[role])).join(t("comma")), links.certainty[link] < 0 ? "" : said(style.certainty[links.certainty[link]]), null] });
    }
    found.sort((a, b) => (kindOf(a.node) === "Measure" ? 0 : 1) - (kindOf(b.node) === "Measure" ? 0 : 1));
    return { heads: ["from", "relation", "to", "role", "certainty", "words"], wide: [0, 2, 5], rows: found };
  }
  const answer = page.answer[kind === "cells" ? "gap-cells" : "gap-pathway"];
  if (!answer) return { heads: ["name"], wide: [], rows: [] };
  return {
    heads: ["groups", kind === "cells" ? "supports" : "step", "state", "operating", "planned", "which", "general", "doubt"], wide: [5, 6],
    rows: rowsOf(answer).map((row) => ({ node: row.group, key: row.finding, cells: [plainName(row.group), (kind === "steps" ? row.step + " " : "") + plainName(row.support ?? row.norm), `${style.states[row.state].sign} ${said(style.states[row.state])}`, row.count - row.planned.length, row.planned.length, row.measures.map((one) => nodes.label[one]).join(", "), row.general.map((one) => nodes.label[one]).join(", "), row.robust === "fragile" ? t("fragile") : ""] })),
  };
}
function quotesOfLink(link) {
  const source = page.facts.links.source[link];
  if (kindOf(source) !== "Measure") return "";
  const words = wordsOf(source), quotes = words.quotes[link], place = words.places[link];
  if (quotes) return quotes.map((one) => `「${one[4]}」${placeWords(one[0])}`).join(" ");
  return place && place[0] ? placeWords(place[0]) + (place[1] ? ` ${place[1]}` : "") : "";
}
function cellText(row, at) { return row.cells[at] === null ? (row.cells[at] = quotesOfLink(row.link)) : row.cells[at]; }
function sortedTable(table) {
  const [name, down] = state.by.split("-"), at = table.heads.indexOf(name);
  if (at < 0) return table.rows;
  const value = (row) => { const text = cellText(row, at) === "" ? "\uffff" : cellText(row, at), number = Number.parseFloat(text); return typeof text === "number" || /^\d/.test(String(text)) && table.heads[at] === "number" ? [number, String(text)] : [Infinity, String(text)]; };
  const keyed = table.rows.map((row, nth) => [value(row), nth, row]);
  keyed.sort((a, b) => (a[0][0] === b[0][0] ? a[0][1].localeCompare(b[0][1], "ja") : a[0][0] - b[0][0]) * (down ? -1 : 1) || a[1] - b[1]);
  return keyed.map((one) => one[2]);
}
function renderTable() {
  const kind = TABLES.includes(state.rows) ? state.rows : "measures", table = tableOf(kind), rows = sortedTable(table), place = $("table");
  const of = [kind, state.by, state.q, state.goal, state.bureau, state.serves, state.status].join("\n");
  if (of !== tableState.of) Object.assign(tableState, { of, shown: ROWS_AT_ONCE });
  const chosenAt = rows.findIndex((row) => row.key === state.select);
  if (chosenAt >= tableState.shown) tableState.shown = chosenAt + ROWS_AT_ONCE;
  const [by, down] = state.by.split("-");
  const heads = table.heads.map((name, at) => h("th", { scope: "col", class: table.wide.includes(at) ? "wide" : null, "aria-sort": by === name ? (down ? "descending" : "ascending") : "none" },
    button([t("head_" + name), h("span", { "aria-hidden": "true" }, by === name ? (down ? " ▼" : " ▲") : "")], () => choose({ by: by === name && !down ? name + "-down" : name }), { class: "head", id: "head-" + name })));
  const shown = rows.slice(0, tableState.shown);
  const around = neighbourhood(), near = (row) => around && kind === "measures" && (around.around.has(row.node) || around.centre.has(row.node));
  const body = shown.map((row) => h("tr", { class: row.key === state.select ? "picked" : near(row) ? "near" : null, "data-key": row.key },
    row.cells.map((_, at) => {
      const text = String(cellText(row, at));
      const short = text.length > 300 ? text.slice(0, 300) + "…" : text;
      return at === 0 ? h("th", { scope: "row" }, h("button", { type: "button", class: "link row", "aria-current": row.key === state.select ? "true" : null, on: { click: () => choose({ select: row.key, tab: "" }) } }, short || "–")) : h("td", {}, short);
    })));
  const grid = h("table", { class: "rows " + kind }, h("caption", {}, t("table_" + kind), " ", h("span", { class: "note" }, t("n_rows", { n: rows.length }))), h("thead", {}, h("tr", {}, heads)), h("tbody", {}, body));
  fill(place, h("div", { class: "scroll", tabindex: "0", role: "region", "aria-label": t("table_" + kind) }, grid,
    rows.length === 0 ? h("p", { class: "empty" }, page.measures.length ? t("no_rows") : t("empty_plan")) : null,
    rows.length > shown.length ? button(t("show_more", { n: Math.min(ROWS_AT_ONCE, rows.length - shown.length), all: rows.length - shown.length }), () => { tableState.shown += ROWS_AT_ONCE; renderTable(); }, { class: "more" }) : null));
  walk(grid, "tbody button.row");
  if (tableState.seen !== state.select + of) (grid.querySelector("tr.picked") || grid.querySelector("tr.near"))?.scrollIntoView({ block: "center" });
  tableState.seen = state.select + of;
  fill($("view-bar"), choice(t("table_of"), "rows", TABLES.map((name) => [name, t("table_" + name)]), { by: "" }),
    button(t("copy_table"), () => copyTable(table, rows)), button(t("save_csv"), () => saveTable(table, rows)));
}
// A cell that a spreadsheet would take for a formula gets an apostrophe; line ends and tabs become spaces.
function plainCell(value) {
  if (typeof value === "number") return String(value);
  const text = String(value).replace(/[\t\r\n\u0085\u2028\u2029]+/g, " ");
  return /^\s*[=+\-@\uff1d\uff0b\uff0d\uff20]/.test(text) ? "'" + text : text;
}
function tableLines(table, rows) { return [table.heads.map((name) => t("head_" + name)), ...rows.map((row) => row.cells.map((_, at) => plainCell(cellText(row, at))))]; }
function copyTable(table, rows) {
  const text = tableLines(table, rows).map((line) => line.join("\t").replace(/"/g, "\u201d")).join("\r\n");
  page.copied = text;
  copyText(text, t("copied", { n: rows.length }));
}
function saveTable(table, rows) {
  const quoted = (value) => `"${value.replace(/"/g, '""')}"`;
  const text = "\ufeff" + [...tableLines(table, rows), [provenance()]].map((line) => line.map(quoted).join(",")).join("\r\n") + "\r\n";
  download(new Blob([text], { type: "text/csv" }), "csv");
}
