/** The decoder's configuration out of init segments as the recorder writes them. */
import { createInitSegment } from '@matlang/media/mp4';
import { expect, test } from 'vitest';
import { decoderConfigurationOf } from './decoder-configuration.ts';

const sps = Uint8Array.from([0x67, 0x42, 0xc0, 0x1e, 0xd9, 0x00, 0xa0, 0x47, 0xfe, 0x22]);
const pps = Uint8Array.from([0x68, 0xcb, 0x83, 0xcb, 0x20]);

const init = createInitSegment({
  format: {
    kind: 'video',
    codec: 'h264',
    timescale: 90_000,
    widthPixels: 640,
    heightPixels: 360,
    pixelAspect: null,
    codecString: 'avc1.42c01e',
    parameterSets: { vps: [], sps: [sps], pps: [pps] },
    reorderDepth: 0,
    declaredFrameTicks: null,
  },
  creationUnixMs: 0,
  cameraName: 'Cổng chợ',
});

test('is found, with the parameter sets in it', () => {
  const configuration = decoderConfigurationOf(init);
  // Version 1, then profile, compatibility and level as in the sequence parameter set.
  expect([...(configuration?.subarray(0, 4) ?? [])]).toEqual([1, 0x42, 0xc0, 0x1e]);
  const text = Buffer.from(configuration ?? []).toString('hex');
  expect(text).toContain(Buffer.from(sps).toString('hex'));
  expect(text).toContain(Buffer.from(pps).toString('hex'));
});

test('is nothing in what was cut off anywhere, and no reader runs out of it', () => {
  for (let length = 0; length < init.length; length += 1)
    expect(decoderConfigurationOf(init.subarray(0, length))).toBeNull();
});
