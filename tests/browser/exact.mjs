// Asks Chromium what the property test of search asks node: node exact.mjs FOLDER, where FOLDER is what
// GONGSHI_SEARCH_OUT=FOLDER cargo test --test it search::search_finds_exactly leaves: an index, and cases.json with the hits
// that brute force finds. Over HTTP and from the disk; prints a line each, exits 1 if a case fails.

import { readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { launch, serve } from "./browser.mjs";

const [folder] = process.argv.slice(2);
if (!folder) {
  console.error("usage: node exact.mjs FOLDER");
  process.exit(2);
}

const root = path.resolve(folder);
const cases = JSON.parse(readFileSync(path.join(root, "cases.json"), "utf8"));
const reader = fileURLToPath(new URL("../../themes/default/assets/search.js", import.meta.url));
writeFileSync(path.join(root, "index.html"), "<!doctype html><meta charset=utf-8><title>检索</title>");

/**
 * In the page: what the reader finds for a case, and what is odd about its hits. `except` leaves superseded notices
 * out, as the search page does by default.
 */
async function asked({ text, filters: wanted, except: leaveOut }) {
  const archive = (window.archive ??= gongshi.archive());
  await archive.open();
  const filters = {};
  for (const facet of await archive.facets()) {
    if ((wanted[facet.family] || []).includes(facet.key)) (filters[facet.family] ??= []).push(facet);
  }
  const except = leaveOut ? (await archive.facets()).find((facet) => facet.family === "state") : undefined;
  const query = gongshi.query(archive, { text, filters, order: "relevance", except });
  await query.find(1e9);
  const whole = query.hits.filter((hit) => !hit.parts);
  const isMarked = ({ part }) => query.folded.every((word) => gongshi.marks(part.folded, part.text, [word]).length);
  return {
    items: whole.map(({ part }) => `${part.notice.url}|${part.nth}`).sort(),
    notices: query.hits.filter((hit) => hit.parts).map((hit) => hit.part.notice.url).sort(),
    unmarked: whole.filter((hit) => !isMarked(hit)).length,
    total: query.total(),
    lost: Object.keys(archive.lost),
  };
}

const site = await serve(root);
const browser = await launch();
let failed = false;
for (const [how, home] of [["http", site.url], ["file", pathToFileURL(root).href + "/"]]) {
  const page = await browser.newPage();
  await page.goto(home + "index.html");
  await page.addScriptTag({ path: reader });
  let [wrong, hits] = [0, 0];
  for (const one of cases) {
    const found = await page.evaluate(asked, one);
    const count = one.items.length + one.notices.length;
    const expected = {
      items: [...one.items].sort(), notices: [...one.notices].sort(), unmarked: 0,
      total: { count, exact: true }, lost: [],
    };
    hits += count;
    if (JSON.stringify(found) === JSON.stringify(expected)) continue;
    wrong += 1;
    console.log(`    ${one.text}: ${JSON.stringify(found).slice(0, 300)}, not ${JSON.stringify(expected).slice(0, 300)}`);
  }
  failed ||= wrong > 0 || hits === 0;
  console.log(`${wrong ? "FAILED" : "ok    "} exact (${how}): ${cases.length} queries, ${hits} hits, ${wrong} wrong`);
  await page.close();
}
await browser.close();
site.close();
process.exit(failed ? 1 : 0);
