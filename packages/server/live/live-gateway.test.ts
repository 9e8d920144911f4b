/** The socket of live pictures over real sockets: what goes through, what is bounded, who is refused, and what a lost recorder means. */
import {
  decodeLiveBytes,
  type LiveNotice,
  type LiveRequest,
  liveNoticeSchema,
  MAX_LIVE_CHANNELS,
} from '@matlang/contract';
import { BUILT_IN_ROLES, Rights } from '@matlang/domain';
import { until } from '@matlang/testkit';
import { expect, onTestFinished, test } from 'vitest';
import { type ClientOptions, WebSocket } from 'ws';
import { localIdentity } from '../access/identity.ts';
import { openTestSite, statisticsAt, TEST_NOW_UNIX_MS, type TestSite } from '../site-for-tests.ts';
import { MAX_LIVE_SESSIONS, slowestBeyond } from './live-gateway.ts';
import { MAX_UNREAD_BYTES } from './live-session.ts';

const CAMERA = '01990000-0000-7000-8000-000000000001';

/** A page that keeps all it hears. */
class Page {
  readonly notices: LiveNotice[] = [];
  readonly pictures: NonNullable<ReturnType<typeof decodeLiveBytes>>[] = [];
  closedWith: number | null = null;
  readonly socket: WebSocket;

  constructor(url: string, options: ClientOptions = {}) {
    this.socket = new WebSocket(url, options);
    this.socket.on('message', (data: Buffer, isBinary: boolean) => {
      if (!isBinary) this.notices.push(liveNoticeSchema.parse(JSON.parse(data.toString('utf8'))));
      else {
        const decoded = decodeLiveBytes(data);
        if (decoded === null) throw new Error('bytes that make no sense');
        this.pictures.push(decoded);
      }
    });
    this.socket.on('error', () => {});
    this.socket.on('close', (code) => {
      this.closedWith = code;
    });
    onTestFinished(() => this.socket.terminate());
  }

  ask(request: LiveRequest): void {
    this.socket.send(JSON.stringify(request));
  }

  states(channel: number): string[] {
    return this.notices.flatMap((one) =>
      one.type === 'channel' && one.channel === channel ? [one.state] : [],
    );
  }
}

async function listening(): Promise<{ readonly site: TestSite; readonly url: string }> {
  const site = await openTestSite({ onTestFinished });
  const address = await site.app.listen({ host: '127.0.0.1', port: 0 });
  return { site, url: `${address.replace('http', 'ws')}/api/v1/live` };
}

async function opened(url: string): Promise<Page> {
  const page = new Page(url);
  await until('two notices', () => page.notices.length >= 2);
  return page;
}

const open = (channel: number, creditBytes = 1000, cameraId = CAMERA): LiveRequest => ({
  type: 'open',
  channel,
  cameraId,
  stream: 'sub',
  creditBytes,
  priority: 1,
});

const facts = (channel: number) => ({
  channel,
  cameraId: CAMERA,
  kind: 'sub' as const,
  codec: 'h264',
  codecString: 'avc1.42c01e',
  timescale: 90_000,
  widthPixels: 640,
  heightPixels: 360,
  sampleRateHz: null,
  channels: null,
});

