/**
 * Cameras served by GStreamer, of which not a line is ours: what lies in the archive is bit by bit what was on the wire,
 * and slices, SEI and sound are those of the file that the camera played.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  nalsOf,
  requireWitness,
  runProgram,
  type SkippingContext,
  startGstCamera,
  temporaryDirectory,
  until,
} from '@matlang/testkit';
import { expect, type TestContext, test } from 'vitest';
import { digestOf, isSliceOrSei, isSyncNal, nalDigests, readSamples } from './recorded-samples.ts';
import { type CameraSetup, type Recording, startRecording } from './recording.ts';
import { soundOfAac, soundOfG711, unitsOfWire, type WireUnit } from './rtp-witness.ts';
import { type Fate, type RtspTap, tapCamera } from './rtsp-tap.ts';

const CREDENTIALS = { username: 'admin', password: 's3cret:@/đ' };
/** Of a stream: two loops and more of the made clips. */
const RECORDED_MS = 5000;
/** Units that may be on their way when the recorder says goodbye: a second, on a busy machine. */
const UNITS_UNDER_WAY = 30;

interface PlayedSound {
  readonly codec: 'pcma' | 'pcmu' | 'aac';
  /** As the camera plays it. */
  readonly file: string;
  /** Without a container; AAC: in ADTS. What is recorded is a part of it. */
  readonly bare: string;
}

interface PlayedClip {
  readonly path: string;
  readonly file: string;
  readonly codec: 'h264' | 'h265';
  readonly sound?: PlayedSound;
}

interface Recorded extends PlayedClip {
  readonly number: number;
  readonly tap: RtspTap;
}

const shared = (context: SkippingContext, name: string): string =>
  join(requireWitness('shared-clips', context), name);

/** Two seconds with another picture in each frame. */
async function makeClip(
  context: TestContext,
  directory: string,
  bFrames: number,
  gop: 'closed' | 'open',
): Promise<PlayedClip> {
  const name = `${gop}-${bFrames}`;
  const file = join(directory, `${name}.mp4`);
  const source = ['-f', 'lavfi', '-i', 'testsrc2=s=320x240:r=25', '-t', '2'];
  const x264 = ['-c:v', 'libx264', '-preset', 'fast', '-bf', String(bFrames), '-g', '12'];
  const parameters = `open-gop=${gop === 'open' ? 1 : 0}:b-pyramid=2:scenecut=0`;
  await runProgram(requireWitness('ffmpeg', context), [
    '-v',
    'error',
    ...source,
    ...x264,
    '-x264-params',
    parameters,
    file,
  ]);
  return { path: `/${name}`, file, codec: 'h264' };
}

/** The shared clip's sound in one of the two laws. */
async function g711(context: TestContext, directory: string, law: 'pcma' | 'pcmu'): Promise<PlayedSound> {
  const clip = shared(context, 'camera/kvs_audio_g711a_8k.wav');
  if (law === 'pcma')
    return { codec: law, file: clip, bare: shared(context, 'camera/kvs_audio_g711a_8k.alaw') };
  const [file, bare] = [join(directory, 'sound.wav'), join(directory, 'sound.mulaw')];
  const coded = '-c:a pcm_mulaw'.split(' ');
  await runProgram(requireWitness('ffmpeg', context), [
    ...'-v error -i'.split(' '),
    clip,
    ...coded,
    file,
    ...coded,
    ...'-f mulaw'.split(' '),
    bare,
  ]);
  return { codec: law, file, bare };
}

/** Records all of them from one camera, each through a tap of its own, until the recorder ends cleanly. */
async function record(
  context: TestContext,
  clips: readonly PlayedClip[],
  options: {
    readonly auth: 'digest' | 'basic';
    readonly transport: 'tcp' | 'udp';
    readonly fate?: (nth: number) => Fate;
  },
): Promise<{ readonly recording: Recording; readonly recorded: readonly Recorded[] }> {
  const { auth, transport, fate } = options;
  const streams = clips.map(({ path, file, sound }) => [
    path,
    sound === undefined
      ? { file, protocols: transport, audio: 'none' as const }
      : { file, protocols: transport, audio: sound.codec, audio_file: sound.file },
  ]);
  const camera = await startGstCamera(context, {
    streams: Object.fromEntries(streams),
    auth,
    user: CREDENTIALS.username,
    password: CREDENTIALS.password,
  });
  context.onTestFinished(() => camera.close());
  const recorded: Recorded[] = [];
  for (const [index, clip] of clips.entries()) {
    recorded.push({ ...clip, number: index + 1, tap: await tapCamera(context, camera.port, fate) });
  }
  const cameras = recorded.map(
    ({ number, tap, path, sound }): CameraSetup => ({
      number,
      url: `rtsp://127.0.0.1:${tap.port}${path}`,
      ...CREDENTIALS,
      transport,
      audio: sound !== undefined,
    }),
  );
  const recording = await startRecording(context, await temporaryDirectory(context), cameras);
  await recording.untilRecorded(
    recorded.map(({ number }) => number),
    RECORDED_MS,
  );
  return { recording, recorded };
}

