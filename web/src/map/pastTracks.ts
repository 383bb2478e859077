// Puts the states of a past time where the live ones would be, so that the map draws both alike.
import type { TrackAsKnown } from '../api/types';
import type { TrackReader } from '../live/trackWire';

const CLASSES = ['unknown', 'vessel', 'vehicle', 'person', 'aircraft', 'drone', 'installation'];
const STANDINGS = ['outside', 'undetermined', 'inside'];
/** A word that this page does not know must not look like one that it knows: unknown, or undetermined. */
const place = (words: readonly string[], word: string, otherwise: number): number =>
  words.includes(word) ? words.indexOf(word) : otherwise;

export function statesOf(items: readonly TrackAsKnown[], reader: TrackReader): void {
  for (const one of items) {
    reader.name({
      track: one.id,
      class: place(CLASSES, one.class, 0),
      scheme: 0,
      identity: one.identity,
      name: one.name ?? '',
    });
    reader.state({
      track: one.id,
      latitudeDeg: one.latitude,
      longitudeDeg: one.longitude,
      courseDeg: one.courseDeg ?? null,
      speedMps: one.speedMps,
      sigmaM: one.sigmaM,
      standing: place(STANDINGS, one.standing, 1),
    });
  }
}
