// What lines say: the role of a partner, a relisting. One that would cover another word is left out.
function roleWords(link) {
  const { links, style } = page.facts;
  if (links.roles[link]) return links.roles[link].map((role) => said(style.roles[role])).join(t("comma"));
  return linkKind(link) === "RELISTED_IN" ? said(style.links[links.kind[link]]) : "";
}
// A role that many lines have stands on one of them with its number, and above the picture; the others stand on their lines.
function usualRole(around) {
  if (!around || around.links.length > 120) return null;
  if (around.usual === undefined || around.usualIn !== lang()) {
    const counts = new Map();
    for (const link of around.links) if (page.facts.links.roles[link]) counts.set(roleWords(link), (counts.get(roleWords(link)) || 0) + 1);
    const [role, n] = [...counts].sort((a, b) => b[1] - a[1])[0] || ["", 0];
    around.usual = n > 8 ? { role, n } : null;
    around.usualIn = lang();
  }
  return around.usual;
}
function drawRoles(ctx) {
  const around = net.around, { links, style } = page.facts, usual = usualRole(around);
  net.roles = [];
  let once = false;
  if (!around || around.links.length > 120) return;
  const taken = net.drawn.map((one) => [one.x, one.y, one.x + one.width, one.y + one.height]);
  ctx.textBaseline = "middle";
  for (const link of around.links) {
    const role = roleWords(link), usually = usual && links.roles[link] && role === usual.role, words = usually ? `${role} ${usual.n}` : role, a = net.boxes.get(links.source[link]), b = net.boxes.get(links.target[link]);
    if (!a || !b || !role || (usually && once)) continue;
    const { width } = fitted(words, 200, 11, "400");
    const from = around.centre.has(a[0]) ? a : b, to = from === a ? b : a;
    for (let share = 0.94; share > 0.08; share -= 0.02) {
      const x = from[1] + (to[1] - from[1]) * share, y = from[2] + (to[2] - from[2]) * share, box = [x - width / 2 - 1, y - 6.5, x + width / 2 + 1, y + 6.5];
      if (taken.some((one) => one[0] < box[2] && box[0] < one[2] && one[1] < box[3] && box[1] < one[3])) continue;
      taken.push(box);
      once ||= usually;
      net.roles.push([words, x, y, width, style.links[links.kind[link]].colour]);
      ctx.fillStyle = colour("paper");
      ctx.fillRect(box[0], box[1], width + 2, 13);
      write(ctx, words, x, y, 11, style.links[links.kind[link]].colour, "center", 200);
      break;
    }
  }
}
