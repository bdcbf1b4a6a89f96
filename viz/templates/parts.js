// Parts that several views share: icons, buttons, choices, links to a node, lists walked with the arrow keys.
const SVG = "http://www.w3.org/2000/svg";
function shapeIcon(kind, size = 12) {
  const svg = document.createElementNS(SVG, "svg"), shape = document.createElementNS(SVG, "polygon");
  svg.setAttribute("viewBox", "-1.2 -1.2 2.4 2.4");
  svg.setAttribute("width", size);
  svg.setAttribute("height", size);
  svg.setAttribute("aria-hidden", "true");
  svg.setAttribute("class", "icon");
  shape.setAttribute("points", page.facts.style.shapes[kind.shape].map((point) => point.join(",")).join(" "));
  shape.setAttribute("fill", kind.colour);
  shape.setAttribute("fill-rule", "evenodd");
  svg.append(shape);
  return svg;
}
const icon = (node) => shapeIcon(kindStyle(node));
function button(words, act, props) { return h("button", { type: "button", ...props, on: { click: act } }, words); }
function toggle(words, on, act) { return h("button", { type: "button", class: "toggle", "aria-pressed": String(Boolean(on)), on: { click: act } }, words); }
function choice(label, name, options, changes = {}) {
  const select = h("select", { id: `choice-${name}`, on: { change: () => choose({ [name]: select.value, ...changes }) } },
    options.map(([value, words]) => h("option", { value, selected: (state[name] || options[0][0]) === value }, words)));
  return h("label", { class: "choice" }, h("span", {}, label), select);
}
function nodeLink(node, words) {
  const chosen = state.select === page.facts.nodes.id[node];
  return h("button", { type: "button", class: "link", "aria-current": chosen ? "true" : null, title: nameOf(node).slice(0, 300), on: { click: () => choose({ select: page.facts.nodes.id[node], tab: "" }) } }, words ?? nameOf(node));
}
function numbers(nodes, most = 60) {
  const shown = nodes.slice(0, most);
  return [shown.map((node) => [h("button", { type: "button", class: "number", title: nameOf(node).slice(0, 300), "aria-label": nameOf(node).slice(0, 300), on: { click: () => choose({ select: page.facts.nodes.id[node], tab: "" }) } }, page.facts.nodes.label[node] || "–"), " "]),
    nodes.length > most ? t("more", { n: nodes.length - most }) : null];
}
function stateMark(name, words) {
  const style = page.facts.style.states[name];
  return h("span", { class: "state" }, h("span", { class: "sign", css: { "--state": style.colour } }, style.sign), words === undefined ? said(style) : words);
}
// A cell's sign tells of the measures in operation; those planned or considered stand behind a +, but where there are no others.
function countWords(count, planned) { return planned && planned < count ? `${count - planned}+${planned}` : String(count); }
function countSaid(count, planned) { return measuresSaid(count) + (planned ? t("of_them_planned", { n: planned }) : ""); }
function bracketed(words) { return words ? t("bracketed", { words }) : ""; }
function measuresSaid(n) { return t(n === 1 ? "one_measure" : "n_measures", { n }); }
function shareOf(count, total) { return t("n_of", { n: count, all: total }); }
function bar(count, most, kind) {
  return h("span", { class: "bar", "aria-hidden": "true" }, h("span", { css: { width: `${most ? 100 * count / most : 0}%`, background: kind } }));
}
function announce(words) { const live = $("live"); if (live) live.textContent = words; }

// One stop for the Tab key in a grid or list; the arrow keys walk inside it.
function walk(container, selector, columns) {
  const items = () => [...container.querySelectorAll(selector)];
  const first = items();
  first.forEach((item, at) => { item.tabIndex = at ? -1 : 0; });
  const current = first.find((item) => item.getAttribute("aria-current") === "true" || item.getAttribute("aria-selected") === "true");
  if (current) { first[0].tabIndex = -1; current.tabIndex = 0; }
  container.addEventListener("keydown", (event) => {
    const list = items(), at = list.indexOf(document.activeElement);
    if (at < 0) return;
    const wide = columns ? columns() : 1;
    const next = { ArrowRight: columns ? at + 1 : at, ArrowLeft: columns ? at - 1 : at, ArrowDown: at + wide, ArrowUp: at - wide, Home: columns ? at - at % wide : 0, End: columns ? at - at % wide + wide - 1 : list.length - 1 }[event.key];
    if (next === undefined || next === at || !list[next]) return;
    event.preventDefault();
    list[at].tabIndex = -1;
    list[next].tabIndex = 0;
    list[next].focus();
  });
}
