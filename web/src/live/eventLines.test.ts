import { expect, it } from 'vitest';
import { FIRST_WAIT_MS, LONGEST_WAIT_MS, waitMs } from './backoff';
import { EventLines } from './eventLines';

const STREAM =
  ': hello\n\nevent: incident\nid: 12\ndata: {"a":\ndata: 1}\n\nevent: record\r\ndata: {}\r\n\r\nid: 13\n\ndata: x\n\n';
const EVENTS = [
  { type: 'incident', data: '{"a":\n1}', lastId: '12' },
  { type: 'record', data: '{}', lastId: '12' },
  { type: 'message', data: 'x', lastId: '13' },
];

it('reads the same events wherever the stream is cut', () => {
  for (let cut = 0; cut <= STREAM.length; cut++) {
    const lines = new EventLines();
    expect([...lines.push(STREAM.slice(0, cut)), ...lines.push(STREAM.slice(cut))], `cut at ${cut}`).toEqual(EVENTS);
  }
});

it('hands on the id from which it resumed', () => {
  expect(new EventLines('7').push('data: x\n\n')).toEqual([{ type: 'message', data: 'x', lastId: '7' }]);
});

it('refuses a line without end', () => {
  const lines = new EventLines();
  expect(() => {
    for (let i = 0; i < 40; i++) lines.push('x'.repeat(1 << 16));
  }).toThrow(/longer than/);
});

it('waits longer after each failure, up to a limit', () => {
  expect(waitMs(0, 1)).toBe(FIRST_WAIT_MS);
  expect(waitMs(1, 1)).toBe(2 * FIRST_WAIT_MS);
  expect(waitMs(1000, 1)).toBe(LONGEST_WAIT_MS);
  expect(waitMs(3, 0)).toBe(waitMs(3, 1) / 2);
});
