// A contact sheet of the page types, for the README: node sheet.mjs SITE FOLDER writes a few small PNGs.

import { mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import { launch, serve } from "./browser.mjs";
import { samples } from "./pages.mjs";

const SHEETS = [
  { name: "light", width: 1280, height: 960, thumb: 430, scheme: "light", types: ["home", "notice"] },
  { name: "pages", width: 1280, height: 960, thumb: 390, scheme: "light", types: ["unit", "round", "status"] },
  { name: "dark", width: 1280, height: 960, thumb: 390, scheme: "dark", types: ["home", "stats", "data"] },
  { name: "narrow", width: 360, height: 720, thumb: 205, scheme: "light", types: ["home", "notice", "unit", "search"] },
];

const [folder, out] = process.argv.slice(2);
if (!out) {
  console.error("usage: node sheet.mjs SITE FOLDER");
  process.exit(2);
}
const site = await serve(path.resolve(folder));
const browser = await launch();
const found = samples(path.resolve(folder));
mkdirSync(out, { recursive: true });
for (const { name, width, height, thumb, scheme, types } of SHEETS) {
  const context = await browser.newContext({ viewport: { width, height }, colorScheme: scheme });
  const page = await context.newPage();
  const images = [];
  for (const type of types) {
    await page.goto(site.url + found.find((sample) => sample.type === type).file);
    images.push(`data:image/png;base64,${(await page.screenshot()).toString("base64")}`);
  }
  await page.setViewportSize({ width: types.length * (thumb + 8) - 8, height: Math.round(thumb * height / width) });
  await page.goto("about:blank");
  await page.setContent(`<body style="margin:0;display:flex;gap:8px;background:#888">${images.map((image) => `<img src="${image}" width="${thumb}">`).join("")}`);
  const png = await page.screenshot();
  writeFileSync(path.join(out, `${name}.png`), png);
  console.log(`${name}.png ${png.length} bytes`);
  await context.close();
}
await browser.close();
site.close();
