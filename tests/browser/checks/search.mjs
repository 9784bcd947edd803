// Search: what a reader does with the search page, over HTTP and opened from the disk, and what must not happen.

import { readFileSync } from "node:fs";
import path from "node:path";
import { pathToFileURL } from "node:url";

const HAN = /[\u4e00-\u9fff]/g;
const HOSTILE = [
  "整改".repeat(5000), "。，、", ".*+?^${}()|[]\\", "😀👨‍👩‍👧", "\ud800", "整\udc00改", '<img src=x onerror="window.hurt=1">',
  '"><script>window.hurt=1</script>', "__proto__", "constructor", "\u0001\u0002", "javascript:window.hurt=1", "%", "&q=2#3",
];

export async function search({ browser, root, site, brief, say }) {
  const known = words(root);
  if (!known) return "skipped: no item here to look for";
  let looks = 0;
  const ways = [["http", site.url], ["file", pathToFileURL(root).href + "/"]];
  for (const [how, home] of brief ? ways.slice(0, 1) : ways) {
    const context = await browser.newContext({ viewport: { width: 1280, height: 900 } });
    for (const look of [types, narrows, quotes, joins, findsNothing, moves, survives, loses, stays]) {
      const page = await context.newPage();
      const complain = (text) => say(`${look.name} (${how}): ${text}`);
      page.on("pageerror", (error) => complain(error.message));
      page.on("request", (request) => request.url().startsWith(home) || complain(`asks for ${request.url()}`));
      await look({ page, at: home + "search/index.html", known, complain }).catch((error) => complain(error.message.split("\n")[0]));
      await page.close();
      looks++;
    }
    await context.close();
  }
  return `${looks} looks, for “${known.word}” and others`;
}

/** A word of an item's title, another of the same item, and how many titles hold each, by the site's own data. */
function words(root) {
  const items = JSON.parse(readFileSync(path.join(root, "data", "items.json"), "utf8"));
  const titled = items.filter((item) => (item.title || "").replace(/[^\u4e00-\u9fff]/g, "").length >= 8);
  const item = titled[Math.floor(titled.length / 2)];
  const han = item && item.title.match(/[\u4e00-\u9fff]{4,}/);
  if (!han) return null;
  return { item, word: han[0].slice(0, 2), phrase: han[0].slice(0, 4), last: item.title.match(HAN).slice(-2).join("") };
}

async function open(page, at) {
  await page.goto(at);
  await idle(page);
}

const idle = (page) => page.waitForFunction(() => !document.getElementById("search-hits").hasAttribute("aria-busy"));
const count = async (page) => Number(((await page.textContent("#search-count")).match(/\d+/) || ["0"])[0]);
const marks = (page) => page.$$eval("#search-hits li", (all) => all.map((hit) => [...hit.querySelectorAll("mark")].map((mark) => mark.textContent).join("")));

async function ask(page, text) {
  await page.evaluate((text) => { document.getElementById("q").value = text; }, text);
  await page.press("#q", "Enter");
  await idle(page);
}

