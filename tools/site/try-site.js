// Uses the reference site as a reader does. tools/site/try-site runs it.
//
// The script knows only the structure of the site, and reads the products and operations from the site.
'use strict';
const fs = require('node:fs');
const path = require('node:path');
const { pathToFileURL } = require('node:url');
const { chromium } = require('playwright-core');

const [browserPath, folder, pictures, givenSeed] = process.argv.slice(2);
const LINKS = 50;
const problems = [];
const expect = (is, problem) => {
  if (!is) problems.push(problem);
};
const url = (page) => pathToFileURL(path.join(folder, page)).href;
const files = fs.readdirSync(folder, { recursive: true }).map((name) => name.split(path.sep).join('/'));
const sections = files.filter((name) => name.endsWith('.openapi.js'));
const html = (name) => name.replace(/\.openapi\.js$/, '.html');

// A failed run is repeated with the seed that it prints.
const seed = givenSeed ? Number(givenSeed) : Math.floor(Math.random() * 2 ** 31);
let state = seed;
const random = (below) => {
  state = (Math.imul(state, 1103515245) + 12345) >>> 0;
  return Math.floor((state / 2 ** 32) * below);
};

// Opens a page of the site in its own tab, and reports its errors and its requests to other hosts.
const open = async (context, page) => {
  const tab = await context.newPage();
  const report = (text) => problems.push(`${page}: ${text}`);
  tab.on('console', (message) => {
    if (message.type() === 'error') report(`error in the console: ${message.text()}`);
  });
  tab.on('pageerror', (error) => report(`error: ${error.message}`));
  tab.on('requestfailed', (request) => {
    // The browser aborts the requests of a page that it leaves.
    const { errorText } = request.failure();
    if (errorText !== 'net::ERR_ABORTED') report(`failed request: ${request.url()} (${errorText})`);
  });
  tab.on('request', (request) => {
    if (!/^(file|data|blob):/.test(request.url())) report(`request to another host: ${request.url()}`);
  });
  await tab.goto(url(page));
  return tab;
};

const picture = (tab, name) => tab.screenshot({ path: path.join(pictures, `${name}.png`) });

// Whether the page or an element in it is wider than the window. Elements that scroll on their own may be.
const isTooWide = (tab) => tab.evaluate(() => document.documentElement.scrollWidth > document.documentElement.clientWidth);

const openSchema = async (tab, index) => {
  const part = tab.locator('details.schema').nth(index);
  // By keyboard, as readers without a mouse do.
  await part.locator('summary').first().press('Enter');
  await part.locator('.redoc-wrap').waitFor({ timeout: 30_000 });
  return part;
};

const search = async (context) => {
  const tab = await open(context, 'index.html');
  // An operation and a guide, each by words of its page.
  const operation = sections.find((name) => name.includes('/')) ?? sections[0];
  const section = await open(context, html(operation));
  const name = await section.locator('main h2').first().innerText();
  await section.close();
  await tab.keyboard.press('s');
  // The search reacts to keys.
  const type = async (words) => {
    await tab.locator('#mdbook-searchbar').fill('');
    await tab.locator('#mdbook-searchbar').pressSequentially(words);
  };
  const guide = files.find((name) => name.startsWith('guides/') && name.endsWith('.html'));
  for (const [words, expected] of [[name, html(operation)], guide ? [path.basename(guide, '.html').replaceAll('_', ' '), guide] : []]) {
    if (!words) continue;
    await type(words);
    const found = tab.locator(`#mdbook-searchresults a[href*="${expected}"]`).first();
    await found.waitFor({ timeout: 10_000 }).catch(() => problems.push(`search for "${words}" does not find ${expected}`));
  }
  await type(name);
  await tab.locator('#mdbook-searchresults a').first().waitFor({ timeout: 10_000 });
  await picture(tab, 'search');
  // With the keyboard alone: from the results to a page.
  await tab.keyboard.press('ArrowDown');
  await tab.keyboard.press('Enter');
  await tab.waitForURL((now) => !now.pathname.endsWith('/index.html'), { timeout: 10_000 })
    .catch(() => problems.push('Enter on a search result does not open its page'));
  await tab.close();
};

const operations = async (context) => {
  const products = new Set(sections.map((name) => name.split('/')[0]));
  for (const product of products) {
    const own = sections.filter((name) => name.startsWith(`${product}/`));
    for (const name of [own[0], own[random(own.length)], own.find((name) => /window\.openapiDocument = .*"webhooks":/.test(fs.readFileSync(path.join(folder, name), 'utf8')))]) {
      if (!name) continue;
      const tab = await open(context, html(name));
      const count = await tab.locator('details.schema').count();
      const part = await openSchema(tab, random(count)).catch((error) => problems.push(`${html(name)}: ${error.message}`));
      if (typeof part !== 'number') {
        const text = await part.innerText();
        expect(/Responses/i.test(text), `${html(name)}: an opened operation shows no responses`);
        expect(!/Something went wrong/i.test(text), `${html(name)}: Redoc rejects the document`);
      }
      await tab.close();
    }
  }
};

const sample = async (context) => {
  const page = sections.map(html).find((name) => fs.readFileSync(path.join(folder, name), 'utf8').includes('language-rust'));
  if (!page) return;
  const tab = await open(context, page);
  const block = tab.locator('pre:has(code.language-rust)').first();
  await block.hover();
  await block.locator('button.clip-button').click();
  const copied = (await tab.evaluate(() => navigator.clipboard.readText())).trim();
  const shown = (await block.locator('code').innerText()).trim();
  expect(copied === shown && copied !== '', `a copied sample is "${copied}" instead of "${shown}"`);
  await tab.close();
};

