// Measures the page in Debian's Chromium, drawn by the processor, against the mock with 10,000 tracks at 1 Hz:
//   node dev/bench.mjs load               bytes before the map, and when the page can be used
//   node dev/bench.mjs frames [SECONDS]   script of each frame, at rest and while the map is moved
//   node dev/bench.mjs soak [MINUTES]     memory that a page keeps, after a collection each minute
import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { chromium } from 'playwright-core';

const here = dirname(fileURLToPath(import.meta.url));
const [what = 'load', amount] = process.argv.slice(2);
const PORT = { load: 5301, frames: 5302, soak: 5303 }[what];
const TRACKS = '10000';
const FLAGS = [
  '--no-sandbox',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--enable-precise-memory-info',
];
/** Rounds of all views before memory is measured. */
const WARM_ROUNDS = 20;
/** What belongs to the map, and comes after everything else. */
const OF_MAP = /floorMap|maplibre|\/basemap\//;

/** Adds up how long the page's own callbacks take between two frames. */
function measureFrames() {
  const frames = [];
  let spent = 0;
  globalThis.__frames = frames;
  const timed =
    (act) =>
    (...args) => {
      const begun = performance.now();
      try {
        return act(...args);
      } finally {
        spent += performance.now() - begun;
      }
    };
  const request = globalThis.requestAnimationFrame.bind(globalThis);
  globalThis.requestAnimationFrame = (act) => request(timed(act));
  const message = Object.getOwnPropertyDescriptor(WebSocket.prototype, 'onmessage');
  Object.defineProperty(WebSocket.prototype, 'onmessage', {
    set(act) {
      message.set.call(this, timed(act));
    },
  });
  const interval = globalThis.setInterval.bind(globalThis);
  globalThis.setInterval = (act, ...rest) => interval(timed(act), ...rest);
  const count = () => {
    frames.push(spent);
    spent = 0;
    request(count);
  };
  request(count);
}

/** When the frame of the page stands and answers a key. */
function measureReady() {
  const look = () => {
    if (document.querySelector('[data-testid=time]')) {
      requestAnimationFrame(() => setTimeout(() => (globalThis.__readyMs = performance.now())));
    } else requestAnimationFrame(look);
  };
  requestAnimationFrame(look);
}

const quantile = (values, q) => {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(q * sorted.length))];
};
const print = (name, value, unit) => console.log(`${name.padEnd(34)} ${String(value).padStart(9)} ${unit}`);

async function open(browser, init) {
  const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
  await page.addInitScript(init);
  await page.goto(`http://127.0.0.1:${PORT}/sign-in#mock`);
  await page.waitForFunction((n) => (globalThis.__trucewatch?.tracksDrawn ?? 0) >= n, Number(TRACKS), {
    timeout: 60_000,
  });
  return page;
}

async function load(browser) {
  const page = await open(browser, measureReady);
  await page.goto(`http://127.0.0.1:${PORT}/`);
  await page.waitForFunction(() => globalThis.__readyMs !== undefined);
  const loaded = await page.evaluate(() =>
    performance.getEntriesByType('resource').map(({ name }) => new URL(name).pathname),
  );
  const own = ['/', ...new Set(loaded.filter((path) => path.startsWith('/assets/')))];
  const sizeOf = (path) => {
    const bytes = readFileSync(join(here, '..', 'dist', path === '/' ? 'index.html' : path));
    return /\.woff2?$/.test(path) ? bytes.length : gzipSync(bytes).length;
  };
  const sum = (paths) => Math.round(paths.reduce((all, path) => all + sizeOf(path), 0) / 1000);
  print('before the map, compressed', sum(own.filter((path) => !OF_MAP.test(path))), 'kB');
  print('the map itself, compressed', sum(own.filter((path) => OF_MAP.test(path))), 'kB');
  const ready = [];
  for (let i = 0; i < 5; i++) {
    await page.reload();
    await page.waitForFunction(() => globalThis.__readyMs !== undefined);
    ready.push(await page.evaluate(() => globalThis.__readyMs));
  }
  print('can be used, median of 5', Math.round(quantile(ready, 0.5)), 'ms');
}