/** Results come as one types, with highlighted excerpts and links to items; the address keeps the words. */
async function types({ page, at, known, complain }) {
  await open(page, at);
  const hidden = await page.$$eval("#search-hits li", (all) => all.length);
  if (hidden) complain(`${hidden} hits before a word was typed`);
  await page.type("#q", known.phrase, { delay: 15 });
  await page.waitForFunction((text) => new URLSearchParams(location.search).get("q") === text, known.phrase);
  await idle(page);
  const hits = await marks(page);
  if (!hits.length) complain(`“${known.phrase}” is not found`);
  if (hits.some((mark) => !mark)) complain("a hit without a mark");
  const links = await page.$$eval("#search-hits h3 a", (all) => all.map((link) => link.getAttribute("href")));
  if (!links.some((link) => link.endsWith("#" + known.item.anchor))) complain(`no hit leads to #${known.item.anchor}: ${links.slice(0, 3)}`);
  const live = await page.getAttribute("#search-count", "aria-live");
  if (live !== "polite" || !(await count(page))) complain(`the count says “${await page.textContent("#search-count")}”, live ${live}`);
  if (!(await page.isHidden("#search-ways"))) complain("the ways in stay although there are results");
  await page.click("#search-hits h3 a");
  await page.waitForURL(/\/notices\//, { timeout: 5000 }).catch(() => complain(`the first hit leads to ${page.url()}`));
  await page.goBack();
  await page.waitForSelector("#search-hits li");
  if ((await page.inputValue("#q")) !== known.phrase) complain("Back from a notice forgets the words");
}

/** A facet narrows to the number it says; its chip widens again; Back and Forward go through the states. */
async function narrows({ page, at, known, complain }) {
  await open(page, `${at}?q=${encodeURIComponent(known.word)}`);
  await page.waitForSelector("#search-facets label");
  const before = await count(page);
  const facet = page.locator("#search-facets [data-family=status] label").first();
  const says = Number((await facet.textContent()).match(/(\d+)\s*$/)[1]);
  if (!(says > 0 && says <= before)) complain(`a status says ${says} of ${before}`);
  await facet.click();
  await page.waitForFunction(() => /[?&]status=/.test(location.search));
  await idle(page);
  if ((await count(page)) !== says) complain(`the facet says ${says}, the count ${await count(page)}`);
  const chip = page.locator("#search-chips button");
  if ((await chip.count()) !== 1) return complain(`${await chip.count()} chips`);
  await page.goBack();
  await page.waitForFunction(() => !/[?&]status=/.test(location.search));
  await idle(page);
  if ((await count(page)) !== before || (await chip.count())) complain("Back does not take the facet away");
  await page.goForward();
  await chip.waitFor();
  await idle(page);
  if ((await count(page)) !== says) complain("Forward does not narrow again");
  await chip.click();
  await page.waitForFunction(() => !/[?&]status=/.test(location.search));
  await idle(page);
  if ((await count(page)) !== before) complain(`without the chip ${await count(page)}, before ${before}`);
  await page.selectOption("#search-order", "date");
  await idle(page);
  const days = await page.$$eval("#search-hits time", (all) => all.map((time) => time.dateTime));
  if (days.some((day, i) => i && day > days[i - 1])) complain(`by date: ${days}`);
}

/** Quotes of either kind keep a phrase whole. */
async function quotes({ page, at, known, complain }) {
  await open(page, at);
  await ask(page, known.phrase);
  const plain = await count(page);
  for (const quoted of [`"${known.phrase}"`, `「${known.phrase}」`, `“${known.phrase}”`]) {
    await ask(page, quoted);
    if ((await count(page)) !== plain) complain(`${quoted} finds ${await count(page)}, not ${plain}`);
  }
}

/** Several words must all be there. */
async function joins({ page, at, known, complain }) {
  await open(page, at);
  await ask(page, known.word);
  const one = await count(page);
  await ask(page, `${known.word} ${known.last}`);
  const both = await count(page);
  if (!both || both > one) complain(`“${known.word}” finds ${one}, with “${known.last}” ${both}`);
  for (const mark of await marks(page)) {
    if (!mark.includes(known.word[0]) || !mark.includes(known.last[0])) complain(`a hit marks only “${mark}”`);
  }
}

/** A clear word where there is nothing, and which filter to drop. */
async function findsNothing({ page, at, known, complain }) {
  await open(page, at);
  await ask(page, "饕餮量子火箭");
  const said = await page.textContent("#search-count");
  if (!said.includes("饕餮量子火箭")) complain(`nothing found says “${said}”`);
  if (await page.$("#search-hits li")) complain("hits for what is nowhere");
  await open(page, `${at}?q=${encodeURIComponent(known.phrase)}&year=1949`);
  if ((await count(page)) || await page.$("#search-hits li")) complain("a year that is not there finds something");
}

/** `/` leads to the box, arrows through the hits and back. */
async function moves({ page, at, known, complain }) {
  await open(page, `${at}?q=${encodeURIComponent(known.word)}`);
  await page.waitForSelector("#search-hits li");
  await page.evaluate(() => document.activeElement.blur());
  await page.keyboard.press("/");
  const focused = () => page.evaluate(() => document.activeElement.id || document.activeElement.closest("li")?.parentNode.id);
  if ((await focused()) !== "q" || (await page.inputValue("#q")) !== known.word) complain("/ does not lead to the box");
  await page.keyboard.press("ArrowDown");
  if ((await focused()) !== "search-hits") complain(`ArrowDown leads to ${await focused()}`);
  await page.keyboard.press("ArrowUp");
  if ((await focused()) !== "q") complain(`ArrowUp leads to ${await focused()}`);
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("Enter");
  await page.waitForURL(/\/notices\//, { timeout: 5000 }).catch(() => complain(`Enter leads to ${page.url()}`));
}

/** Nothing a reader types becomes markup, an error or a page that hangs. */
async function survives({ page, at, complain }) {
  for (const text of HOSTILE) {
    await open(page, at);
    await ask(page, text);
    const shown = JSON.stringify(text.slice(0, 20));
    if (await page.evaluate(() => window.hurt)) complain(`${shown} ran`);
    if (await page.$("#search-app img, #search-app script")) complain(`${shown} became markup`);
    if (!(await page.textContent("#search-count")) && !(await page.$("#search-hits li"))) complain(`${shown}: not a word`);
  }
  await open(page, `${at}?q=%E0%A4%A&p=-3&sort=x&unit=%3Cimg%20src=x%20onerror=window.hurt=1%3E`);
  if (await page.evaluate(() => window.hurt)) complain("an address ran");
}

/** Without one of its files, search says so and shows what it still finds. */
async function loses({ page, at, known, complain }) {
  const asked = [];
  page.on("request", (request) => asked.push(new URL(request.url()).pathname));
  await open(page, `${at}?q=${encodeURIComponent(known.word)}`);
  const [lists, excerpts] = ["/search/s/", "/search/x/"].map((folder) => asked.filter((file) => file.includes(folder)));
  const before = (await marks(page)).length;
  for (const [file, least] of [[lists.filter((file) => /\/\d+\/\d+\.js$/.test(file))[0], 0], [excerpts[0], before > 5 ? 1 : 0]]) {
    await page.route((url) => url.pathname === file, (route) => route.abort());
    await open(page, `${at}?q=${encodeURIComponent(known.word)}`);
    const said = await page.textContent("#search-count");
    if (!/没有读出来|could not be read/.test(said)) complain(`without ${file}: “${said}”`);
    if ((await marks(page)).length < least) complain(`without ${file} nothing is shown`);
    await page.unrouteAll();
  }
}

/** Nothing jumps while the page comes up, with words in its address or without, on a wide screen and on a narrow one. */
async function stays({ page, at, known, complain }) {
  for (const width of [1280, 412]) {
    await page.setViewportSize({ width, height: 820 });
    for (const address of [at, `${at}?q=${encodeURIComponent(known.word)}`]) {
      await open(page, address);
      await page.waitForTimeout(300);
      const shift = await page.evaluate(() => new Promise((done) => {
        let sum = 0;
        new PerformanceObserver((list) => list.getEntries().forEach((entry) => { sum += entry.value; })).observe({ type: "layout-shift", buffered: true });
        setTimeout(() => done(sum), 100);
      }));
      if (shift > 0.01) complain(`shifts by ${shift.toFixed(3)} at ${width} px, ${address.includes("?") ? "with a word" : "empty"}`);
    }
  }
}
