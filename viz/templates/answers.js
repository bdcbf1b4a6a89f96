// The answers of the saved questions: a list of gaps and overlaps; each entry selects what it is about.
const ANSWERS_SHOWN = 30;
function answersList() {
  const { answers } = page.facts;
  if (!answers.length) return h("p", { class: "empty" }, t("no_answers"));
  const pass = passing();
  const list = h("div", { class: "answers" }, answers.map((answer) => {
    const rows = rowsOf(answer).filter((row) => answer.columns.some((column) => column.type === "id" && row[column.name] !== null && pass[row[column.name]]) || !answer.columns.some((column) => column.type === "id"));
    const wanting = rows.filter((row) => !answer.quiet.includes(row.state ?? row.rung ?? row.differs)), shown = wanting.length ? wanting : rows;
    const open = shown.some((row) => row.finding === state.select);
    const body = h("div", { class: "answer-rows" });
    const details = h("details", { open: open || null, on: { toggle: () => { if (details.open && !body.firstChild) fillAnswer(body, answer, shown); } } },
      h("summary", {}, h("b", {}, said(answer.title)), h("span", { class: "n" }, foundWords(answer, wanting)), h("small", {}, said(answer.question))), body);
    if (open) fillAnswer(body, answer, shown);
    return details;
  }));
  return [h("p", { class: "note" }, t("answers_note")), list];
}
// Of all that was looked at, what was found; under a filter, what of it passes.
function foundWords(answer, wanting) {
  const { total, by_state: states } = answer.denominator, found = Object.entries(states).reduce((sum, [name, n]) => sum + (answer.quiet.includes(name) ? 0 : n), 0);
  return filtering() ? String(wanting.length) : t("n_of_total", { n: found, all: total });
}
function fillAnswer(body, answer, rows, from = 0) {
  const states = Object.entries(answer.denominator.by_state).filter(([, n]) => n);
  const { states: known } = page.facts.style;
  if (!from) fill(body, h("ul", { class: "states" }, states.map(([name, n]) => h("li", {}, known[name] ? stateMark(name) : codeWords(answer, name), h("b", {}, String(n))))), h("ul", { class: "measures rows" }), h("p", { class: "note" }, said(answer.how_to_read)));
  const list = body.querySelector("ul.rows");
  list.append(...rows.slice(from, from + ANSWERS_SHOWN).map((row) => h("li", {}, answerLink(answer, row))));
  body.querySelector("button.more")?.remove();
  if (rows.length > from + ANSWERS_SHOWN) list.after(button(t("show_more", { n: ANSWERS_SHOWN, all: rows.length - from - ANSWERS_SHOWN }), () => fillAnswer(body, answer, rows, from + ANSWERS_SHOWN), { class: "more" }));
  else if (answer.total_rows > answer.rows.length) list.after(h("p", { class: "note" }, t("rows_kept", { n: answer.rows.length, all: answer.total_rows })));
  walk(list, "button.link");
}
function answerWords(answer, row) {
  const about = answer.columns.filter((column) => column.type === "id" && row[column.name] !== null).map((column) => { const node = row[column.name]; return kindOf(node) === "Measure" ? clipped(nameOf(node)).slice(0, 40) : kindOf(node) === "Goal" ? shortOf(node) : plainName(node); });
  if (!about.length && row.item) about.push(row.item);
  if (!about.length && row.measures) about.push(row.measures.slice(0, 6).map(shortOf).join(" "));
  const facts = answer.columns.filter((column) => ["whole", "text"].includes(column.type) && !["step", "item"].includes(column.name) && !(column.name === "state" && page.facts.style.states[row.state]) && row[column.name] !== null && row[column.name] !== "" && row[column.name] !== 0).map((column) => (column.type === "text" ? codeWords(answer, row[column.name]) : `${said(answer.heads[column.name])} ${row[column.name]}`));
  return [about.join(" × ") || row.finding, facts.slice(0, 3).join(" · ")];
}
function answerLink(answer, row) {
  const [about, facts] = answerWords(answer, row), chosen = state.select === row.finding, style = page.facts.style.states[row.state];
  return h("button", { type: "button", class: "link", "aria-current": chosen ? "true" : null, on: { click: () => choose({ select: row.finding, ...viewOf(answer), tab: "" }) } },
    style ? h("span", { class: "sign", css: { "--state": style.colour } }, style.sign) : null, " ", about, facts ? h("small", {}, " " + facts) : null, row.robust === "fragile" ? h("small", {}, " *") : null);
}
function viewOf(answer) {
  if (state.view === "matrix") {
    if (answer.query === "gap-cells") return { matrix: "groups-supports" };
    if (answer.query === "gap-goals") return { matrix: "groups-goals" };
    if (answer.query === "gap-pathway") return { matrix: "groups-norms" };
  }
  return {};
}
