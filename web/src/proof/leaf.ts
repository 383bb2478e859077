// What the shared log says in clear about one entry: that something was committed to, and whether it was an exercise.
import { hex, join, utf8 } from './bytes';
import type { Digests } from './digests';

type Bytes = Uint8Array<ArrayBuffer>;

export interface Leaf {
  readonly exercise: boolean;
  readonly commitment: string;
}

/** The one canonical spelling: members in this order, no white space, lower-case hexadecimal. */
export const leafText = (exercise: boolean, commitment: Uint8Array): string =>
  `{"schema":"trucewatch/leaf/2","exercise":${exercise},"commitment":"${hex(commitment)}"}`;

const FORM = /^\{"schema":"trucewatch\/leaf\/2","exercise":(true|false),"commitment":"([0-9a-f]{64})"\}$/;

export function parseLeaf(text: string): Leaf | null {
  const parts = FORM.exec(text);
  return parts?.[2] ? { exercise: parts[1] === 'true', commitment: parts[2] } : null;
}

/** The salted hashes of a payload's lines, hashed together; null where it is not lines, each with its line feed. */
export async function commitmentOf(digests: Digests, key: Bytes, payload: Bytes): Promise<Bytes | null> {
  const lines = linesOf(payload);
  if (!lines) return null;
  const hashes: Bytes[] = [];
  for (const [i, line] of lines.entries()) {
    const salt = await digests.hmacSha256(key, utf8(String(i)));
    hashes.push(await digests.sha256(join(salt, line)));
  }
  return digests.sha256(join(...hashes));
}

function linesOf(payload: Bytes): Bytes[] | null {
  const lines: Bytes[] = [];
  for (let start = 0; start < payload.length; ) {
    const end = payload.indexOf(LINE_FEED, start);
    if (end <= start || lines.length === MAX_LINES) return null;
    lines.push(payload.slice(start, end));
    start = end + 1;
  }
  return lines.length > 0 ? lines : null;
}

const LINE_FEED = 0x0a;
const MAX_LINES = 4096;
