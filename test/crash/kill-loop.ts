/**
 * A recorder that records is killed with SIGKILL, started again, killed again. Pictures carry numbers, so that what came, what was kept and what is
 * missing is counted, not estimated. Used by kill-recorder.test.ts and by the bench of the same name.
 */
import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { checkArchive } from '@matlang/archive/check';
import { openArchiveReader } from '@matlang/archive/reading';
import { createSeededRandom, type SeededRandom } from '@matlang/simulator';
import { LinkClient, movieFrameNumbers, type StartedProcess } from '@matlang/testkit';
import {
  configureSite,
  DEFAULT_VOLUME,
  socketOf,
  startRecorderProcess,
  waitUntilReady,
} from '../rig/recorder-site.ts';
import { frameNumbersIn, frameNumbersOf, segmentFilesOf } from '../rig/segment-files.ts';
import { FRAME_MS, type RunningCamera, startRunningCameras } from './running-cameras.ts';
import { holesOf } from './time-line-holes.ts';

/** Of what had come, so much may be lost: a GOP of a second that waits to be whole, and the time to write it. */
export const MAX_LOST_MS = 1500;
/** From the start of the process to PLAY on a machine that has nothing else to do: a figure of the bench. */
export const MAX_PLAY_MS = 2000;
/** The same whatever else the machine does. */
const MAX_BUSY_PLAY_MS = 10_000;

/** Every so manieth kill hits the start itself: keys, recovery, first connections. */
const EARLY_EVERY = 4;
const EARLY_WITHIN_MS = 1000;
const RECORDING_WITHIN_MS = 3500;
const DEEP_EVERY = 10;
/** So long a round takes at most, on a busy machine. */
const ROUND_S = 6;

export interface KillLoopOptions {
  readonly kills: number;
  readonly seed: number;
  /** Empty. */
  readonly folder: string;
  readonly cameraCount?: number;
  readonly onRound?: (kill: number) => void;
}

export interface KilledStream {
  readonly cameraId: string;
  /** For each kill while it was received: what had come and was not kept. */
  readonly lostMs: readonly number[];
  /** For each of those: from the last picture kept to the first of the next start, the time without a recorder included. */
  readonly missingMs: readonly number[];
}

export interface KillLoopReport {
  /** What should not have been, in words; the figures below don't count otherwise. */
  readonly violations: readonly string[];
  readonly streams: readonly KilledStream[];
  /** From the start of each process to the last camera's PLAY. */
  readonly playMs: readonly number[];
  /** From the start of each process until each camera has a fragment on disk. */
  readonly firstFragmentMs: readonly number[];
  readonly checks: number;
  /** Kills before the recorder said that it is ready. */
  readonly killedWhileStarting: number;
}

/** Runs in real time, some 2.5 s a kill. */
export async function runKillLoop(options: KillLoopOptions): Promise<KillLoopReport> {
  const { kills, folder, cameraCount = 4 } = options;
  const cameras = await startRunningCameras({ count: cameraCount, seconds: (kills + 5) * ROUND_S });
  const loop = new KillLoop(options, cameras.cameras);
  try {
    mkdirSync(folder, { recursive: true });
    configureSite(folder, cameras.cameras);
    for (let kill = 1; kill <= kills; kill += 1) {
      await loop.startAndKill(kill);
      options.onRound?.(kill);
    }
    await loop.startAndStop();
    await loop.readEverything();
    return loop.report();
  } finally {
    await loop.abandon();
    await cameras.close();
  }
}

/** One camera's archive as this program counted it. */
interface Ledger {
  readonly camera: RunningCamera;
  readonly kept: number[];
  readonly lostMs: number[];
  readonly missingMs: number[];
  lastSeq: number;
  /** Files of dead recorders that no start has recovered yet, with what they held. */
  unrecovered: { readonly path: string; readonly numbers: readonly number[] }[];
}

class KillLoop {
  readonly #options: KillLoopOptions;
  readonly #volume: string;
  readonly #ledgers: readonly Ledger[];
  readonly #violations: string[] = [];
  readonly #playMs: number[] = [];
  readonly #firstFragmentMs: number[] = [];
  #recorder: StartedProcess | null = null;
  #startedMonotonicMs = 0;
  #checks = 0;
  #killedWhileStarting = 0;
  /** The kills of a seed come at the same moments. */
  readonly #random: SeededRandom;

