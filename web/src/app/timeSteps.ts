// How far a key moves the time: the same in every view, so that a hand learns it once.

const MINUTE_MS = 60_000;
const PAGE_MS = 10 * MINUTE_MS;

/** Milliseconds to move by, an end of the time, or null: the key does not move it. */
export function timeSteps(key: string, spanMs: number): number | 'first' | 'live' | null {
  const minute = Math.min(MINUTE_MS, spanMs);
  const page = Math.min(PAGE_MS, spanMs);
  switch (key) {
    case 'ArrowLeft':
    case 'ArrowDown':
    case '[':
      return -minute;
    case 'ArrowRight':
    case 'ArrowUp':
    case ']':
      return minute;
    case 'PageDown':
      return -page;
    case 'PageUp':
      return page;
    case 'Home':
      return 'first';
    case 'End':
      return 'live';
    default:
      return null;
  }
}
