// A report as the record takes it (report.schema.json, version 1). Its bytes are made once, on the device, and never
// changed: sent again, they are the same report.

export interface FieldForm {
  readonly id: string;
  readonly time: string;
  readonly reporter: string;
  readonly exercise: boolean;
  readonly reportClass: string;
  readonly words: string;
  readonly means: readonly string[];
  readonly place: { readonly latitude: number; readonly longitude: number; readonly sigmaM: number } | null;
  readonly countMin: number | null;
  readonly countMax: number | null;
  readonly bearingDeg: number | null;
}

/** What is reported from a car, by the words of the schema. */
export const CLASSES = [
  'fire.artillery.impact',
  'fire.artillery.outgoing',
  'fire.mortar',
  'access.denial',
  'access.delay',
  'access.gnss-interference',
  'air.zone-overflight',
  'works.trench',
  'patrol.check-in',
] as const;

export const MEANS = ['seen', 'heard', 'camera', 'told'] as const;

/** One line of JSON. */
export function textOf(form: FieldForm): string {
  const { place, countMin, countMax, bearingDeg } = form;
  const [min, max] = [countMin ?? countMax, countMax ?? countMin];
  return JSON.stringify({
    id: form.id,
    time: form.time,
    reporter: form.reporter,
    reporterKind: 'patrol',
    class: form.reportClass,
    text: form.words,
    ...(form.means.length > 0 ? { means: form.means } : {}),
    ...(place ? { place: { lat: place.latitude, lon: place.longitude, sigmaM: place.sigmaM } } : {}),
    ...(min !== null && max !== null ? { count: { min: Math.min(min, max), max: Math.max(min, max) } } : {}),
    ...(bearingDeg !== null ? { bearingDeg: ((bearingDeg % 360) + 360) % 360 } : {}),
    ...(form.exercise ? { exercise: true } : {}),
  });
}

/** Latitude and longitude out of two numbers, or null. */
export function positionIn(words: string): { latitude: number; longitude: number } | null {
  const found = /^\s*(-?\d{1,2}(?:[.,]\d+)?)\s*[;,\s]\s*(-?\d{1,3}(?:[.,]\d+)?)\s*$/.exec(words);
  if (!found) return null;
  const degrees = (part: string): number => Number(part.replace(',', '.'));
  const [latitude, longitude] = [degrees(found[1]!), degrees(found[2]!)];
  return Math.abs(latitude) <= 90 && Math.abs(longitude) <= 180 ? { latitude, longitude } : null;
}
