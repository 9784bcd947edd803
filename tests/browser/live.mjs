// Looks at `gongshi serve` with a real browser, while somebody writes: node live.mjs PROGRAM SITE [SAVES].
// Serves a copy of SITE/content, prints a line a check; exits 1 if one fails.

import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { createInterface } from "node:readline";
import { launch } from "./browser.mjs";

const [program, site, saves = "40"] = process.argv.slice(2);
if (!site) {
  console.error("usage: node live.mjs PROGRAM SITE [SAVES]");
  process.exit(2);
}

const PATIENCE = 20_000;
const SOURCE = "content/notices/2031/live.md";
const ITEMS = Array.from({ length: 40 }, (_, at) => at + 1);

/** A long notice; `words` takes the place of one of its paragraphs. */
function notice({ title = "关于起初的通报", words = "已经办结。", front = "", lead = "现予公布" } = {}) {
  const items = ITEMS.map((at) =>
    `### ${at}.关于事项${at}办理不及时的问题\n\n整改情况：${at === 20 ? words : `事项${at}已逐项登记，按月核对。`}\n\n整改结果：已完成\n`);
  return `---\ntitle: ${title}\nid: live\ndate: 2031-02-03\nkind: 整改通报\nunit: 云江市体育局\n${front}---\n\n根据统一部署，${lead}。见[首页](https://example.invalid/)。\n\n## 一、整改落实情况\n\n${items.join("\n")}`;
}

const root = mkdtempSync(path.join(tmpdir(), "gongshi-live-"));
const at = (name) => path.join(root, name);
const write = (name, text) => {
  mkdirSync(path.dirname(at(name)), { recursive: true });
  writeFileSync(at(name), text);
};
cpSync(path.join(site, "content"), at("content"), { recursive: true });
write(SOURCE, notice());
const config = readFileSync(at("content/site.yaml"), "utf8");

const server = spawn(path.resolve(program), ["serve", "-p", "0"], { cwd: root, stdio: ["ignore", "pipe", "inherit"] });
const url = await new Promise((found) => createInterface({ input: server.stdout }).once("line", found));
const browser = await launch();
const page = await browser.newPage({ viewport: { width: 1100, height: 700 } });
const complaints = [];
page.on("pageerror", (error) => complaints.push(String(error)));
page.on("console", (message) => message.type() === "error" && complaints.push(message.text()));

/** Waits until `holds`, a function for the page, gives something true; gives it. */
async function until(what, holds, argument) {
  const end = Date.now() + PATIENCE;
  for (;;) {
    const value = await page.evaluate(holds, argument).catch(() => null);
    if (value) return value;
    if (Date.now() > end) throw new Error(`not in time: ${what}`);
    await new Promise((soon) => setTimeout(soon, 10));
  }
}

/** Opens a page and waits until it is kept up to date. */
async function open(address) {
  await page.goto(url + address);
  await until("the script listens", () => document.querySelector("gongshi-live") && performance.getEntriesByType("resource").length >= 0);
  await until("the panel or the page", () => document.readyState === "complete");
  await page.evaluate(() => { window.mark = 1; });
  await new Promise((soon) => setTimeout(soon, 300));
}

const shows = (words) => until(words, (words) => document.querySelector("main").textContent.includes(words), words);
const isSame = () => page.evaluate(() => window.mark === 1);
const room = () => page.evaluate(() => {
  const room = document.querySelector("gongshi-live").shadowRoot, errors = room.querySelector(".errors"), panel = room.querySelector(".panel");
  return {
    errors: errors.hidden ? "" : errors.querySelector("pre").textContent,
    markup: errors.querySelector("pre").children.length,
    panel: panel.hidden ? null : [...panel.querySelectorAll("li")].map((entry) => entry.textContent),
    links: [...panel.querySelectorAll("li a")].map((link) => link.getAttribute("href")),
    edit: room.querySelector(".edit").hidden ? "" : room.querySelector(".edit").getAttribute("href"),
  };
});
const errors = (holds) => until("the overlay", new Function("", `
  const box = document.querySelector("gongshi-live").shadowRoot.querySelector(".errors");
  const text = box.hidden ? "" : box.querySelector("pre").textContent;
  return (${holds})(text);`));

