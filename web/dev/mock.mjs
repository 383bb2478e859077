// Serves the built page and the service's API from a made-up world, for looking at the page and for its own tests.
// Its proofs are real: a log signed with a key of this run. Loopback only. Sign in with any token.
//   node dev/mock.mjs [--port 5199] [--tracks 600] [--hz 5|1] [--late-seal]
import { createHash, randomBytes } from 'node:crypto';
import { existsSync, readFileSync, statSync } from 'node:fs';
import { createServer } from 'node:http';
import { dirname, extname, join, normalize } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { caseAnswer } from './case.mjs';
import { SmallLog } from './log.mjs';
import { AGREEMENT, MAP, STORY, THEATRE, makeTracks, namesMessage, seeded, step, updatesMessage } from './world.mjs';

const option = (name, otherwise) => {
  const at = process.argv.indexOf(`--${name}`);
  return at < 0 ? otherwise : (process.argv[at + 1] ?? otherwise);
};
const PORT = Number(option('port', '5199'));
const SPEED = 6;
const DIST = join(dirname(fileURLToPath(import.meta.url)), '..', 'dist');
const POLICY =
  "default-src 'self'; img-src 'self' data:; worker-src 'self'; object-src 'none'; " +
  "base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
const TYPES = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript',
  '.mjs': 'text/javascript',
  '.css': 'text/css',
  '.json': 'application/json',
  '.svg': 'image/svg+xml',
  '.woff2': 'font/woff2',
  '.woff': 'font/woff',
};

const WATCHED = { state: 'Watched', watchedKm2H: 5_124, wholeKm2H: 38_400, share: 0.1334 };

const startedMs = Date.now();
const zeroMs = Date.parse('2031-05-14T02:10:00Z');
const nowMs = () => zeroMs + (Date.now() - startedMs) * SPEED;
const time = (ms) => new Date(ms).toISOString();
const log = new SmallLog('trucewatch.example/EXERCISE/mock');
const tracks = makeTracks(Number(option('tracks', '600')));
const session = randomBytes(16).toString('hex');
const incidents = new Map();
const facts = new Map();
const listeners = new Set();
const seen = new Set();
const sockets = new Set();
let nextFact = 1200;
let checkpointAt = null;

function publish({ at, closed, ...told }) {
  const clause = AGREEMENT.clauses.find((one) => one.id === told.clause);
  const firstMs = at > 0 ? nowMs() : zeroMs + at * 1000;
  const factNumber = nextFact++;
  const incident = {
    revision: 2,
    status: closed ? 'Closed' : 'Open',
    first: time(firstMs),
    last: time(firstMs + 45_000),
    knownAt: time(firstMs + 46_000),
    firstSeenInside: false,
    detections: [1, 2, 3],
    ...told,
    title: clause.title.en,
    outcomes: told.readingsTried.map((reading) => ({
      reading,
      determination: told.readings.includes(reading) ? 'Breach' : 'Undetermined',
    })),
    factNumber,
  };
  incident.detectionFacts = told.actors.map((actor) => {
    const number = nextFact++;
    facts.set(number, log.append(Buffer.from(`fact ${JSON.stringify({ fact: 'detection', number, actor })}\n`), true));
    return number;
  });
  const payload = { fact: 'incident', number: factNumber, ...incident };
  facts.set(factNumber, log.append(Buffer.from(`fact ${JSON.stringify(payload)}\n`), true));
  incidents.set(told.id, incident);
  say('incident', summary(incident), factNumber);
}

function seal() {
  log.sign();
  checkpointAt = time(nowMs());
  say('record', { size: log.signedSize, checkpointAt });
}

const indexOf = (factNumber) => {
  const index = facts.get(factNumber);
  return index !== undefined && index < log.signedSize ? index : null;
};
const summary = (incident) => ({ ...incident, logIndex: indexOf(incident.factNumber) });

function say(event, data, id) {
  const words = `event: ${event}\n${id === undefined ? '' : `id: ${id}\n`}data: ${JSON.stringify(data)}\n\n`;
  for (const listener of listeners) listener.write(words);
}

