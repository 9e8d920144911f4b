/** One stream under simulated time: units in, runs, gaps, states and viewers' samples out. */
import type { DepacketizedUnit } from '@matlang/media/depacketizer';
import { BlockPool } from '@matlang/media/memory';
import { FragmentScanner, readAtBytes } from '@matlang/media/mp4';
import type { StreamFormat } from '@matlang/media/stream';
import { beforeEach, describe, expect, test } from 'vitest';
import { MemoryArchive, type MemoryRun } from '../archive-for-tests.ts';
import { SiteClock } from '../clock/site-clock.ts';
import { MAX_CACHE_BYTES } from './gop-cache.ts';
import type { LiveSample } from './live-sample.ts';
import { type LiveViewer, MediaStream } from './media-stream.ts';

const START_UNIX_MS = 1_750_000_000_000;
const FRAME_MS = 100;
const FRAME_TICKS = 9_000;

/** A real SPS and PPS of a 640x480 baseline stream, as the sample entry wants them. */
const SPS = Uint8Array.from(Buffer.from('6742c01eda02802d8bc04040405000000300100000030320f162ea', 'hex'));
const PPS = Uint8Array.from(Buffer.from('68ce0fc8', 'hex'));

function formatOf(widthPixels: number): StreamFormat {
  return {
    kind: 'video',
    codec: 'h264',
    timescale: 90_000,
    widthPixels,
    heightPixels: 480,
    pixelAspect: null,
    codecString: 'avc1.42c01e',
    parameterSets: { vps: [], sps: [SPS], pps: [PPS] },
    reorderDepth: 0,
    declaredFrameTicks: null,
  };
}

class Viewer implements LiveViewer {
  readonly seen: string[] = [];
  readonly samples: LiveSample[] = [];
  onInit(): void {
    this.seen.push('init');
  }
  onFragment(sample: LiveSample, head: Uint8Array, cached: boolean): void {
    const scanner = new FragmentScanner(readAtBytes(Buffer.concat([head, sample.unit.data])), 0);
    expect(scanner.next()?.samples).toMatchObject([
      { sizeBytes: sample.unit.data.length, dtsTicks: sample.dtsTicks },
    ]);
    expect(scanner.next()).toBe(null);
    this.samples.push(sample);
    this.seen.push(`${cached ? 'cached' : 'live'}${sample.unit.sync ? '-sync' : ''}`);
  }
  onGopTooLong(): void {
    this.seen.push('too-long');
  }
  onRunEnd(): void {
    this.seen.push('run-end');
  }
}

let time: { monotonicMs: number; systemUnixMs: number };
let archive: MemoryArchive;
let siteClock: SiteClock;
let stream: MediaStream;
let states: string[];
let format: StreamFormat;
let pts: number;
let viewerChanges: number;
let cameraName: string;

function streamWith(record: boolean): MediaStream {
  return new MediaStream({
    stream: { cameraId: '01990000-0000-7000-8000-000000000001', kind: 'main' },
    volumeId: 'main',
    cameraName: () => cameraName,
    record,
    archive,
    siteClock,
    pool: new BlockPool(),
    onState: ({ state }) => states.push(state.state),
    onViewers: () => {
      viewerChanges += 1;
    },
  });
}

beforeEach(() => {
  time = { monotonicMs: 1_000, systemUnixMs: START_UNIX_MS };
  archive = new MemoryArchive();
  siteClock = new SiteClock({ monotonicMs: () => time.monotonicMs, systemUnixMs: () => time.systemUnixMs });
  states = [];
  stream = streamWith(true);
  format = formatOf(640);
  pts = 1_000_000;
  viewerChanges = 0;
  cameraName = 'Cổng chợ';
});

function pass(ms: number): void {
  for (let passed = 0; passed < ms; passed += FRAME_MS) {
    time.monotonicMs += FRAME_MS;
    time.systemUnixMs += FRAME_MS;
    const step = siteClock.follow();
    if (step !== null) {
      stream.clockStepped(step);
    }
    stream.tick(time.monotonicMs);
  }
}

function unit(sync: boolean, sizeBytes = 500): DepacketizedUnit {
  pts += FRAME_TICKS;
  return {
    ptsTicks: pts,
    data: new Uint8Array(sizeBytes).fill(sync ? 1 : 2),
    sync,
    leading: false,
    disposable: false,
    durationTicks: null,
    lostPackets: 0,
    arrivalMonotonicMs: time.monotonicMs,
    format,
    pictureOrderCount: null,
    startsOrder: sync,
    leadingMayFollow: false,
  };
}

