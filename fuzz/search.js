// Any query against a real index, whole or damaged: node fuzz/search.js SITE [SECONDS]. SITE is a built site, such as
// public/. A query throws nothing, ends in time, counts no fewer than it finds, and marks what it finds. A damaged index
// may lose hits; the reader neither throws nor runs for ever.
'use strict';
const fs = require('fs');
const path = require('path');
const vm = require('vm');
const { Worker, isMainThread, parentPort, workerData } = require('worker_threads');

const SLOWEST = 20000; // milliseconds of a query, on a busy machine
const root = path.join(__dirname, '..');

// numbers that look random; the seed is printed with a failure
let seed = 1;
function below(n) {
  seed = (Math.imul(seed, 1664525) + 1013904223) >>> 0;
  return Math.floor((seed / 4294967296) * n);
}
const pick = (list) => list[below(list.length)];

function words() {
  const escapes = { '\\n': '\n', '\\r': '\r', '\\t': '\t', '\\s': ' ' };
  const lines = fs.readFileSync(path.join(root, 'tests/it/linear.txt'), 'utf8').split('\n').filter((line) => line && !line.startsWith('//'));
  const names = ['__proto__', 'constructor', 'toString', 'hasOwnProperty', '.*', '(?:', '$&', '\u0000', '\ud800', '\udc00', '\u202e', '𠮷', 'İ', 'ß', '\u0130', 'e\u0301', '２０２４', '問題'];
  return lines.map((line) => line.replace(/\\[nrts]/g, (mark) => escapes[mark])).concat(names);
}

function text(vocabulary) {
  let made = '';
  for (let part = below(6); part >= 0; part -= 1) {
    made += below(4) ? pick(vocabulary) : String.fromCharCode(below(65536));
    if (!below(3)) made += ' ';
  }
  // seldom a long one
  return below(200) ? made : made.repeat(1 + below(2000));
}

async function queries(site) {
  const vocabulary = words();
  const reader = path.join(root, 'themes/default/assets/search.js');
  vm.runInThisContext(fs.readFileSync(reader, 'utf8'), { filename: reader });
  const gongshi = globalThis.gongshi;
  for (let number = 1; ; number += 1) {
    seed = number;
    const isDamaged = number % 4 === 0;
    const load = (file) => {
      try {
        let bytes = fs.readFileSync(path.join(site, 'search', file.split('?')[0]));
        if (isDamaged && !below(3)) {
          for (let flips = below(4); flips >= 0; flips -= 1) bytes[below(bytes.length)] ^= 1 << below(8);
          bytes = bytes.subarray(0, below(2) ? bytes.length : below(bytes.length));
        }
        vm.runInThisContext(bytes.toString('utf16le').replace(/^\ufeff/, ''));
      } catch (error) { /* missing or damaged: the reader must cope */ }
      return Promise.resolve();
    };
    const archive = gongshi.archive(load);
    for (let query = 0; query < 8; query += 1) {
      const wish = text(vocabulary);
      parentPort.postMessage({ number, wish });
      try { await archive.open(); } catch (error) {
        // without its root an index cannot be read, and the page says so
        if (isDamaged) break;
        throw error;
      }
      const facets = (await archive.facets()) || [];
      const filters = {};
      if (facets.length && !below(3)) {
        const facet = pick(facets);
        filters[facet.family] = [facet];
      }
      const found = gongshi.query(archive, { text: wish, filters, order: pick(['relevance', 'newest', 'oldest', wish]) });
      await found.find(1 + below(30));
      await found.facets();
      await found.find(1e9);
      if (isDamaged) continue;
      const total = found.total();
      if (total.count < found.hits.length) throw new Error(`${total.count} of ${found.hits.length}`);
      for (const hit of found.hits) {
        if (!hit.parts && !found.folded.every((word) => gongshi.marks(hit.part.folded, hit.part.text, [word]).length)) throw new Error('a hit without a mark');
      }
    }
  }
}

if (!isMainThread) {
  queries(workerData).catch((error) => parentPort.postMessage({ error: String(error && error.stack) }));
} else {
  const [site = 'public', seconds = '60'] = process.argv.slice(2);
  if (!fs.existsSync(path.join(site, 'search'))) {
    console.error(`${site}: no built site`);
    process.exit(2);
  }
  let last, since = Date.now(), count = 0, slowest = 0;
  const end = (what) => {
    console.log(what);
    process.exit(what.startsWith('right') ? 0 : 1);
  };
  new Worker(__filename, { workerData: path.resolve(site) }).on('message', (message) => {
    if (message.error) end(`seed ${last.number}, ${JSON.stringify(last.wish.slice(0, 200))}: ${message.error}`);
    slowest = Math.max(slowest, last ? Date.now() - since : 0);
    [last, since] = [message, Date.now()];
    count += 1;
  });
  const began = Date.now();
  setInterval(() => {
    if (Date.now() - since > SLOWEST) end(`seed ${last.number}, ${JSON.stringify(last.wish.slice(0, 200))}: no end in ${SLOWEST} ms`);
    if (Date.now() - began > seconds * 1000) end(`right: ${count} queries, the slowest ${slowest} ms`);
  }, 200);
}
