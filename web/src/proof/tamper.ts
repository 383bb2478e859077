// A lesson, not a tool: turns over one bit of a proof in this page, to show that the verification notices.
import type { FactProof } from '../api/types';
import { fromBase64, toBase64, withBitFlipped } from './bytes';

export type Target = 'payload' | 'entry' | 'path' | 'checkpointText' | 'signature';

export const TARGETS: readonly Target[] = ['payload', 'entry', 'path', 'checkpointText', 'signature'];

/** The proof with one bit turned over in the part named; `bit` chooses which. */
export function tampered(proof: FactProof, target: Target, bit: number): FactProof {
  switch (target) {
    case 'payload':
      return { ...proof, payloadBase64: flipped(proof.payloadBase64, bit) };
    case 'entry':
      return { ...proof, entryBase64: flipped(proof.entryBase64, bit) };
    case 'path': {
      const at = bit % Math.max(1, proof.proof.length);
      return { ...proof, proof: proof.proof.map((hash, i) => (i === at ? flipped(hash, bit) : hash)) };
    }
    case 'checkpointText':
      return { ...proof, checkpoint: withRoot(proof.checkpoint, bit) };
    case 'signature':
      return { ...proof, checkpoint: withSignature(proof.checkpoint, bit) };
  }
}

const flipped = (base64: string, bit: number): string =>
  toBase64(withBitFlipped(fromBase64(base64) ?? new Uint8Array(), bit));

function withRoot(note: string, bit: number): string {
  const lines = note.split('\n');
  lines[2] = flipped(lines[2] ?? '', bit);
  return lines.join('\n');
}

/** Beyond the key's id, so that the line still counts as this key's signature. */
function withSignature(note: string, bit: number): string {
  return note.replace(
    /^(\u2014 \S+ )(\S+)$/mu,
    (_, head: string, value: string) => head + flipped(value, 32 + (bit % 512)),
  );
}
