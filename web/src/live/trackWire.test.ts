import { describe, expect, it } from 'vitest';
import { type TrackName, type TrackState, readTrackMessage } from './trackWire';

function read(bytes: Uint8Array) {
  const names: TrackName[] = [];
  const states: TrackState[] = [];
  let timeUs = 0;
  const fault = readTrackMessage(bytes.slice().buffer as ArrayBuffer, {
    name: (name) => names.push(name),
    state: (state) => states.push(state),
    time: (us) => (timeUs = us),
  });
  return { names, states, timeUs, fault };
}

function update(course: number, speed: number): Uint8Array {
  const bytes = new Uint8Array(29);
  const view = new DataView(bytes.buffer);
  view.setUint8(0, 2);
  view.setBigInt64(1, 1_936_491_000_123_456n, true);
  view.setUint32(9, 4_000_000_001, true);
  view.setInt32(13, 474_123_456, true);
  view.setInt32(17, -361_234_567, true);
  view.setUint16(21, course, true);
  view.setUint16(23, speed, true);
  view.setUint16(25, 65_535, true);
  view.setUint8(27, 2);
  return bytes;
}

describe('updates', () => {
  it('are read field by field', () => {
    const { states, timeUs, fault } = read(update(35_999, 123));
    expect(fault).toBeNull();
    expect(timeUs).toBe(1_936_491_000_123_456);
    expect(states).toEqual([
      {
        track: 4_000_000_001,
        latitudeDeg: 47.4123456,
        longitudeDeg: -36.1234567,
        courseDeg: 359.99,
        speedMps: 12.3,
        sigmaM: 65_535,
        standing: 2,
      },
    ]);
  });

  it('keep unknown course and speed unknown', () => {
    expect(read(update(65_535, 65_535)).states[0]).toMatchObject({ courseDeg: null, speedMps: null });
  });

  it('may be none', () => expect(read(update(0, 0).slice(0, 9))).toMatchObject({ states: [], fault: null }));

  it('cut short are a fault, and whole records before the cut are kept', () => {
    const two = new Uint8Array([...update(1, 1), ...update(1, 1).slice(9)]);
    expect(read(two.slice(0, -1))).toMatchObject({ fault: 'cutShort', states: [{ track: 4_000_000_001 }] });
    expect(read(two.slice(0, 8)).fault).toBe('cutShort');
  });
});

describe('names', () => {
  const words = new TextEncoder().encode('MMSI 271000001\u001fЧайка');
  const message = new Uint8Array([1, 7, 0, 0, 0, 1, 3, words.length, 0, ...words]);

  it('are split into identity and name', () => {
    expect(read(message).names).toEqual([{ track: 7, class: 1, scheme: 3, identity: 'MMSI 271000001', name: 'Чайка' }]);
  });

  it('cut short are a fault at every cut', () => {
    for (let length = 2; length < message.length; length++)
      expect(read(message.slice(0, length)).fault).toBe('cutShort');
  });
});

it('calls an unknown kind and an empty message by their names', () => {
  expect(read(Uint8Array.of(3)).fault).toBe('unknownKind');
  expect(read(new Uint8Array()).fault).toBe('empty');
});
