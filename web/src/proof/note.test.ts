import { describe, expect, it } from 'vitest';
import { hex } from './bytes';
import { parseCheckpoint, parseNote, parseVerifierKey } from './note';

describe('a verifier key', () => {
  it('is read from the form that the specification shows', () => {
    const key = parseVerifierKey('example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k');
    expect(key?.name).toBe('example.com/foo');
    expect(hex(key!.keyId)).toBe('530d903a');
    expect(key?.type).toBe(1);
    expect(key?.publicKey.length).toBe(32);
  });

  it.each(['', 'name', 'name+530d903a', 'a b+530d903a+AQI=', 'name+530D903A+AQI=', 'name+530d903a+AQJ='])(
    'is refused in the form %j',
    (text) => expect(parseVerifierKey(text)).toBeNull(),
  );
});

describe('a note', () => {
  it('is split at its last blank line', () => {
    const note = parseNote('a\n\nb\n\n\u2014 name AQIDBAU=\n');
    expect(note?.text).toBe('a\n\nb\n');
    expect(note?.signatures).toHaveLength(1);
  });

  it.each([
    ['no last line feed', 'a\n\n\u2014 name AQIDBAU='],
    ['no blank line', 'a\n\u2014 name AQIDBAU=\n'],
    ['no signature', 'a\n\n\n'],
    ['a hyphen for the dash', 'a\n\n- name AQIDBAU=\n'],
    ['a plus in the name', 'a\n\n\u2014 na+me AQIDBAU=\n'],
    ['a signature of nothing', 'a\n\n\u2014 name AQIDBA==\n'],
    ['a carriage return', 'a\r\n\n\u2014 name AQIDBAU=\n'],
  ])('is refused with %s', (_, text) => expect(parseNote(text)).toBeNull());

  it('takes as many signatures as the limit, and not one more', () => {
    const lines = (n: number) => `a\n\n${'\u2014 name AQIDBAU=\n'.repeat(n)}`;
    expect(parseNote(lines(64))?.signatures).toHaveLength(64);
    expect(parseNote(lines(65))).toBeNull();
  });
});

describe('a checkpoint', () => {
  const root = 'AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=';
  it('is three lines', () => expect(parseCheckpoint(`log\n7\n${root}\n`)).toMatchObject({ origin: 'log', size: 7 }));
  it.each([
    `log\n07\n${root}\n`,
    `log\n-1\n${root}\n`,
    `log\n7\n${root}\nmore\n`,
    `log\n7\nAAAA\n`,
    `\n7\n${root}\n`,
    `log\n7\n${root}`,
    `log\n9007199254740993\n${root}\n`,
  ])('is refused in the form %j', (text) => expect(parseCheckpoint(text)).toBeNull());
});
