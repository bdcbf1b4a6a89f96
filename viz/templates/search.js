// Search: folded text (NFKC, small letters, kana alike), all words must stand there; names first, then what measures say.
const fold = (text) => text.normalize("NFKC").toLowerCase().replace(/[\u30a1-\u30f6]/g, (kana) => String.fromCharCode(kana.charCodeAt(0) - 0x60));
const wordsIn = (text) => fold(text).split(/\s+/).filter(Boolean);
const RESULTS_SHOWN = 40;

function buildSearch() {
  if (page.haystack) return;
  const { nodes, links, about } = page.facts;
  page.names = nodes.id.map((id, at) => fold([nodes.label[at], kindOf(at) === "Measure" ? `no.${nodes.label[at]}` : "", nodes.name[at], nodes.en[at]].join(" ")));
  page.wholes = nodes.id.map((id, at) => [fold(nodes.label[at]), fold(nodes.name[at]), fold(nodes.en[at])]);
  page.haystack = page.names.slice();
  const parts = new Map();
  for (let at = 0; at < links.kind.length; at++) {
    const source = links.source[at];
    if (kindOf(source) !== "Measure") continue;
    if (!parts.has(source)) parts.set(source, []);
    parts.get(source).push(page.names[links.target[at]]);
  }
  for (const [measure, found] of parts) page.haystack[measure] += " " + found.join(" ");
  if (!about.facts_only) {
    for (const measure of page.measures) {
      const words = JSON.parse(page.lines[measure - page.firstMeasure]);
      page.haystack[measure] += " " + fold((words.text || "") + " " + (words.status_text || ""));
    }
  }
}
function searchHits(text) {
  buildSearch();
  const words = wordsIn(text), hits = new Set();
  for (let at = 0; at < page.count; at++) {
    const hay = page.haystack[at];
    if (words.every((word) => hay.includes(word))) hits.add(at);
  }
  return hits;
}
function ranked(text) {
  const words = wordsIn(text), whole = fold(text).trim();
  const score = (at) => {
    const name = page.names[at];
    if (page.wholes[at].includes(whole)) return 0;
    if (words.every((word) => name.includes(word))) return kindOf(at) === "Measure" ? 2 : 1;
    return 3;
  };
  return [...searchHits(text)].map((at) => [score(at), -page.measureCount[at], at]).sort((a, b) => a[0] - b[0] || a[1] - b[1] || a[2] - b[2]).map((one) => one[2]);
}

function searchBox() {
  const box = h("input", {
    id: "search", type: "search", role: "combobox", autocomplete: "off", spellcheck: "false", "aria-expanded": "false",
    "aria-controls": "results", "aria-autocomplete": "list", placeholder: t("search_hint"), "aria-label": t("search"),
    on: {
      input: () => {
        const from = performance.now();
        showResults(box);
        page.keyTime = performance.now() - from;
        // The views follow when the typing rests; the list of results follows each key.
        clearTimeout(page.typing);
        page.typing = setTimeout(() => choose({ q: box.value }, true), 180);
      },
      focus: () => { if (box.value.trim()) showResults(box); },
      blur: () => setTimeout(() => hideResults(box), 150),
      keydown: (event) => searchKey(event, box),
    },
  });
  box.value = state.q;
  return h("div", { class: "search", role: "search" }, box, h("ul", { id: "results", role: "listbox", "aria-label": t("search_results"), hidden: true }));
}
function showResults(box) {
  const list = $("results");
  if (!box.value.trim()) return hideResults(box);
  const found = ranked(box.value);
  const entries = found.slice(0, RESULTS_SHOWN).map((node, at) =>
    h("li", { id: `result-${at}`, role: "option", "aria-selected": "false", on: { mousedown: (event) => { event.preventDefault(); take(node, box); } } },
      icon(node), h("span", {}, nameOf(node)), h("small", {}, kindOf(node) === "Measure" ? "" : measuresSaid(page.measureCount[node]))));
  const last = found.length === 0 ? t("found_nothing", { words: box.value }) : found.length > RESULTS_SHOWN ? t("more", { n: found.length - RESULTS_SHOWN }) : "";
  fill(list, entries, last ? h("li", { role: "option", "aria-disabled": "true", "aria-selected": "false", class: "note" }, last) : null);
  list.hidden = false;
  page.results = found.slice(0, RESULTS_SHOWN);
  page.resultAt = -1;
  box.setAttribute("aria-expanded", "true");
  box.removeAttribute("aria-activedescendant");
  announce(t("found_n", { n: found.length }));
}
function hideResults(box) {
  const list = $("results");
  if (list) list.hidden = true;
  box.setAttribute("aria-expanded", "false");
  box.removeAttribute("aria-activedescendant");
}
function take(node, box) {
  hideResults(box);
  clearTimeout(page.typing);
  box.value = "";
  choose({ select: page.facts.nodes.id[node], q: "", tab: "" });
}
function searchKey(event, box) {
  const found = page.results || [];
  if (event.key === "ArrowDown" || event.key === "ArrowUp") {
    if ($("results").hidden) return showResults(box);
    event.preventDefault();
    page.resultAt = Math.max(0, Math.min(found.length - 1, page.resultAt + (event.key === "ArrowDown" ? 1 : -1)));
    $("results").querySelectorAll("[role=option]").forEach((entry, at) => entry.setAttribute("aria-selected", String(at === page.resultAt)));
    box.setAttribute("aria-activedescendant", `result-${page.resultAt}`);
    $(`result-${page.resultAt}`)?.scrollIntoView({ block: "nearest" });
  } else if (event.key === "Enter" && found.length && !$("results").hidden) {
    event.preventDefault();
    take(found[Math.max(page.resultAt, 0)], box);
  } else if (event.key === "Escape") {
    event.stopPropagation();
    if ($("results").hidden || !box.value) { clearTimeout(page.typing); box.value = ""; choose({ q: "" }, true); box.blur(); } else hideResults(box);
  }
}
