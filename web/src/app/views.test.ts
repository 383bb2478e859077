import { expect, it } from 'vitest';
import { TABLES } from '../i18n/messages';
import { VIEWS, digitOf, viewNamed, viewOfDigit } from './views';

const named = Object.keys(TABLES.en).flatMap((key) => /^nav\.(?!views$)(\w+)$/.exec(key)?.[1] ?? []);

it('has a view for each word of the rail, and each once', () => {
  const ids = VIEWS.map(({ id }) => id as string);
  expect([...ids].sort()).toEqual([...named].sort());
});

it('opens by its digit and by its address', () => {
  VIEWS.slice(0, 10).forEach(({ id }, at) => expect(viewOfDigit(digitOf(at))).toBe(id));
  expect(viewOfDigit('x')).toBeNull();
  expect(viewNamed('log')).toBe('log');
  expect(viewNamed('constructor')).toBeNull();
  expect(digitOf(10)).toBe('');
});
