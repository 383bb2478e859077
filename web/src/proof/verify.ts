// Verifies one fact against the signed log, in this page, step by step. Nothing here trusts the server: every value is
// computed again from the disclosed payload and key, and the verdict is "verified" only if every step holds.
import type { FactProof } from '../api/types';
import { fromBase64, hex, join, same, toBase64, utf8 } from './bytes';
import { type Digests, digestsOf } from './digests';
import { commitmentOf, leafText, parseLeaf } from './leaf';
import { leafHash, walk } from './merkle';
import {
  ED25519,
  type Checkpoint,
  type Note,
  type VerifierKey,
  parseCheckpoint,
  parseNote,
  parseVerifierKey,
} from './note';
import type { Step, StepName, StepValue, Verdict } from './steps';

type Bytes = Uint8Array<ArrayBuffer>;
const KEY_BYTES = 32;

/** Verifies the proof of a fact; of a segment, with its bytes, also that they are the ones that the entry names. */
export async function verify(
  proof: FactProof,
  subtle: SubtleCrypto | undefined,
  segment: Bytes | null = null,
): Promise<Verdict> {
  const digests = digestsOf(subtle);
  const note = parseNote(proof.checkpoint);
  const checkpoint = note ? parseCheckpoint(note.text) : null;
  const key = parseVerifierKey(proof.vkey);
  const entry = fromBase64(proof.entryBase64);
  const leaf = entry ? await leafHash(digests, entry) : null;
  const steps = [
    await commitmentStep(digests, proof, entry),
    leafStep(entry, leaf, key),
    await pathStep(digests, proof, leaf, checkpoint),
    checkpointStep(proof, checkpoint, key),
    await keyIdStep(digests, key),
    await signatureStep(digests, note, key),
  ];
  if (segment) steps.push(await segmentStep(digests, proof, segment));
  const failed = steps.some((step) => step.end === 'fails');
  const open = steps.some((step) => step.end === 'notChecked');
  return { end: failed ? 'failed' : open ? 'incomplete' : 'verified', steps, hashesBy: digests.by };
}

/** The entry must be exactly the leaf that commits to the payload's lines under the key. */
async function commitmentStep(digests: Digests, proof: FactProof, entry: Bytes | null): Promise<Step> {
  const payload = fromBase64(proof.payloadBase64);
  const key = fromBase64(proof.keyBase64);
  if (!payload || !key || !entry) return fails('commitment', 'why.notBase64', []);
  if (key.length !== KEY_BYTES) return fails('commitment', 'why.keyLength', [value('key', `${key.length} B`)]);
  const text = new TextDecoder().decode(entry);
  const stated = parseLeaf(text);
  const computed = await commitmentOf(digests, key, payload);
  if (!computed) return fails('commitment', 'why.payloadForm', [value('payload', `${payload.length} B`)]);
  const values = [
    value('payload', `${payload.length} B`),
    value('key', hex(key)),
    value('SHA-256(SHA-256(HMAC(key, i) ‖ line) …)', hex(computed)),
    value('entry', text),
  ];
  if (!stated) return fails('commitment', 'why.entryForm', values);
  // Compared as bytes, so that no second spelling of the same leaf passes.
  return same(utf8(leafText(stated.exercise, computed)), entry)
    ? holds('commitment', values)
    : fails('commitment', 'why.otherCommitment', values);
}

/** What the leaf says of an exercise must be what the log's name says: the name is part of what the key signs. */
function leafStep(entry: Bytes | null, leaf: Bytes | null, key: VerifierKey | null): Step {
  if (!entry || !leaf) return fails('leaf', 'why.notBase64', []);
  const stated = parseLeaf(new TextDecoder().decode(entry));
  if (stated && key && stated.exercise !== key.name.split('/').includes('EXERCISE')) {
    return fails('leaf', 'why.otherMark', [value('exercise', String(stated.exercise)), value('log', key.name)]);
  }
  return holds('leaf', [value('SHA-256(00 ‖ entry)', hex(leaf))]);
}