const checks = {
  async "a save is patched in: no reload, the same scroll, focus and open details"() {
    await open("notices/live/");
    const before = await page.evaluate(() => {
      document.querySelectorAll("details").forEach((details) => { details.open = true; });
      const link = document.querySelector("main a[href]");
      link.focus();
      const item = [...document.querySelectorAll("main h3, main h4, main h2")].find((h) => h.textContent.includes("事项30"));
      item.scrollIntoView({ behavior: "instant" });
      return { details: document.querySelectorAll("details[open]").length, focus: document.activeElement.outerHTML, top: item.getBoundingClientRect().top };
    });
    // above the window a paragraph grows by many lines
    write(SOURCE, notice({ words: "新的说法。".repeat(200) }));
    await shows("新的说法。");
    const after = await page.evaluate(() => {
      const item = [...document.querySelectorAll("main h3, main h4, main h2")].find((h) => h.textContent.includes("事项30"));
      return { details: document.querySelectorAll("details[open]").length, focus: document.activeElement.outerHTML, top: item.getBoundingClientRect().top };
    });
    assert(await isSame(), "the page was loaded again");
    assert(Math.abs(after.top - before.top) <= 2, `what was read moved by ${after.top - before.top} px`);
    assert.equal(after.focus, before.focus);
    assert.equal(after.details, before.details);
    assert(before.details > 0, "there are details to look at");
    return `moved ${Math.abs(after.top - before.top).toFixed(1)} px, ${before.details} details`;
  },

  async "a draft has its mark, and loses it"() {
    await open("notices/live/");
    write(SOURCE, notice({ front: "draft: true\n" }));
    await shows("草稿");
    write(SOURCE, notice());
    await until("no mark", () => !document.querySelector("main").textContent.includes("草稿"));
    assert(await isSame());
    return "草稿";
  },

  async "the panel lists the checks with their lines, each with a link to an editor"() {
    await open("notices/live/");
    write(SOURCE, notice({ lead: "截至2031年1月底，反馈的28个问题已完成整改22个，整改完成率82.1%。现予公布" }));
    await until("a check with a line", () => /第\d+行/.test(document.querySelector("gongshi-live").shadowRoot.querySelector(".panel").textContent));
    const { panel, links } = await room();
    assert(links.some((href) => href === `vscode://file${encodeURI(at(SOURCE))}:${href.split(":").pop()}` && /:\d+$/.test(href)), String(links));
    write(SOURCE, notice());
    return `${panel.length} checks, ${links.at(-1)}`;
  },

  async "a block leads to its line"() {
    await open("notices/live/");
    await page.evaluate(() => [...document.querySelectorAll("main p")].find((p) => p.textContent.includes("事项3已逐项")).scrollIntoView({ behavior: "instant" }));
    await page.locator("main p", { hasText: "事项3已逐项" }).first().hover();
    const href = await until("the link", () => document.querySelector("gongshi-live").shadowRoot.querySelector(".edit:not([hidden])")?.getAttribute("href"));
    const line = notice().split("\n").findIndex((text) => text.includes("事项3已逐项")) + 1;
    assert.equal(href, `vscode://file${encodeURI(at(SOURCE))}:${line}`);
    return href.replace(root, "…");
  },

  async "errors lie over the last good page as text, Esc hides them, and they go by themselves"() {
    await open("notices/live/");
    write(SOURCE, notice().replace("date: 2031-02-03", "date: [2031 <img src=x onerror=alert(1)>"));
    await errors((text) => text.includes("content/notices/2031/live.md:"));
    const { errors: text, markup } = await room();
    assert.equal(markup, 0, "markup of a notice in the overlay");
    assert(await page.evaluate(() => document.querySelector("main").textContent.includes("关于事项30")), "the last good page is below");
    await page.keyboard.press("Escape");
    assert.equal((await room()).errors, "");
    write(SOURCE, notice().replace("date: 2031-02-03", "date: [2032"));
    await errors((text) => text.includes("live.md:"));
    write(SOURCE, notice());
    await errors((text) => text === "");
    assert(await isSame());
    return text.split("\n")[0];
  },

  async "a template and a style of the theme take effect"() {
    await open("notices/live/");
    write("themes/default/assets/site.css", "body { outline: 3px solid rgb(1, 2, 3) }");
    await until("the style", () => getComputedStyle(document.body).outlineColor === "rgb(1, 2, 3)");
    assert(await isSame(), "a style needs no reload");
    write("themes/default/templates/404.html", "{% extends");
    await errors((text) => text.includes("404.html"));
    rmSync(at("themes"), { recursive: true });
    await errors((text) => text === "");
    await until("the style goes", () => getComputedStyle(document.body).outlineColor !== "rgb(1, 2, 3)");
    return "site.css, 404.html";
  },

  async "site.yaml takes effect, and what is wrong with it is told"() {
    await open("");
    write("content/site.yaml", config.replace(/^title: .*$/m, "title: 云江市整改公开"));
    await until("the title", () => document.body.textContent.includes("云江市整改公开"));
    write("content/site.yaml", `${config}no_such_key: 1\n`);
    await errors((text) => text.includes("content/site.yaml:"));
    write("content/site.yaml", config);
    await errors((text) => text === "");
    await until("the old title", () => !document.body.textContent.includes("云江市整改公开"));
    assert(await isSame());
    return "title";
  },

  async "a list is right after a save"() {
    await open("notices/");
    write(SOURCE, notice({ title: "关于名单的通报" }));
    await shows("关于名单的通报");
    assert(await isSame());
    write(SOURCE, notice());
    await until("the old title", () => !document.querySelector("main").textContent.includes("关于名单的通报"));
    return "notices/";
  },

  async "search finds what was just saved"() {
    write(SOURCE, notice({ words: "本次新增鱻犇骉三字。" }));
    await open("search/?q=鱻犇骉");
    await until("the hit", () => [...document.querySelectorAll("main a[href*='notices/live/']")].length > 0);
    write(SOURCE, notice());
    await until("no hit", () => document.querySelectorAll("main a[href*='notices/live/']").length === 0);
    return "鱻犇骉";
  },

  async "from a save to the patched page"() {
    await open("notices/live/");
    const times = [];
    for (let save = 0; save < Number(saves); save++) {
      const words = `第${save}次保存。`;
      const seen = page.evaluate((words) => new Promise((seen) => {
        const look = () => document.querySelector("main").textContent.includes(words) && (seen(performance.timeOrigin + performance.now()), true);
        new MutationObserver((_, observer) => look() && observer.disconnect()).observe(document.documentElement, { childList: true, characterData: true, subtree: true });
        look();
      }), words);
      await new Promise((soon) => setTimeout(soon, 60));
      write(SOURCE, notice({ words }));
      const saved = performance.timeOrigin + performance.now();
      times.push((await Promise.race([seen, new Promise((_, late) => setTimeout(late, PATIENCE, new Error("not in time")))])) - saved);
    }
    assert(await isSame());
    times.sort((a, b) => a - b);
    const part = (share) => times[Math.min(times.length - 1, Math.floor(times.length * share))].toFixed(1);
    return `median ${part(0.5)} ms, p95 ${part(0.95)} ms, max ${part(1)} ms of ${times.length}`;
  },
};

let failed = false;
for (const [name, check] of Object.entries(checks)) {
  try {
    console.log(`ok     ${name}: ${await check()}`);
  } catch (error) {
    failed = true;
    console.log(`FAILED ${name}: ${error.message}`);
  }
}
if (complaints.length) {
  failed = true;
  console.log(`FAILED the console is silent: ${[...new Set(complaints)].slice(0, 5).join(" | ")}`);
}
await browser.close();
server.kill();
rmSync(root, { recursive: true });
process.exit(failed ? 1 : 0);
