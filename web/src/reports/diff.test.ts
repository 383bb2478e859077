import { describe, expect, it } from 'vitest';
import { type Piece, diff } from './diff';

const side = (pieces: readonly Piece[], without: Piece['kind']) =>
  pieces
    .filter((one) => one.kind !== without)
    .map((one) => one.text)
    .join('');

describe('what was changed in a sentence', () => {
  it('keeps the words that both have', () => {
    expect(diff('None of them is a finding.', 'None is a finding.')).toEqual([
      { kind: 'same', text: 'None ' },
      { kind: 'gone', text: 'of them ' },
      { kind: 'same', text: 'is a finding.' },
    ]);
    expect(diff('', 'all new')).toEqual([{ kind: 'new', text: 'all new' }]);
    expect(diff('same', 'same')).toEqual([{ kind: 'same', text: 'same' }]);
  });

  it('gives both texts back, whatever they are', () => {
    let seed = 7;
    const next = (n: number) => (seed = (seed * 48271) % 2147483647) % n;
    const text = () => Array.from({ length: next(12) }, () => ['ab', 'б', ' ', '\n', '12,5'][next(5)]).join('');
    for (let turn = 0; turn < 500; turn++) {
      const [was, is] = [text(), text()];
      const pieces = diff(was, is);
      expect(side(pieces, 'new')).toBe(was);
      expect(side(pieces, 'gone')).toBe(is);
    }
  });
});
