import { webcrypto } from 'node:crypto';
import { beforeAll, describe, expect, it } from 'vitest';
import { SmallLog } from '../../dev/log.mjs';
import type { FactProof } from '../api/types';
import { fromBase64, toBase64, utf8, withBitFlipped } from './bytes';
import type { StepName, Verdict } from './steps';
import { TARGETS, tampered } from './tamper';
import { linesOf, verify } from './verify';

const subtle = webcrypto.subtle as unknown as SubtleCrypto;
const ENTRIES = 23;
let log: SmallLog;
const proofOf = (index: number): FactProof => log.proof(index, index)!;

beforeAll(() => {
  log = new SmallLog('log.example/test');
  for (let i = 0; i < ENTRIES; i++) log.append(utf8(`fact "incident"\nnumber ${i}\n`), false);
  log.sign();
});

const failing = (verdict: Verdict): StepName[] =>
  verdict.steps.filter((step) => step.end === 'fails').map((step) => step.name);

describe('a true proof', () => {
  it('holds in every step, for every entry', async () => {
    for (let i = 0; i < ENTRIES; i++) {
      const verdict = await verify(proofOf(i), subtle);
      expect(failing(verdict), `entry ${i}`).toEqual([]);
      expect(verdict.end).toBe('verified');
    }
  });

  it('holds in a log of every small size', async () => {
    const growing = new SmallLog('log.example/EXERCISE/growing');
    for (let size = 1; size <= 17; size++) {
      growing.append(utf8(`number ${size}\n`), true);
      growing.sign();
      for (let i = 0; i < size; i++) {
        const verdict = await verify(growing.proof(i, i)!, subtle);
        expect(verdict.end, `entry ${i} of ${size}`).toBe('verified');
      }
    }
  });

  it('says of an exercise what the name of its log says', async () => {
    for (const [name, exercise, expected] of [
      ['log.example/EXERCISE/one', true, []],
      ['log.example/EXERCISE/one', false, ['leaf']],
      ['log.example/one', true, ['leaf']],
    ] as const) {
      const marked = new SmallLog(name);
      marked.append(utf8('number 1\n'), exercise);
      marked.sign();
      expect(failing(await verify(marked.proof(0, 0)!, subtle)), name).toEqual(expected);
    }
  });

  it('passes over signatures by other keys', async () => {
    const proof = proofOf(4);
    const other = `${proof.checkpoint}\u2014 witness.example ${toBase64(new Uint8Array(76))}\n`;
    expect((await verify({ ...proof, checkpoint: other }, subtle)).end).toBe('verified');
  });
});

describe('where the browser withholds something', () => {
  it('computes the hashes itself and says that the signature was not checked', async () => {
    const verdict = await verify(proofOf(5), undefined);
    expect(verdict.end).toBe('incomplete');
    expect(verdict.hashesBy).toBe('script');
    expect(verdict.steps.map((step) => step.end)).toEqual(['holds', 'holds', 'holds', 'holds', 'holds', 'notChecked']);
    expect(verdict.steps.at(-1)?.why).toBe('why.insecureContext');
  });

  it('still notices a changed payload', async () => {
    const verdict = await verify(tampered(proofOf(5), 'payload', 3), undefined);
    expect(verdict.end).toBe('failed');
  });

  it('says so when it has no Ed25519', async () => {
    const without = new Proxy(subtle, {
      get: (target, name) =>
        name === 'importKey'
          ? (form: 'raw', key: BufferSource, algorithm: { name: string }, ...rest: [boolean, KeyUsage[]]) =>
              algorithm.name === 'Ed25519'
                ? Promise.reject(new DOMException('no', 'NotSupportedError'))
                : target.importKey(form, key, algorithm, ...rest)
          : (Reflect.get(target, name) as CallableFunction).bind(target),
    });
    const verdict = await verify(proofOf(5), without);
    expect(verdict.end).toBe('incomplete');
    expect(verdict.steps.at(-1)?.why).toBe('why.noEd25519');
  });
});

describe('the proof of a segment', () => {
  it('holds for the bytes that the entry names and for no others', async () => {
    const bytes = utf8('TWSEG1 some frames');
    const named = new SmallLog('log.example/EXERCISE/segments');
    const digest = Buffer.from(await subtle.digest('SHA-256', bytes)).toString('hex');
    named.append(utf8(`segment "${digest}"\nlabel "mission"\n`), true);
    named.sign();
    const proof = named.proof(0, 0)!;
    expect((await verify(proof, subtle, bytes)).end).toBe('verified');
    expect(linesOf(proof)).toEqual([
      { path: 'segment', value: `"${digest}"` },
      { path: 'label', value: '"mission"' },
    ]);
    for (let bit = 0; bit < bytes.length * 8; bit++) {
      expect(failing(await verify(proof, subtle, withBitFlipped(bytes, bit)))).toEqual(['segment']);
    }
    expect(failing(await verify(proofOf(1), subtle, bytes))).toEqual(['segment']);
  });
});