const links = async (context) => {
  const tab = await open(context, 'index.html');
  for (let count = 0; count < LINKS; count += 1) {
    const all = await tab.locator('a[href]').evaluateAll((found) => found.map((link) => link.href));
    const local = all.filter((link) => link.startsWith('file:'));
    // A page of which all links lead to other hosts would end the walk.
    const next = local.length > 0 ? local[random(local.length)] : url('index.html');
    const [file, fragment] = next.split('#');
    if (!fs.existsSync(new URL(file))) {
      problems.push(`${tab.url()}: broken link ${next}`);
      continue;
    }
    await tab.goto(next);
    const hasTarget = !fragment || await tab.evaluate((id) => document.getElementById(id) !== null, decodeURIComponent(fragment));
    expect(hasTarget, `link to a heading that does not exist: ${next}`);
  }
  await tab.close();
};

// All links, read from the files, because a random walk finds a broken link only by luck.
const allLinks = () => {
  const ids = new Map();
  const text = (file) => fs.readFileSync(path.join(folder, file), 'utf8');
  const idsOf = (file) => {
    if (!ids.has(file)) ids.set(file, new Set(Array.from(text(file).matchAll(/ id="([^"]*)"/g), ([, id]) => id)));
    return ids.get(file);
  };
  let count = 0;
  for (const page of files.filter((name) => name.endsWith('.html') && !['toc.html', '404.html'].includes(name))) {
    const main = text(page).replace(/[^]*<main>/, '').replace(/<\/main>[^]*/, '');
    for (const [, href] of main.matchAll(/<a [^>]*href="([^"]*)"/g)) {
      if (/^[a-z]+:/.test(href)) continue;
      count += 1;
      const [file, fragment] = href.split('#');
      const target = file ? path.posix.join(path.posix.dirname(page), file) : page;
      if (!files.includes(target)) problems.push(`${page}: broken link ${href}`);
      else if (fragment && !idsOf(target).has(decodeURIComponent(fragment))) problems.push(`${page}: no heading for ${href}`);
    }
  }
  return count;
};

const largest = () => html(sections.reduce((a, b) => {
  const size = (name) => fs.statSync(path.join(folder, html(name))).size;
  return size(b) > size(a) ? b : a;
}));

const looks = async (browser) => {
  for (const scheme of ['light', 'dark']) {
    for (const width of [390, 1280]) {
      const context = await browser.newContext({ viewport: { width, height: 900 }, colorScheme: scheme });
      const pages = ['index.html', largest(), ...files.filter((name) => name.endsWith('-error-codes.html')).slice(0, 1),
        'coverage-and-evidence.html', 'rate-limits.html',
        ...files.filter((name) => /^guides\/.*\.html$/.test(name))];
      for (const page of pages) {
        const tab = await open(context, page);
        expect(!await isTooWide(tab), `${page}: scrolls sideways at ${width} px`);
        const name = `${path.basename(page, '.html')}-${scheme}-${width}`;
        if (!page.startsWith('guides/')) await picture(tab, name);
        if (page === largest()) {
          const part = await openSchema(tab, 0);
          expect(!await isTooWide(tab), `${page}: an opened operation scrolls sideways at ${width} px`);
          await part.scrollIntoViewIfNeeded();
          await picture(tab, `${name}-opened`);
          await tab.mouse.wheel(0, 900);
          await tab.waitForTimeout(200);
          await picture(tab, `${name}-opened-2`);
        }
        await tab.close();
      }
      await context.close();
    }
  }
};

// CPU time of the page's process until the page is idle, and the bytes that it loads.
const measure = async (browser, page, action) => {
  const times = [];
  let bytes = 0;
  for (let run = 0; run < 3; run += 1) {
    const context = await browser.newContext({ viewport: { width: 1280, height: 900 } });
    const tab = await context.newPage();
    const loaded = new Set();
    tab.on('request', (request) => loaded.add(request.url()));
    const session = await context.newCDPSession(tab);
    await session.send('Performance.enable', { timeDomain: 'threadTicks' });
    await tab.goto(url(page));
    if (action) await action(tab);
    await tab.evaluate(() => new Promise((resolve) => requestIdleCallback(resolve)));
    const { metrics } = await session.send('Performance.getMetrics');
    times.push(metrics.find(({ name }) => name === 'TaskDuration').value);
    bytes = Array.from(loaded).filter((name) => name.startsWith('file:'))
      .reduce((sum, name) => sum + fs.statSync(new URL(name.split(/[?#]/)[0])).size, 0);
    await context.close();
  }
  const [, median] = times.sort((a, b) => a - b);
  console.log(`${page}${action ? ', with an opened operation' : ''}: ${(bytes / 1000).toFixed(0)} kB, ${median.toFixed(2)} s of CPU`);
};

(async () => {
  fs.rmSync(pictures, { recursive: true, force: true });
  fs.mkdirSync(pictures, { recursive: true });
  const browser = await chromium.launch({ executablePath: browserPath, args: ['--no-sandbox'] });
  const context = await browser.newContext({
    viewport: { width: 1280, height: 900 },
    permissions: ['clipboard-read', 'clipboard-write'],
  });
  console.log(`seed ${seed}`);
  for (const step of [search, operations, sample, links]) await step(context);
  console.log(`${allLinks()} links lead to pages and headings`);
  await looks(browser);
  await measure(browser, 'index.html');
  await measure(browser, largest());
  await measure(browser, largest(), (tab) => openSchema(tab, 0));
  await browser.close();
  for (const problem of new Set(problems)) console.error(problem);
  if (problems.length > 0) process.exitCode = 1;
  else console.log(`passed; look at ${pictures}/*.png`);
})().catch((error) => {
  console.error(error);
  process.exit(1);
});
