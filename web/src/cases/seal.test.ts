import { createHmac } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { bytesOfHex, commitmentOf, newSecretKey, readSecret, secretName } from './seal';

const secret = { case: 'C-1', item: 'photo 4/b', key: 'ab'.repeat(32), payload: 'фото 4', commitment: '' };

describe('sealed evidence', () => {
  it('is committed to as the service works it out', async () => {
    const made = createHmac('sha256', Buffer.from(secret.key, 'hex')).update(secret.payload, 'utf8').digest('hex');
    expect(await commitmentOf(secret.key, secret.payload)).toBe(made.toUpperCase());
    expect(await commitmentOf(secret.key, `${secret.payload} `)).not.toBe(made.toUpperCase());
  });

  it('has a key of 32 bytes, and another one each time', async () => {
    expect(newSecretKey()).toMatch(/^[0-9a-f]{64}$/);
    expect(newSecretKey()).not.toBe(newSecretKey());
    expect(await commitmentOf('ab', 'x')).toBeNull();
    expect(bytesOfHex('0g')).toBeNull();
  });

  it('comes back from the file that was handed over, and from no other', () => {
    expect(readSecret(JSON.stringify(secret))).toEqual(secret);
    expect(readSecret('{"case":"C-1"}')).toBeNull();
    expect(readSecret('no file')).toBeNull();
    expect(secretName(secret)).toBe('sealed-C-1-photo_4_b.json');
  });
});