  constructor(options: KillLoopOptions, cameras: readonly RunningCamera[]) {
    this.#options = options;
    this.#volume = join(options.folder, DEFAULT_VOLUME.path);
    this.#random = createSeededRandom(options.seed);
    this.#ledgers = cameras.map((camera) => ({
      camera,
      kept: [],
      lostMs: [],
      missingMs: [],
      lastSeq: -1,
      unrecovered: [],
    }));
  }

  async startAndKill(kill: number): Promise<void> {
    const recorder = await this.#start();
    if (kill % EARLY_EVERY === 0) {
      await delay(this.#random.next() * EARLY_WITHIN_MS);
    } else {
      const client = await this.#ready(recorder, kill);
      await this.#watchFragments(client, performance.now() + this.#random.next() * RECORDING_WITHIN_MS);
      client.close();
    }
    if (!recorder.lines.some((line) => line.includes('"ready":true'))) this.#killedWhileStarting += 1;
    const killedMonotonicMs = performance.now();
    await recorder.kill();
    this.#recorder = null;
    this.#expectPlay(`kill ${kill}`, killedMonotonicMs);
    for (const ledger of this.#ledgers) this.#count(ledger, kill, killedMonotonicMs);
  }

  /** The last start: a clean end, after which nothing is open. */
  async startAndStop(): Promise<void> {
    const recorder = await this.#start();
    const client = await this.#ready(recorder, 0);
    await this.#watchFragments(client, performance.now() + RECORDING_WITHIN_MS);
    client.close();
    await recorder.kill('SIGTERM');
    this.#recorder = null;
    this.#expectPlay('the last start', performance.now());
    for (const ledger of this.#ledgers) {
      this.#count(ledger, 0, Number.NEGATIVE_INFINITY);
      this.#compareRecovered(ledger);
    }
    await this.#check(true);
  }

  async #start(): Promise<StartedProcess> {
    for (const { camera } of this.#ledgers) camera.forget();
    this.#startedMonotonicMs = performance.now();
    this.#recorder = await startRecorderProcess(this.#options.folder);
    return this.#recorder;
  }

  async #ready(recorder: StartedProcess, kill: number): Promise<LinkClient> {
    await waitUntilReady(recorder);
    const client = new LinkClient(socketOf(this.#options.folder));
    for (const ledger of this.#ledgers) this.#compareRecovered(ledger);
    await this.#check(kill % DEEP_EVERY === 1);
    return client;
  }

  async #watchFragments(client: LinkClient, untilMonotonicMs: number): Promise<void> {
    const waitsFor = new Set(this.#ledgers.map(({ camera }) => camera.id));
    while (performance.now() < untilMonotonicMs) {
      const announced = client.of('appended').map(({ cameraId }) => cameraId);
      if (waitsFor.size > 0) {
        for (const id of announced) waitsFor.delete(id);
        if (waitsFor.size === 0) this.#firstFragmentMs.push(performance.now() - this.#startedMonotonicMs);
      }
      await delay(Math.min(10, untilMonotonicMs - performance.now()));
    }
  }

  #expectPlay(when: string, killedMonotonicMs: number): void {
    const livedMs = killedMonotonicMs - this.#startedMonotonicMs;
    const played = this.#ledgers.map(
      ({ camera }) => (camera.playedMonotonicMs[0] ?? Number.POSITIVE_INFINITY) - this.#startedMonotonicMs,
    );
    const last = Math.max(...played);
    if (last !== Number.POSITIVE_INFINITY) this.#playMs.push(last);
    if (last > MAX_BUSY_PLAY_MS && livedMs > MAX_BUSY_PLAY_MS)
      this.#violate(`${when}: PLAY after ${last.toFixed(0)} ms`);
  }

  /** What the dead recorder left, against what it had been sent. */
  #count(ledger: Ledger, kill: number, killedMonotonicMs: number): void {
    const { camera, kept } = ledger;
    const name = `kill ${kill}, camera ${camera.id.slice(-2)}`;
    const files = segmentFilesOf(this.#volume, camera.id).filter(({ seq }) => seq > ledger.lastSeq);
    const written: number[] = [];
    for (const { seq, path } of files) {
      const numbers = frameNumbersIn(path);
      ledger.unrecovered.push({ path, numbers });
      ledger.lastSeq = seq;
      written.push(...numbers);
    }
    const sent = camera.sent.map(({ number }) => number);
    for (const [index, number] of written.entries()) {
      if (number !== sent[index]) {
        this.#violate(`${name}: picture ${index} on disk is ${number}, ${sent[index]} was sent`);
        break;
      }
    }
    const came = camera.sent.filter(({ atMonotonicMs }) => atMonotonicMs <= killedMonotonicMs).length;
    if (came > 0) {
      const lostMs = Math.max(0, came - written.length) * FRAME_MS;
      ledger.lostMs.push(lostMs);
      if (lostMs > MAX_LOST_MS) this.#violate(`${name}: ${lostMs} ms that had come are lost`);
    }
    const last = kept.at(-1);
    const first = written[0];
    if (last !== undefined && first !== undefined) ledger.missingMs.push((first - last - 1) * FRAME_MS);
    kept.push(...written);
  }

  /** Recovery must neither lose a picture that was written nor make one up. */
  #compareRecovered(ledger: Ledger): void {
    for (const { path, numbers } of ledger.unrecovered) {
      const found = existsSync(path) ? movieFrameNumbers(path) : [];
      if (JSON.stringify(found) !== JSON.stringify(numbers))
        this.#violate(`${path}: ${numbers.length} pictures written, ${found.length} after recovery`);
    }
    ledger.unrecovered = [];
  }

  async #check(deep: boolean): Promise<void> {
    const { findings } = await checkArchive({
      volumes: [{ id: DEFAULT_VOLUME.id, path: this.#volume }],
      deep,
      nowUnixMs: Date.now(),
    });
    this.#checks += 1;
    for (const finding of findings) this.#violate(`check ${this.#checks}: ${JSON.stringify(finding)}`);
  }

  /** The archive read as a viewer reads it: all that was kept, once, in order; and why the rest is missing. */
  async readEverything(): Promise<void> {
    const reader = openArchiveReader({ volumes: [{ id: DEFAULT_VOLUME.id, path: this.#volume }] });
    const untilUnixMs = Date.now() + 60_000;
    const { cameras } = await reader.timeline({
      cameraIds: this.#ledgers.map(({ camera }) => camera.id),
      fromUnixMs: 0,
      toUnixMs: untilUnixMs,
      maxPoints: 0,
    });
    for (const { cameraId, gaps, spans } of cameras) {
      const causes = gaps.map(({ cause, end }) => (end === null ? `${cause}, lasting` : cause));
      const expected = [...causes.slice(0, -1).fill('recorder-down'), 'stopped, lasting'];
      if (causes.join() !== expected.join()) this.#violate(`${cameraId}: gaps ${causes.join()}`);
      for (const hole of holesOf(spans, gaps)) this.#violate(`${cameraId}: ${hole}`);
    }
    for (const { camera, kept } of this.#ledgers) {
      const numbers: number[] = [];
      const stream = { cameraId: camera.id, kind: 'main' } as const;
      for await (const { bytes } of reader.streamFragments(stream, 0, untilUnixMs))
        numbers.push(...frameNumbersOf(bytes));
      if (numbers.some((number, index) => index > 0 && number <= (numbers[index - 1] ?? 0)))
        this.#violate(`${camera.id}: pictures out of order or twice`);
      if (numbers.join() !== kept.join())
        this.#violate(`${camera.id}: ${kept.length} pictures kept, ${numbers.length} read`);
    }
    reader.close();
  }

  report(): KillLoopReport {
    return {
      violations: this.#violations,
      streams: this.#ledgers.map(({ camera, lostMs, missingMs }) => ({
        cameraId: camera.id,
        lostMs,
        missingMs,
      })),
      playMs: this.#playMs,
      firstFragmentMs: this.#firstFragmentMs,
      checks: this.#checks,
      killedWhileStarting: this.#killedWhileStarting,
    };
  }

  async abandon(): Promise<void> {
    await this.#recorder?.kill();
  }

  #violate(what: string): void {
    this.#violations.push(what);
  }
}

function delay(milliseconds: number): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, milliseconds);
  });
}