test('init, fragments and states go through, byte for byte; credit and priority go back', async () => {
  const { site, url } = await listening();
  const page = await opened(url);
  expect(page.notices.slice(0, 2)).toMatchObject([
    { type: 'hello', version: 1 },
    { type: 'recorder', connected: true },
  ]);
  page.ask(open(7));
  await until('a frame of a channel', () => site.recorder.channelFrames.length === 1);
  const [asked] = site.recorder.channelFrames;
  expect(asked).toMatchObject({
    type: 'subscribe',
    cameraId: CAMERA,
    kind: 'sub',
    creditBytes: 1000,
    priority: 1,
  });
  const channel = asked?.channel ?? -1;
  const init = Uint8Array.of(1, 2, 3);
  const bytes = Uint8Array.of(9, 8, 7, 6);
  site.recorder.tell({ type: 'channel-init', facts: facts(channel), init });
  site.recorder.tell({ type: 'channel-state', channel, state: 'playing' });
  site.recorder.tell({
    type: 'channel-fragment',
    channel,
    sync: true,
    cached: false,
    leading: false,
    wallStartUnixMs: 1234.5,
    bytes,
  });
  site.recorder.tell({ type: 'skipped', channel, reason: 'no-credit' });
  await until(
    'two pictures and what was skipped',
    () => page.pictures.length === 2 && page.notices.some(({ type }) => type === 'skipped'),
  );
  expect(page.pictures[0]).toMatchObject({ kind: 'init', channel: 7, facts: { codecString: 'avc1.42c01e' } });
  expect(page.pictures[1]).toMatchObject({
    kind: 'fragment',
    channel: 7,
    sync: true,
    wallStartUnixMs: 1234.5,
  });
  expect(page.pictures.map((one) => [...(one.kind === 'init' ? one.init : one.bytes)])).toEqual([
    [...init],
    [...bytes],
  ]);
  expect(page.states(7)).toEqual(['playing']);
  page.ask({ type: 'credit', channel: 7, bytes: 500 });
  page.ask({ type: 'priority', channel: 7, priority: 2 });
  page.ask({ type: 'close', channel: 7 });
  await until('4 frames of channels', () => site.recorder.channelFrames.length === 4);
  expect(site.recorder.channelFrames.slice(1)).toEqual([
    { type: 'credit', channel, bytes: 500 },
    { type: 'priority', channel, priority: 2 },
    { type: 'unsubscribe', channel },
  ]);
});

test('a recorder that comes back is asked again, with the credit that is left', async () => {
  const { site, url } = await listening();
  const page = await opened(url);
  page.ask(open(1, 1000));
  await until('a frame of a channel', () => site.recorder.channelFrames.length === 1);
  const channel = site.recorder.channelFrames[0]?.channel ?? -1;
  site.recorder.tell({
    type: 'channel-fragment',
    channel,
    sync: true,
    cached: false,
    leading: false,
    wallStartUnixMs: 1,
    bytes: new Uint8Array(400),
  });
  await until('a picture', () => page.pictures.length === 1);
  await site.recorder.stop();
  await until('`recorder-away`', () => page.states(1).includes('recorder-away'));
  await site.recorder.start();
  await until('2 frames of channels', () => site.recorder.channelFrames.length === 2);
  expect(site.recorder.channelFrames[1]).toMatchObject({
    type: 'subscribe',
    cameraId: CAMERA,
    creditBytes: 600,
  });
  await until('the page hears that the recorder is away', () =>
    page.notices.some((one) => one.type === 'recorder' && !one.connected),
  );
});

test('a page that is gone leaves no channel behind', async () => {
  const { site, url } = await listening();
  const page = await opened(url);
  page.ask(open(1));
  page.ask(open(2));
  await until('2 frames of channels', () => site.recorder.channelFrames.length === 2);
  page.socket.terminate();
  await until('4 frames of channels', () => site.recorder.channelFrames.length === 4);
  expect(site.recorder.channelFrames.slice(2).map(({ type }) => type)).toEqual([
    'unsubscribe',
    'unsubscribe',
  ]);
});

test('channels and pages are counted; what makes no sense ends the connection', async () => {
  const { url } = await listening();
  const page = await opened(url);
  for (let channel = 0; channel <= MAX_LIVE_CHANNELS; channel += 1) page.ask(open(channel));
  await until('`refused`', () => page.states(MAX_LIVE_CHANNELS).includes('refused'));
  expect(page.states(MAX_LIVE_CHANNELS - 1)).not.toContain('refused');
  page.ask(open(3));
  await until('closed with 1008', () => page.closedWith === 1008);
  for (const garbage of [
    '',
    '{',
    '[]',
    '{"type":"open"}',
    '{"type":"close","channel":-1}',
    Buffer.from([1, 2]),
  ]) {
    const other = await opened(url);
    other.socket.send(garbage);
    await until('closed with 1003', () => other.closedWith === 1003);
  }
  const large = await opened(url);
  large.socket.send('x'.repeat(5000));
  await until('closed with 1009', () => large.closedWith === 1009);
  const pages = await Promise.all(Array.from({ length: MAX_LIVE_SESSIONS }, () => opened(url)));
  const oneMore = new Page(url);
  await until('closed with 1006', () => oneMore.closedWith === 1006);
  expect(pages.every(({ closedWith }) => closedWith === null)).toBe(true);
});

