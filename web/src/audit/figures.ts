// The figures of the audit, each with the cases that it is made of: what a side has is the sum of what its cases have.
import type { AuditCase, AuditFigures } from '../api/types';

/** A figure: its name, and how much of it there is in what one case or one side adds. */
export interface Figure {
  readonly name: string;
  readonly of: (figures: AuditFigures) => number;
}

const TIMES = ['inTime', 'cannotTell', 'late', 'waits'] as const;
const COUNTS = ['closed', 'corrections', 'disputes', 'kept', 'changed', 'levelsLost', 'refused'] as const;

/** All figures, in the order of the table. */
export const FIGURES: readonly Figure[] = [
  ...TIMES.map((time) => ({ name: `findings.${time}`, of: (all: AuditFigures) => all.findings[time] })),
  ...TIMES.map((time) => ({ name: `bulletins.${time}`, of: (all: AuditFigures) => all.bulletins[time] })),
  ...COUNTS.map((name) => ({ name, of: (all: AuditFigures) => all[name] })),
];

/** The cases of a side that a figure comes from. */
export const casesOf = (cases: readonly AuditCase[], side: string, figure: Figure): AuditCase[] =>
  cases.filter((one) => one.broughtBy === side && figure.of(one.figures) > 0);
