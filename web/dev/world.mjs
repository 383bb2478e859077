// The made-up world of the mock: a line, zones, feeds, moving tracks and a handful of incidents. All of it is invented.

export const THEATRE = [29.6, 44.6, 40.4, 50.2];
const LINE = [
  [32.15, 46.55],
  [33.1, 46.72],
  [33.9, 46.95],
  [34.6, 47.42],
  [35.4, 47.62],
  [36.2, 47.72],
  [36.9, 47.95],
  [37.45, 48.2],
  [37.75, 48.6],
  [38.05, 49.0],
  [38.0, 49.5],
  [37.9, 50.0],
];
const HALF_WIDTH_KM = 20;

const text = (en, uk, ru) => ({ en, uk, ru });

/** A coarse planar offset of the line, good enough to look at. */
function side(sign) {
  const moved = LINE.map((p, i) => {
    const a = LINE[Math.max(0, i - 1)];
    const b = LINE[Math.min(LINE.length - 1, i + 1)];
    const squeeze = Math.cos((p[1] * Math.PI) / 180);
    const [dx, dy] = [(b[0] - a[0]) * squeeze, b[1] - a[1]];
    const length = Math.hypot(dx, dy);
    const d = (sign * HALF_WIDTH_KM) / 111.2;
    return [p[0] - (dy / length) * (d / squeeze), p[1] + (dx / length) * d];
  });
  return [[...LINE, ...moved.reverse(), LINE[0]]];
}

const feature = (type, coordinates, properties) => ({ type: 'Feature', properties, geometry: { type, coordinates } });
const CORRIDOR = [
  [30.62, 46.42],
  [30.9, 46.3],
  [31.02, 45.9],
  [30.6, 45.2],
  [30.25, 44.7],
  [29.95, 44.75],
  [30.3, 45.3],
  [30.7, 45.92],
  [30.62, 46.2],
  [30.62, 46.42],
];
const SEA = [
  [31.1, 46.25],
  [32.3, 46.1],
  [32.4, 45.4],
  [31.6, 45.1],
  [31.0, 45.5],
  [31.1, 46.25],
];

export const MAP = {
  type: 'FeatureCollection',
  features: [
    feature('Polygon', side(1), {
      role: 'zone',
      id: 'west-land',
      name: 'Zone west of the line',
      kind: 'land',
      side: 'west',
    }),
    feature('Polygon', side(-1), {
      role: 'zone',
      id: 'east-land',
      name: 'Zone east of the line',
      kind: 'land',
      side: 'east',
    }),
    feature('Polygon', [SEA], { role: 'zone', id: 'sea-1', name: 'Sea area 1', kind: 'sea', side: null }),
    feature('Polygon', [CORRIDOR], {
      role: 'zone',
      id: 'corridor-w',
      name: 'Corridor W',
      kind: 'corridor',
      side: null,
    }),
    feature('LineString', LINE, { role: 'line', id: 'line', name: 'Agreed line', kind: 'line', side: null }),
  ],
};

const reading = (id, name, heldBy, settings) => ({ id, name, heldBy, settings });
const CLAUSES = [
  {
    id: '4.2',
    ruleKind: 'zone-entry',
    severity: 3,
    title: text('Vehicle inside the zone', 'Автомобіль у зоні', 'Автомобиль в зоне'),
    text: text(
      'No military vehicle of either party shall be within 20 km of the agreed line, on either side of it.',
      'Жоден військовий автомобіль жодної зі сторін не перебуває ближче ніж ' +
        'за 20 км від узгодженої лінії з будь-якого боку.',
      'Ни один военный автомобиль ни одной из сторон не находится ближе 20 км от согласованной линии с любой стороны.',
    ),
    ruleWords:
      'A vehicle counts as inside west-land or east-land when P(inside) ≥ 0.95 for 10 s; it has left when ' +
      'P(inside) ≤ 0.50 for 30 s. Between the two it is undetermined.',
    readings: [
      reading('a', text('Any vehicle'), ['west'], 'pInside 0.95 · dwell 10 s · leave 0.50 · classes vehicle'),
      reading(
        'b',
        text('Vehicles on the register'),
        ['east'],
        'pInside 0.95 · dwell 10 s · leave 0.50 · registered only',
      ),
    ],
  },
  {
    id: '7.1',
    ruleKind: 'zone-entry',
    severity: 2,
    title: text(
      'Vessel inside a closed sea area',
      'Судно в закритому морському районі',
      'Судно в закрытом морском районе',
    ),
    text: text(
      'No vessel of either party shall enter sea area 1 without notice given twelve hours before.',
      'Жодне судно жодної зі сторін не заходить до морського району 1 без повідомлення за дванадцять годин.',
    ),
    ruleWords: 'A vessel counts as inside sea-1 when P(inside) ≥ 0.95 for 60 s.',
    readings: [reading('a', text('As written'), ['west', 'east'], 'pInside 0.95 · dwell 60 s')],
  },
  {
    id: '4.5',
    ruleKind: 'report-class',
    severity: 4,
    title: text('Shelling reported', 'Повідомлено про обстріл', 'Сообщено об обстреле'),
    text: text(
      'No firing of weapons of any calibre into, from or across the zone.',
      'Жодної стрільби зі зброї будь-якого калібру в зону, із зони або через неї.',
      'Никакой стрельбы из оружия любого калибра в зону, из зоны или через неё.',
    ),
    ruleWords:
      'A written report of class fire.* whose place lies in a zone opens an incident. Reports within 10 min ' +
      'and 3 km are one incident.',
    readings: [reading('a', text('As written'), ['west', 'east'], 'window 10 min · radius 3 km')],
  },
];

