// A contact sheet of the page types, for the README: node sheet.mjs SITE GONGWEN FOLDER writes a few small PNGs. GONGWEN is
// the same site in the second theme (sites.mjs builds one).

import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { launch, serve } from "./browser.mjs";
import { samples } from "./pages.mjs";

const SHEETS = [
  { name: "light", width: 1280, height: 960, thumb: 430, types: ["home", "notice"] },
  { name: "pages", width: 1280, height: 960, thumb: 390, types: ["unit", "round", "status"] },
  { name: "dark", width: 1280, height: 960, thumb: 390, scheme: "dark", types: ["home", "stats", "matrix"] },
  { name: "narrow", width: 360, height: 720, thumb: 205, types: ["home", "notice", "unit", "round"] },
  { name: "gongwen", width: 1280, height: 960, thumb: 430, second: true, types: ["home", "notice"] },
];
const [folder, second, out] = process.argv.slice(2);
if (!out) {
  console.error("usage: node sheet.mjs SITE GONGWEN FOLDER");
  process.exit(2);
}
const browser = await launch();
mkdirSync(out, { recursive: true });

/** Lays pictures beside one another, each `thumb` wide. */
async function lay(name, images, thumb, ratio) {
  const page = await browser.newPage({ viewport: { width: images.length * (thumb + 8) - 8, height: Math.round(thumb * ratio) } });
  const tags = images.map((image) => `<img src="data:image/png;base64,${image.toString("base64")}" width="${thumb}">`);
  await page.setContent(`<body style="margin:0;display:flex;gap:8px;background:#888">${tags.join("")}`);
  const png = await page.screenshot();
  await page.close();
  writeFileSync(path.join(out, `${name}.png`), png);
  console.log(`${name}.png ${png.length} bytes`);
}

/** A notice as it is printed: its first pages. */
async function printed(site, file) {
  const scratch = mkdtempSync(path.join(tmpdir(), "sheet-"));
  const page = await browser.newPage();
  await page.goto(site.url + file);
  await page.pdf({ path: path.join(scratch, "page.pdf"), preferCSSPageSize: true });
  await page.close();
  execFileSync("pdftoppm", ["-r", "80", "-l", "3", "-png", path.join(scratch, "page.pdf"), path.join(scratch, "page")]);
  const images = readdirSync(scratch).filter((name) => name.endsWith(".png")).sort().map((name) => readFileSync(path.join(scratch, name)));
  rmSync(scratch, { recursive: true });
  return images;
}

for (const { name, width, height, thumb, scheme, types, second: other } of SHEETS) {
  const root = path.resolve(other ? second : folder);
  const site = await serve(root);
  const found = samples(root);
  const context = await browser.newContext({ viewport: { width, height }, colorScheme: scheme || "light" });
  const page = await context.newPage();
  const images = [];
  for (const type of types) {
    await page.goto(site.url + found.find((sample) => sample.type === type).file);
    images.push(await page.screenshot());
  }
  await lay(name, images, thumb, height / width);
  if (name === "light") await lay("print", await printed(site, found.find((sample) => sample.type === "notice").file), 250, 297 / 210);
  await context.close();
  site.close();
}
await browser.close();
