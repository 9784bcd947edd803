// Requests: no page asks another origin for anything, breaks its own CSP, misses a file, fails in a script or runs one that
// came with a text (all of them set `window.hurt` or open a dialog), over HTTP and opened from the disk.

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
      page.on("dialog", (dialog) => {
        say(`${file} (${how}) opens a dialog`);
        dialog.dismiss();
      });
      await page.goto(at(file));
      await page.waitForTimeout(50);
      // of the elements of the text, what waits for a reader
      const waiting = "main [onclick], main [onmouseover], main [onfocus], main a[href^='javascript'], main a[href^='data']";
      if (await page.evaluate((waiting) => window.hurt || document.querySelector(waiting), waiting)) say(`${file} (${how}) runs what a text says`);
      await page.close();
    }
    await context.close();
  }
  return `${asked} requests, none to another origin`;
}
