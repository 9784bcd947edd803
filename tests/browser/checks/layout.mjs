// Layout: nothing makes a page scroll sideways, from 320 px up, in any letter size.

export async function layout({ browser, site, samples, say }) {
  let looks = 0;
  for (const width of [320, 390, 768, 1280]) {
    const context = await browser.newContext({ viewport: { width, height: 900 } });
    const page = await context.newPage();
    for (const { file } of samples) {
      await page.goto(site.url + file);
      const wide = await page.evaluate(() => ({
        over: document.documentElement.scrollWidth - innerWidth,
        who: [...document.querySelectorAll("body *")].filter((e) => e.getBoundingClientRect().right > innerWidth + 1 && !e.closest(".scroll, .table"))
          .slice(0, 2).map((e) => `<${e.localName} class="${e.getAttribute("class") || ""}">`).join(" "),
      }));
      if (wide.over > 0) say(`${file} at ${width} px is ${wide.over} px too wide: ${wide.who}`);
      looks++;
    }
    await context.close();
  }
  // large type, chosen by hand, on the narrowest screen; the choice holds on the next page
  const context = await browser.newContext({ viewport: { width: 320, height: 900 } });
  const page = await context.newPage();
  await page.goto(site.url);
  await page.click("[data-set=large]");
  await page.click("[data-set=dark]");
  for (const { file } of samples) {
    await page.goto(site.url + file);
    const look = await page.evaluate(() => ({
      over: document.documentElement.scrollWidth - innerWidth,
      look: document.documentElement.getAttribute("data-look"),
      paper: getComputedStyle(document.body).backgroundColor,
    }));
    if (look.over > 0) say(`${file} in large type at 320 px is ${look.over} px too wide`);
    if (look.look !== "large" || look.paper !== "rgb(0, 0, 0)") say(`${file} forgets the look: ${JSON.stringify(look)}`);
    looks++;
  }
  await context.close();
  return `${looks} looks at 320, 390, 768 and 1280 px`;
}
