/**
 * Brittle on purpose: any byte that changes in what is written to disk, or hashed into evidence, is noticed here.
 * The canonical sample table must never change; the others only with a note of what reads old files.
 */
import { createHash } from 'node:crypto';
import { expect, it } from 'vitest';
import type { AudioFormat, Sample, VideoFormat } from '../stream/index.ts';
import {
  createInitSegment,
  ExportRunBuilder,
  encodeCanonicalSampleTable,
  fragmentOverheadBytes,
  planProgressiveMovie,
  readFragment,
  readInitSegment,
  writeFragment,
} from './index.ts';

const fromHex = (hex: string) => new Uint8Array(Buffer.from(hex, 'hex'));
const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');

const h264: VideoFormat = {
  kind: 'video',
  codec: 'h264',
  timescale: 90_000,
  widthPixels: 640,
  heightPixels: 480,
  pixelAspect: { horizontal: 4, vertical: 3 },
  codecString: 'avc1.64001e',
  parameterSets: {
    vps: [],
    sps: [fromHex('6764001eacb201407b602d4180415000000300100000030328f162e480')],
    pps: [fromHex('68ebccb22c')],
  },
  reorderDepth: null,
  declaredFrameTicks: null,
};
const h265: VideoFormat = {
  ...h264,
  codec: 'h265',
  widthPixels: 2560,
  heightPixels: 1440,
  pixelAspect: null,
  codecString: 'hvc1.1.6.L150.90',
  parameterSets: {
    vps: [fromHex('40010c01ffff016000000300900000030000030096ba0240')],
    sps: [
      fromHex('420101016000000300900000030000030096a001402005a165ba4a4c2f016a0c0c0dc20000030002000003001e10'),
    ],
    pps: [fromHex('4401c073c189')],
  },
};
const aac: AudioFormat = {
  kind: 'audio',
  codec: 'aac',
  timescale: 48_000,
  sampleRateHz: 48_000,
  channels: 2,
  audioSpecificConfig: fromHex('1190'),
  codecString: 'mp4a.40.2',
};
const pcma: AudioFormat = {
  kind: 'audio',
  codec: 'pcma',
  timescale: 8000,
  sampleRateHz: 8000,
  channels: 1,
  audioSpecificConfig: null,
  codecString: 'alaw',
};
const pcmu: AudioFormat = { ...pcma, codec: 'pcmu', codecString: 'ulaw' };

const samples: readonly Sample[] = [
  sample(2 ** 33 + 5, 6000, 3000, 5, true, false, false),
  sample(2 ** 33 + 3005, 0, 3001, 3, false, true, true),
  sample(2 ** 33 + 6006, 3000, 2999, 0, false, false, true),
];

function sample(
  dtsTicks: number,
  compositionOffsetTicks: number,
  durationTicks: number,
  sizeBytes: number,
  sync: boolean,
  leading: boolean,
  disposable: boolean,
): Sample {
  return { dtsTicks, compositionOffsetTicks, durationTicks, sizeBytes, sync, leading, disposable };
}

it.each([
  ['h264', h264, '37d754f7d01c2c9852a29fc0e8a129068285e0f37ff3842f6e0f51470202b91b'],
  ['h265', h265, '9af4904b996c0117b7d3885b1e19bb1c8fe7f0e1441155e502fe8b51c6c99d2b'],
  ['aac', aac, 'a1df267c4b2b9c8bdcfc6ceff0de8c2cf3eed6fd9c9ce0105709520d27b2393e'],
  ['pcma', pcma, '9fe6d4852d2dd0d3407c052da970c6e60ccdf50e5700b45a49cc0ddfe1603004'],
  ['pcmu', pcmu, '6cc2544db7b3e93f8e72c7f5965d62e7caf75aa361f394f2ca5fb36ff4b06244'],
] as const)('init segment of %s', (_name, format, digest) => {
  const options = { format, creationUnixMs: 1_770_091_506_789, cameraName: 'Cổng chợ 1' };
  const bytes = createInitSegment(options);
  const read = readInitSegment(bytes);
  expect(read.format).toEqual(format);
  expect(read).toMatchObject({
    sizeBytes: bytes.length,
    creationUnixMs: 1_770_091_506_000,
    cameraName: 'Cổng chợ 1',
  });
  expect(sha256(bytes)).toBe(digest);
});

it('fragment', () => {
  const data = [fromHex('0102030405'), fromHex('060708'), new Uint8Array(0)];
  const bytes = writeFragment({ sequenceNumber: 7, wallStartUnixMs: 1_770_091_506_789, samples, data });
  expect(bytes.length).toBe(fragmentOverheadBytes(3) + 8);
  expect(readFragment(bytes).samples).toEqual(samples);
  expect(Buffer.from(bytes.subarray(0, 32)).toString('hex')).toBe(
    '00000020707266740100000800000001ed2bf272c9fbe76d0000000200000005',
  );
  expect(sha256(bytes)).toBe('930b54d8315fa20563ca4b9ed817073faa1339166fc644fa2b499af697fe4142');
});

it('canonical sample table', () => {
  const table = Buffer.from(encodeCanonicalSampleTable(samples)).toString('hex');
  const rows = table.replaceAll(/(.{16})(.{8})(.{8})(.{8})(.{8})/g, '$1 $2 $3 $4 $5;').split(';');
  expect(rows).toEqual([
    '0000000200000005 00001770 00000bb8 00000005 00000001',
    '0000000200000bbd 00000000 00000bb9 00000003 00000006',
    '0000000200001776 00000bb8 00000bb7 00000000 00000004',
    '',
  ]);
});

it('head of a progressive movie', () => {
  const { sampleEntry } = readInitSegment(
    createInitSegment({ format: h264, creationUnixMs: 0, cameraName: '' }),
  );
  const builder = new ExportRunBuilder();
  builder.append(samples, 0, 1000);
  const run = builder.finish({ movieStartTicks: 90, mediaStartTicks: 2 ** 33 + 6005, durationTicks: 3000 });
  const plan = planProgressiveMovie({
    tracks: [{ kind: 'video', sampleEntry, timescale: 90_000, runs: [run] }],
    creationUnixMs: 1_770_091_506_789,
    cameraName: 'Cổng chợ 1',
  });
  expect(sha256(plan.header)).toBe('16bc4e9fd79a0ce0461332a75183821f23f561fefbd9d1683c207e244bb235ee');
});
