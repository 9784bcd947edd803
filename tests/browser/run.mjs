// Looks at a built site with a real browser: node run.mjs [--brief] SITE [CHECK…]. Prints a line a check; exits 1 if one
// fails. With --brief the costly checks look at one page of each type only, in fewer settings: for a second site.

import path from "node:path";
import { launch, serve } from "./browser.mjs";
import { samples } from "./pages.mjs";
import { axe } from "./checks/axe.mjs";
import { layout } from "./checks/layout.mjs";
import { links } from "./checks/links.mjs";
import { markup } from "./checks/markup.mjs";
import { print } from "./checks/print.mjs";
import { requests } from "./checks/requests.mjs";
import { scripts } from "./checks/scripts.mjs";
import { search } from "./checks/search.mjs";
import { weights } from "./checks/weights.mjs";

const CHECKS = { links, weights, scripts, markup, requests, layout, axe, print, search };
const brief = process.argv[2] === "--brief";
const [folder, ...wanted] = process.argv.slice(brief ? 3 : 2);
if (!folder || wanted.some((name) => !CHECKS[name])) {
  console.error(`usage: node run.mjs [--brief] SITE [${Object.keys(CHECKS).join("|")}…]`);
  process.exit(2);
}

const root = path.resolve(folder);
const site = await serve(root);
const browser = await launch();
const context = { root, site, browser, brief, samples: samples(root) };
let failed = false;
for (const [name, check] of Object.entries(CHECKS)) {
  if (wanted.length && !wanted.includes(name)) continue;
  const found = [];
  const start = Date.now();
  const result = await check({ ...context, say: (text) => found.push(text) });
  failed ||= found.length > 0;
  console.log(`${found.length ? "FAILED" : "ok    "} ${name}: ${result} (${((Date.now() - start) / 1000).toFixed(1)} s)`);
  for (const text of found.slice(0, 40)) console.log(`    ${text}`);
  if (found.length > 40) console.log(`    and ${found.length - 40} more`);
}
await browser.close();
site.close();
process.exit(failed ? 1 : 0);