test('another origin, another host and another path are refused', async () => {
  const { url } = await listening();
  for (const [address, options] of [
    [url, { origin: 'http://evil.example' }],
    [url, { headers: { host: 'evil.example' } }],
    [`${url}/other`, {}],
  ] as const) {
    const page = new Page(address, options);
    await until('the page is closed', () => page.closedWith !== null);
    expect(page.notices).toEqual([]);
  }
});

test('a page that reads nothing is sent away; the others see on', async () => {
  const { site, url } = await listening();
  const [deaf, good] = [await opened(url), await opened(url)];
  for (const page of [deaf, good]) page.ask(open(1));
  await until('2 frames of channels', () => site.recorder.channelFrames.length === 2);
  const [first = -1, second = -1] = site.recorder.channelFrames.map(({ channel }) => channel);
  const send = (channel: number, sizeBytes: number): void =>
    site.recorder.tell({
      type: 'channel-fragment',
      channel,
      sync: true,
      cached: false,
      leading: false,
      wallStartUnixMs: 1,
      bytes: new Uint8Array(sizeBytes),
    });
  deaf.socket.pause();
  const gone = (): boolean => site.recorder.channelFrames.some(({ type }) => type === 'unsubscribe');
  let mostBytes = 0;
  // What the kernel keeps of a loopback connection is some megabytes more.
  for (let turn = 1; !gone() && turn < 64; turn += 1) {
    send(first, MAX_UNREAD_BYTES / 16);
    send(second, 1);
    await until('a picture', () => good.pictures.length === turn);
    mostBytes = Math.max(mostBytes, site.link.memory.sizeBytes);
  }
  await until('the channel is given up', gone);
  expect(good.closedWith).toBeNull();
  // What it left unread is let go of.
  expect(mostBytes).toBeGreaterThan(MAX_UNREAD_BYTES / 4);
  const seen = good.pictures.length;
  send(second, 1);
  await until('another picture', () => good.pictures.length > seen);
  expect(site.link.memory.sizeBytes).toBeLessThan(MAX_UNREAD_BYTES / 4);
});

test('pictures come whole to a page that stopped reading for a while, though the memory is used again', async () => {
  const { site, url } = await listening();
  const [slow, good] = [await opened(url), await opened(url)];
  for (const page of [slow, good]) page.ask(open(1, 8 * 1024 * 1024));
  await until('2 frames of channels', () => site.recorder.channelFrames.length === 2);
  const channels = site.recorder.channelFrames.map(({ channel }) => channel);
  slow.socket.pause();
  const count = 300;
  const bytesOf = (mark: number): Uint8Array => new Uint8Array(1 + ((mark * 7919) % 60_000)).fill(mark % 251);
  for (let mark = 0; mark < count; mark += 1) {
    for (const channel of channels)
      site.recorder.tell({
        type: 'channel-fragment',
        channel,
        sync: true,
        cached: false,
        leading: false,
        wallStartUnixMs: mark,
        bytes: bytesOf(mark),
      });
    if (mark % 50 === 49) await until('pictures', () => good.pictures.length === mark + 1);
  }
  slow.socket.resume();
  await until('all pictures', () => slow.pictures.length === count);
  for (const page of [slow, good]) {
    const wrong = page.pictures.filter(
      (picture, mark) => picture.kind !== 'fragment' || !Buffer.from(bytesOf(mark)).equals(picture.bytes),
    );
    expect(wrong).toEqual([]);
  }
  // With the next read what all pages have is let go of.
  site.recorder.tell({ type: 'statistics', statistics: statisticsAt(2) });
  await until('the memory is free', () => site.link.memory.sizeBytes < 1024 * 1024);
});

test('notices that nobody reads count as pictures do', async () => {
  const { site, url } = await listening();
  const deaf = await opened(url);
  deaf.ask(open(1));
  await until('a frame of a channel', () => site.recorder.channelFrames.length === 1);
  const channel = site.recorder.channelFrames[0]?.channel ?? -1;
  deaf.socket.pause();
  const init = new Uint8Array(MAX_UNREAD_BYTES / 16);
  const gone = (): boolean => site.recorder.channelFrames.some(({ type }) => type === 'unsubscribe');
  for (let turn = 0; turn < 64; turn += 1)
    site.recorder.tell({ type: 'channel-init', facts: facts(channel), init });
  await until('the channel is given up', gone);
});