/** Units from the first that decoding may begin with. */
function unitsFromSync({ tap, codec }: Recorded): readonly WireUnit[] {
  const units = unitsOfWire(codec, tap.packetsOf(0));
  const first = units.findIndex(({ nals }) => nals.some((nal) => isSyncNal(codec, nal)));
  expect(first).toBeGreaterThanOrEqual(0);
  return units.slice(first);
}

function expectPictures(recording: Recording, recorded: Recorded): void {
  const { number, codec, file } = recorded;
  const samples = readSamples(recording.segmentFiles(number));
  const units = unitsFromSync(recorded);
  const sent = units.slice(0, samples.length).flatMap(({ nals }) => nals.map(digestOf));
  expect(nalDigests(samples)).toEqual(sent);
  expect(units.length - samples.length).toBeLessThanOrEqual(UNITS_UNDER_WAY);
  const slices = (nals: readonly Uint8Array[]): readonly string[] =>
    nals.filter((nal) => isSliceOrSei(codec, nal)).map(digestOf);
  expectPartOfLoop(
    samples.flatMap(({ data }) => slices(nalsOf(data))),
    readSamples([file]).flatMap(({ data }) => slices(nalsOf(data))),
  );
}

/** `part` is what one hears who joins an endless loop of `whole` somewhere. */
function expectPartOfLoop(part: readonly string[], whole: readonly string[]): void {
  expect(part.length).toBeGreaterThan(50);
  const expectedFrom = (start: number): readonly string[] =>
    part.map((_, i) => whole[(start + i) % whole.length] ?? '');
  const starts = whole.flatMap((digest, i) => (digest === part[0] ? [i] : []));
  expect(starts).not.toEqual([]);
  const exact = starts.find((start) => expectedFrom(start).every((digest, i) => digest === part[i]));
  expect(part).toEqual(expectedFrom(exact ?? starts[0] ?? 0));
}

async function expectNoGap(recording: Recording, numbers: readonly number[]): Promise<void> {
  for (const number of numbers) {
    const { spans, gaps } = await recording.timeline(number);
    expect(spans.filter(({ stream }) => stream === 'main')).toHaveLength(1);
    expect(gaps.filter(({ cause }) => cause !== 'stopped')).toEqual([]);
  }
  expect(await recording.check()).toMatchObject({ clean: true, findings: [] });
}

test.for([
  { auth: 'digest', transport: 'tcp', gop: 'closed', law: 'pcma' },
  { auth: 'basic', transport: 'udp', gop: 'open', law: 'pcmu' },
] as const)(
  '$auth over $transport: pictures with $gop GOP, H.264, H.265, sound ($law, AAC)',
  { timeout: 90_000 },
  async (setup, context) => {
    const { gop, transport, law } = setup;
    const directory = await temporaryDirectory(context);
    const aac = shared(context, 'camera/kvs_audio_aac_48k_stereo.aac');
    const clips: PlayedClip[] = [
      {
        path: '/street',
        file: shared(context, 'camera/kvs_street-dusk_h264_640x480.mp4'),
        codec: 'h264',
        sound: await g711(context, directory, law),
      },
      {
        path: '/aquarium',
        file: shared(context, 'camera/kvs_aquarium_h265_640x360.mp4'),
        codec: 'h265',
        sound: { codec: 'aac', file: aac, bare: aac },
      },
      { path: '/car', file: shared(context, 'intel_car-detection.mp4'), codec: 'h264' },
    ];
    for (const bFrames of [0, 1, 2, 3]) clips.push(await makeClip(context, directory, bFrames, gop));
    const { recording, recorded } = await record(context, clips, setup);
    expect(recorded.map(({ number }) => recording.statistics(number)?.transport)).toEqual(
      recorded.map(() => transport),
    );
    await recording.stop();
    for (const entry of recorded) expectPictures(recording, entry);
    const [street, aquarium] = recorded;
    expectG711(recording, street!);
    expectAac(recording, aquarium!);
    await expectNoGap(
      recording,
      recorded.map(({ number }) => number),
    );
  },
);

function expectG711(recording: Recording, { number, tap, sound: played }: Recorded): void {
  const samples = readSamples(recording.segmentFiles(number, 'audio'));
  const sound = Buffer.concat(samples.map(({ data }) => data));
  const wire = Buffer.concat(soundOfG711(tap.packetsOf(1)));
  // A byte is a sample of 125 µs.
  expect(sound.length).toBeGreaterThan(RECORDED_MS * 8 * 0.8);
  expect(digestOf(sound)).toBe(digestOf(wire.subarray(0, sound.length)));
  const file = readFileSync(played?.bare ?? '');
  expect(file.indexOf(sound)).toBeGreaterThanOrEqual(0);
  expect(samples.reduce((ticks, { durationTicks }) => ticks + durationTicks, 0)).toBe(sound.length);
}

