// The pages of a built site, and of each type the ones worth looking at.

import { readFileSync, readdirSync } from "node:fs";
import path from "node:path";

/** Written by `publish` only. */
export const LATER = new Set(["release.json", "release.js"]);

/** All HTML files below `root`, as paths with `/`. */
export function files(root, extension = ".html") {
  const below = (folder) => readdirSync(path.join(root, folder), { withFileTypes: true }).flatMap((entry) => {
    const inside = folder ? `${folder}/${entry.name}` : entry.name;
    return entry.isDirectory() ? below(inside) : inside.endsWith(extension) ? [inside] : [];
  });
  return below("").sort();
}

/** A page's type: the class of its body. */
export const typeOf = (html) => (html.match(/<body class="page-([a-z0-9]+)"/) || [, "?"])[1];

/**
 * The largest page of each type, and of notices also the smallest; redirects lead away by themselves. The numbered pages
 * of a list are a type of their own.
 */
export function samples(root) {
  const byType = new Map();
  for (const file of files(root)) {
    const html = readFileSync(path.join(root, file), "utf8");
    const type = typeOf(html);
    if (type === "redirect") continue;
    const key = /\/page\/\d+\//.test(file) ? `${type}, numbered` : type;
    if (!byType.has(key)) byType.set(key, []);
    byType.get(key).push({ type, file, size: Buffer.byteLength(html) });
  }
  return [...byType.values()].flatMap((pages) => {
    pages.sort((a, b) => b.size - a.size);
    return pages[0].type === "notice" && pages.length > 1 ? [pages[0], pages[pages.length - 1]] : [pages[0]];
  });
}
