// Accessibility: axe-core finds nothing on any type of page, at two widths, in both schemes, with and without
// scripts; and in the reading mode of high contrast and large type (适老化) at two more.

import { createRequire } from "node:module";
import { readFileSync } from "node:fs";

const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];

const PLAIN = [320, 1280].flatMap((width) => ["light", "dark"].flatMap((scheme) => [true, false].map((scripts) => [width, scheme, scripts])));
const SETTINGS = [...PLAIN, [390, "light", true, "large"], [768, "dark", true, "large"]];
const BRIEF = [[320, "light", true], [1280, "dark", false]];

export async function axe({ browser, site, samples, brief, say }) {
  let looks = 0;
  for (const [width, colorScheme, scripts, look] of brief ? BRIEF : SETTINGS) {
    const context = await browser.newContext({ viewport: { width, height: 900 }, colorScheme, bypassCSP: true });
    if (look) await context.addInitScript((look) => localStorage.setItem("gongshi-look", look), look);
    if (!scripts) await withoutScripts(context, site);
    const page = await context.newPage();
    for (const { file } of samples) {
      await page.goto(site.url + file);
      await page.evaluate(AXE);
      const run = page.evaluate((tags) => axe.run(document, { runOnly: tags, resultTypes: ["violations"] }), TAGS);
      const { violations } = await Promise.race([run, new Promise((_, fail) => setTimeout(() => fail(new Error(`axe hangs on ${file}`)), 30_000))]);
      for (const { id, help, nodes } of violations) {
        const where = nodes.slice(0, 3).map((node) => `${node.target.join(" ")} ${node.any[0]?.message || ""}`).join("\n      ");
        say(`${file} at ${width} ${colorScheme} ${look || ""} ${scripts ? "JS" : "no JS"}: ${id}: ${help} (${nodes.length})\n      ${where}`);
      }
      looks++;
    }
    await context.close();
  }
  return `${looks} looks`;
}

/** axe is a script itself, so a page without scripts is one whose scripts are not served and whose noscript is shown. */
async function withoutScripts(context, site) {
  await context.route("**/*.js", (route) => route.fulfill({ body: "", contentType: "text/javascript" }));
  await context.route(`${site.url}**/*.html`, async (route) => {
    const response = await route.fetch();
    const html = (await response.text()).replaceAll(/<(\/?)noscript>/g, "<$1div>");
    await route.fulfill({ response, body: html });
  });
}
