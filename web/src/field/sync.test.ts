// A phone dies at every moment of keeping and sending reports, a thousand times. Each report that the phone said it
// kept is in the record once, and each that it shows as signed for is the one that was written.
import { generateKeyPairSync, createHash, sign } from 'node:crypto';
import { IDBFactory } from 'fake-indexeddb';
import { describe, expect, it } from 'vitest';
import { ApiError } from '../api/client';
import { type Between, type Kept, Outbox } from './outbox';
import { type Receipt, check } from './receipt';
import { type Line, handIn } from './sync';

class Killed extends Error {}

/** Numbers that look like chance and are the same each time (Mulberry32). */
function chance(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** The service, as far as reports go: it records an id once, durably, and signs for it. */
class Service {
  readonly recorded: { id: string; text: string }[] = [];
  readonly vkey: string;
  readonly #key;
  readonly #name = 'trucewatch.example/test/receipts';
  readonly #keyId: Buffer;

  constructor() {
    const { privateKey, publicKey } = generateKeyPairSync('ed25519');
    const typed = Buffer.concat([Buffer.of(1), publicKey.export({ format: 'der', type: 'spki' }).subarray(-32)]);
    this.#key = privateKey;
    this.#keyId = createHash('sha256')
      .update(Buffer.concat([Buffer.from(`${this.#name}\n`), typed]))
      .digest()
      .subarray(0, 4);
    this.vkey = `${this.#name}+${this.#keyId.toString('hex')}+${typed.toString('base64')}`;
  }

  take(text: string): Receipt {
    const { id } = JSON.parse(text) as { id: string };
    let sequence = this.recorded.findIndex((one) => one.id === id);
    if (sequence < 0) sequence = this.recorded.push({ id, text }) - 1;
    else if (this.recorded[sequence]!.text !== text) throw new ApiError(409, 'another report has this id');
    const sha256 = createHash('sha256').update(text).digest('hex');
    const receivedAt = '2031-05-14T02:10:00.000Z';
    const said =
      `trucewatch receipt/1\nreport ${id}\nsha256 ${sha256}\n` +
      `feed report-field ${sequence}\nreceived ${receivedAt}\n`;
    const signature = Buffer.concat([this.#keyId, sign(null, Buffer.from(said), this.#key)]).toString('base64');
    const note = `${said}\n\u2014 ${this.#name} ${signature}\n`;
    return { id, sha256, feed: 'report-field', sequence, receivedAt, note };
  }
}

/** A fault that somebody could make in the phone's program. */
interface Planted {
  readonly text?: (text: string) => string;
  readonly settlesFirst?: boolean;
  readonly promisesFirst?: boolean;
}

/** A life with one report has fewer steps than this; with those left over by earlier lives it has more. */
const MOST_STEPS = 12;

interface Outcome {
  readonly kills: number;
  readonly lost: string[];
  readonly twice: string[];
  readonly changed: string[];
}

/** Lives of one phone, each with a report of its own and an end at a step that chance chooses, until so many kills. */
async function lives(kills: number, seed: number, planted: Planted = {}): Promise<Outcome> {
  const random = chance(seed);
  const [service, factory] = [new Service(), new IDBFactory()];
  const promised = new Map<string, string>();
  let killed = 0;
  for (let life = 1; killed < kills; life++) {
    let left = 1 + Math.floor(random() * MOST_STEPS);
    const between: Between = () => {
      if (--left <= 0) throw new Killed();
    };
    const outbox = await Outbox.open(factory, between);
    try {
      const id = `p-1:${life}`;
      const text = JSON.stringify({ id, text: `report ${id}` });
      if (planted.promisesFirst) promised.set(id, text);
      await outbox.add(id, text, life);
      promised.set(id, text);
      await sync(outbox, lineTo(service, random, between, planted), service.vkey, between, planted);
    } catch (error) {
      if (!(error instanceof Killed)) throw error;
      killed++;
    }
    outbox.close();
  }
  const last = await Outbox.open(factory);
  await sync(last, lineTo(service, () => 1, () => {}, planted), service.vkey, () => {}, planted);
  const shown = await last.all();
  last.close();
  return { kills: killed, ...compared(promised, service, shown) };
}

/** A line that breaks, and now and then delivers twice. */
function lineTo(service: Service, random: () => number, between: Between, planted: Planted): Line {
  return {
    send: async (text) => {
      const sent = planted.text?.(text) ?? text;
      between('on the way there');
      if (random() < 0.1) throw new TypeError('the line is gone');
      const receipt = service.take(sent);
      if (random() < 0.1) service.take(sent);
      between('on the way back');
      if (random() < 0.1) throw new TypeError('the line is gone');
      return receipt;
    },
    check: planted.text ? async () => 'holds' : check,
  };
}

async function sync(outbox: Outbox, line: Line, vkey: string, between: Between, planted: Planted): Promise<void> {
  if (!planted.settlesFirst) {
    await handIn(outbox, line, vkey, between);
    return;
  }
  for (const kept of await outbox.waiting()) {
    await outbox.settle(kept, { state: 'signed' });
    await line.send(kept.text).catch((error: unknown) => {
      if (error instanceof Killed) throw error;
    });
  }
}

function compared(promised: ReadonlyMap<string, string>, service: Service, shown: readonly Kept[]) {
  const times = new Map<string, number>();
  for (const { id } of service.recorded) {
    const own = id.split('#')[0]!;
    times.set(own, (times.get(own) ?? 0) + 1);
  }
  return {
    lost: [...promised.keys()].filter((id) => !times.has(id)),
    twice: [...promised.keys()].filter((id) => (times.get(id) ?? 0) > 1),
    changed: shown
      .filter(({ receipt, text }) => receipt && service.recorded[receipt.sequence]?.text !== text)
      .map((one) => one.id),
  };
}

describe('a phone that dies', () => {
  it('loses nothing and hands in nothing twice, in a thousand kills', { timeout: 60_000 }, async () => {
    const end = await lives(1000, 7);
    expect(end.kills).toBe(1000);
    expect(end).toMatchObject({ lost: [], twice: [], changed: [] });
  });

  it('is seen to lose what it calls sent before it is signed for', async () => {
    expect((await lives(40, 7, { settlesFirst: true })).lost).not.toEqual([]);
  });

  it('is seen to lose what it calls kept before it is', async () => {
    expect((await lives(40, 7, { promisesFirst: true })).lost).not.toEqual([]);
  });

  it('is seen to hand in twice what gets another id with each try', async () => {
    let tries = 0;
    const text = (of: string) => of.replace(/"id":"([^"]*)"/, (_, id: string) => `"id":"${id}#${++tries}"`);
    expect((await lives(40, 7, { text })).twice).not.toEqual([]);
  });
});

describe('a receipt', () => {
  const service = new Service();
  const report = { id: 'p-1:1', text: '{"id":"p-1:1","text":"Impacts heard."}' };
  const receipt = service.take(report.text);

  it('holds for the report that it was given for', async () => {
    expect(await check(receipt, report, service.vkey)).toBe('holds');
  });

  it.each([
    ['another report', { ...receipt }, { ...report, text: `${report.text} ` }],
    ['another id', { ...receipt, id: 'p-1:2' }, report],
    ['another frame', { ...receipt, sequence: 5 }, report],
    ['another time', { ...receipt, receivedAt: '2031-05-14T02:10:01.000Z' }, report],
    ['no note', { ...receipt, note: '' }, report],
  ])('does not hold for %s', async (_, changed, of) => {
    expect(await check(changed, of, service.vkey)).toBe('fails');
  });

  it('does not hold with any byte of its signature changed by one bit', async () => {
    const last = receipt.note.lastIndexOf(' ') + 1;
    const signature = Buffer.from(receipt.note.slice(last), 'base64');
    for (let at = 0; at < signature.length; at++) {
      const turned = Buffer.from(signature);
      turned[at] = turned[at]! ^ (1 << at % 8);
      const note = `${receipt.note.slice(0, last)}${turned.toString('base64')}\n`;
      expect(await check({ ...receipt, note }, report, service.vkey), `byte ${at}`).toBe('fails');
    }
  });

  it('does not hold by another key, and says where it cannot be checked', async () => {
    expect(await check(receipt, report, new Service().vkey)).toBe('fails');
    expect(await check(receipt, report, service.vkey, undefined)).not.toBe('fails');
  });

  it('that does not hold leaves the report where it is', async () => {
    const outbox = await Outbox.open(new IDBFactory());
    await outbox.add(report.id, report.text, 1);
    const other = new Service();
    expect(await handIn(outbox, { send: async (text) => other.take(text) }, service.vkey)).toBe('badReceipt');
    expect(await outbox.all()).toMatchObject([{ state: 'waiting' }]);
  });
});

it('keeps what is refused, says why, and goes on with the next', async () => {
  const [outbox, service] = [await Outbox.open(new IDBFactory()), new Service()];
  await outbox.add('a', '{"id":"a"}', 1);
  await outbox.add('b', '{"id":"b"}', 2);
  const line: Line = {
    send: async (text) => {
      if (text.includes('"a"')) throw new ApiError(400, 'not a report');
      return service.take(text);
    },
  };
  expect(await handIn(outbox, line, service.vkey)).toBe('done');
  expect(await outbox.all()).toMatchObject([{ state: 'refused', reason: 'not a report' }, { state: 'signed' }]);
});

it.each([
  [401, 'signIn'],
  [403, 'signIn'],
  [503, 'offline'],
] as const)('waits after an answer %i', async (status, end) => {
  const outbox = await Outbox.open(new IDBFactory());
  await outbox.add('a', '{"id":"a"}', 1);
  const send = async () => {
    throw new ApiError(status, '');
  };
  expect(await handIn(outbox, { send }, 'none')).toBe(end);
  expect(await outbox.all()).toMatchObject([{ state: 'waiting' }]);
});
