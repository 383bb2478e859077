import { describe, expect, it } from 'vitest';
import type { Agreement, ReadingGround } from '../api/types';
import { keyOf, oddOnesOf, partsOf } from './ground';

const ground = (clause: string, reading: string, more: Partial<ReadingGround> = {}): ReadingGround => ({
  clause,
  reading,
  zones: [],
  except: [],
  lines: [],
  ...more,
});

const zone = (id: string, areaKm2: number | null) =>
  ({ id, name: { en: id.toUpperCase() }, kind: 'land', definition: '', areaKm2 }) as const;

const AGREEMENT = {
  parties: [{ id: 'west', name: { en: 'West' } }],
  zones: [zone('a', 10), zone('b', 20)],
  clauses: [
    { id: '1', readings: [{ id: 'r', name: { en: 'As it stands' }, heldBy: ['west', 'third'], settings: '' }] },
  ],
} as unknown as Agreement;

describe('the ground of a reading', () => {
  it('is told in the words of the agreement', () => {
    const told = partsOf(AGREEMENT, ground('1', 'r', { zones: ['b'], except: ['a'], lines: ['front'] }));
    expect(told).toEqual({
      name: { en: 'As it stands' },
      heldBy: [{ en: 'West' }, { en: 'third' }],
      zones: [{ en: 'B' }],
      areaKm2: 20,
      except: [{ en: 'A' }],
      lines: ['front'],
      namesNone: false,
    });
  });

  it('is never a sum of zones that may lie over each other', () => {
    expect(partsOf(AGREEMENT, ground('1', 'r', { zones: ['a', 'b'] })).areaKm2).toBeNull();
  });

  it('names none where it only leaves ground out', () => {
    expect(partsOf(AGREEMENT, ground('1', 'r')).namesNone).toBe(true);
    expect(partsOf(AGREEMENT, ground('1', 'r', { except: ['a'] })).namesNone).toBe(true);
    expect(partsOf(AGREEMENT, ground('1', 'r', { lines: ['front'] })).namesNone).toBe(false);
  });
});

it('tells which readings take other ground than the first of their clause', () => {
  const odd = oddOnesOf([
    ground('1', 'plain', { zones: ['a'] }),
    ground('1', 'same', { zones: ['a'] }),
    ground('1', 'wide', { zones: ['a', 'b'] }),
    ground('2', 'plain', { zones: ['b'] }),
    ground('2', 'masked', { zones: ['b'], except: ['a'] }),
  ]);
  expect([...odd]).toEqual([
    keyOf({ clause: '1', reading: 'wide' }),
    keyOf({ clause: '2', reading: 'masked' }),
  ]);
});