/** `frames` units, 100 ms apart, the first of each `gop` a key frame. */
function play(frames: number, gop: number, sizeBytes = 500): void {
  for (let frame = 0; frame < frames; frame += 1) {
    stream.push(unit(frame % gop === 0, sizeBytes));
    pass(FRAME_MS);
  }
}

function shape(run: MemoryRun): string[] {
  return run.fragments.map(
    ({ wallStartUnixMs, wallEndUnixMs, startsOnSync }) =>
      `${wallEndUnixMs - wallStartUnixMs}${startsOnSync ? ' sync' : ''}`,
  );
}

/** Decode times and sizes of every sample of a run. */
function samplesOf(run: MemoryRun) {
  const scanner = new FragmentScanner(readAtBytes(archive.fileOf(run)), run.start.init.length);
  const samples = [];
  for (let fragment = scanner.next(); fragment !== null; fragment = scanner.next()) {
    samples.push(...fragment.samples);
  }
  expect(scanner.end?.offsetBytes).toBe(archive.fileOf(run).length);
  return samples;
}

describe('fragments', () => {
  test('one for each GOP of half a second, with true durations and without a hole', () => {
    play(20, 5);
    stream.endRun('reconnect');
    const [run] = archive.runs;
    expect(shape(run!)).toEqual(['500 sync', '500 sync', '500 sync', '500 sync']);
    expect(run!.start).toMatchObject({ reason: 'start', startUnixMs: START_UNIX_MS, volumeId: 'main' });
    expect(run!.endUnixMs).toBe(START_UNIX_MS + 2_000);
    const samples = samplesOf(run!);
    expect(samples.map(({ durationTicks }) => durationTicks)).toEqual(samples.map(() => FRAME_TICKS));
    for (const [index, fragment] of run!.fragments.entries()) {
      const next = run!.fragments[index + 1];
      expect(next === undefined || next.wallStartUnixMs === fragment.wallEndUnixMs).toBe(true);
    }
  });

  test('a GOP of 5 minutes is cut each second, and no byte of it waits longer than 1.3 s', () => {
    stream.push(unit(true));
    for (let frame = 1; frame < 3_000; frame += 1) {
      pass(FRAME_MS);
      stream.push(unit(false));
      const written = archive.runs[0]?.fragments.at(-1)?.wallEndUnixMs ?? START_UNIX_MS;
      expect(siteClock.nowUnixMs() - written).toBeLessThanOrEqual(1_300);
    }
    const lengths = shape(archive.runs[0]!);
    expect(lengths[0]).toBe('1000 sync');
    expect(new Set(lengths.slice(1))).toEqual(new Set(['1000']));
  });

  test('what a stream has that falls silent goes to disk but for its newest picture', () => {
    play(5, 100);
    pass(1_400);
    expect(shape(archive.runs[0]!)).toEqual(['400 sync']);
    stream.endRun('reconnect');
    expect(shape(archive.runs[0]!)).toEqual(['400 sync', '100']);
  });

  test('a new name stands in what is recorded from the next run on', () => {
    play(12, 5);
    cameraName = 'Nhà văn hoá';
    play(12, 5);
    stream.endRun('reconnect');
    play(12, 5);
    const names = archive.runs.map(({ start }) => Buffer.from(start.init).includes('Nhà văn hoá'));
    expect(names).toEqual([false, true]);
  });

  test('a camera whose times jump with every picture begins few runs, and the ledger says why', () => {
    for (let picture = 0; picture < 600; picture += 1) {
      pts += picture % 2 === 0 ? 5_000_000 : -5_000_000;
      stream.push(unit(true));
      pass(FRAME_MS);
    }
    // A minute: ten at once and one each two seconds.
    expect(archive.runs.length).toBeGreaterThan(20);
    expect(archive.runs.length).toBeLessThanOrEqual(41);
    expect(archive.gaps.some(({ cause, detail }) => cause === 'no-media' && detail?.includes('jump'))).toBe(
      true,
    );
    // And once it keeps time again, it is recorded again.
    pass(20_000);
    const before = archive.runs.length;
    play(50, 10);
    stream.endRun('reconnect');
    expect(archive.runs.length).toBe(before + 1);
    expect(archive.runs.at(-1)!.fragments.length).toBe(5);
  });

  test('a stream that is not recorded writes nothing and still runs', () => {
    stream = streamWith(false);
    play(20, 5);
    stream.setState({ state: 'off' });
    expect(archive.runs).toEqual([]);
    expect(archive.gaps).toEqual([]);
    expect(stream.running).toBe(true);
  });
});

