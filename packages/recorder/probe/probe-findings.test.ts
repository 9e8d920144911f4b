import { PROBE_FINDINGS, type ProbedMedia } from '@matlang/link';
import { expect, test } from 'vitest';
import { findingsOf, type ProbeFacts } from './probe-findings.ts';

const video: ProbedMedia = {
  kind: 'video',
  encodingName: 'h264',
  codec: 'h264',
  codecString: 'avc1.64001e',
  widthPixels: 640,
  heightPixels: 480,
  sampleRateHz: null,
  framesPerSecond: 15,
  declaredFramesPerSecond: 15,
  bitsPerSecond: 300_000,
  gopMs: 2_000,
  gopFrames: 30,
  reorderDepth: 0,
  jitterMs: 3,
  receivedPackets: 100,
  lostPackets: 0,
};
const facts: ProbeFacts = {
  media: [video],
  measuredMs: 5_000,
  cameraClockOffsetMs: 20,
  authentication: 'digest-md5',
  keyFrameSeen: true,
  parameterSetsDescribed: true,
  damagedUnits: 0,
};

test('a camera as it should be has no findings', () => {
  expect(findingsOf(facts)).toEqual([]);
});

test.each<[string, Partial<ProbeFacts>]>([
  ['long-gop', { media: [{ ...video, gopMs: 60_000 }] }],
  ['long-gop', { media: [{ ...video, gopMs: null }], measuredMs: 12_000 }],
  ['no-key-frame-seen', { keyFrameSeen: false }],
  ['camera-clock-off', { cameraClockOffsetMs: -25_200_000 }],
  ['no-sender-reports', { cameraClockOffsetMs: null }],
  ['browser-support-limited', { media: [{ ...video, codec: 'h265' }] }],
  ['packets-lost', { media: [{ ...video, lostPackets: 1 }] }],
  ['damaged-pictures', { damagedUnits: 1 }],
  ['parameter-sets-missing-in-description', { parameterSetsDescribed: false }],
  ['codec-not-recorded', { media: [{ ...video, codec: null }] }],
  ['declared-frame-rate-wrong', { media: [{ ...video, declaredFramesPerSecond: 25 }] }],
  ['basic-authentication', { authentication: 'basic' }],
  ['no-authentication', { authentication: 'none' }],
  ['has-sound', { media: [video, { ...video, kind: 'audio', codec: 'aac' }] }],
])('%s', (finding, change) => {
  expect(findingsOf({ ...facts, ...change })).toEqual([finding]);
  expect(PROBE_FINDINGS).toContain(finding);
});

test('nothing is said of a camera that sent nothing', () => {
  expect(
    findingsOf({ ...facts, media: [], measuredMs: 0, keyFrameSeen: false, cameraClockOffsetMs: null }),
  ).toEqual([]);
});