export const AGREEMENT = {
  name: 'illustrative-eastern-line',
  title: text('Illustrative eastern line', 'Умовна східна лінія', 'Условная восточная линия'),
  version: '3',
  hash: '5f1d0c8e7ab94c1f3ab7f3b0c2a4d9e8817263549f0a1b2c3d4e5f60718293a4',
  illustrative: true,
  timeZone: 'Europe/Kyiv',
  notes: 'The line is a coarse drawing through public city coordinates. It stands for no position of any party.',
  parties: [
    { id: 'west', name: text('West', 'Захід', 'Запад') },
    { id: 'east', name: text('East', 'Схід', 'Восток') },
  ],
  zones: [
    {
      id: 'west-land',
      name: text('Zone west of the line'),
      kind: 'land',
      side: 'west',
      definition: '20 km from the line on its west side, by geodesic buffer',
      areaKm2: 12480.4,
    },
    {
      id: 'east-land',
      name: text('Zone east of the line'),
      kind: 'land',
      side: 'east',
      definition: '20 km from the line on its east side, by geodesic buffer',
      areaKm2: 12522.9,
    },
    {
      id: 'sea-1',
      name: text('Sea area 1'),
      kind: 'sea',
      side: null,
      definition: 'polygon of 5 corners',
      areaKm2: 8114.2,
    },
    {
      id: 'corridor-w',
      name: text('Corridor W'),
      kind: 'corridor',
      side: null,
      definition: 'polygon of 9 corners',
      areaKm2: 4216.7,
    },
  ],
  clauses: CLAUSES,
  grounds: CLAUSES.flatMap(({ id, readings }) =>
    readings.map((one, at) => ({
      clause: id,
      reading: one.id,
      zones: id.startsWith('7') ? ['sea-1'] : at > 0 ? ['west-land'] : ['west-land', 'east-land'],
      except: [],
      lines: [],
    })),
  ),
};

const frames = (feed, first, n) => Array.from({ length: n }, (_, i) => ({ feed, sequence: first + i * 7 }));
const place = (longitude, latitude, sigma) => ({
  latitude,
  longitude,
  sigmaEastM: sigma,
  sigmaNorthM: sigma * 0.7,
  correlation: 0.3,
});

/** What happens, by seconds after the start; negative is before the page was opened. */
export const STORY = [
  {
    at: -2960,
    id: 'I-0001',
    class: 'sea.area-entry',
    clause: '7.1',
    readings: ['a'],
    readingsTried: ['a'],
    zone: 'sea-1',
    severity: 2,
    actors: ['MMSI 271002231'],
    parties: [],
    tracks: ['T-000031'],
    place: place(31.62, 45.72, 18),
    pInside: 0.9994,
    marginM: 7420,
    origins: 1,
    means: ['ais'],
    detectionCount: 38,
    frames: frames('ais-west', 1204, 6),
    frameCount: 38,
  },
  {
    at: -1710,
    id: 'I-0002',
    class: 'presence.zone-entry',
    clause: '4.2',
    readings: ['a', 'b'],
    readingsTried: ['a', 'b'],
    zone: 'east-land',
    severity: 3,
    actors: ['UID E-214'],
    parties: ['east'],
    tracks: ['T-000402'],
    place: place(36.62, 47.74, 95),
    pInside: 0.97,
    marginM: 181,
    origins: 1,
    means: ['cot'],
    detectionCount: 12,
    frames: frames('cot-posts', 880, 5),
    frameCount: 12,
  },
  {
    at: -660,
    id: 'I-0003',
    class: 'fire.shelling',
    clause: '4.5',
    readings: ['a'],
    readingsTried: ['a'],
    zone: 'west-land',
    severity: 4,
    actors: ['patrol 3', 'post 11', 'camera 6'],
    parties: [],
    tracks: [],
    place: place(37.62, 48.42, 350),
    countMin: 14,
    countMax: 17,
    origins: 3,
    means: ['acoustic', 'camera', 'patrol'],
    detectionCount: 3,
    frames: frames('reports', 41, 3),
    frameCount: 3,
  },
  {
    at: -300,
    id: 'I-0004',
    class: 'presence.zone-entry',
    clause: '4.2',
    readings: ['a'],
    readingsTried: ['a', 'b'],
    zone: 'west-land',
    severity: 3,
    actors: ['UID W-077'],
    parties: [],
    tracks: ['T-000377'],
    place: place(34.02, 47.05, 140),
    pInside: 0.958,
    marginM: 240,
    firstSeenInside: true,
    origins: 1,
    means: ['cot'],
    detectionCount: 4,
    frames: frames('cot-posts', 1433, 4),
    frameCount: 4,
  },
  {
    at: -5400,
    closed: true,
    id: 'I-0000',
    class: 'sea.area-entry',
    clause: '7.1',
    readings: ['a'],
    readingsTried: ['a'],
    zone: 'sea-1',
    severity: 2,
    actors: ['MMSI 272998110'],
    parties: ['west'],
    tracks: ['T-000012'],
    place: place(31.95, 45.62, 22),
    pInside: 0.9981,
    marginM: 3110,
    origins: 1,
    means: ['ais'],
    detectionCount: 51,
    frames: frames('ais-west', 311, 6),
    frameCount: 51,
  },
  {
    at: 4,
    id: 'I-0005',
    class: 'presence.zone-entry',
    clause: '4.2',
    readings: ['a', 'b'],
    readingsTried: ['a', 'b'],
    zone: 'west-land',
    severity: 3,
    actors: ['UID W-118'],
    parties: ['west'],
    tracks: ['T-000410'],
    place: place(37.2, 48.22, 60),
    pInside: 0.962,
    marginM: 96,
    origins: 1,
    means: ['cot'],
    detectionCount: 2,
    frames: frames('cot-posts', 1502, 2),
    frameCount: 2,
  },
];