describe('where runs begin and end', () => {
  const reasons = () => archive.runs.map(({ start }) => start.reason);

  test('pictures before the first key frame are a gap', () => {
    stream.push(unit(false));
    pass(FRAME_MS);
    stream.push(unit(false));
    pass(FRAME_MS);
    expect(states).toEqual(['waiting-for-key-frame']);
    play(10, 5);
    expect(archive.gaps).toMatchObject([{ cause: 'no-key-frame', startUnixMs: START_UNIX_MS }]);
    expect(archive.runs[0]!.start.startUnixMs).toBe(START_UNIX_MS + 200);
    expect(states).toEqual(['waiting-for-key-frame', 'receiving']);
  });

  test('new parameter sets', () => {
    play(7, 5);
    format = formatOf(1280);
    play(6, 5);
    stream.endRun('reconnect');
    expect(reasons()).toEqual(['start', 'format-change']);
    expect(archive.runs[0]!.endUnixMs).toBe(archive.runs[1]!.start.startUnixMs);
    expect(samplesOf(archive.runs[0]!)).toHaveLength(7);
    expect(samplesOf(archive.runs[1]!)).toHaveLength(6);
  });

  test('a jump of the time stamps, with the gap up to the next key frame', () => {
    play(7, 5);
    pts += 90_000 * 3_600;
    stream.push(unit(false));
    pass(FRAME_MS);
    play(5, 5);
    stream.endRun('reconnect');
    expect(reasons()).toEqual(['start', 'timestamp-jump']);
    expect(archive.gaps).toMatchObject([{ cause: 'no-key-frame', startUnixMs: archive.runs[0]!.endUnixMs }]);
  });

  test('a reconnection: the gap begins where the recording ended', () => {
    play(10, 5);
    stream.disconnected();
    stream.setState({
      state: 'failed',
      step: 'receiving',
      code: 'media-stalled',
      sinceUnixMs: 1,
      nextTryUnixMs: 1,
      attempts: 1,
    });
    pass(3_000);
    play(5, 5);
    stream.endRun('reconnect');
    expect(reasons()).toEqual(['start', 'reconnect']);
    expect(archive.gaps).toMatchObject([{ cause: 'network', startUnixMs: START_UNIX_MS + 1_000 }]);
  });

  test('the cause of a gap changes with what is known, each told once', () => {
    const failed = { state: 'failed', step: 'connecting', sinceUnixMs: 1, nextTryUnixMs: 1 } as const;
    play(10, 5);
    stream.disconnected();
    stream.setState({ ...failed, code: 'connection-lost', attempts: 1 });
    for (let attempts = 2; attempts < 9; attempts += 1) {
      stream.setState({ state: 'connecting' });
      stream.setState({ ...failed, code: 'connection-refused', attempts });
    }
    stream.setState({ ...failed, code: 'credentials-refused', step: 'authenticating', attempts: 9 });
    expect(archive.gaps.map(({ cause }) => cause)).toEqual(['network', 'offline', 'credentials']);
  });

  test.each([3_600_000, -3_600_000])(
    'a step of the clock by %d ms: the old time up to the next key frame, then the new',
    (stepMs) => {
      play(7, 5);
      time.systemUnixMs += stepMs;
      // Seen after the first of these three, which still belong to the old time.
      play(3, 100);
      play(3, 100);
      stream.endRun('reconnect');
      expect(reasons()).toEqual(['start', 'clock-step']);
      expect(archive.runs[0]!.endUnixMs).toBe(START_UNIX_MS + 1_000);
      expect(archive.runs[1]!.start.startUnixMs).toBe(START_UNIX_MS + 1_000 + stepMs);
    },
  );

  test('after a step without a key frame for 10 s the run ends all the same, and that is a gap', () => {
    stream.push(unit(true));
    pass(FRAME_MS);
    time.systemUnixMs += 7_200_000;
    for (let frame = 0; frame < 120; frame += 1) {
      pass(FRAME_MS);
      stream.push(unit(false));
    }
    expect(archive.runs[0]!.endUnixMs! - START_UNIX_MS).toBeLessThan(11_000);
    expect(archive.gaps.map(({ cause }) => cause)).toEqual(['clock-step', 'no-key-frame']);
  });

  test('what a full queue dropped ends the run at the next key frame', () => {
    play(10, 5);
    archive.accepts = false;
    play(5, 5);
    archive.accepts = true;
    play(10, 5);
    stream.endRun('reconnect');
    expect(reasons()).toEqual(['start', 'disk']);
    expect(stream.running).toBe(false);
  });
});

