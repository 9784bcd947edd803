// What queries cost a reader: node benches/search/chromium.mjs PUBLIC INDEX NOTICES.
// Opens the search page of the site in PUBLIC over the index in INDEX in Chromium, from a plain server (no ranges, no
// compression) on a line of 10 Mbit/s and 20 ms, and types each query: cold into a page that was just opened with an
// empty cache, warm after another query. Tells the milliseconds from the last key to the shown hits (the page's own pause of
// 180 ms after a key is taken off), the bytes and the requests from opening the page on. EACH=1 tells every query.

import { cpSync, mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { launch, serve } from "../../tests/browser/browser.mjs";
import { middle, queries } from "./queries.mjs";

const [site, index, notices] = process.argv.slice(2);
if (!notices) {
  console.error("usage: node chromium.mjs PUBLIC INDEX NOTICES");
  process.exit(2);
}

const PAUSE = 180;
const LINE = { offline: false, latency: 20, downloadThroughput: 10e6 / 8, uploadThroughput: 10e6 / 8 };

const root = mkdtempSync(path.join(tmpdir(), "gongshi-search-"));
mkdirSync(path.join(root, "search"));
cpSync(path.join(site, "search/index.html"), path.join(root, "search/index.html"));
symlinkSync(path.resolve(site, "assets"), path.join(root, "assets"));
for (const name of readdirSync(index)) symlinkSync(path.resolve(index, name), path.join(root, "search", name));
const server = await serve(root);
const browser = await launch();

/** Types `text` and gives the milliseconds until its hits are shown. */
function typed(text) {
  return new Promise((done) => {
    const [box, hits] = [document.getElementById("q"), document.getElementById("search-hits")];
    let start = 0;
    new MutationObserver((_, observer) => {
      if (hits.hasAttribute("aria-busy")) return;
      observer.disconnect();
      done(performance.now() - start);
    }).observe(hits, { attributes: true, attributeFilter: ["aria-busy"] });
    start = performance.now();
    box.value = text;
    box.dispatchEvent(new InputEvent("input", { bubbles: true }));
  });
}

/** One query in a new, empty browser context, after the query `before` if there is one. */
async function ask(text, before) {
  const context = await browser.newContext({ serviceWorkers: "block" });
  const page = await context.newPage();
  const line = await context.newCDPSession(page);
  await line.send("Network.enable");
  await line.send("Network.emulateNetworkConditions", LINE);
  const spent = { bytes: 0, requests: 0 };
  line.on("Network.responseReceived", () => (spent.requests += 1));
  line.on("Network.loadingFinished", ({ encodedDataLength }) => (spent.bytes += encodedDataLength));
  await page.goto(`${server.url}search/index.html`, { waitUntil: "load" });
  await page.waitForSelector("#search-facets.known", { state: "attached" });
  if (before) {
    await page.evaluate(typed, before);
    Object.assign(spent, { bytes: 0, requests: 0 });
  }
  const time = (await page.evaluate(typed, text)) - PAUSE;
  const shown = await page.locator("#search-hits > li").count();
  await context.close();
  return { ...spent, time, shown };
}

function told(runs) {
  const [time, longest] = middle(runs.map((run) => run.time));
  const [bytes, mostBytes] = middle(runs.map((run) => run.bytes / 1000));
  const [requests, mostRequests] = middle(runs.map((run) => run.requests));
  const pair = (one, other) => `${one.toFixed(0)} / ${other.toFixed(0)}`;
  return `${pair(time, longest)} ms, ${pair(bytes, mostBytes)} kB, ${pair(requests, mostRequests)} requests`;
}

const all = { cold: [], warm: [] };
for (const [name, texts] of Object.entries(queries(notices, 5))) {
  const runs = { cold: [], warm: [] };
  for (const text of texts) {
    const [cold, warm] = [await ask(text), await ask(text, "落实责任")];
    runs.cold.push(cold);
    runs.warm.push(warm);
    if (process.env.EACH) console.log(`  ${text}: cold ${told([cold])}; warm ${told([warm])}; ${cold.shown} shown`);
  }
  all.cold.push(...runs.cold);
  all.warm.push(...runs.warm);
  console.log(`${name}: cold ${told(runs.cold)}; warm ${told(runs.warm)}`);
}
console.log(`all: cold ${told(all.cold)}; warm ${told(all.warm)}`);
await browser.close();
server.close();
rmSync(root, { recursive: true });
