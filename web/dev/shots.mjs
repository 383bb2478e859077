// Takes pictures of the page with Debian's Chromium, to look at: starts the mock, signs in, walks through the views.
//   node dev/shots.mjs [only]     pictures land in shots/
import { spawn } from 'node:child_process';
import { mkdirSync } from 'node:fs';
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
