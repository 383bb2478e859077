// Signed notes, verifier keys and checkpoints (C2SP signed-note and tlog-checkpoint): parsed strictly, or not at all.
import { fromBase64 } from './bytes';

type Bytes = Uint8Array<ArrayBuffer>;

export interface NoteSignature {
  readonly name: string;
  readonly keyId: Bytes;
  readonly signature: Bytes;
}

export interface Note {
  /** The signed text, with its last line feed. */
  readonly text: string;
  readonly signatures: readonly NoteSignature[];
}

export interface VerifierKey {
  readonly name: string;
  readonly keyId: Bytes;
  readonly type: number;
  readonly publicKey: Bytes;
}

export interface Checkpoint {
  readonly origin: string;
  readonly size: number;
  readonly root: Bytes;
}

export const ED25519 = 1;
const MAX_NOTE_CHARS = 64 * 1024;
const MAX_SIGNATURES = 64;
const KEY_ID_BYTES = 4;
const ROOT_BYTES = 32;

export function parseNote(note: string): Note | null {
  if (note.length > MAX_NOTE_CHARS || hasControl(note)) return null;
  const split = note.lastIndexOf('\n\n');
  if (split < 0 || !note.endsWith('\n')) return null;
  const lines = note.slice(split + 2, -1).split('\n');
  if (lines.length > MAX_SIGNATURES) return null;
  const signatures: NoteSignature[] = [];
  for (const line of lines) {
    const signature = parseSignature(line);
    if (!signature) return null;
    signatures.push(signature);
  }
  return { text: note.slice(0, split + 1), signatures };
}

function parseSignature(line: string): NoteSignature | null {
  const parts = /^\u2014 ([^\s+]+) (\S+)$/u.exec(line);
  const value = parts?.[2] ? fromBase64(parts[2]) : null;
  if (!parts?.[1] || !value || value.length <= KEY_ID_BYTES) return null;
  return { name: parts[1], keyId: value.slice(0, KEY_ID_BYTES), signature: value.slice(KEY_ID_BYTES) };
}

export function parseVerifierKey(vkey: string): VerifierKey | null {
  const parts = /^([^\s+]+)\+([0-9a-f]{8})\+(\S+)$/u.exec(vkey.trim());
  const value = parts?.[3] ? fromBase64(parts[3]) : null;
  if (!parts?.[1] || !parts[2] || !value || value.length < 2) return null;
  const keyId = Uint8Array.from(parts[2].match(/../g) ?? [], (pair) => Number.parseInt(pair, 16));
  return { name: parts[1], keyId, type: value[0] ?? 0, publicKey: value.slice(1) };
}

export function parseCheckpoint(text: string): Checkpoint | null {
  const [origin, size, root, ...rest] = text.split('\n');
  if (!origin || !size || !root || rest.length !== 1 || rest[0] !== '') return null;
  if (!/^(0|[1-9][0-9]{0,15})$/.test(size) || !Number.isSafeInteger(Number(size))) return null;
  const bytes = fromBase64(root);
  return bytes?.length === ROOT_BYTES ? { origin, size: Number(size), root: bytes } : null;
}

function hasControl(text: string): boolean {
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code < 0x20 && code !== 0x0a) return true;
  }
  return false;
}