async function frames(browser, seconds) {
  const page = await open(browser, measureFrames);
  const told = async (name, act) => {
    await page.evaluate(() => (globalThis.__frames.length = 0));
    const end = Date.now() + seconds * 1000;
    while (Date.now() < end) await act();
    const spent = await page.evaluate(() => globalThis.__frames);
    print(`${name}: frames`, spent.length, `in ${seconds} s`);
    for (const q of [0.5, 0.95, 1]) {
      const label = q === 1 ? 'longest' : `p${q * 100}`;
      print(`${name}: script of a frame, ${label}`, quantile(spent, q === 1 ? 0.99999 : q).toFixed(1), 'ms');
    }
  };
  await told('at rest', () => page.waitForTimeout(200));
  await page.focus('canvas.maplibregl-canvas');
  let at = 0;
  await told('moved', async () => {
    await page.keyboard.press(['ArrowLeft', 'ArrowRight', '+', '-'][at++ % 4]);
    await page.waitForTimeout(100);
  });
}

async function soak(browser, minutes) {
  const page = await open(browser, () => {});
  page.setDefaultTimeout(300_000);
  const devtools = await page.context().newCDPSession(page);
  await devtools.send('HeapProfiler.enable');
  await devtools.send('Performance.enable');
  const heap = async () => {
    await devtools.send('HeapProfiler.collectGarbage');
    const { metrics } = await devtools.send('Performance.getMetrics');
    return metrics.find(({ name }) => name === 'JSHeapUsedSize').value / 1e6;
  };
  const views = ['incidents', 'coverage', 'agreement', 'shift', 'log', 'map'];
  // Code is compiled again as it is used more, and that is memory too: it ends after some twenty openings of a view.
  for (let round = 0; round < WARM_ROUNDS; round++) await each(views, 200);
  const measured = [];
  for (let minute = 0; minute <= minutes; minute++) {
    await each(views, minute === 0 ? 2_000 : 10_000);
    measured.push(await heap());
    console.log(`minute ${minute}: ${measured.at(-1).toFixed(2)} MB`);
  }
  const mean = (values) => values.reduce((sum, one) => sum + one, 0) / values.length;
  const [first, last] = [mean(measured.slice(1, 4)), mean(measured.slice(-3))];
  print('grown from first to last minutes', (100 * (last / first - 1)).toFixed(1), '%');
  print('straight line through all', ((100 * 60 * slope(measured.slice(1))) / mean(measured)).toFixed(1), '% an hour');

  async function each(names, ms) {
    for (const name of names) {
      // Not by the mouse: a machine that has other work to do may draw too slowly for a hand that waits.
      await page.evaluate((id) => document.querySelector(`[data-testid=nav-${id}]`).click(), name);
      await page.waitForTimeout(ms);
    }
  }
}

/** Of the straight line through values that are one apart, by least squares. */
function slope(values) {
  const [middle, average] = [(values.length - 1) / 2, values.reduce((sum, one) => sum + one, 0) / values.length];
  const [over, under] = values.reduce(
    ([top, bottom], one, at) => [top + (at - middle) * (one - average), bottom + (at - middle) ** 2],
    [0, 0],
  );
  return under === 0 ? 0 : over / under;
}

const options = ['--port', String(PORT), '--tracks', TRACKS, '--hz', '1'];
const mock = spawn(process.execPath, [join(here, 'mock.mjs'), ...options], {
  stdio: ['ignore', 'pipe', 'inherit'],
});
await new Promise((resolve) => mock.stdout.once('data', resolve));
const browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: FLAGS });
try {
  if (what === 'load') await load(browser);
  else if (what === 'frames') await frames(browser, Number(amount ?? 20));
  else await soak(browser, Number(amount ?? 60));
} finally {
  await browser.close();
  mock.kill();
}
