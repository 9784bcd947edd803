// Markup: the W3C's checker and html-validate have nothing to say of any page, nor the former of the style sheet.

import { spawnSync } from "node:child_process";
import { createRequire } from "node:module";
import path from "node:path";
import { HtmlValidate } from "html-validate";
import { files } from "../pages.mjs";

const JAR = path.join(path.dirname(createRequire(import.meta.url).resolve("vnu-jar/package.json")), "build/dist/vnu.jar");
const RULES = {
  extends: ["html-validate:recommended", "html-validate:a11y"],
  rules: {
    "long-title": "off", // titles of notices are as long as they are
    "no-inline-style": "error",
    "no-trailing-whitespace": "off",
    "void-style": "off",
    "tel-non-breaking": "off", // a matter of looks
  },
};

export async function markup({ root, samples, brief, say }) {
  const all = brief ? samples.map((sample) => sample.file) : files(root);
  vnu(root, all, [], say);
  vnu(root, files(root, ".css"), ["--css"], say);
  const validator = new HtmlValidate(RULES);
  for (const file of all) {
    const report = await validator.validateFile(path.join(root, file));
    for (const message of report.results.flatMap((result) => result.messages)) {
      say(`${file}:${message.line}:${message.column}: ${message.ruleId}: ${message.message}`);
    }
  }
  return `${all.length} pages`;
}

function vnu(root, list, options, say) {
  if (!list.length) return;
  const run = spawnSync("java", ["-jar", JAR, "--errors-only", "--format", "json", ...options, ...list], { cwd: root, encoding: "utf8", maxBuffer: 1 << 28 });
  if (run.error) return say(`vnu: ${run.error.message}`);
  for (const { url, lastLine, lastColumn, message } of JSON.parse(run.stderr || '{"messages":[]}').messages) {
    say(`${path.relative(root, decodeURIComponent((url || "").replace("file:", "")))}:${lastLine}:${lastColumn}: vnu: ${message}`);
  }
}
