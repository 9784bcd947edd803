// Debian's Chromium under playwright-core, and the folder of a built site over HTTP.

import { createServer } from "node:http";
import { readFile } from "node:fs/promises";
import path from "node:path";
import { chromium } from "playwright-core";

const QUIET = [
  "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
  "--disable-component-update", "--disable-sync",
];

export const launch = () =>
  chromium.launch({ executablePath: process.env.CHROMIUM || "/usr/bin/chromium", args: QUIET });

const TYPES = {
  ".html": "text/html; charset=utf-8", ".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml",
  ".json": "application/json", ".csv": "text/csv", ".atom": "application/atom+xml", ".xml": "application/xml",
};

/** Serves `root` on a free port of the loopback; answers what is missing with the site's 404.html. */
export async function serve(root) {
  const server = createServer(async (request, response) => {
    let file = decodeURIComponent(new URL(request.url, "http://localhost").pathname);
    if (file.endsWith("/")) file += "index.html";
    try {
      const bytes = await readFile(path.join(root, path.normalize(file)));
      response.writeHead(200, { "content-type": TYPES[path.extname(file)] || "application/octet-stream" });
      response.end(bytes);
    } catch {
      response.writeHead(404, { "content-type": TYPES[".html"] });
      response.end(await readFile(path.join(root, "404.html")).catch(() => ""));
    }
  });
  // on a busy machine a page may take longer than the five seconds after which a server drops an idle connection
  server.keepAliveTimeout = 120_000;
  await new Promise((ready) => server.listen(0, "127.0.0.1", ready));
  return { url: `http://127.0.0.1:${server.address().port}/`, close: () => server.close() };
}
