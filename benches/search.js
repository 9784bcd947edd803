// What queries cost: node benches/search.js READER INDEX [CLASS=query,query …]. Counts the bytes and requests of a cold
// reader (itself and the root included) and of a warm one (another query asked before) until ten excerpts are there.
// Times in Chromium are not measured yet.
'use strict';
const fs = require('fs');
const path = require('path');
const vm = require('vm');

const [reader, index, ...given] = process.argv.slice(2);
const CLASSES = given.length ? Object.fromEntries(given.map((one) => [one.split('=')[0], one.split('=')[1].split(',')])) : {
  words: ['整改', '问题', '采购', '经费', '工会', '作风', '审计', '预算', '公车', '党建'],
  'four characters': ['三重一大', '公务接待', '三会一课', '意识形态', '选人用人', '民主集中', '廉政风险', '固定资产', '政府采购', '工会经费'],
  phrases: ['贯彻落实党中央决策部署', '没有严格执行', '制度执行不到位', '深入学习贯彻', '整改工作领导小组', '进一步加强组织领导', '全面从严治党主体责任', '严格落实中央八项规定精神'],
  numbers: ['2024', '2023年', '37', '15%', '3.209', '28个', '2019年12月', '100万'],
  names: ['东湖区教育局', '云溪县财政局', '南屏区审计局', '王某某', '李建国'],
  single: ['廉', '龘', '的', '审', '车', '饭'],
  absent: ['量子计算机', '火星探测', '大熊猫繁育', '龘龘', '三会一课堂', '整改西瓜'],
};

vm.runInThisContext(fs.readFileSync(reader, 'utf8'), { filename: reader });
const gongshi = globalThis.gongshi;
let bytes = 0;
let requests = 0;
function load(file) {
  requests += 1;
  const found = path.join(index, file.split('?')[0]);
  if (fs.existsSync(found)) {
    const data = fs.readFileSync(found);
    bytes += data.length;
    vm.runInThisContext(data.toString('utf16le').replace(/^\ufeff/, ''));
  }
  return Promise.resolve();
}
async function ask(archive, text) {
  const start = process.hrtime.bigint();
  await archive.open();
  const query = gongshi.query(archive, { text, filters: {}, order: 'relevance' });
  await query.find(10);
  return { bytes, requests, hits: query.hits.length, total: query.total(), ms: Number(process.hrtime.bigint() - start) / 1e6 };
}
const median = (all) => [...all].sort((a, b) => a - b)[Math.floor(all.length / 2)];
async function main() {
  const size = fs.statSync(reader).size;
  const every = { cold: [], warm: [] };
  for (const [name, queries] of Object.entries(CLASSES)) {
    const cold = [];
    const warm = [];
    for (const text of queries) {
      bytes = size; requests = 1;
      const one = await ask(gongshi.archive(load), text);
      const archive = gongshi.archive(load);
      await ask(archive, '落实责任');
      bytes = 0; requests = 0;
      const again = await ask(archive, text);
      cold.push(one); warm.push(again);
      if (process.env.EACH) console.log(`  ${text}: cold ${(one.bytes / 1000).toFixed(0)} kB ${one.requests} requests, warm ${(again.bytes / 1000).toFixed(0)} kB, ${one.hits} hits of ${one.total.exact ? '' : '约 '}${one.total.count}`);
    }
    every.cold.push(...cold); every.warm.push(...warm);
    const kb = (all) => `${(median(all.map((r) => r.bytes)) / 1000).toFixed(0)} / ${(Math.max(...all.map((r) => r.bytes)) / 1000).toFixed(0)} kB, ${median(all.map((r) => r.requests))} / ${Math.max(...all.map((r) => r.requests))} requests`;
    console.log(`${name}: cold ${kb(cold)}; warm ${kb(warm)}`);
  }
  const kb = (all) => `${(median(all.map((r) => r.bytes)) / 1000).toFixed(0)} / ${(Math.max(...all.map((r) => r.bytes)) / 1000).toFixed(0)} kB`;
  console.log(`all: cold ${kb(every.cold)}; warm ${kb(every.warm)}`);
}
main();
