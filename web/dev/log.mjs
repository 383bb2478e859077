// A small signed log made with Node's own crypto, apart from the page's code: the page does not verify its own work.
import { createHash, createHmac, generateKeyPairSync, randomBytes, sign } from 'node:crypto';

const sha256 = (...parts) => createHash('sha256').update(Buffer.concat(parts)).digest();
const leafHash = (entry) => sha256(Buffer.of(0), entry);
const nodeHash = (left, right) => sha256(Buffer.of(1), left, right);

/** The largest power of two below n. */
function split(n) {
  let k = 1;
  while (k * 2 < n) k *= 2;
  return k;
}

function rootOf(hashes) {
  if (hashes.length === 1) return hashes[0];
  const k = split(hashes.length);
  return nodeHash(rootOf(hashes.slice(0, k)), rootOf(hashes.slice(k)));
}

function pathOf(index, hashes) {
  if (hashes.length === 1) return [];
  const k = split(hashes.length);
  return index < k
    ? [...pathOf(index, hashes.slice(0, k)), rootOf(hashes.slice(k))]
    : [...pathOf(index - k, hashes.slice(k)), rootOf(hashes.slice(0, k))];
}

export class SmallLog {
  #entries = [];
  #hashes = [];
  #signedSize = 0;
  #checkpoint = '';

  constructor(origin) {
    this.origin = origin;
    const { privateKey, publicKey } = generateKeyPairSync('ed25519');
    this.privateKey = privateKey;
    const typed = Buffer.concat([Buffer.of(1), publicKey.export({ format: 'der', type: 'spki' }).subarray(-32)]);
    this.keyId = sha256(Buffer.from(`${origin}\n`), typed).subarray(0, 4);
    this.vkey = `${origin}+${this.keyId.toString('hex')}+${typed.toString('base64')}`;
  }

  get signedSize() {
    return this.#signedSize;
  }

  get checkpoint() {
    return this.#checkpoint;
  }

  append(bytes, exercise) {
    const payload = Buffer.from(bytes);
    const key = randomBytes(32);
    const lines = payload.toString('utf8').split('\n').slice(0, -1);
    const salt = (i) => createHmac('sha256', key).update(String(i)).digest();
    const commitment = sha256(...lines.map((line, i) => sha256(salt(i), Buffer.from(line)))).toString('hex');
    const entry = Buffer.from(`{"schema":"trucewatch/leaf/2","exercise":${exercise},"commitment":"${commitment}"}`);
    this.#entries.push({ payload, key, entry });
    this.#hashes.push(leafHash(entry));
    return this.#entries.length - 1;
  }

  sign() {
    this.#signedSize = this.#hashes.length;
    const text = `${this.origin}\n${this.#signedSize}\n${rootOf(this.#hashes).toString('base64')}\n`;
    const signature = Buffer.concat([this.keyId, sign(null, Buffer.from(text), this.privateKey)]);
    this.#checkpoint = `${text}\n\u2014 ${this.origin} ${signature.toString('base64')}\n`;
  }

  /** The disclosure and proof of one entry, or null while no checkpoint covers it. */
  proof(number, index) {
    if (index >= this.#signedSize) return null;
    const { payload, key, entry } = this.#entries[index];
    const hashes = pathOf(index, this.#hashes.slice(0, this.#signedSize)).map((hash) => hash.toString('base64'));
    return {
      number,
      index,
      treeSize: this.#signedSize,
      payloadBase64: payload.toString('base64'),
      keyBase64: key.toString('base64'),
      entryBase64: entry.toString('base64'),
      proof: hashes,
      checkpoint: this.#checkpoint,
      vkey: this.vkey,
      tlogProof: `c2sp.org/tlog-proof@v1\nindex ${index}\n${hashes.map((h) => `${h}\n`).join('')}\n${this.#checkpoint}`,
    };
  }
}
