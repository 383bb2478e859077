import { createHash, createHmac } from 'node:crypto';
import { expect, it } from 'vitest';
import { hex } from './bytes';
import { hmacSha256Plain, sha256Plain } from './sha256';

const message = (length: number): Uint8Array => Uint8Array.from({ length }, (_, i) => (i * 7 + length) & 255);

it('hashes every length around the block edges as Node does', () => {
  for (let length = 0; length <= 200; length++) {
    expect(hex(sha256Plain(message(length)))).toBe(createHash('sha256').update(message(length)).digest('hex'));
  }
});

it('keys the hash as Node does, with short, block-long and longer keys', () => {
  for (const keyLength of [0, 1, 32, 63, 64, 65, 200]) {
    const key = message(keyLength);
    expect(hex(hmacSha256Plain(key, message(77)))).toBe(createHmac('sha256', key).update(message(77)).digest('hex'));
  }
});
