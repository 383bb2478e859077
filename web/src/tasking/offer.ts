// An offer as the form says it: a route, a ring or a place, in the words of the service.
import type { LookTask, TaskingAct } from '../api/types';

export interface OfferFields {
  readonly kind: LookTask['kind'];
  readonly modality: string;
  /** One place a line: latitude, longitude. */
  readonly places: string;
  readonly from: string;
  readonly until: string;
  /** Of a drone the swath, of a post the range, in metres. */
  readonly widthM: number;
  readonly lowM: number;
  readonly highM: number;
  readonly request: string;
  readonly isForMission: boolean;
}

type Place = readonly [number, number];

/** How many places a kind needs. */
const LEAST: Record<LookTask['kind'], number> = { Drone: 2, Patrol: 2, Pass: 3, Post: 1 };

/** The places of a text, or null where a line is none. */
export function placesOf(text: string): Place[] | null {
  const lines = text.split('\n').map((line) => line.trim()).filter(Boolean);
  const places = lines.map((line) => line.split(/[\s,;]+/).filter(Boolean).map(Number));
  const isGood = places.every(
    (place) => place.length === 2 && Math.abs(place[0]!) <= 90 && Math.abs(place[1]!) <= 180,
  );
  return isGood ? places.map((place) => [place[0]!, place[1]!] as const) : null;
}

/** When each place of a route is reached at an even speed, the first at the begin and the last at the end. */
export function timesAlong(places: readonly Place[], from: string, until: string): string[] {
  const legs = places.slice(1).map((to, index) => {
    const [latitude, longitude] = places[index]!;
    const east = (to[1] - longitude) * Math.cos((((to[0] + latitude) / 2) * Math.PI) / 180);
    return Math.hypot(to[0] - latitude, east);
  });
  const whole = legs.reduce((sum, leg) => sum + leg, 0);
  const [begin, end] = [Date.parse(from), Date.parse(until)];
  let gone = 0;
  return places.map((_, index) => {
    gone += index === 0 ? 0 : legs[index - 1]!;
    const share = whole === 0 ? index / Math.max(1, places.length - 1) : gone / whole;
    return new Date(begin + Math.round((end - begin) * share)).toISOString();
  });
}

/** The act, or null where the places are not what the kind needs. */
export function offerOf(fields: OfferFields, nation: string): TaskingAct | null {
  const places = placesOf(fields.places);
  if (!places || places.length < LEAST[fields.kind]) return null;
  const { kind, from, until, widthM } = fields;
  const modality = kind === 'Patrol' ? {} : { modality: fields.modality };
  const times = timesAlong(places, from, until);
  const route = places.map((place, index) => ({ at: times[index]!, place }));
  const task: LookTask = {
    kind,
    id: '',
    owner: '',
    ...modality,
    ...(kind === 'Drone' ? { swathM: widthM, route } : {}),
    ...(kind === 'Patrol' ? { route } : {}),
    ...(kind === 'Pass' ? { from, until, footprint: [places] } : {}),
    ...(kind === 'Post'
      ? { from, until, watch: { at: places[0]!, rangeM: widthM, heightM: null, fromDeg: 0, toDeg: 0 } }
      : {}),
  };
  return {
    kind: 'Offer',
    task,
    ...(kind === 'Drone' ? { lowM: fields.lowM, highM: fields.highM } : {}),
    ...(fields.request ? { request: fields.request } : {}),
    release: {
      classification: 'Restricted',
      releasableTo: fields.isForMission ? ['mission', nation] : [nation],
      restrictions: [],
    },
  };
}
