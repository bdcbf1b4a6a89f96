// The matrix: rows and columns of terms; each cell its count and its state, with a sign as well as a shade.
const MATRICES = [
  ["groups-supports", "TargetGroup", "SupportType", "gap-cells", "group", "support"],
  ["groups-goals", "TargetGroup", "Goal", "gap-goals", "group", "goal"],
  ["groups-norms", "TargetGroup", "Norm", "gap-pathway", "group", "norm"],
  ["groups-bureaus", "TargetGroup", "Bureau", "", "", ""],
  ["partners-bureaus", "Organisation", "Bureau", "", "", ""],
];
const MATRIX_ROWS = 60;
const TINT = { served: 0.42, thin: 0.24, planned_only: 0.22, general: 0.16, absent: 0.3, not_assessed: 0.12, out_of_scope: 0.1, not_applicable: 0.06 };

function matrixOf(key) {
  const [name, rowKind, columnKind, query, rowName, columnName] = MATRICES.find((one) => one[0] === key) || MATRICES[0];
  const answer = page.answer[query], cells = new Map();
  if (answer) for (const row of rowsOf(answer)) cells.set(row[rowName] + "|" + row[columnName], row);
  const ofAnswer = (field) => new Set(answer ? rowsOf(answer).map((row) => row[field]) : []);
  let rows = rowKind === "TargetGroup" ? page.clients : page.byKind[page.K[rowKind]].filter((node) => page.measureCount[node]);
  let columns = page.byKind[page.K[columnKind]];
  if (query === "gap-cells" && answer) columns = columns.filter((node) => ofAnswer(columnName).has(node));
  if (columnKind === "Bureau") columns = columns.filter((node) => page.measureCount[node]);
  const sets = new Map([...rows, ...columns].map((node) => [node, new Set(measuresOf(node))]));
  const most = (list) => list.slice().sort((a, b) => sets.get(b).size - sets.get(a).size || a - b);
  const allRows = rows.length, allColumns = columns.length;
  if (state.sort === "few") rows = most(rows).reverse();
  else if (state.sort === "many" || rowKind === "Organisation") rows = most(rows);
  if (rows.length > MATRIX_ROWS) rows = rows.slice(0, MATRIX_ROWS);
  if (columns.length > 24) columns = most(columns).slice(0, 24);
  return { name, query, rows, columns, cells, sets, moreRows: allRows - rows.length, moreColumns: allColumns - columns.length };
}
function cellOf(matrix, row, column) {
  const found = matrix.cells.get(row + "|" + column), pass = passing();
  const measures = found ? found.measures : [...matrix.sets.get(row)].filter((one) => matrix.sets.get(column).has(one));
  return {
    key: found ? found.finding : `cell:${page.facts.nodes.id[row]}|${page.facts.nodes.id[column]}`, state: found ? found.state : "", fragile: found && found.robust === "fragile",
    all: measures.length, measures: measures.filter((one) => pass[one]), general: (found && found.general ? found.general : []).filter((one) => pass[one]), relisted: found ? found.relisted : [], planned: found ? found.planned.filter((one) => pass[one]) : [], hidden: found && found.general ? found.general.length : 0,
  };
}
function segmentsOf(measures) {
  const parts = new Map(), kind = state.split === "bureau" ? "OWNED_BY" : "HAS_STATUS";
  for (const measure of measures) for (const node of targets(measure, kind)) parts.set(node, (parts.get(node) || 0) + 1);
  return [...parts].sort((a, b) => b[1] - a[1] || a[0] - b[0]);
}
function segmentColour(node) {
  const { statuses, segments, nodes } = { ...page.facts.style, nodes: page.facts.nodes };
  if (kindOf(node) === "Status") return statuses[nodes.id[node].split(":")[1]] || segments[segments.length - 1];
  const order = page.byKind[page.K.Bureau].slice().sort((a, b) => page.measureCount[b] - page.measureCount[a] || a - b);
  return segments[Math.min(order.indexOf(node), segments.length - 1)];
}

