// The text form of server-sent events, cut into events as it arrives. The browser's own EventSource gives up on errors
// and cannot be told where to resume, so the page reads the stream itself.

export interface ServerEvent {
  readonly type: string;
  readonly data: string;
  /** The last id seen up to this event; empty before the first. */
  readonly lastId: string;
}

const MAX_LINE_CHARS = 1 << 20;
const MAX_DATA_CHARS = 4 << 20;

export class EventLines {
  #rest = '';
  #type = '';
  #data: string[] = [];
  #chars = 0;
  #lastId = '';

  constructor(lastId = '') {
    this.#lastId = lastId;
  }

  /** Takes the next piece of text and gives the events that it completes. */
  push(text: string): ServerEvent[] {
    const events: ServerEvent[] = [];
    const lines = (this.#rest + text).split(/\r\n|\n|\r(?!$)/);
    this.#rest = lines.pop() ?? '';
    if (this.#rest.length > MAX_LINE_CHARS) throw new Error(`event line longer than ${MAX_LINE_CHARS} characters`);
    for (const line of lines) this.#line(line, events);
    return events;
  }

  #line(line: string, events: ServerEvent[]): void {
    if (line === '') {
      if (this.#data.length > 0) {
        events.push({ type: this.#type || 'message', data: this.#data.join('\n'), lastId: this.#lastId });
      }
      this.#type = '';
      this.#data = [];
      this.#chars = 0;
      return;
    }
    const colon = line.indexOf(':');
    if (colon === 0) return;
    const field = colon < 0 ? line : line.slice(0, colon);
    const value = colon < 0 ? '' : line.slice(colon + 1).replace(/^ /, '');
    if (field === 'event') this.#type = value;
    if (field === 'id' && !value.includes('\0')) this.#lastId = value;
    if (field === 'data') {
      this.#chars += value.length;
      if (this.#chars > MAX_DATA_CHARS) throw new Error(`event longer than ${MAX_DATA_CHARS} characters`);
      this.#data.push(value);
    }
  }
}
