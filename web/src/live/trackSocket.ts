// Keeps the binary socket of tracks open. On connect the service sends names and states anew: nothing is resumed.
import { API } from '../api/client';
import { waitMs } from './backoff';
import { type TrackReader, readTrackMessage } from './trackWire';

export interface TrackSocketHandlers {
  readonly reader: TrackReader;
  open(): void;
  lost(): void;
  /** After each message: time to draw. */
  drawn(): void;
}

export function openTrackSocket(handlers: TrackSocketHandlers): () => void {
  let attempt = 0;
  let stopped = false;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let socket: WebSocket | undefined;

  const connect = (): void => {
    const address = new URL(`${API}/tracks/live`, location.href);
    address.protocol = address.protocol === 'https:' ? 'wss:' : 'ws:';
    socket = new WebSocket(address);
    socket.binaryType = 'arraybuffer';
    socket.onopen = () => {
      attempt = 0;
      handlers.open();
    };
    socket.onmessage = ({ data }) => {
      if (!(data instanceof ArrayBuffer)) return;
      const fault = readTrackMessage(data, handlers.reader);
      if (fault) console.warn(`tracks/live: message of ${data.byteLength} bytes: ${fault}`);
      handlers.drawn();
    };
    socket.onclose = () => {
      if (stopped) return;
      handlers.lost();
      timer = setTimeout(connect, waitMs(attempt++, Math.random()));
    };
  };

  connect();
  return () => {
    stopped = true;
    clearTimeout(timer);
    socket?.close();
  };
}