test('a disk that stalls for a minute: no run that it dropped counts against the camera', () => {
  play(10, 5);
  archive.accepts = false;
  play(600, 5);
  archive.accepts = true;
  play(20, 5);
  stream.endRun('reconnect');
  expect(archive.gaps).toEqual([]);
  const last = archive.runs.at(-1)!;
  expect(last.start.reason).toBe('disk');
  expect(last.fragments.length).toBeGreaterThan(0);
});

test('an archive that refuses a run is asked once, and the run can be ended', () => {
  let asked = 0;
  archive.beginRun = () => {
    asked += 1;
    throw new TypeError('volumeId: not there');
  };
  expect(() => play(20, 5)).toThrow('not there');
  expect(() => stream.disconnected()).not.toThrow();
  expect(asked).toBe(1);
});

describe('viewers', () => {
  test('get the init and the GOP so far, then what comes', () => {
    play(8, 5);
    const viewer = new Viewer();
    stream.addViewer(viewer);
    play(1, 1);
    stream.removeViewer(viewer);
    play(1, 1);
    expect(viewer.seen).toEqual(['init', 'cached-sync', 'cached', 'cached', 'live-sync']);
    expect(viewerChanges).toBe(2);
    // The GOP so far tells the durations that are known by now.
    expect(viewer.samples.slice(0, 2).map(({ durationTicks }) => durationTicks)).toEqual([
      FRAME_TICKS,
      FRAME_TICKS,
    ]);
    expect(viewer.samples.map(({ wallStartUnixMs }) => wallStartUnixMs - START_UNIX_MS)).toEqual([
      500, 600, 700, 800,
    ]);
  });

  test('wait for a stream that has not begun', () => {
    const viewer = new Viewer();
    stream.addViewer(viewer);
    play(2, 5);
    stream.endRun('format-change');
    expect(viewer.seen).toEqual(['init', 'live-sync', 'live', 'run-end']);
  });

  test('of a GOP longer than 10 s get its first picture as a still', () => {
    play(110, 1_000);
    const viewer = new Viewer();
    stream.addViewer(viewer);
    expect(viewer.seen).toEqual(['init', 'cached-sync', 'too-long']);
  });

  test('the GOP so far never holds more than 4 MiB', () => {
    for (let frame = 0; frame < 40; frame += 1) {
      stream.push(unit(frame === 0, 300_000));
      pass(FRAME_MS);
      expect(stream.cacheBytes).toBeLessThanOrEqual(MAX_CACHE_BYTES);
    }
    expect(stream.cacheBytes).toBe(300_000);
    stream.push(unit(true, 5 * 1024 * 1024));
    expect(stream.cacheBytes).toBe(0);
  });
});

test('measures frames, GOP and nothing of a pause', () => {
  stream.meter.tick(time.monotonicMs);
  for (let second = 0; second < 5; second += 1) {
    play(10, 10);
    stream.meter.tick(time.monotonicMs);
  }
  expect(stream.meter).toMatchObject({ framesPerSecond: 10, gopMs: 1_000, gopFrames: 10 });
});

test('times that stand still or step back a little are counted as a fault of the camera', () => {
  play(5, 5);
  expect(stream.meter.faults).toEqual([]);
  for (const back of [FRAME_TICKS, FRAME_TICKS + 100]) {
    pts -= back;
    stream.push({ ...unit(false), pictureOrderCount: 100 });
    pass(FRAME_MS);
  }
  play(5, 5);
  expect(stream.meter.faults).toEqual([{ kind: 'presentation-time-moved', count: 2 }]);
  expect(archive.runs).toHaveLength(1);
});