function floor() {
  const random = seeded(3);
  const bins = (share) => Array.from({ length: 96 }, (_, i) => (random() < share || i > 92 ? 1 : 0));
  const feeds = [
    ['ais-west', 'ais', 48210, { checksum: 12, truncated: 3 }],
    ['ais-east', 'ais', 45933, { checksum: 9 }],
    ['cot-posts', 'cot', 9120, { dtd: 1 }],
    ['reports', 'report', 43, {}],
  ];
  return {
    exercise: true,
    exerciseName: 'Quiet morning',
    audience: 'mission',
    now: time(nowMs()),
    speed: SPEED,
    agreement: AGREEMENT,
    theatre: THEATRE,
    record: { size: log.signedSize, checkpointAt, origin: log.origin, vkey: log.vkey },
    feeds: feeds.map(([name, format, frames, faults], i) => ({
      name,
      format,
      frames,
      faults,
      lastReceivedAt: time(nowMs() - (i === 3 ? 900_000 : 2_000)),
    })),
    openIncidents: {
      count: [...incidents.values()].filter((one) => one.status === 'Open').length,
      coverage: { ...WATCHED, from: time(zeroMs - 7_200_000), until: time(nowMs()) },
    },
    tracks: tracks.length,
    heard: feeds.map(([feed], i) => ({
      feed,
      bins: bins([0.86, 0.8, 0.55, 0.1][i]).map((b, j) => (i === 3 && j > 88 ? 0 : b)),
    })),
    heardFrom: time(zeroMs - 7_200_000),
    heardTo: time(nowMs()),
  };
}

/** A quarter of the ground is watched, the rest is not. */
function coverage() {
  const sum = (side, light, modality, share) => ({
    side,
    light,
    modality,
    watchedKm2H: 4_800 * share,
    lookedKm2H: 4_800 * Math.min(1, 1.3 * share),
    wholeKm2H: 4_800,
    share,
  });
  const [west, south, east, north] = THEATRE;
  const place = { latitude: (south + north) / 2, longitude: (west + east) / 2 };
  const when = { from: time(nowMs() - 7_200_000), until: time(nowMs()) };
  return {
    state: 'Watched',
    ...when,
    now: time(nowMs()),
    cellM: 1_000,
    sums: [
      sum(null, 'Any', 'all', 0.26),
      ...AGREEMENT.parties.flatMap(({ id }) => [sum(id, 'Day', 'all', 0.31), sum(id, 'Night', 'all', 0.02)]),
      sum(null, 'Any', 'thermal', 0.26),
      sum(null, 'Any', 'human', 0),
    ],
    gaps: [{ zone: null, side: AGREEMENT.parties[0].id, ...place, areaKm2: 256, ...when, share: 0 }],
    blindSpots: [
      { cause: 'Restriction', by: 'not known', modality: 'human', ...place, radiusM: 4_000, ...when, lostKm2H: 100 },
    ],
    models: [],
  };
}

function coverageMap() {
  const [columns, rows] = [60, 40];
  const [west, south, east, north] = THEATRE;
  const cells = Uint8Array.from({ length: columns * rows }, (_, i) => (i % columns < 15 ? 40 + 3 * (i % columns) : 1));
  return {
    state: 'Watched',
    columns,
    rows,
    westDeg: west,
    eastDeg: east,
    rowEdgesDeg: Array.from({ length: rows + 1 }, (_, i) => south + ((north - south) * i) / rows),
    cellsGzipBase64: gzipSync(cells).toString('base64'),
  };
}

function incidentFile(id) {
  const incident = incidents.get(id);
  if (!incident) return null;
  const { revision, factNumber, knownAt, status, pInside, marginM, last, first } = incident;
  return {
    incident: summary(incident),
    clause: AGREEMENT.clauses.find((one) => one.id === incident.clause),
    coverage: WATCHED,
    revisions: [
      {
        revision: 1,
        factNumber: factNumber - 1,
        logIndex: factNumber - 60,
        knownAt: first,
        status: 'Open',
        pInside,
        marginM,
        last: first,
      },
      { revision, factNumber, logIndex: indexOf(factNumber), knownAt, status, pInside, marginM, last },
    ],
    detectionFacts: incident.detectionFacts,
    detections: incident.actors.map((actor, i) => ({
      id: i + 1,
      kind: incident.countMin ? 'Reported' : 'Entered',
      clause: incident.clause,
      reading: 'a',
      incidentClass: incident.class,
      zone: incident.zone,
      actor,
      at: time(Date.parse(first) + i * 20_000),
      knownAt,
      pInside,
      marginM,
      words: incident.countMin
        ? ['Heard 14 to 16 impacts, no line of sight.', '17 impacts on two microphones.', 'Smoke over the tree line.'][
            i
          ]
        : null,
      means: [incident.means[i] ?? incident.means[0]],
      frames: [],
    })),
  };
}

