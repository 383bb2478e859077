// Asks the browser to keep the form on the device. Browsers do so only for pages that come by TLS or from this machine.

const WORKER = '/field-worker.js';

/** True when the form will open without a connection from now on. */
export async function keepOffline(): Promise<boolean> {
  const { serviceWorker } = navigator;
  if (!serviceWorker || !isSecureContext) return false;
  try {
    await serviceWorker.register(WORKER);
    const { active } = await serviceWorker.ready;
    return active !== null && (await keepFiles(active, ownFiles()));
  } catch {
    return false;
  }
}

/** Everything of this service that the page has loaded so far. */
function ownFiles(): string[] {
  const loaded = performance
    .getEntriesByType('resource')
    .map(({ name }) => new URL(name))
    .filter(({ origin, pathname }) => origin === location.origin && pathname.startsWith('/assets/'));
  return [...new Set(loaded.map(({ pathname }) => pathname))];
}

const keepFiles = (worker: ServiceWorker, files: readonly string[]): Promise<boolean> =>
  new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = ({ data }) => resolve(data === 'kept');
    worker.postMessage({ files }, [port2]);
  });
