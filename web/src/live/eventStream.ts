// Keeps the stream of events open: resumes after the last event seen, and waits longer after each failure.
import { API } from '../api/client';
import { waitMs } from './backoff';
import { EventLines, type ServerEvent } from './eventLines';

export interface EventStreamHandlers {
  event(event: ServerEvent): void;
  open(): void;
  lost(): void;
  /** The session is over: nothing more is tried. */
  signedOut(): void;
}

/** A stream that says nothing for so long is taken for dead; the floor speaks about every second. */
const SILENCE_MS = 12_000;

export function openEventStream(handlers: EventStreamHandlers): () => void {
  const stop = new AbortController();
  void keepOpen(handlers, stop.signal);
  return () => stop.abort();
}

async function keepOpen(handlers: EventStreamHandlers, stop: AbortSignal): Promise<void> {
  let lastId = '';
  let attempt = 0;
  while (!stop.aborted) {
    try {
      const ended = await readOnce(lastId, stop, {
        open: () => {
          attempt = 0;
          handlers.open();
        },
        event: (event) => {
          lastId = event.lastId;
          handlers.event(event);
        },
      });
      if (ended === 'signedOut') {
        handlers.signedOut();
        return;
      }
    } catch {
      // Every failure here is the connection's; the wait below is the answer to all of them.
    }
    if (stop.aborted) return;
    handlers.lost();
    await pause(waitMs(attempt++, Math.random()), stop);
  }
}

async function readOnce(
  lastId: string,
  stop: AbortSignal,
  on: Pick<EventStreamHandlers, 'open' | 'event'>,
): Promise<'ended' | 'signedOut'> {
  const silence = new AbortController();
  const giveUp = () => silence.abort();
  let timer = setTimeout(giveUp, SILENCE_MS);
  try {
    const answer = await fetch(`${API}/events`, {
      headers: { accept: 'text/event-stream', ...(lastId ? { 'last-event-id': lastId } : {}) },
      credentials: 'same-origin',
      cache: 'no-store',
      signal: AbortSignal.any([stop, silence.signal]),
    });
    if (answer.status === 401 || answer.status === 403) return 'signedOut';
    if (!answer.ok || !answer.body) throw new Error(`events: ${answer.status}`);
    on.open();
    const lines = new EventLines(lastId);
    const reader = answer.body.pipeThrough(new TextDecoderStream()).getReader();
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return 'ended';
      clearTimeout(timer);
      timer = setTimeout(giveUp, SILENCE_MS);
      for (const event of lines.push(value)) on.event(event);
    }
  } finally {
    clearTimeout(timer);
  }
}

const pause = (ms: number, stop: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    const timer = setTimeout(resolve, ms);
    stop.addEventListener(
      'abort',
      () => {
        clearTimeout(timer);
        resolve();
      },
      { once: true },
    );
  });
