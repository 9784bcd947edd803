// Links: every internal link leads to a file, every anchor to an id.

import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { LATER, files } from "../pages.mjs";

export async function links({ root, say }) {
  const ids = new Map();
  const idsOf = (file) => {
    if (!ids.has(file)) {
      const html = readFileSync(path.join(root, file), "utf8");
      ids.set(file, new Set([...html.matchAll(/\sid="([^"]*)"/g)].map((found) => found[1])));
    }
    return ids.get(file);
  };
  let count = 0;
  for (const file of files(root)) {
    const html = readFileSync(path.join(root, file), "utf8");
    const base = html.match(/<link rel="icon" href="([^"]*)assets\//)?.[1] || "";
    for (const [, attribute, raw] of html.matchAll(/\s(href|src|action)="([^"]*)"/g)) {
      const link = raw.replaceAll("&amp;", "&");
      if (/^(https?|mailto|tel):/.test(link)) continue;
      count++;
      const [to, anchor] = link.split("#");
      const target = link.startsWith("/")
        ? decodeURI(to).replace(base, "")
        : to === "" ? file : path.posix.join(path.posix.dirname(file), decodeURI(to.split("?")[0]));
      if (LATER.has(target)) continue;
      if (!existsSync(path.join(root, target)) || target.endsWith("/")) say(`${file}: ${attribute} ${raw} leads nowhere`);
      else if (anchor && target.endsWith(".html") && !idsOf(target).has(decodeURIComponent(anchor))) say(`${file}: ${raw} has no such anchor`);
    }
  }
  return `${count} links`;
}
