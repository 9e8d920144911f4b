/** A socket that is full: what waits for it goes out by priority, the enlarged picture first. */
import { createServer } from 'node:net';
import { join } from 'node:path';
import { BlockPool, PictureMemory } from '@matlang/media/memory';
import { LinkClient, temporaryDirectory, until } from '@matlang/testkit';
import { expect, type TestContext, test } from 'vitest';
import type { LiveViewer, MediaStream } from '../stream/media-stream.ts';
import { LinkSession } from './link-session.ts';

const HEAD = new Uint8Array(100);
/** Twenty of each channel are six times what the session and the kernel keep of a socket that nobody reads. */
const FRAGMENT_BYTES = 200_000;
const FRAGMENTS = 20;
const CREDIT_BYTES = 8 * 1024 * 1024;
const cameraIdOf = (number: number): string => `01990000-0000-7000-8000-00000000000${number}`;

/** A stream whose pictures the test makes: as large as those of a key frame. */
function createStream(cameraId: string) {
  const memory = new PictureMemory(new BlockPool());
  let viewer: LiveViewer | null = null;
  return {
    stream: {
      key: { cameraId, kind: 'main' },
      running: true,
      memory,
      addViewer: (added: LiveViewer) => {
        viewer = added;
      },
      removeViewer: () => undefined,
    } as unknown as MediaStream,
    isWatched: () => viewer !== null,
    push: () => {
      const unit = {
        ptsTicks: 0,
        data: memory.allocate(FRAGMENT_BYTES - HEAD.length),
        sync: true,
        leading: false,
        disposable: false,
        durationTicks: null,
        lostPackets: 0,
        arrivalMonotonicMs: 0,
      };
      const times = { dtsTicks: 0, compositionOffsetTicks: 0, movedTicks: 0, durationTicks: 1 };
      const sample = { kind: 'sample' as const, unit, ...times, wallStartUnixMs: 1, sequenceNumber: 1 };
      viewer?.onFragment(sample, HEAD, false);
    },
  };
}

/** A session on a real socket, and a client that watches cameras 1 and 2 on channels of the same numbers. */
async function watchTwo(context: TestContext, priorities: readonly [number, number]) {
  const path = join(await temporaryDirectory(context), 'session.sock');
  const streams = [1, 2].map((number) => createStream(cameraIdOf(number)));
  let commands = 0;
  const backend = {
    findStream: ({ cameraId }: { cameraId: string }) =>
      streams.find(({ stream }) => stream.key.cameraId === cameraId)?.stream,
    streams: () => [],
    statistics: () => {
      throw new Error('nobody asks');
    },
    execute: () => {
      commands += 1;
      return new Promise<never>(() => undefined);
    },
    // Nothing waits so long that it is skipped.
    monotonicMs: () => 0,
  };
  const server = createServer((socket) => {
    const session = new LinkSession({ socket, backend, productVersion: 'test', onEnd: () => undefined });
    context.onTestFinished(() => session.close());
  });
  context.onTestFinished(() => void server.close());
  await new Promise<void>((listening) => void server.listen(path, listening));
  const client = new LinkClient(path);
  context.onTestFinished(() => client.close());
  for (const [index, priority] of priorities.entries())
    client.send({
      type: 'subscribe',
      channel: index + 1,
      cameraId: cameraIdOf(index + 1),
      kind: 'main',
      creditBytes: CREDIT_BYTES,
      priority,
    });
  await until('watched', () => streams.every(({ isWatched }) => isWatched()));
  return { client, streams, isHandled: () => commands > 0 };
}

/** Channels in the order in which their pictures came; the head of it went out as it was made, in turns, before the socket was full. */
function waitedChannels(client: LinkClient): readonly number[] {
  const channels = client.of('channel-fragment').map(({ channel }) => channel);
  return channels.slice(channels.findIndex((channel, index) => channel === channels[index + 1]));
}

test.for([
  { what: 'subscribed last', priorities: [1, 2], raisedTo: null, order: [2, 1] },
  { what: 'subscribed first', priorities: [2, 1], raisedTo: null, order: [1, 2] },
  { what: 'raised afterwards', priorities: [2, 1], raisedTo: 3, order: [2, 1] },
] as const)(
  'a full socket: the channel of higher priority, $what, goes first',
  async ({ priorities, raisedTo, order }, context) => {
    const { client, streams, isHandled } = await watchTwo(context, priorities);
    if (raisedTo !== null) client.send({ type: 'priority', channel: 2, priority: raisedTo });
    client.send({ type: 'command', id: 1, command: { command: 'status' } });
    await until('all of it is handled', isHandled);
    // In one turn of the event loop: nobody reads meanwhile.
    for (let number = 0; number < FRAGMENTS; number += 1) for (const { push } of streams) push();
    await until('all came', () => client.of('channel-fragment').length === 2 * FRAGMENTS);
    const waited = waitedChannels(client);
    expect(waited.length).toBeGreaterThan(FRAGMENTS);
    expect(waited).toEqual([
      ...waited.filter((channel) => channel === order[0]),
      ...waited.filter((channel) => channel === order[1]),
    ]);
  },
);