function frameFile(feed, sequence) {
  const texts = {
    'cot-posts': [
      `<event version="2.0" uid="E-214" type="a-u-G-E-V" time="${time(nowMs())}" how="m-g">`,
      '  <point lat="47.74" lon="36.62" hae="112.0" ce="95" le="40"/>',
      '</event>',
    ].join('\n'),
    reports:
      '{"schema":"report/1","class":"fire.shelling","by":"post 11","count":{"min":14,"max":17},\n' +
      ' "words":"17 impacts on two microphones."}',
  };
  const text = texts[feed] ?? '!AIVDM,1,1,,A,15RTgt0PAso;90TKcjM8h6g208CQ,0*4A\r\n';
  return {
    feed,
    sequence,
    receivedAt: time(nowMs() - 60_000),
    bytesBase64: Buffer.from(text).toString('base64'),
    text,
    segment: sequence % 2 ? { digest: createHash('sha256').update(text).digest('hex'), logIndex: 1101 } : null,
  };
}

function history(id) {
  const one = tracks[id - 1];
  if (!one) return { items: [] };
  const rad = (one.course * Math.PI) / 180;
  const items = Array.from({ length: 60 }, (_, i) => {
    const d = ((60 - i) * 60 * one.speed) / 111_200;
    return {
      at: time(nowMs() - (60 - i) * 60_000),
      latitude: one.latitude - d * Math.cos(rad),
      longitude: one.longitude - (d * Math.sin(rad + Math.sin(i / 9) * 0.2)) / 0.68,
      sigmaM: one.sigma,
      standing: 'outside',
    };
  });
  return { items };
}

/** What fits a question, as the service would say it. */
function listed(query) {
  const is = (name, value) => !query.get(name) || query.get(name) === value;
  const words = (query.get('text') ?? '').toLowerCase().split(' ').filter(Boolean);
  return [...incidents.values()].map(summary).filter(
    (one) =>
      (is('status', 'all') || is('status', one.status.toLowerCase())) &&
      is('zone', one.zone) &&
      (!query.get('class') || one.class.startsWith(query.get('class'))) &&
      (!query.get('side') ||
        (one.parties.length === 0 ? is('side', 'undetermined') : one.parties.some((id) => is('side', id)))) &&
      (!query.get('reading') || one.readings.includes(query.get('reading'))) &&
      (!query.get('from') || one.last >= query.get('from')) &&
      words.every((word) => JSON.stringify(one).toLowerCase().includes(word)),
  );
}

function answer(method, path, query) {
  const parts = path.split('/').filter(Boolean);
  if (method === 'GET' && path === '/floor') return floor();
  if (method === 'GET' && path === '/agreement') return AGREEMENT;
  if (method === 'GET' && path === '/agreement/map') return MAP;
  if (path === '/me') return { person: 'operator', role: 'WatchOfficer', nation: 'mission', party: null };
  if (path === '/acknowledgements') return { incidents: [...seen].sort(), may: true };
  if (method === 'GET' && path === '/shift') return { items: [], may: true };
  if (method === 'GET' && path === '/tracks') return { items: [] };
  if (method === 'GET' && path === '/coverage') return coverage();
  if (method === 'GET' && path === '/coverage/map') return coverageMap();
  if (method === 'GET' && path === '/incidents') {
    return { items: listed(query), coverage: WATCHED, next: null };
  }
  if (parts[0] === 'incidents' && parts[1]) return incidentFile(decodeURIComponent(parts[1]));
  if (parts[0] === 'frames') return frameFile(decodeURIComponent(parts[1]), Number(parts[2]));
  if (parts[0] === 'tracks' && parts[2] === 'history') return history(Number(parts[1]));
  if (parts[0] === 'facts') {
    const index = facts.get(Number(parts[1]));
    return index === undefined ? null : (log.proof(Number(parts[1]), index) ?? 409);
  }
  return caseAnswer(parts);
}

