/** What a camera does wrong is told with the stream's statistics, over all connections. */
import { FAULT_KINDS } from '@matlang/media/depacketizer';
import { expect, test } from 'vitest';
import { StreamMeter } from './stream-meter.ts';
import { TrackIntake } from './track-intake.ts';

const PAYLOAD_TYPE = 96;

function connect(meter: StreamMeter) {
  const intake = new TrackIntake({
    media: {
      encodingName: 'H264',
      clockRateHz: 90_000,
      channels: null,
      formatParameters: new Map([['packetization-mode', '1']]),
    },
    payloadType: PAYLOAD_TYPE,
    meter,
    onUnit: () => {},
    onCameraTime: () => {},
  });
  let sequenceNumber = 0;
  return (payload: readonly number[], payloadType = PAYLOAD_TYPE): void => {
    sequenceNumber += 1;
    const header = [0x80, payloadType, sequenceNumber >> 8, sequenceNumber & 0xff, 0, 0, 0, 1, 0, 0, 0, 7];
    intake.pushRtp(Uint8Array.from([...header, ...payload]), sequenceNumber);
  };
}

test('faults by kind, those of earlier connections too; packets of others are counted apart', () => {
  const meter = new StreamMeter();
  const first = connect(meter);
  expect(meter.faults).toEqual([]);
  first([]);
  first([]);
  first([0x1d, 0, 0, 0]); // FU-B
  first([0x65], 97);
  expect(meter.faults).toEqual([
    { kind: 'payload-empty', count: 2 },
    { kind: 'packet-type-unsupported', count: 1 },
  ]);
  const second = connect(meter);
  expect(meter.faults).toContainEqual({ kind: 'payload-empty', count: 2 });
  second([]);
  expect(meter.faults).toContainEqual({ kind: 'payload-empty', count: 3 });
  expect(meter.faults).toContainEqual({ kind: 'packet-type-unsupported', count: 1 });
  expect(meter.foreignPackets).toBe(1);
});

test('whatever the kinds are, they fit what goes over the link', () => {
  const meter = new StreamMeter();
  for (let connection = 0; connection < 1000; connection += 1)
    meter.watchFaults(() => FAULT_KINDS.map((kind) => ({ kind, count: 1 })));
  for (let unit = 0; unit < 1000; unit += 1) meter.countMovedTime();
  expect(meter.faults).toHaveLength(FAULT_KINDS.length + 1);
  expect(meter.faults.every(({ count }) => count === 1000)).toBe(true);
  // The bounds of the link's schema: a kind beyond them would take all statistics along.
  expect(meter.faults.length).toBeLessThanOrEqual(64);
  expect(meter.faults.filter(({ kind }) => !/^[a-z-]{1,40}$/.test(kind))).toEqual([]);
});
