// Export and print: any view as SVG with its text kept as text, or as PNG; source and counts stand on each.
function provenance() {
  const { about } = page.facts;
  const vocabulary = [...new Set(Object.values(about.vocabularies))].sort().join(t("comma"));
  return t("provenance", { as_of: about.as_of || "–", file: about.source_file, sha: about.source_sha256.slice(0, 12), measures: about.measures, relistings: about.relistings, reviewed: about.reviewed, links: about.links, vocabulary: vocabulary || "–" });
}
function filterWords() {
  const parts = [["goal", state.goal], ["bureau", state.bureau], ["serves", state.serves], ["status", state.status]].filter(([, id]) => page.at.has(id)).map(([, id]) => nameOf(page.at.get(id)));
  if (state.q.trim()) parts.push(t("quoted", { words: state.q.trim() }));
  return parts.length ? t("filtered_by", { list: parts.join(" / ") }) : "";
}
function download(blob, ending) {
  const address = URL.createObjectURL(blob), link = h("a", { download: `sesaku-${state.view}.${ending}` });
  link.href = address;
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(address), 30000);
  announce(t("saved", { name: `sesaku-${state.view}.${ending}` }));
}
const xml = (text) => String(text).replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, " ").replace(/[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g, "\ufffd").replace(/&/g, "&amp;").replace(/</g, "&lt;").replace(/>/g, "&gt;").replace(/"/g, "&quot;");
const num = (value) => Math.round(value * 100) / 100;
const svgRect = (x, y, w, hh, paint, line, wide = 1) => `<rect x="${num(x)}" y="${num(y)}" width="${num(Math.max(w, 0))}" height="${num(Math.max(hh, 0))}" fill="${paint || "none"}"${line ? ` stroke="${line}" stroke-width="${wide}"` : ""}/>`;
const svgText = (x, y, text, size, ink, align = "start", weight = "400") => `<text x="${num(x)}" y="${num(y)}" font-size="${num(size)}" fill="${ink}" text-anchor="${align}"${weight !== "400" ? ` font-weight="${weight}"` : ""}>${xml(text)}</text>`;

function polygon(shape, x, y, size, paint) {
  return `<polygon points="${page.facts.style.shapes[shape].map(([px, py]) => `${num(x + px * size)},${num(y + py * size)}`).join(" ")}" fill="${paint}" fill-rule="evenodd"/>`;
}
function networkSvg() {
  const { layout, around } = net, { links, style } = page.facts, out = [];
  const lines = net.lines.get();
  for (const line of lines) {
    const a = net.boxes.get(line.from), b = net.boxes.get(line.to);
    out.push(`<line x1="${num(a[1])}" y1="${num(a[2])}" x2="${num(b[1])}" y2="${num(b[2])}" stroke="${line.color.color}" stroke-width="${line.width}"${line.dashes ? ` stroke-dasharray="${line.dashes.join(" ")}"` : ""}/>`);
  }
  for (const [node, x, y, width, height] of layout.boxes) {
    const look = lookOf(node), kind = kindStyle(node), left = x - width / 2, top = y - height / 2;
    out.push(svgRect(left, top, width, height, look === "dim" ? "none" : look === "centre" ? colour("chosen") : look === "near" ? mixed(kind.colour, 0.12) : colour("paper"), look === "centre" ? colour("accent") : look === "near" ? kind.colour : colour("line"), look === "centre" ? 2 : 0.8));
    const ink = look === "dim" ? colour("dim") : colour("ink");
    if (kind.name === "Measure" && width < 60) {
      out.push(svgText(x, y + 4, page.facts.nodes.label[node] || "–", 11.5, ink, "middle"));
      if (page.facts.nodes.star[node]) out.push(polygon("star", left + width - 3, top + 3, 3, look === "dim" ? colour("line") : kind.colour));
      continue;
    }
    if (look !== "dim" && !["Plan", "Goal", "Measure"].includes(kind.name)) out.push(svgRect(left, top, width * barOf(node) / (net.most[kind.name] || 1), height, mixed(kind.colour, 0.17)));
    const count = boxCount(node), end = count ? fitted(count, 99, 11, "400").width : 0;
    out.push(polygon(kind.shape, left + 9, y, 4.6, look === "dim" ? colour("line") : kind.colour));
    out.push(svgText(left + 17, y + 4, fitted(boxLabel(node), width - 26 - end, 12, "400").text, 12, ink));
    if (count) out.push(svgText(left + width - 5, y + 4, count, 11, ink, "end"));
  }
  for (const [kind, x, y, width, count, more] of layout.notes) out.push(svgText(x + 4, y + 13.5, fitted(noteWords(kind, count, more), width - 8, 11.5, "600").text, 11.5, more ? colour("accent") : colour("quiet"), "start", "600"));
  for (const [words, x, y, width, ink] of net.roles || []) out.push(svgRect(x - width / 2 - 1, y - 6.5, width + 2, 13, colour("paper")), svgText(x, y + 4, words, 11, ink, "middle"));
  return { body: out.join("\n"), width: layout.width, height: layout.height };
}
// A view that is HTML, drawn as it stands on the screen: grounds, rules, and each line of text as text.
function elementSvg(root) {
  const frame = root.getBoundingClientRect(), out = [], extent = { width: 0, height: 0 };
  const visible = (paint) => paint && paint !== "transparent" && !/^rgba\(.*, 0\)$/.test(paint);
  const visit = (element) => {
    if (element.nodeType === 3) return texts(element);
    if (element.nodeType !== 1 || element.hidden || element.localName === "option") return;
    const style = getComputedStyle(element), box = element.getBoundingClientRect(), x = box.left - frame.left + root.scrollLeft, y = box.top - frame.top + root.scrollTop;
    if (style.display === "none" || style.visibility === "hidden") return;
    if (element.localName === "svg") {
      const shape = element.firstElementChild;
      if (shape) out.push(`<g transform="translate(${num(x + box.width / 2)} ${num(y + box.height / 2)}) scale(${num(box.width / 2.4)})"><polygon points="${xml(shape.getAttribute("points"))}" fill="${xml(shape.getAttribute("fill"))}" fill-rule="evenodd"/></g>`);
      return;
    }
    if (box.width && box.height) {
      if (visible(style.backgroundColor)) out.push(svgRect(x, y, box.width, box.height, style.backgroundColor));
      if (parseFloat(style.borderBottomWidth) && visible(style.borderBottomColor)) out.push(svgRect(x, y + box.height - 1, box.width, 1, style.borderBottomColor));
      extent.width = Math.max(extent.width, x + box.width);
      extent.height = Math.max(extent.height, y + box.height);
    }
    for (const child of element.childNodes) visit(child);
  };
  const texts = (node) => {
    const text = node.textContent;
    if (!text.trim()) return;
    const style = getComputedStyle(node.parentElement), range = document.createRange(), size = parseFloat(style.fontSize);
    let line = null;
    const flush = () => { if (line && line.text.trim()) out.push(svgText(line.x - frame.left + root.scrollLeft, line.bottom - frame.top + root.scrollTop - size * 0.24 - (line.height - size * 1.2) / 2, line.text, size, style.color, "start", Number(style.fontWeight) >= 600 ? "600" : "400")); };
    for (let at = 0; at < text.length;) {
      const step = text.codePointAt(at) > 0xffff ? 2 : 1;
      range.setStart(node, at);
      range.setEnd(node, at + step);
      const box = range.getClientRects()[0];
      if (box) {
        if (!line || Math.abs(box.top - line.top) > 2) { flush(); line = { x: box.left, top: box.top, bottom: box.bottom, height: box.height, text: "" }; }
        line.text += text.slice(at, at + step);
      }
      at += step;
    }
    flush();
  };
  visit(root);
  return { body: out.join("\n"), width: Math.max(extent.width, frame.width), height: Math.max(extent.height, frame.height) };
}
function viewSvg() {
  const pane = VIEWS.map($).find((one) => !one.hidden), picture = pane.id === "network" && net.network;
  const drawn = picture ? networkSvg() : elementSvg(unrolled(pane));
  rolled();
  const wide = Math.max(drawn.width, 700), titles = [page.facts.about.title, [t("view_" + state.view), filterWords(), state.select && page.at.has(state.select) ? nameOf(page.at.get(state.select)).slice(0, 60) : ""].filter(Boolean).join("  ")];
  const notes = wrapped(provenance(), wide - 24, 10), top = 54, height = top + drawn.height + 18 + notes.length * 15;
  const body = [svgRect(0, 0, wide + 24, height, colour("paper")), svgText(12, 22, fitted(titles[0], wide, 14, "600").text, 14, colour("ink"), "start", "600"), svgText(12, 42, fitted(titles[1], wide, 12, "400").text, 12, colour("quiet")), `<g transform="translate(12 ${top})">${drawn.body}</g>`, ...notes.map((line, at) => svgText(12, top + drawn.height + 18 + at * 15, line, 10, colour("quiet")))];
  return { width: wide + 24, height, text: `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${num(wide + 24)} ${num(height)}" width="${num(wide + 24)}" height="${num(height)}" font-family="${xml(FONT)}" role="img"><title>${xml(titles[0])}</title>\n${body.join("\n")}\n</svg>\n` };
}
function wrapped(text, width, size) {
  const lines = [""];
  for (const char of text) { if (fitted(lines[lines.length - 1] + char, 1e6, size, "400").width > width) lines.push(""); lines[lines.length - 1] += char; }
  return lines;
}
const unrolled = (element) => { document.body.classList.add("unrolled"); return element; };
const rolled = () => document.body.classList.remove("unrolled");
function saveSvg() { download(new Blob([viewSvg().text], { type: "image/svg+xml" }), "svg"); }
async function savePng() {
  const drawn = viewSvg(), scale = Math.max(2, 2800 / drawn.width), picture = new Image();
  const canvas = h("canvas", { width: Math.ceil(drawn.width * scale), height: Math.ceil(drawn.height * scale) });
  try {
    await new Promise((done, failed) => { picture.onload = done; picture.onerror = () => failed(new Error("svg")); picture.src = "data:image/svg+xml;charset=utf-8," + encodeURIComponent(drawn.text); });
    canvas.getContext("2d").drawImage(picture, 0, 0, canvas.width, canvas.height);
    const blob = await new Promise((done) => canvas.toBlob(done, "image/png"));
    if (!blob) throw new Error("png");
    page.png = { width: canvas.width, height: canvas.height };
    download(blob, "png");
  } catch { fail(t("png_failed")); }
}
// On paper the network is the same drawing as in the SVG, so that its text stays sharp.
function beforePrint() {
  const place = $("print-picture");
  fill(place);
  if (state.view !== "network" || !net.network) return;
  const parsed = new DOMParser().parseFromString(viewSvg().text, "image/svg+xml").documentElement;
  parsed.removeAttribute("width");
  parsed.removeAttribute("height");
  parsed.removeAttribute("font-family");
  place.append(document.importNode(parsed, true));
}
async function copyText(text, told) {
  try { await navigator.clipboard.writeText(text); return announceToast(told); } catch { /* an old browser or a page from a file: by way of a text field */ }
  const field = h("textarea", { class: "offscreen", "aria-hidden": "true" });
  field.value = text;
  document.body.append(field);
  field.select();
  const done = document.execCommand("copy");
  field.remove();
  announceToast(done ? told : t("copy_failed"));
}
function announceToast(words) {
  announce(words);
  const toast = $("toast");
  toast.textContent = words;
  toast.hidden = false;
  clearTimeout(page.toastTimer);
  page.toastTimer = setTimeout(() => { toast.hidden = true; }, 4000);
}
