// Requests: no page asks another origin for anything, breaks its own CSP, misses a file or fails in a script, over HTTP
// and opened from the disk.

import { pathToFileURL } from "node:url";
import path from "node:path";
import { LATER } from "../pages.mjs";

export async function requests({ browser, root, site, samples, say }) {
  let asked = 0;
  for (const [how, at] of [["http", (file) => site.url + file], ["file", (file) => pathToFileURL(path.join(root, file)).href]]) {
    const context = await browser.newContext();
    for (const { type, file } of samples) {
      if (how === "file" && type === "404") continue;
      const page = await context.newPage();
      const home = how === "http" ? site.url : "file://";
      page.on("request", (request) => {
        asked++;
        if (!request.url().startsWith(home)) say(`${file} (${how}) asks for ${request.url()}`);
      });
      const isLater = (url) => LATER.has(url.split("/").pop());
      page.on("requestfailed", (request) => isLater(request.url()) || say(`${file} (${how}) cannot load ${request.url()}: ${request.failure()?.errorText}`));
      page.on("console", (message) => message.type() === "error" && !isLater(message.location().url) && say(`${file} (${how}): ${message.text()}`));
      page.on("pageerror", (error) => say(`${file} (${how}): ${error.message}`));
      await page.goto(at(file));
      await page.waitForTimeout(50);
      await page.close();
    }
    await context.close();
  }
  return `${asked} requests, none to another origin`;
}
