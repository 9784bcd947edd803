// Print: the page of GB/T 9704 holds 22 lines of 28 characters.

import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";

export async function print({ browser, site, samples, say }) {
  const notice = samples.find((sample) => sample.type === "notice");
  if (!notice) return "no notice to print";
  const folder = mkdtempSync(path.join(tmpdir(), "print-"));
  const pdf = path.join(folder, "page.pdf");
  const page = await browser.newPage();
  await page.goto(site.url + notice.file);
  await page.emulateMedia({ media: "print" });
  const parted = await page.$$eval(".item :is(h2, h3, h4, h5, h6), .history", (all) =>
    all.filter((one) => getComputedStyle(one).breakAfter !== "avoid").map((one) => one.textContent.trim().slice(0, 30)));
  if (parted.length) say(`may be parted from the text below: ${parted.slice(0, 3).join(", ")}`);
  await page.evaluate(() => {
    const body = document.querySelector(".body");
    const text = document.createElement("p");
    text.textContent = "国".repeat(28 * 22 * 3);
    text.style.textIndent = "0";
    body.replaceChildren(text);
    for (const other of document.querySelectorAll(".text > :not(.body), .text > .end")) other.remove();
  }).catch((error) => say(error.message));
  await page.pdf({ path: pdf, preferCSSPageSize: true });
  await page.close();
  const size = execFileSync("pdfinfo", [pdf], { encoding: "utf8" }).match(/Page size: *(.*)/)[1];
  const pages = execFileSync("pdftotext", ["-layout", pdf, "-"], { encoding: "utf8" }).split("\f");
  const shape = pages.map((text) => text.split("\n").map((line) => line.replace(/[^国]/g, "").length).filter(Boolean)).filter((lines) => lines.length);
  rmSync(folder, { recursive: true });
  if (!/A4/.test(size)) say(`the paper is ${size}`);
  shape.slice(0, 3).forEach((lines, at) => {
    if (lines.length !== 22 || lines.some((length) => length !== 28)) say(`page ${at + 1} has ${lines.length} lines of ${[...new Set(lines)].join("/")} characters`);
  });
  return `${shape.length} pages of ${shape[0]?.length} × ${shape[0]?.[0]} on ${size}`;
}
