// Numbers, times and places as the page writes them: always with units, the same digits in every language.
import { type Language, type MessageKey, type Slots, say } from '../i18n/messages';

const TWO = (n: number): string => String(n).padStart(2, '0');

/** Hours, minutes and seconds in UTC. */
export function clockUtc(time: Date): string {
  return `${TWO(time.getUTCHours())}:${TWO(time.getUTCMinutes())}:${TWO(time.getUTCSeconds())}`;
}

/** Date and time in UTC, to the second. */
export function stampUtc(time: string | Date): string {
  const at = new Date(time);
  if (Number.isNaN(at.getTime())) return '—';
  return `${at.toISOString().slice(0, 10)} ${clockUtc(at)}`;
}

/** The time that a field without a zone says: UTC. */
export const timeOf = (field: string): string => (field.length === 16 ? `${field}:00Z` : `${field.slice(0, 19)}Z`);

/** Hours and minutes in a zone of the agreement, and the zone's city as its name. */
export function clockIn(time: Date, timeZone: string): string {
  const clock = new Intl.DateTimeFormat('en-GB', { timeZone, hour: '2-digit', minute: '2-digit', hourCycle: 'h23' });
  return `${clock.format(time)} ${cityOf(timeZone)}`;
}

const cityOf = (timeZone: string): string => (timeZone.split('/').pop() ?? timeZone).replaceAll('_', ' ');

export function age(seconds: number, language: Language): string {
  const s = Math.max(0, Math.floor(seconds));
  if (s < 60) return unit(language, 'unit.s', { n: s });
  const min = Math.floor(s / 60);
  if (min < 60) return unit(language, 'unit.min', { n: min });
  const h = Math.floor(min / 60);
  if (h < 48) return unit(language, 'unit.h', { h, min: min % 60 });
  return unit(language, 'unit.d', { d: Math.floor(h / 24), h: h % 24 });
}

/** A length with a sign worth reading: metres below a kilometre, else kilometres with as many digits as it has. */
export function metres(m: number, language: Language): string {
  const size = Math.abs(m);
  const sign = m < 0 ? '−' : '';
  if (size < 995) {
    const n = size < 9.95 ? size.toFixed(1) : String(Math.round(size));
    return unit(language, 'unit.m', { n: sign + n });
  }
  const km = size / 1000;
  return unit(language, 'unit.km', { n: sign + km.toFixed(km < 99.5 ? 1 : 0) });
}

/** A number and its unit stay on one line. */
const unit = (language: Language, key: MessageKey, slots: Slots): string =>
  say(language, key, slots).replaceAll(' ', '\u00a0');

/** A probability never reads as certainty: it stops at 0.001 and 0.999. */
export function probability(p: number): string {
  if (p > 0.999) return '> 0.999';
  if (p < 0.001) return '< 0.001';
  return p > 0.985 || p < 0.015 ? p.toFixed(3) : p.toFixed(2);
}

/** Digits in groups of three, by a narrow space. */
export const count = (n: number): string => String(n).replace(/\B(?=(\d{3})+(?!\d))/g, '\u202f');

export function range(min: number | null | undefined, max: number | null | undefined): string | null {
  if (min === null || min === undefined) return max === null || max === undefined ? null : `≤ ${max}`;
  if (max === null || max === undefined) return `≥ ${min}`;
  return min === max ? String(min) : `${min}–${max}`;
}

export function position(latitude: number, longitude: number, decimals = 4): string {
  const ns = latitude < 0 ? 'S' : 'N';
  const ew = longitude < 0 ? 'W' : 'E';
  return `${Math.abs(latitude).toFixed(decimals)} ${ns} ${Math.abs(longitude).toFixed(decimals)} ${ew}`;
}

export const degrees = (deg: number): string => `${String(Math.round(deg) % 360).padStart(3, '0')}°`;

/** The half axes of the ellipse that holds a place with probability 0.95, in metres, longer first, and its bearing. */
export function ellipse95(sigmaEastM: number, sigmaNorthM: number, correlation: number) {
  const [vEast, vNorth] = [sigmaEastM ** 2, sigmaNorthM ** 2];
  const cov = correlation * sigmaEastM * sigmaNorthM;
  const mean = (vEast + vNorth) / 2;
  const spread = Math.hypot((vEast - vNorth) / 2, cov);
  const scale = Math.sqrt(CHI_SQUARE_95);
  const bearing = (Math.atan2(2 * cov, vNorth - vEast) * 90) / Math.PI;
  return {
    longM: scale * Math.sqrt(mean + spread),
    shortM: scale * Math.sqrt(Math.max(0, mean - spread)),
    bearingDeg: (bearing + 180) % 180,
  };
}

/** 95 % of a two-dimensional normal distribution: −2 ln 0.05. */
const CHI_SQUARE_95 = 5.991464547107979;
