// The ground that a reading of a clause names, in the words of the agreement.
import type { Agreement, LocalText, ReadingGround } from '../api/types';

export interface GroundParts {
  readonly name: LocalText | undefined;
  readonly heldBy: readonly (LocalText | undefined)[];
  readonly zones: readonly LocalText[];
  /** Area of its zone; null where it names several, which may lie over each other, or where none is known. */
  readonly areaKm2: number | null;
  readonly except: readonly LocalText[];
  readonly lines: readonly string[];
  /** It names no zone to watch, and no line. */
  readonly namesNone: boolean;
}

export const keyOf = ({ clause, reading }: Pick<ReadingGround, 'clause' | 'reading'>): string =>
  JSON.stringify([clause, reading]);

export function partsOf(agreement: Agreement, ground: ReadingGround): GroundParts {
  const reading = agreement.clauses
    .find(({ id }) => id === ground.clause)
    ?.readings.find(({ id }) => id === ground.reading);
  const named = (ids: readonly string[]) => agreement.zones.filter(({ id }) => ids.includes(id));
  const zones = named(ground.zones);
  return {
    name: reading?.name,
    heldBy: (reading?.heldBy ?? []).map((who) => agreement.parties.find(({ id }) => id === who)?.name ?? { en: who }),
    zones: zones.map(({ name }) => name),
    areaKm2: zones.length === 1 ? (zones[0]!.areaKm2 ?? null) : null,
    except: named(ground.except).map(({ name }) => name),
    lines: ground.lines,
    namesNone: ground.zones.length + ground.lines.length === 0,
  };
}

/** The readings that take other ground than the first of their clause. */
export function oddOnesOf(grounds: readonly ReadingGround[]): ReadonlySet<string> {
  const of = ({ zones, except, lines }: ReadingGround) => JSON.stringify([zones, except, lines]);
  const firsts = new Map<string, string>();
  const odd = new Set<string>();
  for (const one of grounds) {
    const first = firsts.get(one.clause) ?? of(one);
    firsts.set(one.clause, first);
    if (of(one) !== first) odd.add(keyOf(one));
  }
  return odd;
}
