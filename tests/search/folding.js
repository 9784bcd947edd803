// Folds the shared vectors with the real reader: node folding.js READER FOLD VECTORS.
'use strict';
const fs = require('fs');
const vm = require('vm');

const [reader, table, vectors] = process.argv.slice(2);
vm.runInThisContext(fs.readFileSync(reader, 'utf8'), { filename: reader });
const data = fs.readFileSync(table, 'utf16le').match(/"([^"]*)"\)\n$/)[1];
const changes = globalThis.gongshi.folding(data);
let right = 0;
for (const [text, folded] of JSON.parse(fs.readFileSync(vectors, 'utf8'))) {
  const found = globalThis.gongshi.fold(text, changes).text;
  if (found === folded) right += 1;
  else console.log(JSON.stringify({ text, found, folded }));
}
console.log(`${right} right`);
