// Keeps the report form of the field on the device, so that it opens without a connection. It keeps the page and its
// own scripts, style and fonts: never an answer of the service, and nothing of the watch floor's data.
const CACHE = 'trucewatch-field-1';
const PAGE = '/field';
const isOwnFile = (path) => path.startsWith('/assets/') || path === '/icon.svg';

self.addEventListener('install', (event) => {
  event.waitUntil(
    caches
      .open(CACHE)
      .then((cache) => cache.addAll([PAGE, '/icon.svg']))
      .then(() => self.skipWaiting()),
  );
});

self.addEventListener('activate', (event) => {
  event.waitUntil(
    caches
      .keys()
      .then((names) => Promise.all(names.filter((name) => name !== CACHE).map((name) => caches.delete(name))))
      .then(() => self.clients.claim()),
  );
});

// What the form loads is kept when the form says which files that were.
self.addEventListener('message', (event) => {
  const files = Array.isArray(event.data?.files) ? event.data.files.filter((file) => isOwnFile(String(file))) : [];
  event.waitUntil(
    caches
      .open(CACHE)
      .then((cache) => cache.addAll([PAGE, ...files]).then(() => leaveOut(cache, files)))
      .then(() => event.ports[0]?.postMessage('kept'))
      .catch(() => event.ports[0]?.postMessage('failed')),
  );
});

self.addEventListener('fetch', (event) => {
  const url = new URL(event.request.url);
  if (event.request.method !== 'GET' || url.origin !== self.location.origin) return;
  if (url.pathname === PAGE) event.respondWith(newest(event.request));
  else if (isOwnFile(url.pathname)) event.respondWith(kept(event.request));
});

/** Files of an older build are not kept once those of this one are. */
async function leaveOut(cache, files) {
  const requests = await cache.keys();
  const old = requests.filter(({ url }) => {
    const { pathname } = new URL(url);
    return pathname.startsWith('/assets/') && !files.includes(pathname);
  });
  await Promise.all(old.map((request) => cache.delete(request)));
}

/** The page itself from the service where that answers, else the one that is kept. */
async function newest(request) {
  try {
    const answer = await fetch(request);
    if (answer.ok) return answer;
  } catch {
    // No connection: that is what this worker is for.
  }
  return (await caches.match(PAGE)) ?? Response.error();
}

/** Files whose names change with their content: the kept one is the right one. */
async function kept(request) {
  return (await caches.match(request)) ?? fetch(request);
}
