// The binary live feed of tracks. Little-endian; the first byte says the kind of message:
//   1 names:   repeated { u32 track, u8 class, u8 scheme, u16 length, UTF-8 "identity 0x1F name" }
//   2 updates: i64 time in microseconds, then 20 bytes each { u32 track, i32 latitude, i32 longitude in 1e-7 degrees,
//              u16 course in 0.01 degrees, u16 speed in 0.1 m/s, u16 sigma in metres, u8 standing, u8 flags }
// In an exercise the highest bit of the kind is set.

export interface TrackName {
  readonly track: number;
  readonly class: number;
  readonly scheme: number;
  readonly identity: string;
  readonly name: string;
}

export interface TrackState {
  readonly track: number;
  readonly latitudeDeg: number;
  readonly longitudeDeg: number;
  readonly courseDeg: number | null;
  readonly speedMps: number | null;
  readonly sigmaM: number;
  readonly standing: number;
}

export interface TrackReader {
  name(name: TrackName): void;
  /** Called once for each message of updates, before its records. */
  time(unixMicroseconds: number): void;
  state(state: TrackState): void;
}

export type WireFault = 'empty' | 'unknownKind' | 'cutShort';

export const RECORD_BYTES = 20;
const NAME_HEAD_BYTES = 8;
const UNKNOWN = 0xffff;
const NAMES = 1;
const UPDATES = 2;
const EXERCISE = 0x80;

/** Reads one message; what stands before a fault has been handed over. */
export function readTrackMessage(buffer: ArrayBuffer, reader: TrackReader): WireFault | null {
  if (buffer.byteLength === 0) return 'empty';
  const view = new DataView(buffer);
  const kind = view.getUint8(0) & ~EXERCISE;
  if (kind === NAMES) return readNames(view, reader);
  if (kind === UPDATES) return readUpdates(view, reader);
  return 'unknownKind';
}

function readNames(view: DataView, reader: TrackReader): WireFault | null {
  const utf8 = new TextDecoder();
  let at = 1;
  while (at < view.byteLength) {
    if (at + NAME_HEAD_BYTES > view.byteLength) return 'cutShort';
    const length = view.getUint16(at + 6, true);
    const start = at + NAME_HEAD_BYTES;
    if (start + length > view.byteLength) return 'cutShort';
    const text = utf8.decode(new Uint8Array(view.buffer, view.byteOffset + start, length));
    const split = text.indexOf('\u001f');
    reader.name({
      track: view.getUint32(at, true),
      class: view.getUint8(at + 4),
      scheme: view.getUint8(at + 5),
      identity: split < 0 ? text : text.slice(0, split),
      name: split < 0 ? '' : text.slice(split + 1),
    });
    at = start + length;
  }
  return null;
}

function readUpdates(view: DataView, reader: TrackReader): WireFault | null {
  if (view.byteLength < 9) return 'cutShort';
  reader.time(Number(view.getBigInt64(1, true)));
  let at = 9;
  for (; at + RECORD_BYTES <= view.byteLength; at += RECORD_BYTES) {
    const course = view.getUint16(at + 12, true);
    const speed = view.getUint16(at + 14, true);
    reader.state({
      track: view.getUint32(at, true),
      latitudeDeg: view.getInt32(at + 4, true) / 1e7,
      longitudeDeg: view.getInt32(at + 8, true) / 1e7,
      courseDeg: course === UNKNOWN ? null : course / 100,
      speedMps: speed === UNKNOWN ? null : speed / 10,
      sigmaM: view.getUint16(at + 16, true),
      standing: view.getUint8(at + 18),
    });
  }
  return at === view.byteLength ? null : 'cutShort';
}