function expectAac(recording: Recording, { number, tap, sound }: Recorded): void {
  const units = readSamples(recording.segmentFiles(number, 'audio')).map(({ data }) => digestOf(data));
  const wire = soundOfAac(tap.packetsOf(1)).map(digestOf);
  expect(units.length).toBeGreaterThan((RECORDED_MS / 1000) * (48_000 / 1024) * 0.8);
  expect(units).toEqual(wire.slice(0, units.length));
  const file = readFileSync(sound?.bare ?? '');
  expectPartOfLoop(units, adtsFrames(file).map(digestOf));
}

/** ISO 14496-3 1.A.2: 13 bits of length from bit 30 on, head of 7 bytes, or 9 with a checksum. */
function adtsFrames(bytes: Uint8Array): readonly Uint8Array[] {
  const frames: Uint8Array[] = [];
  for (let at = 0; at + 7 <= bytes.length; ) {
    const [, second = 0, , fourth = 0, fifth = 0, sixth = 0] = bytes.subarray(at, at + 6);
    const lengthBytes = ((fourth & 3) << 11) | (fifth << 3) | (sixth >> 5);
    frames.push(bytes.subarray(at + ((second & 1) === 1 ? 7 : 9), at + lengthBytes));
    at += lengthBytes;
  }
  return frames;
}

test('swapped packets over UDP are put in order: nothing is missing, nothing is altered', {
  timeout: 60_000,
}, async (context) => {
  const clips: PlayedClip[] = [
    { path: '/car', file: shared(context, 'intel_car-detection.mp4'), codec: 'h264' },
    { path: '/aquarium', file: shared(context, 'camera/kvs_aquarium_h265_640x360.mp4'), codec: 'h265' },
  ];
  const fate = (nth: number): Fate => (nth % 7 === 3 ? 'later' : 'pass');
  const { recording, recorded } = await record(context, clips, { auth: 'digest', transport: 'udp', fate });
  for (const { number, tap } of recorded) {
    expect(tap.swapped).toBeGreaterThan(10);
    expect(recording.statistics(number)).toMatchObject({ lostPackets: 0, damagedUnits: 0 });
  }
  await recording.stop();
  for (const entry of recorded) expectPictures(recording, entry);
  await expectNoGap(recording, [1, 2]);
});

test('lost packets over UDP: counted exactly, every picture without a missing number is exact', {
  timeout: 60_000,
}, async (context) => {
  const clips: PlayedClip[] = [
    { path: '/car', file: shared(context, 'intel_car-detection.mp4'), codec: 'h264' },
    { path: '/aquarium', file: shared(context, 'camera/kvs_aquarium_h265_640x360.mp4'), codec: 'h265' },
  ];
  // Behind the first key frame, which may have some 80 packets.
  const isLost = (nth: number): boolean => nth > 120 && nth < 320 && nth % 17 < 2 - (nth % 2);
  const fate = (nth: number): Fate => (isLost(nth) ? 'lose' : nth % 11 === 5 ? 'later' : 'pass');
  const { recording, recorded } = await record(context, clips, { auth: 'basic', transport: 'udp', fate });
  // Statistics are told each second: the next ones know of all that was lost.
  for (const { tap } of recorded) await until('losses are over', () => tap.packetsOf(0).length > 380);
  const told = recording.of('statistics').length;
  await until('statistics', () => recording.of('statistics').length > told + 1);
  for (const { number, tap } of recorded) {
    expect(tap.lost).toBeGreaterThan(5);
    expect(recording.statistics(number)?.lostPackets).toBe(tap.lost);
  }
  await recording.stop();
  for (const entry of recorded) expectUndamaged(recording, entry, isLost);
  expect(await recording.check()).toMatchObject({ clean: true, findings: [] });
});

/** Whole units are all there, in order; of others at most NAL units that came through whole. */
function expectUndamaged(recording: Recording, entry: Recorded, isLost: (nth: number) => boolean): void {
  const firstNumber = unitsOfWire(entry.codec, entry.tap.packetsOf(0))[0]?.firstPacket ?? 0;
  const nthOf = (sequenceNumber: number): number => ((sequenceNumber - firstNumber) & 0xffff) + 1;
  const isWhole = ({ firstPacket, lastPacket }: WireUnit): boolean => {
    for (let nth = nthOf(firstPacket); nth <= nthOf(lastPacket); nth += 1) if (isLost(nth)) return false;
    return true;
  };
  const samples = readSamples(recording.segmentFiles(entry.number));
  const units = unitsFromSync(entry);
  let at = 0;
  let damaged = 0;
  for (const { data } of samples) {
    const nals = nalsOf(data).map(digestOf);
    for (;;) {
      const unit = units[at];
      at += 1;
      const sent = unit?.nals.map(digestOf) ?? [];
      if (unit !== undefined && isWhole(unit)) {
        expect(nals).toEqual(sent);
        break;
      }
      expect(unit).toBeDefined();
      damaged += 1;
      if (nals.every((nal) => sent.includes(nal))) break;
    }
  }
  expect(damaged).toBeGreaterThan(3);
  expect(units.length - at).toBeLessThanOrEqual(UNITS_UNDER_WAY);
}
