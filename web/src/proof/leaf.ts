// What the shared log says in clear about one entry: that something was committed to, and whether it was an exercise.
import { hex } from './bytes';

export interface Leaf {
  readonly exercise: boolean;
  readonly commitment: string;
}

/** The one canonical spelling: members in this order, no white space, lower-case hexadecimal. */
export const leafText = (exercise: boolean, commitment: Uint8Array): string =>
  `{"schema":"trucewatch/leaf/1","exercise":${exercise},"commitment":"${hex(commitment)}"}`;

const FORM = /^\{"schema":"trucewatch\/leaf\/1","exercise":(true|false),"commitment":"([0-9a-f]{64})"\}$/;

export function parseLeaf(text: string): Leaf | null {
  const parts = FORM.exec(text);
  return parts?.[2] ? { exercise: parts[1] === 'true', commitment: parts[2] } : null;
}