test('together pages may leave unread what the server can bear: the slowest go first', () => {
  const sessions = [5, 40, 30, 0, 10].map((unreadBytes) => ({ unreadBytes }));
  const gone = (bytes: number): number[] =>
    slowestBeyond(sessions, bytes).map(({ unreadBytes }) => unreadBytes);
  expect(gone(85)).toEqual([]);
  expect(gone(84)).toEqual([40]);
  expect(gone(45)).toEqual([40]);
  expect(gone(44)).toEqual([40, 30]);
  expect(gone(0)).toEqual([40, 30, 10, 5]);
});

test('more requests than any page has end the connection', async () => {
  const { url } = await listening();
  const page = await opened(url);
  for (let turn = 0; turn < 5000; turn += 1) page.ask({ type: 'credit', channel: 9, bytes: 1 });
  await until('closed with 1008', () => page.closedWith === 1008);
});

test('whoever may watch one camera hears of no other, and no longer than allowed', async () => {
  const foreign = '01990000-0000-7000-8000-000000000002';
  const endUnixMs = TEST_NOW_UNIX_MS + 60_000;
  const grant = { roleId: 'duty-watcher', cameraIds: [CAMERA], fromUnixMs: 0, untilUnixMs: endUnixMs };
  const roles = new Map([['duty-watcher', { permissions: BUILT_IN_ROLES['duty-watcher'] }]]);
  const site = await openTestSite({
    onTestFinished,
    identify: async () => ({
      kind: 'session',
      signedIn: null,
      requester: { actor: 'test', address: null },
      rights: Rights.of([grant], roles),
    }),
  });
  const address = await site.app.listen({ host: '127.0.0.1', port: 0 });
  const page = await opened(`${address.replace('http', 'ws')}/api/v1/live`);
  for (const cameraId of [foreign, CAMERA])
    site.recorder.tell({
      type: 'stream-state',
      cameraId,
      kind: 'sub',
      state: { state: 'off' },
      sinceUnixMs: 1,
    });
  await until('a notice of the own camera', () => page.notices.some(({ type }) => type === 'stream'));
  expect(page.notices.flatMap((one) => (one.type === 'stream' ? [one.cameraId] : []))).toEqual([CAMERA]);
  page.ask(open(1, 1000, foreign));
  page.ask(open(2));
  await until('the own channel is open', () => site.recorder.channelFrames.length === 1);
  expect(page.states(1)).toEqual(['unknown-stream']);
  expect(site.recorder.channelFrames[0]).toMatchObject({ type: 'subscribe', cameraId: CAMERA });
  site.clock.unixMs = endUnixMs;
  await until('the channel ends with the period', () => page.states(2).includes('removed'));
  await until('given back', () => site.recorder.channelFrames.at(-1)?.type === 'unsubscribe');
});

test('nobody who is not known opens it', async () => {
  const site = await openTestSite({ onTestFinished, withRecorder: false, identify: async () => null });
  const address = await site.app.listen({ host: '127.0.0.1', port: 0 });
  const socket = new WebSocket(`${address.replace('http', 'ws')}/api/v1/live`);
  const status = await new Promise<number | undefined>((resolve) => {
    socket.on('unexpected-response', (_, response) => resolve(response.statusCode));
    socket.on('open', () => resolve(101));
    socket.on('error', () => undefined);
  });
  expect(status).toBe(401);
});

test('a session that ends while somebody watches ends the watching', async () => {
  let known = true;
  const site = await openTestSite({
    onTestFinished,
    withRecorder: false,
    identify: async ({ address }) => (known ? localIdentity(address) : null),
  });
  const address = await site.app.listen({ host: '127.0.0.1', port: 0 });
  const page = await opened(`${address.replace('http', 'ws')}/api/v1/live`);
  known = false;
  await until('the page is sent away', () => page.closedWith === 1008, 10_000);
}, 20_000);
