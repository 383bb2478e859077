import { describe, expect, it } from 'vitest';
import type { Entry } from './entry';
import { LANGUAGES, TABLES, localText, say } from './messages';

const CATEGORIES = { en: ['one', 'other'], uk: ['one', 'few', 'many', 'other'], ru: ['one', 'few', 'many', 'other'] };
const formsOf = (entry: Entry): string[] => (typeof entry === 'string' ? [entry] : Object.values(entry));
const slotsOf = (text: string): string[] => (text.match(/\{\w+\}/g) ?? []).sort();

describe.each(LANGUAGES)('%s', (language) => {
  const table = TABLES[language];

  it('has exactly the keys of English', () => expect(Object.keys(table).sort()).toEqual(Object.keys(TABLES.en).sort()));

  it.each(Object.entries(TABLES.en))(
    '%s has words, and the same slots and plural kind as in English',
    (key, english) => {
      const entry = table[key as keyof typeof table];
      expect(typeof entry).toBe(typeof english);
      for (const form of formsOf(entry)) {
        expect(form.trim()).not.toBe('');
        expect(slotsOf(form)).toEqual(slotsOf(formsOf(english)[0]!));
      }
      if (typeof entry !== 'string') expect(Object.keys(entry).sort()).toEqual([...CATEGORIES[language]].sort());
    },
  );
});

it('has a message for every reason that a proof can fail', async () => {
  const { readFileSync } = await import('node:fs');
  const source = readFileSync('src/proof/verify.ts', 'utf8') + readFileSync('src/proof/digests.ts', 'utf8');
  const reasons = [...source.matchAll(/'(why\.\w+)'|refusal: '(\w+)'/g)].map(
    ([, why, refusal]) => why ?? `why.${refusal}`,
  );
  expect(reasons.length).toBeGreaterThan(10);
  for (const reason of reasons) expect(Object.keys(TABLES.en)).toContain(reason);
});

it('counts in the plural categories of each language', () => {
  expect([1, 2, 5, 11, 21, 22].map((n) => say('uk', 'inc.count', { n }))).toEqual([
    '1 інцидент',
    '2 інциденти',
    '5 інцидентів',
    '11 інцидентів',
    '21 інцидент',
    '22 інциденти',
  ]);
  expect([1, 3, 5].map((n) => say('ru', 'inc.count', { n }))).toEqual(['1 инцидент', '3 инцидента', '5 инцидентов']);
  expect([0, 1, 2].map((n) => say('en', 'inc.count', { n }))).toEqual(['0 incidents', '1 incident', '2 incidents']);
});

it('falls back to English where the agreement lacks a language', () => {
  expect(localText({ en: 'Zone', ru: null }, 'ru')).toBe('Zone');
  expect(localText('Zone', 'uk')).toBe('Zone');
  expect(localText(null, 'uk')).toBe('');
});
