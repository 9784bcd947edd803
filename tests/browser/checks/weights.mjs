// Weights: pages with their style sheets, and scripts, stay within their budgets (bytes, uncompressed).

import { existsSync, readFileSync, statSync } from "node:fs";
import path from "node:path";
import { files, typeOf } from "../pages.mjs";

const BUDGETS = { home: 120_000, notice: 150_000, search: 40_000 };
const LIST = 100_000;
const SCRIPTS = { "assets/site.js": 6_000, "assets/search.js": 25_000 };

export async function weights({ root, say }) {
  const sheets = new Map();
  const style = (html) => [...html.matchAll(/<link rel="stylesheet" href="[^"]*?(assets\/[^"]+)"/g)].reduce((sum, [, file]) => {
    if (!sheets.has(file)) sheets.set(file, statSync(path.join(root, file)).size);
    return sum + sheets.get(file);
  }, 0);
  const heaviest = {};
  for (const file of files(root)) {
    const html = readFileSync(path.join(root, file), "utf8");
    const type = typeOf(html);
    const size = statSync(path.join(root, file)).size + style(html);
    heaviest[type] = Math.max(heaviest[type] || 0, size);
    if (size > (BUDGETS[type] || LIST)) say(`${file} with its style sheets has ${size} bytes; a ${type} may have ${BUDGETS[type] || LIST}`);
  }
  for (const [file, most] of Object.entries(SCRIPTS)) {
    const at = path.join(root, file);
    if (existsSync(at) && statSync(at).size > most) say(`${file} has ${statSync(at).size} bytes; it may have ${most}`);
  }
  const kb = (bytes) => `${(bytes / 1000).toFixed(0)} kB`;
  return `home ${kb(heaviest.home)}, notice ${kb(heaviest.notice)}, search ${kb(heaviest.search)}, style ${[...sheets].map(([file, size]) => `${path.basename(file)} ${kb(size)}`).join(", ")}`;
}
