/** One channel under simulated time and a socket that is full at will. */
import { decodeFromRecorderFrame, type FromRecorderFrame } from '@matlang/link';
import { expect, test } from 'vitest';
import { Channel, MAX_WAITING_BYTES, NO_CREDIT_SKIP_MS } from './channel.ts';

const FRAGMENT = new Uint8Array(10_000);

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
    sendParts(header: Uint8Array, bytes: Uint8Array) {
      const payload = Buffer.concat([header.subarray(5), bytes]);
      this.frames.push(decodeFromRecorderFrame(header[4]!, payload));
    },
    monotonicMs() {
      return this.nowMs;
    },
  };
  const stream = {
    running: true,
    addViewer: () => {},
    removeViewer: () => {},
    key: { cameraId: '01990000-0000-7000-8000-000000000001', kind: 'main' },
  } as const;
  const channel = new Channel(1, stream, creditBytes, 1, outlet);
  const push = (sync: boolean, bytes = FRAGMENT) => channel.onFragment(sampleOf(sync, bytes), bytes, false);
  const fragments = () => outlet.frames.filter(({ type }) => type === 'channel-fragment').length;
  const told = (): string[] =>
    outlet.frames.flatMap((frame): string[] => {
      if (frame.type === 'channel-state') {
        return [frame.state];
      }
      return frame.type === 'skipped' ? [frame.reason] : [];
    });
  return { outlet, channel, push, fragments, told };
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
  push(true, new Uint8Array(15_001));
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
  const large = new Uint8Array(1024 * 1024);
  for (let turn = 0; turn < 20; turn += 1) {
    push(turn === 0, large);
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
