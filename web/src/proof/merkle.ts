// The Merkle tree of RFC 6962: leaves and inner nodes are hashed under different first bytes, so neither passes for the
// other; a proof of inclusion is the list of neighbours from the leaf up to the root.
import { join } from './bytes';
import type { Digests } from './digests';

type Bytes = Uint8Array<ArrayBuffer>;

export interface Walked {
  readonly root: Bytes;
  /** The hash after each neighbour, lowest first. */
  readonly trail: readonly { side: 'left' | 'right'; neighbour: Bytes; hash: Bytes }[];
}

export const leafHash = (digests: Digests, entry: Bytes): Promise<Bytes> => digests.sha256(join(LEAF, entry));

/** Walks a proof from a leaf to the root (RFC 9162, 2.1.3.2); null where index, size and length do not fit. */
export async function walk(
  digests: Digests,
  leaf: Bytes,
  index: number,
  size: number,
  neighbours: readonly Bytes[],
): Promise<Walked | null> {
  if (!Number.isSafeInteger(index) || !Number.isSafeInteger(size) || index < 0 || index >= size) return null;
  let [place, last] = [BigInt(index), BigInt(size) - 1n];
  let hash = leaf;
  const trail: { side: 'left' | 'right'; neighbour: Bytes; hash: Bytes }[] = [];
  for (const neighbour of neighbours) {
    if (last === 0n || neighbour.length !== 32) return null;
    const onLeft = (place & 1n) === 1n || place === last;
    hash = await digests.sha256(onLeft ? join(NODE, neighbour, hash) : join(NODE, hash, neighbour));
    trail.push({ side: onLeft ? 'left' : 'right', neighbour, hash });
    if (onLeft) {
      while ((place & 1n) === 0n && place !== 0n) {
        place >>= 1n;
        last >>= 1n;
      }
    }
    place >>= 1n;
    last >>= 1n;
  }
  return last === 0n ? { root: hash, trail } : null;
}

const LEAF = Uint8Array.of(0);
const NODE = Uint8Array.of(1);
