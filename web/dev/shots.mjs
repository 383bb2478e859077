// Takes pictures of the page with Debian's Chromium, to look at: starts the mock, signs in, walks through the views.
//   node dev/shots.mjs [only]     pictures land in shots/
//   node dev/shots.mjs docs LINK [VIEW]
//     main views of a service that runs, or one of them, by its sign-in link; they land in docs/screens as WebP
import { spawn } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright-core';

const here = dirname(fileURLToPath(import.meta.url));
const out = join(here, '..', 'shots');
const only = process.argv[2] ?? '';
const PORT = 5297;
const FLAGS = [
  '--no-sandbox',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

const DESK = { width: 1440, height: 900 };
const PHONE = { width: 390, height: 844 };

const prove = async (page) => {
  await page.locator('[data-testid=incident-row]').first().click();
  await page.getByTestId('prove-it').click();
  await page.getByTestId('proof-verdict').waitFor();
};
const SCENES = [
  ['floor-dark', DESK, 'dark', '', async () => {}],
  ['floor-light', DESK, 'light', '', async () => {}],
  ['panel-dark', DESK, 'dark', '', async (page) => page.locator('[data-incident="I-0002"]').click()],
  ['proof-dark', DESK, 'dark', 'incidents', prove],
  [
    'tamper-light',
    DESK,
    'light',
    'incidents',
    async (page) => {
      await prove(page);
      await page.getByTestId('tamper').click();
      await page.getByTestId('restore').waitFor();
    },
  ],
  ['coverage-dark', DESK, 'dark', 'coverage', async () => {}],
  ['agreement-dark', DESK, 'dark', 'agreement', async () => {}],
  ['log-light', DESK, 'light', 'log', async () => {}],
  [
    'near-dark',
    DESK,
    'dark',
    '',
    async (page) => {
      await page.locator('[data-incident="I-0005"]').click();
      await page.getByRole('button', { name: 'Show on map' }).click();
      await page.waitForTimeout(1500);
    },
  ],
  ['phone-dark', PHONE, 'dark', '', async () => {}],
  ['phone-panel-light', PHONE, 'light', '', async (page) => page.locator('[data-testid=incident-row]').first().click()],
  ['floor-uk', DESK, 'dark', '', async (page) => page.getByRole('combobox').first().selectOption('uk')],
];

/** What the documents show: a view, the sizes, and what is done before. */
const open = async (page) => {
  await page.keyboard.press('n');
  await page.getByTestId('incident-panel').waitFor();
};
const DOCUMENTS = [
  ['map', ['1280x800', '1920x1080', '390x844'], async () => {}],
  ['incidents', ['1280x800', '1920x1080', '390x844'], async (page) => {
    await open(page);
    await page.keyboard.press('e');
    await page.getByTestId('proof-verdict').waitFor();
  }],
  ['coverage', ['1280x800', '1920x1080', '390x844'], async (page) => page.getByTestId('coverage-map').waitFor()],
  ['agreement', ['1280x800'], async () => {}],
  ['tasking', ['1280x800', '1920x1080', '390x844'], async (page) => page.waitForTimeout(3000)],
  ['cases', ['1280x800', '1920x1080', '390x844'], async (page) => {
    await page.locator('[data-testid=case]').first().click();
    await page.waitForTimeout(1500);
  }],
  ['hotline', ['1280x800'], async () => {}],
  ['reports', ['1280x800'], async (page) => page.waitForTimeout(3000)],
  ['shift', ['1280x800'], async () => {}],
  ['log', ['1280x800'], async () => {}],
];

async function documents(browser, link, wanted) {
  const isWanted = (view) => wanted === undefined || wanted === view;
  const folder = join(here, '..', '..', 'docs', 'screens');
  mkdirSync(folder, { recursive: true });
  const context = await browser.newContext({ colorScheme: 'dark', reducedMotion: 'reduce' });
  const page = await context.newPage();
  await page.goto(link);
  await page.locator('[data-testid=incident-row]').first().waitFor({ timeout: 120_000 });
  const painter = await browser.newPage();
  const take = async (name, size) => {
    await page.waitForTimeout(1500);
    const png = (await page.screenshot()).toString('base64');
    const webp = await painter.evaluate(async (data) => {
      const picture = await createImageBitmap(await (await fetch(`data:image/png;base64,${data}`)).blob());
      const canvas = new OffscreenCanvas(picture.width, picture.height);
      canvas.getContext('2d').drawImage(picture, 0, 0);
      const blob = await canvas.convertToBlob({ type: 'image/webp', quality: 0.82 });
      const bytes = new Uint8Array(await blob.arrayBuffer());
      let text = '';
      for (const byte of bytes) text += String.fromCharCode(byte);
      return btoa(text);
    }, png);
    writeFileSync(join(folder, `${name}-${size}.webp`), Buffer.from(webp, 'base64'));
  };
  for (const [view, sizes, act] of DOCUMENTS.filter(([view]) => isWanted(view))) {
    for (const size of sizes) {
      const [width, height] = size.split('x').map(Number);
      await page.setViewportSize({ width, height });
      await page.goto(new URL(`/#${view}`, link).href);
      await page.reload();
      await page.locator('[data-testid=time]').waitFor();
      await page.waitForFunction(() => (globalThis.__trucewatch?.tracksDrawn ?? 0) > 0, null, { timeout: 60_000 });
      await act(page);
      await take(view, size);
    }
  }
  if (isWanted('past')) {
    await page.setViewportSize({ width: 1280, height: 800 });
    await page.goto(new URL('/#map', link).href);
    await page.reload();
    await page.locator('[data-testid=incident-row]').first().waitFor();
    await page.keyboard.press('t');
    for (let i = 0; i < 3; i++) await page.keyboard.press('PageDown');
    await page.waitForTimeout(1500);
    await take('past', '1280x800');
    await page.keyboard.press('End');
  }
  if (isWanted('field')) {
    await page.setViewportSize({ width: 390, height: 844 });
    await page.goto(new URL('/field', link).href);
    await page.locator('[data-testid=field-send]:enabled').waitFor();
    await page.locator('#field-where').fill('Артемовск');
    await take('field', '390x844');
  }
}

if (only === 'docs') {
  const chosen = await chromium.launch({ executablePath: '/usr/bin/chromium', args: FLAGS });
  try {
    await documents(chosen, process.argv[3], process.argv[4]);
  } finally {
    await chosen.close();
  }
  process.exit(0);
}

mkdirSync(out, { recursive: true });
const mock = spawn(process.execPath, [join(here, 'mock.mjs'), '--port', String(PORT)], {
  stdio: ['ignore', 'pipe', 'inherit'],
});
await new Promise((resolve) => mock.stdout.once('data', resolve));
const browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: FLAGS });
try {
  for (const [name, viewport, colorScheme, view, act] of SCENES.filter(([name]) => name.includes(only))) {
    const page = await browser.newPage({ viewport, colorScheme });
    page.on(
      'console',
      (message) => message.type() !== 'log' && console.log(`${name}: ${message.type()}: ${message.text()}`),
    );
    page.on('pageerror', (error) => console.log(`${name}: error: ${error.message}`));
    await page.goto(`http://127.0.0.1:${PORT}/sign-in#mock`);
    await page.getByTestId('exercise-band').waitFor();
    if (view) await page.getByTestId(`nav-${view}`).click();
    await page.waitForFunction(() => (globalThis.__trucewatch?.tracksDrawn ?? 0) > 0, null, { timeout: 30_000 });
    await act(page);
    await page.waitForTimeout(900);
    await page.screenshot({ path: join(out, `${name}.png`) });
    await page.close();
  }
} finally {
  await browser.close();
  mock.kill();
}
