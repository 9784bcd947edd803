// More sites to look at than the example as it stands: node sites.mjs GONGSHI OUT builds into OUT
//   gongwen   the example in the second theme, with few rows a page, so that every list has numbered pages
//   english   the example with English as the site's language
//   hostile   names that are markup, run backwards, never end, or are punctuation only; texts that try to run a script
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

// What runs a script where markup, addresses or styles of a text reach a page; checks/requests.mjs sees whether it did.
const RUN = "window.hurt=1";
const SCRIPTS = [
  `<script>${RUN}</script>`, `<ScRiPt >${RUN}</sCrIpT>`, `<script/x>${RUN}</script>`, `<<script>${RUN}//<</script>`,
  `</title><script>${RUN}</script>`, `</style><script>${RUN}</script>`, `--><script>${RUN}</script>`, `<!--><script>${RUN}</script>-->`,
  `<![CDATA[<script>${RUN}</script>]]>`, `<?xml <script>${RUN}</script> ?>`, `<img src=x onerror=${RUN}>`, `<img src=x onerror="${RUN}" //`,
  `<img/src=x/onerror=${RUN}>`, `"><img src=x onerror=${RUN}>`, `'><img src=x onerror=${RUN}>`, `\`><img src=x onerror=${RUN}>`,
  `" autofocus onfocus="${RUN}`, `' onmouseover='${RUN}`, `<svg onload=${RUN}>`, `<svg><script>${RUN}</script></svg>`,
  `<svg><animate onbegin=${RUN} attributeName=x dur=1s>`, `<math><mtext><img src=x onerror=${RUN}></math>`,
  `<details open ontoggle=${RUN}>`, `<video><source onerror=${RUN}></video>`, `<body onload=${RUN}>`, `<iframe srcdoc="<script>parent.${RUN}</script>">`,
  `<iframe src="javascript:parent.${RUN}">`, `<object data="javascript:${RUN}">`, `<embed src="javascript:${RUN}">`, `<form action="javascript:${RUN}"><button>甲</button></form>`,
  `<base href="javascript:${RUN}//">`, `<meta http-equiv=refresh content="0;url=javascript:${RUN}">`, `<link rel=stylesheet href="data:text/css,*{x:y}">`,
  `<style>*{background:url(javascript:${RUN})}</style>`, `<template><img src=x onerror=${RUN}></template>`, `<noscript><p title="</noscript><img src=x onerror=${RUN}>">`,
  `<x onclick=${RUN}>甲</x>`, `&lt;script&gt;${RUN}&lt;/script&gt;`, `&#60;img src=x onerror=${RUN}&#62;`, `\u003cscript\u003e${RUN}\u003c/script\u003e`,
  `{{ "<script>${RUN}</script>" | safe }}`, `{% raw %}<script>${RUN}</script>{% endraw %}`, `＜script＞${RUN}＜/script＞`,
  `[甲](javascript:${RUN})`, `[甲](JaVaScRiPt:${RUN})`, `[甲](&#106;avascript:${RUN})`, `[甲](java&Tab;script:${RUN})`, 
  `[甲](<java\tscript:${RUN}>)`, `[甲](\u0001javascript:${RUN})`, `[甲](vbscript:${RUN})`, `[甲](data:text/html,<script>${RUN}</script>)`,
  `[甲](data:text/html;base64,PHNjcmlwdD53aW5kb3cuaHVydD0xPC9zY3JpcHQ+)`, `![甲](javascript:${RUN})`, `![甲](x" onerror="${RUN})`, `[甲](x "\" onmouseover=\"${RUN}")`,
  `<javascript:${RUN}>`, `[甲][乙]\n\n[乙]: javascript:${RUN}`, `\`\`\`<script>${RUN}</script>\n甲\n\`\`\``, `| <script>${RUN}</script> |\n|---|\n| <img src=x onerror=${RUN}> |`,
];
// a comment in front matter stops a build
const IN_FRONT = SCRIPTS.filter((script) => !script.includes("<!--"));
const scripts = `---
id: scripts
title: ${JSON.stringify(SCRIPTS.slice(0, 3).join(" "))}
date: 2025-11-01
kind: 整改通报
unit: ${JSON.stringify(SCRIPTS[10])}
issuer: ${JSON.stringify(SCRIPTS[13])}
round: ${JSON.stringify(`市委第一轮巡察${SCRIPTS[18]}`)}
contact: ${JSON.stringify(IN_FRONT.join(" "))}
tags: ${JSON.stringify(IN_FRONT)}
aliases: ["x/javascript;${RUN}.html"]
updates: ${JSON.stringify(IN_FRONT.slice(0, 9).map((note, at) => ({ date: `2025-11-0${at + 1}`, note })))}
---
一、整改情况

${SCRIPTS.map((script, at) => `${at + 1}.关于${script.split("\n")[0]}的问题\n\n整改情况：${script}\n\n${script}\n\n整改结果：${script.split("\n")[0]}\n`).join("\n")}
`;

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
  hostile: notices([...NAMES.map(hostile), scripts]),
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
