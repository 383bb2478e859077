// Evidence that nobody can read yet: what the service gets is HMAC-SHA256 of it under a random key. Key and evidence
// stay in this browser until they are opened; whoever loses the key can never open it.
import { hex, utf8 } from '../proof/bytes';
import { digestsOf } from '../proof/digests';

export const KEY_BYTES = 32;

/** What its owner has to keep, as the file that is handed over by the page. */
export interface Secret {
  readonly case: string;
  readonly item: string;
  readonly key: string;
  readonly payload: string;
  readonly commitment: string;
}

export const newSecretKey = (): string => hex(crypto.getRandomValues(new Uint8Array(KEY_BYTES)));

export const bytesOfHex = (text: string): Uint8Array<ArrayBuffer> | null =>
  /^([0-9a-f]{2})*$/i.test(text) ? Uint8Array.from(text.match(/../g) ?? [], (pair) => parseInt(pair, 16)) : null;

/** The commitment, or null where the key is none of its length. */
export async function commitmentOf(key: string, payload: string): Promise<string | null> {
  const bytes = bytesOfHex(key);
  return bytes?.length === KEY_BYTES
    ? hex(await digestsOf(globalThis.crypto?.subtle).hmacSha256(bytes, utf8(payload))).toUpperCase()
    : null;
}

export const secretName = (secret: Secret): string =>
  `sealed-${secret.case}-${secret.item.replace(/[^\w.-]+/g, '_')}.json`;

/** The secret of a file that the page once handed over, or null: it is none. */
export function readSecret(text: string): Secret | null {
  try {
    const read = JSON.parse(text) as Partial<Record<keyof Secret, unknown>>;
    const { case: of, item, key, payload, commitment } = read;
    return [of, item, key, payload, commitment].every((one) => typeof one === 'string') ? (read as Secret) : null;
  } catch {
    return null;
  }
}
