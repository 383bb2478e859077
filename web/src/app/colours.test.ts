// Colours for eyes of every kind: severities stay apart for the three forms of colour blindness, by lightness at least,
// and words stand out from their ground. No colour is a side's.
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { PALETTES } from '../map/palette';

type Rgb = readonly [number, number, number];

const css = readFileSync('src/app/app.css', 'utf8');
const blocks = { dark: /:root \{([^}]*)\}/.exec(css)![1]!, light: /:root\[data-theme='light'\] \{([^}]*)\}/.exec(css)![1]! };
type Theme = keyof typeof blocks;

/** The value of a token in a theme; what the light theme does not say it has from the dark one. */
function token(theme: Theme, name: string): Rgb {
  const find = (block: string) => new RegExp(`--${name}: (#[0-9a-f]{6})`).exec(block)?.[1];
  return rgb(find(blocks[theme]) ?? find(blocks.dark)!);
}

const rgb = (hex: string): Rgb =>
  [1, 3, 5].map((at) => Number.parseInt(hex.slice(at, at + 2), 16) / 255) as unknown as Rgb;
const linear = (c: number): number => (c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4);

/** Full dichromacy in linear light: Machado, Oliveira and Fernandes 2009, severity 1.0. */
const SEEN_BY: Readonly<Record<string, readonly (readonly number[])[]>> = {
  everybody: [
    [1, 0, 0],
    [0, 1, 0],
    [0, 0, 1],
  ],
  protanopia: [
    [0.152286, 1.052583, -0.204868],
    [0.114503, 0.786281, 0.099216],
    [-0.003882, -0.048116, 1.051998],
  ],
  deuteranopia: [
    [0.367322, 0.860646, -0.227968],
    [0.280085, 0.672501, 0.047413],
    [-0.01182, 0.04294, 0.968881],
  ],
  tritanopia: [
    [1.255528, -0.076749, -0.178779],
    [-0.078411, 0.930809, 0.147602],
    [0.004733, 0.691367, 0.3039],
  ],
};

const seen = (colour: Rgb, by: string): Rgb => {
  const light = colour.map(linear);
  return SEEN_BY[by]!.map((row) =>
    Math.min(1, Math.max(0, row[0]! * light[0]! + row[1]! * light[1]! + row[2]! * light[2]!)),
  ) as unknown as Rgb;
};

const luminance = ([r, g, b]: Rgb): number => 0.2126 * r + 0.7152 * g + 0.0722 * b;

/** WCAG contrast of two colours as somebody sees them. */
function contrast(a: Rgb, b: Rgb, by = 'everybody'): number {
  const [x, y] = [luminance(seen(a, by)), luminance(seen(b, by))];
  return (Math.max(x, y) + 0.05) / (Math.min(x, y) + 0.05);
}

/** CIE L*a*b* under D65, of linear light. */
function lab([r, g, b]: Rgb): Rgb {
  const f = (t: number) => (t > 216 / 24389 ? Math.cbrt(t) : ((24389 / 27) * t + 16) / 116);
  const x = f((0.4124564 * r + 0.3575761 * g + 0.1804375 * b) / 0.95047);
  const y = f(0.2126729 * r + 0.7151522 * g + 0.072175 * b);
  const z = f((0.0193339 * r + 0.119192 * g + 0.9503041 * b) / 1.08883);
  return [116 * y - 16, 500 * (x - y), 200 * (y - z)];
}

/** Distance CIE76: from about ten on, two marks are told apart at a glance. */
const distance = (a: Rgb, b: Rgb, by: string): number => {
  const [p, q] = [lab(seen(a, by)), lab(seen(b, by))];
  return Math.hypot(p[0] - q[0], p[1] - q[1], p[2] - q[2]);
};

const EYES = Object.keys(SEEN_BY);
const THEMES: readonly Theme[] = ['dark', 'light'];
const APART = 12;

describe.each(THEMES)('%s', (theme) => {
  it.each(EYES)('severities are told apart from each other by %s', (by) => {
    const all = [1, 2, 3, 4].map((n) => token(theme, `sev${n}`));
    for (let a = 0; a < 4; a++) {
      for (let b = a + 1; b < 4; b++) expect(distance(all[a]!, all[b]!, by), `${a + 1} ${b + 1}`).toBeGreaterThan(APART);
    }
  });

  it.each(EYES)('digits stand out from their diamonds, and diamonds from the ground, for %s', (by) => {
    const land = rgb(PALETTES[theme].land);
    for (const n of [1, 2, 3, 4]) {
      const diamond = token(theme, `sev${n}`);
      expect(contrast(diamond, token(theme, 'sev-ink'), by), `digit ${n}`).toBeGreaterThan(4.5);
      // Each diamond has a dark edge of its own, so that on a light map the edge is what stands out.
      const edge = theme === 'dark' ? diamond : rgb('#0a0e12');
      expect(contrast(edge, land, by), `diamond ${n}`).toBeGreaterThan(3);
    }
  });

  it.each(EYES)('what is verified and what is wrong are told apart by %s', (by) => {
    expect(distance(token(theme, 'good-ink'), token(theme, 'bad'), by)).toBeGreaterThan(APART);
  });

  it.each([
    ['ink', 'panel'],
    ['ink', 'raised'],
    ['muted', 'panel'],
    ['muted', 'raised'],
    ['muted', 'bg'],
    ['accent', 'panel'],
    ['warn', 'panel'],
    ['bad', 'panel'],
    ['good-ink', 'panel'],
  ])('%s stands out from %s', (words, ground) => {
    expect(contrast(token(theme, words), token(theme, ground))).toBeGreaterThan(4.5);
  });
});

it('tells a palette that is none', () => {
  const [red, green] = [rgb('#c04040'), rgb('#4f7f3f')];
  expect(distance(red, green, 'everybody')).toBeGreaterThan(APART);
  // An earlier palette of this page: yellow and orange that one in twenty men could not tell apart.
  expect(distance(rgb('#d9b44a'), rgb('#e88a3c'), 'everybody')).toBeGreaterThan(APART);
  expect(distance(rgb('#d9b44a'), rgb('#e88a3c'), 'deuteranopia')).toBeLessThan(APART);
  expect(contrast(rgb('#e4572e'), rgb('#14100a'), 'protanopia')).toBeLessThan(4.5);
  expect(contrast(rgb('#7f8b97'), rgb('#93a1af'))).toBeLessThan(4.5);
});
