// Runs the real reader over an index on disk: node run.js READER INDEX CASES. CASES is a list of
// {text (or units: UTF-16 units), filters: {family: [key]}, except: whether superseded notices are left out, order, limit, items: ["url|n"], notices: ["url"], shown,
// most: the files after which a query pauses}; prints one line a failure.
'use strict';
const fs = require('fs');
const path = require('path');
const vm = require('vm');

const [reader, index, casesFile] = process.argv.slice(2);
vm.runInThisContext(fs.readFileSync(reader, 'utf8'), { filename: reader });
const gongshi = globalThis.gongshi;
let requests = 0;
function load(file) {
  requests += 1;
  try {
    const bytes = fs.readFileSync(path.join(index, file.split('?')[0]));
    vm.runInThisContext(bytes.toString('utf16le').replace(/^\ufeff/, ''));
  } catch (error) { /* missing or damaged: the reader must cope */ }
  return Promise.resolve();
}

async function run(archive, wish) {
  const facets = (await archive.facets()) || [];
  const filters = {};
  for (const [family, keys] of Object.entries(wish.filters || {})) {
    filters[family] = facets.filter((facet) => facet.family === family && keys.includes(facet.key));
  }
  const text = wish.units ? String.fromCharCode(...wish.units) : wish.text;
  const query = gongshi.query(archive, { text, filters, order: wish.order || 'relevance', except: wish.except ? facets.find((facet) => facet.family === 'state') : undefined });
  // facets never count more than the total, after the first hits and after all
  const fits = async () => {
    const counts = await query.facets(), total = query.total().count;
    for (const [key, count] of Object.entries(counts)) if (key !== 'exact' && Math.round(count) > total) query.wrong = { key, count, total };
    return counts;
  };
  if (!wish.most) { await query.find(3); await fits(); }
  // a query that paused goes on where it was
  for (let most = 1; most < 100; most *= 3) await query.find(wish.limit || 1e9, most);
  await query.find(wish.limit || 1e9, wish.most);
  const counts = wish.most ? {} : await fits();
  query.statuses = Object.keys(counts).filter((key) => /^s\d$/.test(key)).reduce((sum, key) => sum + counts[key], 0);
  return query;
}

async function main() {
  const cases = JSON.parse(fs.readFileSync(casesFile, 'utf8'));
  const archive = gongshi.archive(load);
  await archive.open();
  let failed = 0;
  for (const wish of cases) {
    const complain = (what, found, expected) => {
      failed += 1;
      console.log(JSON.stringify({ what, wish: { ...wish, items: undefined, notices: undefined }, found: found, expected: expected }));
    };
    const before = requests;
    const query = await run(archive, wish);
    if (wish.most) {
      if (requests - before > wish.most + 64 || query.total().exact) complain('paused', requests - before, wish.most);
      await query.find(1e9);
      if (requests - before < wish.most + 64) complain('went on', requests - before, wish.most);
    }
    const items = query.hits.filter((hit) => !hit.parts).map((hit) => hit.part.notice.url + '|' + hit.part.nth);
    const notices = query.hits.filter((hit) => hit.parts).map((hit) => hit.part.notice.url);
    const same = (a, b) => JSON.stringify([...a].sort()) === JSON.stringify([...b].sort());
    if (wish.items && !same(items, wish.items)) complain('items', items, wish.items);
    if (wish.notices && !same(notices, wish.notices)) complain('notices', notices, wish.notices);
    if (wish.first && JSON.stringify(items.slice(0, wish.first.length)) !== JSON.stringify(wish.first)) complain('first', items, wish.first);
    if (wish.lost === undefined && Object.keys(archive.lost).length) complain('lost', Object.keys(archive.lost), []);
    for (const hit of query.hits) {
      const marked = query.folded.every((word) => gongshi.marks(hit.part.folded, hit.part.text, [word]).length > 0);
      if (!hit.parts && !marked) complain('marks', hit.part.text, query.folded);
    }
    const total = query.total();
    if (query.wrong) complain('facets', query.wrong.count, query.wrong.total);
    if (wish.items && total.exact && query.folded.length && query.statuses !== items.length) complain('statuses', query.statuses, items.length);
    if (!wish.limit && !wish.inexact && (!total.exact || total.count !== query.hits.length)) complain('total', total, query.hits.length);
  }
  console.log(JSON.stringify({ cases: cases.length, failed, requests, lost: Object.keys(archive.lost).length }));
  process.exit(failed ? 1 : 0);
}
process.on('unhandledRejection', (error) => { console.log('unhandled', error && error.stack); process.exit(2); });
main();