async function pathStep(
  digests: Digests,
  proof: FactProof,
  leaf: Bytes | null,
  checkpoint: Checkpoint | null,
): Promise<Step> {
  const neighbours = proof.proof.map(fromBase64);
  if (!leaf || neighbours.some((one) => one === null)) return fails('path', 'why.notBase64', []);
  const walked = await walk(digests, leaf, proof.index, proof.treeSize, neighbours as Bytes[]);
  if (!walked) return fails('path', 'why.pathLength', [value('index', String(proof.index))]);
  const values = walked.trail.map(({ side, neighbour, hash }, i) =>
    value(`${i + 1} ${side}`, `${hex(neighbour).slice(0, 16)}… → ${hex(hash).slice(0, 16)}…`),
  );
  values.push(value('root', hex(walked.root)));
  if (!checkpoint) return fails('path', 'why.checkpointForm', values);
  return same(walked.root, checkpoint.root) ? holds('path', values) : fails('path', 'why.otherRoot', values);
}

function checkpointStep(proof: FactProof, checkpoint: Checkpoint | null, key: VerifierKey | null): Step {
  if (!checkpoint || !key) return fails('checkpoint', 'why.checkpointForm', []);
  const values = [
    value('origin', checkpoint.origin),
    value('size', String(checkpoint.size)),
    value('root', toBase64(checkpoint.root)),
  ];
  if (checkpoint.size !== proof.treeSize) return fails('checkpoint', 'why.otherSize', values);
  if (checkpoint.origin !== key.name) return fails('checkpoint', 'why.otherOrigin', values);
  return holds('checkpoint', values);
}

/** The key's id is part of a hash over name, type and key: a swapped key gives itself away. */
async function keyIdStep(digests: Digests, key: VerifierKey | null): Promise<Step> {
  if (!key) return fails('keyId', 'why.keyForm', []);
  const whole = await digests.sha256(join(utf8(key.name), Uint8Array.of(0x0a, key.type), key.publicKey));
  const values = [value('key', toBase64(key.publicKey)), value('id', hex(whole.slice(0, 4)))];
  if (key.type !== ED25519 || key.publicKey.length !== 32) return fails('keyId', 'why.keyForm', values);
  return same(whole.slice(0, 4), key.keyId) ? holds('keyId', values) : fails('keyId', 'why.otherKeyId', values);
}

async function signatureStep(digests: Digests, note: Note | null, key: VerifierKey | null): Promise<Step> {
  if (!note || !key) return fails('signature', 'why.checkpointForm', []);
  const ours = note.signatures.filter((one) => one.name === key.name && same(one.keyId, key.keyId));
  if (ours.length === 0) return fails('signature', 'why.noSignature', []);
  const values = ours.map((one) => value('Ed25519', hex(one.signature)));
  for (const { signature } of ours) {
    const checked = await digests.ed25519(key.publicKey, signature, utf8(note.text));
    if (typeof checked !== 'boolean')
      return { name: 'signature', end: 'notChecked', why: `why.${checked.refusal}`, values };
    if (!checked) return fails('signature', 'why.badSignature', values);
  }
  return holds('signature', values);
}

/** The bytes of a segment must have the hash that the committed payload names. */
async function segmentStep(digests: Digests, proof: FactProof, segment: Bytes): Promise<Step> {
  const named = linesOf(proof).find((line) => line.path === 'segment')?.value;
  const computed = hex(await digests.sha256(segment));
  const values = [value('bytes', `${segment.length} B`), value('named', named ?? ''), value('SHA-256', computed)];
  return named === `"${computed}"` ? holds('segment', values) : fails('segment', 'why.otherSegment', values);
}

/** What the entry commits to, field by field. */
export function linesOf(proof: FactProof): { path: string; value: string }[] {
  const text = new TextDecoder().decode(fromBase64(proof.payloadBase64) ?? new Uint8Array());
  return text
    .split('\n')
    .filter((line) => line.includes(' '))
    .map((line) => ({ path: line.slice(0, line.indexOf(' ')), value: line.slice(line.indexOf(' ') + 1) }));
}

const value = (label: string, text: string): StepValue => ({ label, value: text });
const holds = (name: StepName, values: StepValue[]): Step => ({ name, end: 'holds', values });
const fails = (name: StepName, why: string, values: StepValue[]): Step => ({ name, end: 'fails', why, values });
