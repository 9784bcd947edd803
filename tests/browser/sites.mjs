// More sites to look at than the example as it stands: node sites.mjs GONGSHI OUT builds into OUT
//   gongwen   the example in the second theme, with few rows a page, so that every list has numbered pages
//   english   the example with English as the site's language
//   hostile   names that are markup, run backwards, never end, or are punctuation only
//   one       a single notice of one unit without a round
//   none      no notice at all

import { execFileSync } from "node:child_process";
import { cpSync, mkdirSync, writeFileSync, appendFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";

const EXAMPLE = fileURLToPath(new URL("../../content", import.meta.url));
const NAMES = [
  "<script>alert(1)</script> & \"引号\" '单引'", "\u202e右到左\u200f标记", "长".repeat(300), "……？！——", "a".repeat(300),
  "&amp;&lt; {{ site.title }} {% x %}", "[链接](javascript:alert(1)) **粗** `码` | 表",
];

const example = (lines) => (folder) => {
  cpSync(EXAMPLE, path.join(folder, "content"), { recursive: true });
  appendFileSync(path.join(folder, "content/site.yaml"), lines);
};
const notices = (texts) => (folder) => {
  mkdirSync(path.join(folder, "content/notices"), { recursive: true });
  texts.forEach((text, at) => writeFileSync(path.join(folder, `content/notices/h${at}.md`), text));
};
const hostile = (name, at) => `---
id: h${at}
title: ${JSON.stringify(name)}
date: 2025-0${at + 1}-01
kind: 整改通报
unit: ${JSON.stringify(name)}
issuer: ${JSON.stringify(name)}
round: ${JSON.stringify(`市委第${"一二三四五六七八九"[at]}轮巡察${name.slice(0, 60)}`)}
tags: [${JSON.stringify(name)}]
updates: [{date: 2025-11-01, note: ${JSON.stringify(name)}}]
---
一、整改情况

（一）${name}

1.${name}

整改结果：已完成

2.<b>${name}</b>

整改结果：${name}
`;
const SITES = {
  gongwen: example("\ntheme: gongwen\npage_size: 4\n"),
  english: example("\nlanguage: en\n"),
  hostile: notices(NAMES.map(hostile)),
  one: notices(["---\nid: a\ntitle: 关于整改情况的通报\nunit: 云江市档案馆\n---\n正文。\n"]),
  none: notices([]),
};

const [program, out] = process.argv.slice(2);
if (!out) {
  console.error("usage: node sites.mjs GONGSHI OUT");
  process.exit(2);
}
for (const [name, write] of Object.entries(SITES)) {
  const folder = path.join(out, `${name}-source`);
  mkdirSync(folder, { recursive: true });
  write(folder);
  execFileSync(path.resolve(program), ["-C", folder, "build", "--quiet", "-o", path.resolve(out, name)], { stdio: ["ignore", "ignore", "ignore"] });
  console.log(`${name}: ${path.join(out, name)}`);
}
