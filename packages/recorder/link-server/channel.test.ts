/** One channel under simulated time and a socket that is full at will. */
import { decodeFromRecorderFrame, type FromRecorderFrame } from '@matlang/link';
import { BlockPool, PictureMemory } from '@matlang/media/memory';
import { expect, test } from 'vitest';
import { Channel, MAX_WAITING_BYTES, NO_CREDIT_SKIP_MS } from './channel.ts';

const HEAD = new Uint8Array(100);
const FRAGMENT_BYTES = 10_000;

function sampleOf(sync: boolean, data: Uint8Array) {
  return {
    kind: 'sample' as const,
    unit: {
      ptsTicks: 0,
      data,
      sync,
      leading: false,
      disposable: false,
      durationTicks: null,
      lostPackets: 0,
      arrivalMonotonicMs: 0,
    },
    dtsTicks: 0,
    compositionOffsetTicks: 0,
    movedTicks: 0,
    durationTicks: 1,
    wallStartUnixMs: 1,
    sequenceNumber: 1,
  };
}

function setUp(creditBytes: number) {
  const outlet = {
    writable: true,
    nowMs: 0,
    frames: [] as FromRecorderFrame[],
    send(frame: FromRecorderFrame) {
      this.frames.push(frame);
    },
    unsent: [] as (() => void)[],
    sendParts(parts: readonly Uint8Array[], onSent: () => void) {
      const frame = Buffer.concat(parts);
      this.frames.push(decodeFromRecorderFrame(frame[4]!, frame.subarray(5)));
      this.unsent.push(onSent);
    },
    monotonicMs() {
      return this.nowMs;
    },
  };
  const memory = new PictureMemory(new BlockPool());
  const stream = {
    running: true,
    memory,
    addViewer: () => {},
    removeViewer: () => {},
    key: { cameraId: '01990000-0000-7000-8000-000000000001', kind: 'main' },
  } as const;
  const channel = new Channel(1, stream, creditBytes, 1, outlet);
  /** A fragment of `sizeBytes`. */
  const push = (sync: boolean, sizeBytes = FRAGMENT_BYTES) =>
    channel.onFragment(sampleOf(sync, memory.allocate(sizeBytes - HEAD.length)), HEAD, false);
  const fragments = () => outlet.frames.filter(({ type }) => type === 'channel-fragment').length;
  const told = (): string[] =>
    outlet.frames.flatMap((frame): string[] => {
      if (frame.type === 'channel-state') {
        return [frame.state];
      }
      return frame.type === 'skipped' ? [frame.reason] : [];
    });
  return { outlet, memory, channel, push, fragments, told };
}

test('credit is spent by the byte and the rest waits for more', () => {
  const { channel, push, fragments, told } = setUp(25_000);
  push(true);
  push(false);
  push(false);
  expect(fragments()).toBe(2);
  channel.addCredit(4_999);
  expect(fragments()).toBe(2);
  channel.addCredit(1);
  expect(fragments()).toBe(3);
  expect(told()).toEqual([]);
});

test('after a second without credit what waits is dropped; the next key frame that can be sent goes on', () => {
  const { outlet, channel, push, fragments, told } = setUp(10_000);
  push(true);
  push(false);
  outlet.nowMs = NO_CREDIT_SKIP_MS - 1;
  channel.tick();
  expect(told()).toEqual([]);
  outlet.nowMs = NO_CREDIT_SKIP_MS;
  channel.tick();
  expect(told()).toEqual(['no-credit', 'waiting-for-key-frame']);
  expect(channel.waitingBytes).toBe(0);
  channel.addCredit(15_000);
  push(false);
  push(true, 15_001);
  expect(fragments()).toBe(1);
  push(true);
  expect(fragments()).toBe(2);
  expect(told()).toEqual(['no-credit', 'waiting-for-key-frame', 'playing']);
});

test('a full socket is like no credit, and drain goes on', () => {
  const { outlet, channel, push, fragments } = setUp(1_000_000);
  outlet.writable = false;
  push(true);
  push(false);
  expect(fragments()).toBe(0);
  outlet.writable = true;
  channel.drain();
  expect(fragments()).toBe(2);
});

test('never holds more than its limit', () => {
  const { channel, push, told } = setUp(0);
  for (let turn = 0; turn < 20; turn += 1) {
    push(turn === 0, 1024 * 1024);
    expect(channel.waitingBytes).toBeLessThanOrEqual(MAX_WAITING_BYTES);
  }
  expect(told()).toEqual(['no-credit', 'waiting-for-key-frame']);
});

test('the end of a run forgets what waits', () => {
  const { channel, push, told } = setUp(0);
  push(true);
  channel.onRunEnd();
  expect(channel.waitingBytes).toBe(0);
  expect(told()).toEqual(['run-ended']);
});

test('a picture is kept until it was sent or forgotten, and no longer', () => {
  const { outlet, memory, channel, push } = setUp(25_000);
  const keptBytes = () => {
    memory.sweep();
    return memory.sizeBytes;
  };
  const blockBytes = 256 * 1024;
  // One block each: what is swept is seen.
  const pushLarge = (sync: boolean) => push(sync, blockBytes - HEAD.length);
  push(true);
  memory.allocate(blockBytes);
  expect(keptBytes()).toBe(2 * blockBytes);
  for (const sent of outlet.unsent.splice(0)) sent();
  memory.allocate(blockBytes);
  expect(keptBytes()).toBe(blockBytes);
  for (const end of [
    () => channel.onRunEnd(),
    () => channel.close(),
    () => {
      outlet.nowMs += NO_CREDIT_SKIP_MS;
      channel.tick();
    },
  ]) {
    pushLarge(true);
    pushLarge(false);
    memory.allocate(blockBytes);
    expect(keptBytes()).toBe(3 * blockBytes);
    end();
    expect(keptBytes()).toBe(blockBytes);
  }
  expect(outlet.unsent).toEqual([]);
});
