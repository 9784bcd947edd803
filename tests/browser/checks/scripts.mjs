// Scripts: classic ES5 syntax, so that they run in Chromium 86 and from the disk.

import { spawnSync } from "node:child_process";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { files } from "../pages.mjs";

const ES_CHECK = fileURLToPath(new URL("../node_modules/es-check/lib/cli/index.js", import.meta.url));

export async function scripts({ root, say }) {
  const list = files(path.join(root, "assets"), ".js").map((file) => path.join(root, "assets", file));
  if (!list.length) return "no scripts";
  const run = spawnSync(process.execPath, [ES_CHECK, "es5", ...list], { encoding: "utf8" });
  if (run.status !== 0) say((run.stderr || run.stdout || String(run.error)).trim().slice(0, 400));
  return `${list.length} scripts`;
}
