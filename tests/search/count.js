// What the real reader counts over a built site: node count.js READER INDEX prints {"family:key": count} for a search
// narrowed by each facet alone, superseded notices left out.
'use strict';
const fs = require('fs');
const path = require('path');
const vm = require('vm');

const [reader, index] = process.argv.slice(2);
vm.runInThisContext(fs.readFileSync(reader, 'utf8'), { filename: reader });
const gongshi = globalThis.gongshi;
function load(file) {
  try {
    const bytes = fs.readFileSync(path.join(index, file.split('?')[0]));
    vm.runInThisContext(bytes.toString('utf16le').replace(/^\ufeff/, ''));
  } catch (error) { /* a site without notices has few files */ }
  return Promise.resolve();
}

async function main() {
  const archive = gongshi.archive(load);
  await archive.open();
  const facets = (await archive.facets()) || [];
  const except = facets.find((facet) => facet.family === 'state');
  const counts = {};
  for (const facet of facets.filter((facet) => facet.family !== 'state')) {
    const query = gongshi.query(archive, { text: '', filters: { [facet.family]: [facet] }, order: 'relevance', except });
    await query.find(Infinity);
    const total = query.total();
    counts[facet.family + ':' + facet.key] = total.exact ? total.count : -1;
    counts['shown:' + facet.family + ':' + facet.key] = facet.count;
  }
  console.log(JSON.stringify(counts));
}
main();
