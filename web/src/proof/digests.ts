// Who computes the hashes: the browser's WebCrypto, or our own script where the browser withholds it.
import { hmacSha256Plain, sha256Plain } from './sha256';
import type { Refusal } from './steps';

type Bytes = Uint8Array<ArrayBuffer>;

export interface Digests {
  readonly by: 'webcrypto' | 'script';
  sha256(message: Bytes): Promise<Bytes>;
  hmacSha256(key: Bytes, message: Bytes): Promise<Bytes>;
  /** True or false for a signature; a refusal where this browser cannot check one. */
  ed25519(publicKey: Bytes, signature: Bytes, message: Bytes): Promise<boolean | Refusal>;
}

export function digestsOf(subtle: SubtleCrypto | undefined): Digests {
  return subtle ? webCrypto(subtle) : plain;
}

const plain: Digests = {
  by: 'script',
  sha256: async (message) => sha256Plain(message),
  hmacSha256: async (key, message) => hmacSha256Plain(key, message),
  ed25519: async () => ({ refusal: 'insecureContext' }),
};

function webCrypto(subtle: SubtleCrypto): Digests {
  return {
    by: 'webcrypto',
    sha256: async (message) => new Uint8Array(await subtle.digest('SHA-256', message)),
    hmacSha256: async (key, message) => {
      const imported = await subtle.importKey('raw', key, { name: 'HMAC', hash: 'SHA-256' }, false, ['sign']);
      return new Uint8Array(await subtle.sign('HMAC', imported, message));
    },
    ed25519: async (publicKey, signature, message) => {
      let key: CryptoKey;
      try {
        key = await subtle.importKey('raw', publicKey, { name: 'Ed25519' }, false, ['verify']);
      } catch (error) {
        // A browser without the algorithm says NotSupportedError; anything else is a bad key, and that is a failure.
        if (error instanceof Error && error.name === 'NotSupportedError') return { refusal: 'noEd25519' };
        return false;
      }
      return subtle.verify({ name: 'Ed25519' }, key, signature, message);
    },
  };
}
