// What queries cost in bytes and requests: node benches/search/cost.mjs READER INDEX NOTICES.
// Counts a cold reader (itself and the root included) and a warm one (another query asked before) until ten excerpts are
// there. EACH=1 tells every query.

import { existsSync, readFileSync, statSync } from "node:fs";
import path from "node:path";
import vm from "node:vm";
import { middle, queries } from "./queries.mjs";

const [reader, index, notices] = process.argv.slice(2);
if (!notices) {
  console.error("usage: node cost.mjs READER INDEX NOTICES");
  process.exit(2);
}

vm.runInThisContext(readFileSync(reader, "utf8"), { filename: reader });
const { gongshi } = globalThis;
/** After how many files the page asks before it goes on. */
const MOST = 1200;
let spent = { bytes: 0, requests: 0 };

function load(file) {
  spent.requests += 1;
  const found = path.join(index, file.split("?")[0]);
  if (existsSync(found)) {
    const data = readFileSync(found);
    spent.bytes += data.length;
    vm.runInThisContext(data.toString("utf16le").replace(/^\ufeff/, ""));
  }
  return Promise.resolve();
}

/** Asks for ten excerpts; `before` is what has been spent already. */
async function ask(archive, text, before) {
  spent = { ...before };
  await archive.open();
  const query = gongshi.query(archive, { text, filters: {}, order: "relevance" });
  await query.find(10, MOST);
  return { ...spent, hits: query.hits.length, total: query.total() };
}

const told = (runs) => {
  const [bytes, mostBytes] = middle(runs.map((run) => run.bytes / 1000));
  const [requests, mostRequests] = middle(runs.map((run) => run.requests));
  return `${bytes.toFixed(0)} / ${mostBytes.toFixed(0)} kB, ${requests} / ${mostRequests} requests`;
};

const all = { cold: [], warm: [] };
for (const [name, texts] of Object.entries(queries(notices))) {
  const runs = { cold: [], warm: [] };
  for (const text of texts) {
    const cold = await ask(gongshi.archive(load), text, { bytes: statSync(reader).size, requests: 1 });
    const archive = gongshi.archive(load);
    await ask(archive, "落实责任", {});
    const warm = await ask(archive, text, { bytes: 0, requests: 0 });
    runs.cold.push(cold);
    runs.warm.push(warm);
    const total = `${cold.total.exact ? "" : "约 "}${cold.total.count}`;
    if (process.env.EACH) console.log(`  ${text}: cold ${told([cold])}; warm ${told([warm])}; ${cold.hits} of ${total}`);
  }
  all.cold.push(...runs.cold);
  all.warm.push(...runs.warm);
  console.log(`${name}: cold ${told(runs.cold)}; warm ${told(runs.warm)}`);
}
console.log(`all: cold ${told(all.cold)}; warm ${told(all.warm)}`);