function renderMatrix() {
  const matrix = matrixOf(state.matrix), all = page.measures.length, place = $("matrix");
  const chosen = selection();
  page.chosenMeasure = chosen && chosen.type === "node" && kindOf(chosen.node) === "Measure" ? chosen.node : undefined;
  const pick = (node) => chosen && (chosen.node === node || (chosen.about || []).includes(node));
  const head = h("tr", {}, h("th", { scope: "col", class: "corner" }, t("matrix_" + matrix.name)),
    h("th", { scope: "col", class: "total" }, t("measures"), h("small", {}, t("of_n", { n: all }))),
    matrix.columns.map((column) => h("th", { scope: "col", class: pick(column) ? "picked" : null }, h("button", { type: "button", class: "head", title: nameOf(column).slice(0, 200), on: { click: () => choose({ select: page.facts.nodes.id[column], tab: "" }) } }, h("span", {}, kindOf(column) === "Goal" ? shortOf(column) : plainName(column)), kindOf(column) === "Goal" ? h("small", {}, plainName(column)) : null))));
  const mostInRow = Math.max(1, ...matrix.rows.map((row) => passes([...matrix.sets.get(row)]).length));
  const body = matrix.rows.map((row) => {
    const count = passes([...matrix.sets.get(row)]).length;
    return h("tr", { class: pick(row) ? "picked" : null },
      h("th", { scope: "row" }, h("button", { type: "button", class: "head", on: { click: () => choose({ select: page.facts.nodes.id[row], tab: "" }) } }, icon(row), " ", plainName(row))),
      h("td", { class: "total" }, h("span", {}, String(count)), bar(count, mostInRow, kindStyle(row).colour)),
      matrix.columns.map((column) => matrixCell(matrix, row, column)));
  });
  const foot = h("tr", { class: "foot" }, h("th", { scope: "row" }, t("column_total")), h("td", { class: "total" }, String(passes(page.measures).length), h("small", {}, t("of_n", { n: all }))),
    matrix.columns.map((column) => { const count = passes([...matrix.sets.get(column)]).length; return h("td", { class: "total" }, String(count), h("small", {}, t("of_n", { n: all }))); }));
  const table = h("table", { class: "matrix " + matrix.name, role: "grid", "aria-label": t("matrix_" + matrix.name) }, h("thead", {}, head), h("tbody", {}, body, foot));
  fill(place, h("div", { class: "scroll", tabindex: "0", role: "region", "aria-label": t("matrix_" + matrix.name) }, table), matrixKey(matrix));
  walk(table, "td button.cell", () => matrix.columns.length);
  renderMatrixBar(matrix);
}
function matrixCell(matrix, row, column) {
  const cell = cellOf(matrix, row, column), count = cell.measures.length, style = cell.state ? page.facts.style.states[cell.state] : null;
  const chosen = state.select === cell.key, holds = page.chosenMeasure !== undefined && cell.measures.includes(page.chosenMeasure);
  const words = [`${plainName(row)} × ${plainName(column)}`, style ? `${said(style)}` : "", cell.state === "general" ? t("n_general", { n: cell.general.length }) : countSaid(count, cell.planned.length), cell.fragile ? t("fragile") : ""];
  const parts = state.split && count ? segmentsOf(cell.measures) : [];
  words.push(...parts.map(([node, n]) => `${plainName(node)} ${n}`));
  const shown = !style ? (count || "·") : cell.state === "general" ? `(${cell.general.length})` : count ? countWords(count, cell.planned.length) : "";
  const away = filtering() && cell.state !== "" && !count && !(cell.state === "general" && cell.general.length) && (cell.all || cell.hidden);
  const shade = away ? { "--state": style.colour, background: colour("paper") } : style ? { "--state": style.colour, background: mixed(style.colour, TINT[cell.state]) } : { background: count ? mixed(kindStyle(column).colour, Math.min(0.1 + count * 0.03, 0.5)) : "transparent" };
  return h("td", { role: "gridcell" }, h("button", {
    type: "button", class: `cell ${cell.state || "plain"}${away ? " away" : ""}${holds ? " holds" : ""}${state.split && count ? " parted" : ""}`, "aria-current": chosen ? "true" : null, "aria-label": words.filter(Boolean).join(", "), title: words.filter(Boolean).join(" / "), css: shade,
    on: { click: () => choose({ select: cell.key, tab: "" }) },
  }, style ? h("span", { class: "sign" }, style.sign) : null, h("span", { class: "count" }, String(shown), cell.fragile ? "*" : ""),
  parts.length ? h("span", { class: "parts" }, parts.map(([node, n]) => h("span", { css: { "flex-grow": n, background: segmentColour(node) } }))) : null));
}
function matrixKey(matrix) {
  const states = matrix.query ? Object.keys(page.facts.style.states).filter((name) => [...matrix.cells.values()].some((row) => row.state === name)) : [];
  const count = (name) => [...matrix.cells.values()].filter((row) => row.state === name).length;
  const split = state.split ? (state.split === "bureau" ? page.byKind[page.K.Bureau] : page.byKind[page.K.Status]).filter((node) => page.measureCount[node]) : [];
  return h("div", { class: "key" },
    states.length ? h("ul", {}, states.map((name) => h("li", {}, stateMark(name), " ", h("b", {}, String(count(name)))))) : null,
    split.length ? h("ul", {}, split.map((node) => h("li", {}, h("span", { class: "swatch", css: { background: segmentColour(node) } }), plainName(node)))) : null,
    h("p", { class: "note" }, [matrix.query ? t("matrix_note") : t("matrix_counts_note"), matrix.query && matrix.columns.some((column) => !matrix.rows.some((row) => matrix.cells.has(row + "|" + column))) ? t("matrix_some_counts") : "", filtering() ? t("matrix_filtered") : "", matrix.moreRows ? t("more_rows", { n: matrix.moreRows }) : "", matrix.moreColumns ? t("more_columns", { n: matrix.moreColumns }) : ""].filter(Boolean).join(" ")));
}
function renderMatrixBar() {
  fill($("view-bar"),
    choice(t("rows_columns"), "matrix", MATRICES.map(([name]) => [name, t("matrix_" + name)])),
    choice(t("split"), "split", [["", t("split_none")], ["status", t("split_status")], ["bureau", t("split_bureau")]]),
    choice(t("order"), "sort", [["", t("order_given")], ["few", t("order_few")], ["many", t("order_many")]]));
}