/** A generator with a seed: the mock looks the same every time. */
export function seeded(seed) {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}

const SEA_BOXES = [
  [30.9, 45.0, 32.4, 46.1],
  [32.6, 43.9, 36.8, 44.3],
  [35.4, 45.7, 37.3, 46.6],
  [30.0, 44.2, 32.4, 45.0],
];
const FREE = 0xffff;

export function makeTracks(count) {
  const random = seeded(7);
  return Array.from({ length: count }, (_, i) => {
    const kind = random();
    if (kind < 0.45) {
      const [w, s, e, n] = SEA_BOXES[Math.floor(random() * SEA_BOXES.length)];
      return track(
        i,
        1,
        w + (e - w) * random(),
        s + (n - s) * random(),
        random() < 0.75 ? 3 + 7 * random() : 0,
        random,
        15,
      );
    }
    const [a, at] = [Math.floor(random() * (LINE.length - 1)), random()];
    const x = LINE[a][0] + (LINE[a + 1][0] - LINE[a][0]) * at + (random() - 0.5) * 1.7;
    const y = LINE[a][1] + (LINE[a + 1][1] - LINE[a][1]) * at + (random() - 0.5) * 1.1;
    return kind < 0.93
      ? track(i, 2, x, y, random() < 0.6 ? 6 + 14 * random() : 0, random, 40)
      : track(i, kind < 0.97 ? 4 : 5, x, y, 30 + 60 * random(), random, 120);
  });
}

function track(i, kind, longitude, latitude, speed, random, sigma) {
  const course = random() * 360;
  const near = random();
  return {
    id: i + 1,
    class: kind,
    longitude,
    latitude,
    speed,
    course,
    sigma: sigma * (0.5 + random()),
    standing: near < 0.006 ? 2 : near < 0.014 ? 1 : 0,
    identity: kind === 1 ? `MMSI ${271000000 + i}` : `UID T-${String(i).padStart(4, '0')}`,
    name: kind === 1 ? `VESSEL ${i}` : '',
  };
}

export function namesMessage(tracks) {
  const parts = [Buffer.of(1)];
  for (const one of tracks) {
    const words = Buffer.from(`${one.identity}\u001f${one.name}`);
    const head = Buffer.alloc(8);
    head.writeUInt32LE(one.id, 0);
    head.writeUInt8(one.class, 4);
    head.writeUInt8(one.class === 1 ? 1 : 2, 5);
    head.writeUInt16LE(words.length, 6);
    parts.push(head, words);
  }
  return Buffer.concat(parts);
}

export function updatesMessage(tracks, timeMs) {
  const message = Buffer.alloc(9 + 20 * tracks.length);
  message.writeUInt8(2, 0);
  message.writeBigInt64LE(BigInt(Math.round(timeMs)) * 1000n, 1);
  tracks.forEach((one, i) => {
    const at = 9 + 20 * i;
    message.writeUInt32LE(one.id, at);
    message.writeInt32LE(Math.round(one.latitude * 1e7), at + 4);
    message.writeInt32LE(Math.round(one.longitude * 1e7), at + 8);
    message.writeUInt16LE(one.speed > 0 ? Math.round(one.course * 100) % 36000 : FREE, at + 12);
    message.writeUInt16LE(Math.round(one.speed * 10), at + 14);
    message.writeUInt16LE(Math.min(65535, Math.round(one.sigma * (one.standing === 1 ? 30 : 1))), at + 16);
    message.writeUInt8(one.standing, at + 18);
  });
  return message;
}

export function step(tracks, seconds) {
  for (const one of tracks) {
    const d = (one.speed * seconds) / 111_200;
    const rad = (one.course * Math.PI) / 180;
    one.latitude += d * Math.cos(rad);
    one.longitude += (d * Math.sin(rad)) / Math.cos((one.latitude * Math.PI) / 180);
  }
}