function api(request, response, url) {
  const path = url.pathname.slice('/api/v1'.length);
  if (path === '/session' && request.method === 'POST') {
    response.writeHead(204, { 'set-cookie': `session=${session}; HttpOnly; SameSite=Strict; Path=/` }).end();
    return;
  }
  if (!signedIn(request)) return problem(response, 401, 'no session');
  if (path === '/events') {
    response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' });
    listeners.add(response);
    response.on('close', () => listeners.delete(response));
    return;
  }
  const body = answer(request.method, path, url.searchParams);
  if (body === null) return problem(response, 404, `nothing at ${path}`);
  if (body === 409) return problem(response, 409, 'not sealed yet');
  response
    .writeHead(200, { 'content-type': 'application/json', 'cache-control': 'no-store' })
    .end(JSON.stringify(body));
}

const signedIn = (request) => (request.headers.cookie ?? '').includes(`session=${session}`);

function problem(response, status, detail) {
  response.writeHead(status, { 'content-type': 'application/problem+json' }).end(JSON.stringify({ status, detail }));
}

function page(response, url) {
  const wanted = join(DIST, normalize(url.pathname));
  const file =
    wanted.startsWith(DIST) && existsSync(wanted) && statSync(wanted).isFile() ? wanted : join(DIST, 'index.html');
  if (!existsSync(file)) return problem(response, 404, 'no build: run npm run build first');
  response.writeHead(200, {
    'content-type': TYPES[extname(file)] ?? 'application/octet-stream',
    'content-security-policy': POLICY,
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'no-referrer',
  });
  response.end(readFileSync(file));
}

/** One unmasked binary WebSocket frame (RFC 6455, 5.2). */
function frame(payload) {
  const head = payload.length < 65536 ? Buffer.alloc(4) : Buffer.alloc(10);
  head[0] = 0x82;
  head[1] = payload.length < 65536 ? 126 : 127;
  if (payload.length < 65536) head.writeUInt16BE(payload.length, 2);
  else head.writeBigUInt64BE(BigInt(payload.length), 2);
  return Buffer.concat([head, payload]);
}

const server = createServer((request, response) => {
  const url = new URL(request.url, 'http://127.0.0.1');
  if (url.pathname.startsWith('/api/v1')) api(request, response, url);
  else page(response, url);
});
server.on('upgrade', (request, socket) => {
  if (!signedIn(request)) return socket.destroy();
  const accept = createHash('sha1')
    .update(`${request.headers['sec-websocket-key']}258EAFA5-E914-47DA-95CA-C5AB0DC85B11`)
    .digest('base64');
  socket.write(
    'HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n' +
      `Sec-WebSocket-Accept: ${accept}\r\n\r\n`,
  );
  socket.on('error', () => socket.destroy());
  socket.on('close', () => sockets.delete(socket));
  socket.on('data', () => {});
  socket.write(frame(namesMessage(tracks)));
  socket.write(frame(updatesMessage(tracks, nowMs())));
  sockets.add(socket);
});

for (let i = 0; i < 1150; i++) log.append(Buffer.from(`filler ${i}\n`), true);
for (const one of STORY.filter((s) => s.at <= 0)) publish(one);
seal();
setInterval(seal, process.argv.includes('--late-seal') ? 15_000 : 2_000);
for (const one of STORY.filter((s) => s.at > 0)) setTimeout(() => publish(one), one.at * 1000);
// The service sends what changed five times a second: with --hz 1 each track is in every fifth message.
const TURNS = option('hz', '5') === '1' ? 5 : 1;
let turn = 0;
setInterval(() => {
  step(tracks, 0.2 * SPEED);
  turn = (turn + 1) % TURNS;
  const message = frame(updatesMessage(TURNS === 1 ? tracks : tracks.filter((_, i) => i % TURNS === turn), nowMs()));
  for (const socket of sockets) socket.write(message);
}, 200);
setInterval(() => say('floor', floor()), 1000);
server.listen(PORT, '127.0.0.1', () => console.log(`mock: http://127.0.0.1:${PORT}/sign-in#mock`));