describe('a tampered proof', () => {
  it('fails for one changed bit in each part that the page lets the reader change', async () => {
    for (const target of TARGETS) {
      for (let bit = 0; bit < 512; bit += 37) {
        const verdict = await verify(tampered(proofOf(9), target, bit), subtle);
        expect(verdict.end, `${target}, bit ${bit}`).toBe('failed');
      }
    }
  });

  it('fails for every single bit of the entry, the key, the path and the signed root', async () => {
    const proof = proofOf(2);
    const flip = (text: string, bit: number) => toBase64(withBitFlipped(fromBase64(text)!, bit));
    for (let bit = 0; bit < 256; bit++) {
      expect((await verify({ ...proof, keyBase64: flip(proof.keyBase64, bit) }, subtle)).end).toBe('failed');
      const path = proof.proof.map((hash, i) => (i === bit % proof.proof.length ? flip(hash, bit) : hash));
      expect((await verify({ ...proof, proof: path }, subtle)).end).toBe('failed');
      expect((await verify(tampered(proof, 'checkpointText', bit), subtle)).end).toBe('failed');
    }
    const entryBits = fromBase64(proof.entryBase64)!.length * 8;
    for (let bit = 0; bit < entryBits; bit += 5) {
      expect((await verify({ ...proof, entryBase64: flip(proof.entryBase64, bit) }, subtle)).end).toBe('failed');
    }
  });

  const cases: [string, (proof: FactProof) => FactProof, StepName][] = [
    ['another index', (p) => ({ ...p, index: p.index + 1 }), 'path'],
    ['an index outside', (p) => ({ ...p, index: ENTRIES }), 'path'],
    ['a negative index', (p) => ({ ...p, index: -1 }), 'path'],
    ['another size', (p) => ({ ...p, treeSize: p.treeSize + 1 }), 'checkpoint'],
    ['a hash too few', (p) => ({ ...p, proof: p.proof.slice(1) }), 'path'],
    ['a hash too many', (p) => ({ ...p, proof: [...p.proof, p.proof[0]!] }), 'path'],
    ['hashes swapped', (p) => ({ ...p, proof: [p.proof[1]!, p.proof[0]!, ...p.proof.slice(2)] }), 'path'],
    ['a short hash', (p) => ({ ...p, proof: [toBase64(new Uint8Array(31)), ...p.proof.slice(1)] }), 'path'],
    ['another entry', (p) => ({ ...p, entryBase64: proofOf(3).entryBase64 }), 'commitment'],
    ['another payload', (p) => ({ ...p, payloadBase64: proofOf(3).payloadBase64 }), 'commitment'],
    ['a payload that is not lines', (p) => ({ ...p, payloadBase64: toBase64(utf8('number 6')) }), 'commitment'],
    ['an empty line', (p) => ({ ...p, payloadBase64: toBase64(utf8('number 6\n\n')) }), 'commitment'],
    ['a short key', (p) => ({ ...p, keyBase64: toBase64(new Uint8Array(31)) }), 'commitment'],
    ['an empty key', (p) => ({ ...p, keyBase64: '' }), 'commitment'],
    ['a second spelling of base64', (p) => ({ ...p, payloadBase64: `${p.payloadBase64}\n` }), 'commitment'],
    ['no signature', (p) => ({ ...p, checkpoint: p.checkpoint.replace(/\u2014.*\n/u, '') }), 'signature'],
    ['a checkpoint cut short', (p) => ({ ...p, checkpoint: p.checkpoint.slice(0, 30) }), 'signature'],
    [
      'a leading zero in the size',
      (p) => ({ ...p, checkpoint: p.checkpoint.replace(`\n${ENTRIES}\n`, `\n0${ENTRIES}\n`) }),
      'checkpoint',
    ],
    ['a control character', (p) => ({ ...p, checkpoint: p.checkpoint.replace('log.', 'log.\u0007') }), 'signature'],
    ['no key', (p) => ({ ...p, vkey: '' }), 'keyId'],
    ['a key of another name', (p) => ({ ...p, vkey: p.vkey.replace('log.example/test', 'log.example/tesu') }), 'keyId'],
    ['the key of another log', (p) => ({ ...p, vkey: new SmallLog('log.example/test').vkey }), 'signature'],
  ];
  it.each(cases)('fails for %s', async (_, change, step) => {
    const verdict = await verify(change(proofOf(6)), subtle);
    expect(verdict.end).toBe('failed');
    expect(failing(verdict)).toContain(step);
  });

  it('fails where an entry says the same in another spelling', async () => {
    const proof = proofOf(6);
    const entry = new TextDecoder().decode(fromBase64(proof.entryBase64)!);
    for (const other of [entry.replace(',', ', '), `${entry}\n`, entry.replace(/[a-f]/, (c) => c.toUpperCase())]) {
      const verdict = await verify({ ...proof, entryBase64: toBase64(utf8(other)) }, subtle);
      expect(failing(verdict)).toContain('commitment');
    }
  });
});
