// Finds a place by any of its names. Names are folded before they are compared: case, accents, apostrophes and hyphens
// make no difference, so that neither a keyboard nor a spelling hides a place.
import type { Language } from '../i18n/messages';
import { PLACES, type PlaceNames } from './gazetteer';

/** A place as the page shows it. */
export interface FoundPlace {
  readonly name: string;
  /** All its other names, so that whoever searched by one of them sees that it is the same place. */
  readonly others: readonly string[];
  readonly latitude: number;
  readonly longitude: number;
}

const MOST = 12;

/** One form for all spellings that differ by marks only. */
export const folded = (words: string): string =>
  words
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/['’ʼ`"]/g, '')
    .replace(/[-–\s]+/g, ' ')
    .trim();

const namesOf = ({ en, uk, ru, others }: PlaceNames): string[] => [...new Set([en, uk, ru, ...others])];
const INDEX = PLACES.map((known) => ({ known, names: namesOf(known).map(folded) }));

/** Places whose name begins with the words, then those that have them somewhere; at most a dozen. */
export function findPlaces(words: string, language: Language): FoundPlace[] {
  const wanted = folded(words);
  if (wanted.length < 2) return [];
  const rank = (names: readonly string[]): number =>
    names.some((name) => name.startsWith(wanted)) ? 0 : names.some((name) => name.includes(wanted)) ? 1 : 2;
  return INDEX.map(({ known, names }) => ({ known, rank: rank(names) }))
    .filter((one) => one.rank < 2)
    .sort((a, b) => a.rank - b.rank || a.known.en.localeCompare(b.known.en, 'en'))
    .slice(0, MOST)
    .map(({ known }) => shown(known, language));
}

function shown(known: PlaceNames, language: Language): FoundPlace {
  const name = known[language];
  const { latitude, longitude } = known;
  return { name, others: namesOf(known).filter((other) => other !== name), latitude, longitude };
}
