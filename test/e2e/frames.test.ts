/**
 * A running site, read by programs that know nothing of it: every segment decodes at every moment, and exports and
 * playlists show exactly the pictures that were sent, with closed and open GOP, 0 to 3 B frames, and drawn clips.
 * Each camera is cut off once, so that every span has two runs with a gap.
 */
import { copyFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import {
  createRtspServer,
  type MediaSource,
  openClip,
  playClip,
  type RtspServer,
  type SourceUnit,
} from '@matlang/simulator';
import {
  type FinishingContext,
  movieFrameNumbers,
  requireWitness,
  runProgram,
  type SkippingContext,
  temporaryDirectory,
  until,
} from '@matlang/testkit';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { countedFrames, seenPackets, shownFrames } from './displayed-frames.ts';
import { readSamples } from './recorded-samples.ts';
import { type Recording, startRecording } from './recording.ts';
import { ask, startServer } from './site-server.ts';

const RUN_MS = 3400;
const TIMESCALE = 90_000;
/** From session to session of a camera. */
const SESSION_TICKS = 60 * TIMESCALE;
/** Of made clips. */
const FRAME_MS = 40;
/** A picture on its way through a busy machine; the same for all pictures of a camera. */
const MAX_DELAY_MS = 250;
const COPIES = 2;

interface MadeClip {
  readonly name: string;
  readonly bFrames: number;
  readonly gop: 'closed' | 'open';
}

const MADE: readonly MadeClip[] = (['closed', 'open'] as const).flatMap((gop) =>
  [0, 1, 2, 3].map((bFrames) => ({ name: `${bFrames} B frames, ${gop} GOP`, bFrames, gop })),
);
/** H.264 and H.265, drawn, with their numbers in SEI. */
const DRAWN = ['cau-ben-da-sub.mp4', 'cong-cho-sub.mp4'] as const;
interface Camera {
  readonly name: string;
  readonly file: string;
  readonly server: RtspServer;
  /** In order of sending; its session, its place in the order shown, its true instant. */
  readonly sent: readonly SentFrame[];
  id: string;
}

interface SentFrame {
  readonly session: string;
  readonly index: number;
  readonly wallUnixMs: number;
}

async function makeClip(ffmpeg: string, file: string, { bFrames, gop }: MadeClip): Promise<void> {
  const source = ['-f', 'lavfi', '-i', 'testsrc2=s=320x240:r=25', '-t', '12'];
  const x264 = ['-c:v', 'libx264', '-preset', 'veryfast', '-bf', String(bFrames), '-g', '12'];
  const parameters = `open-gop=${gop === 'open' ? 1 : 0}:b-pyramid=2:scenecut=0`;
  await runProgram(ffmpeg, ['-v', 'error', ...source, ...x264, '-x264-params', parameters, file]);
}

/**
 * Each session gets the clip from its beginning, as cameras send an IDR picture at PLAY, in one media time that runs on:
 * where it begins anew behind EXT-X-DISCONTINUITY and lies earlier, ffmpeg throws pictures away up to the next key
 * frame, with playlists of its own too.
 */
function fromTheBeginning(file: string): MediaSource {
  const clip = openClip(file);
  let sessions = 0;
  return {
    tracks: clip.tracks,
    subscribe(sink) {
      const shiftTicks = sessions * SESSION_TICKS;
      sessions += 1;
      const source = playClip(clip);
      const end = source.subscribe((unit) => sink({ ...unit, ptsTicks: unit.ptsTicks + shiftTicks }));
      return () => {
        end();
        source.close();
      };
    },
    close() {},
  };
}

async function serve(context: FinishingContext, name: string, file: string): Promise<Camera> {
  const sent: SentFrame[] = [];
  let session = '';
  let firstTicks = 0;
  const server = await createRtspServer({
    mounts: [{ path: '/main', source: fromTheBeginning(file) }],
    firstRtpTime: 1000,
    tap: {
      unit(_path: string, sessionId: string, unit: SourceUnit) {
        if (session !== sessionId) firstTicks = unit.ptsTicks;
        session = sessionId;
        const index = Math.round(((unit.ptsTicks - firstTicks) * 1000) / (TIMESCALE * FRAME_MS));
        sent.push({ session, index, wallUnixMs: unit.wallUnixMs });
      },
    },
  });
  context.onTestFinished(() => server.close());
  return { name, file, server, sent, id: '' };
}

describe('a running site', () => {
  const finishers: (() => Promise<void>)[] = [];
  const whole: FinishingContext = { onTestFinished: (run) => void finishers.push(run) };
  const skipping: SkippingContext = { skip: () => {} };
  const cameras: Camera[] = [];
  const copies: string[] = [];
  const placesByFile = new Map<string, ReadonlyMap<string, number>>();
  let missing: string | null = null;
  let ffmpeg = '';
  let ffprobe = '';
  let directory = '';
  let api = '';
  let recording: Recording;

  beforeAll(async () => {
    try {
      ffmpeg = requireWitness('ffmpeg', skipping);
      ffprobe = requireWitness('ffprobe', skipping);
    } catch (error) {
      if (process.env['CI'] === 'true') throw error;
      missing = String(error);
      return;
    }
    directory = await temporaryDirectory(whole);
    for (const [i, clip] of MADE.entries()) {
      const file = join(directory, `made-${i}.mp4`);
      await makeClip(ffmpeg, file, clip);
      cameras.push(await serve(whole, clip.name, file));
    }
    for (const name of DRAWN) {
      const file = fileURLToPath(new URL(`../../packages/simulator/clips/${name}`, import.meta.url));
      cameras.push(await serve(whole, name, file));
    }
    const data = join(directory, 'site');
    const server = await startServer(whole, data);
    api = server.url;
    recording = await startRecording(whole, data, null);
    for (const camera of cameras) {
      const { id } = await ask<{ id: string }>(`${api}cameras`, {
        name: camera.name,
        main: { url: camera.server.urlOf('/main') },
        record: 'main',
      });
      camera.id = id;
    }
    await recordTwoRuns();
  }, 120_000);

  afterAll(async () => {
    for (const finish of finishers.toReversed()) await finish();
  });

  async function recordTwoRuns(): Promise<void> {
    for (let copy = 1; copy <= COPIES; copy += 1) {
      await recording.untilRecorded(ids(), (RUN_MS * copy) / COPIES);
      copySegments(copy);
    }
    for (const { server } of cameras) server.dropConnections();
    const secondRuns = (): boolean =>
      cameras.every(({ id, sent }) => {
        const [, second] = recording.segmentFiles(id);
        return (
          second !== undefined &&
          (sent.at(-1)?.wallUnixMs ?? 0) - (secondSession(sent)[0]?.wallUnixMs ?? 0) > RUN_MS + 1500
        );
      });
    await until('second runs', secondRuns);
    copySegments(COPIES + 1);
  }

  /** While the recorder writes them: those of every third camera, the last time all. */
  function copySegments(nth: number): void {
    for (const [i, { id }] of cameras.entries()) {
      if (nth <= COPIES && i % 3 > 0) continue;
      for (const [segment, file] of recording.segmentFiles(id).entries()) {
        const copy = join(directory, `copy-${i}-${segment}-${nth}.mp4`);
        copyFileSync(file, copy);
        copies.push(copy);
      }
    }
  }

  const ids = (): readonly string[] => cameras.map(({ id }) => id);
  const secondSession = (sent: readonly SentFrame[]): readonly SentFrame[] => {
    const sessions = [...new Set(sent.map(({ session }) => session))];
    return sent.filter(({ session }) => session === sessions[1]);
  };
  const firstSession = ({ sent }: Camera): readonly SentFrame[] =>
    sent.filter(({ session }) => session === sent[0]?.session);
  const cameraNamed = (name: string): Camera => {
    const found = cameras.find((camera) => camera.name === name);
    if (found === undefined) throw new Error(name);
    return found;
  };

  /** Places in the source of the pictures shown. Each picture of a made clip is another one. */
  async function placesOf(camera: Camera, shown: readonly string[]): Promise<readonly number[]> {
    let places = placesByFile.get(camera.file);
    if (places === undefined) {
      const source = await shownFrames(ffmpeg, camera.file);
      places = new Map(source.map((md5, index) => [md5, index]));
      expect(places.size).toBe(source.length);
      placesByFile.set(camera.file, places);
    }
    return shown.map((md5) => places.get(md5) ?? -1);
  }

  /**
   * Of each run, the places that can be shown, in order: what came of its session, in decoding order, up to where the
   * connection broke; without pictures that lead an open GOP at the beginning.
   */
  function recordedRuns(camera: Camera): readonly (readonly number[])[] {
    const sessions = [firstSession(camera), secondSession(camera.sent)];
    return recording.segmentFiles(camera.id).map((file, run) => {
      const sent = sessions[run] ?? [];
      const count = readSamples([file]).length;
      expect(sent.length).toBeGreaterThanOrEqual(count);
      const places = sent.slice(0, count).map(({ index }) => index);
      return places.filter((place) => place >= (places[0] ?? 0)).toSorted((a, b) => a - b);
    });
  }

  /** A piece without a hole of what both runs can show, from both. */
  function expectTwoSeries(places: readonly number[], camera: Camera): void {
    const [first = [], second = []] = recordedRuns(camera);
    const all = [...first, ...second];
    const begin = all.indexOf(places[0] ?? -1);
    expect(places).toEqual(all.slice(begin, begin + places.length));
    expect(first.length - begin).toBeGreaterThan(40);
    expect(begin + places.length - first.length).toBeGreaterThan(40);
  }

  async function download(url: string, file: string): Promise<string> {
    const answer = await fetch(url);
    if (!answer.ok) throw new Error(`${url}: ${await answer.text()}`);
    writeFileSync(file, Buffer.from(await answer.arrayBuffer()));
    return file;
  }

  for (const { name } of MADE) {
    test(`${name}: an export over two runs shows the asked instants`, {
      timeout: 60_000,
    }, async (context) => {
      if (missing !== null) context.skip(missing);
      const camera = cameraNamed(name);
      const first = firstSession(camera);
      const from = Math.round((first[0]?.wallUnixMs ?? 0) + 1337);
      const to = Math.round((secondSession(camera.sent)[0]?.wallUnixMs ?? 0) + 2777);
      const url = `${api}cameras/${camera.id}/export.mp4?from=${from}&to=${to}`;
      const file = await download(url, join(directory, `export-${camera.id}.mp4`));
      const places = await placesOf(camera, await shownFrames(ffmpeg, file));
      expectTwoSeries(places, camera);
      const wallOf = (session: readonly SentFrame[], place: number | undefined): number =>
        session.find(({ index }) => index === place)?.wallUnixMs ?? Number.NaN;
      // The picture on screen at `from` is the one that began before it; both ends are late by the same delay.
      const startDelayMs = from - wallOf(first, places[0]);
      const endDelayMs = to - (wallOf(secondSession(camera.sent), places.at(-1)) + FRAME_MS);
      expect(startDelayMs).toBeGreaterThan(-FRAME_MS);
      expect(startDelayMs).toBeLessThan(MAX_DELAY_MS);
      expect(Math.abs(endDelayMs - startDelayMs)).toBeLessThan(2 * FRAME_MS + 20);

      const packets = await seenPackets(file, TIMESCALE);
      expect(packets.length).toBe(readSamples([file]).length);
    });

    test(`${name}: within one run, to one frame`, { timeout: 60_000 }, async (context) => {
      if (missing !== null) context.skip(missing);
      const camera = cameraNamed(name);
      const from = Math.round((firstSession(camera)[0]?.wallUnixMs ?? 0) + 900);
      for (const lengthMs of [40, 1510]) {
        const url = `${api}cameras/${camera.id}/export.mp4?from=${from}&to=${from + lengthMs}`;
        const file = await download(url, join(directory, `short-${camera.id}-${lengthMs}.mp4`));
        const places = await placesOf(camera, await shownFrames(ffmpeg, file));
        expect(places).toEqual(places.map((_, i) => (places[0] ?? 0) + i));
        // 1510 ms are 37.75 pictures long and, where they begin late in one, touch 39.
        expect(Math.abs(places.length - Math.ceil(lengthMs / FRAME_MS))).toBeLessThanOrEqual(1);
      }
    });
  }

  for (const name of ['0 B frames, closed GOP', '2 B frames, closed GOP', '3 B frames, open GOP']) {
    test(`${name}: the playlist plays in ffmpeg over HTTP`, { timeout: 60_000 }, async (context) => {
      if (missing !== null) context.skip(missing);
      const camera = cameraNamed(name);
      const from = Math.round((firstSession(camera)[0]?.wallUnixMs ?? 0) + 1337);
      const to = Math.round((secondSession(camera.sent)[0]?.wallUnixMs ?? 0) + 2777);
      const url = `${api}cameras/${camera.id}/hls.m3u8?from=${from}&to=${to}`;
      expect(await (await fetch(url)).text()).toMatch(/#EXT-X-DISCONTINUITY\n[^]*#EXT-X-ENDLIST/);
      const places = await placesOf(camera, await shownFrames(ffmpeg, url));
      expectTwoSeries(places, camera);
    });
  }

  test('segments decode without complaint, whole and as copied while they grew', {
    timeout: 60_000,
  }, async (context) => {
    if (missing !== null) context.skip(missing);
    expect(copies.length).toBeGreaterThanOrEqual(cameras.length * 2 + COPIES * 4);
    const sizes = new Map<string, number>();
    for (const copy of copies) {
      const { packets, frames } = await countedFrames(ffprobe, copy);
      const samples = readSamples([copy]);
      expect(packets).toBe(samples.length);
      // Nothing precedes a run's first key frame; only pictures that lead an open GOP at its beginning can't be shown.
      const leading = samples.filter(({ ptsTicks }) => ptsTicks < (samples[0]?.ptsTicks ?? 0)).length;
      expect(frames).toBeLessThanOrEqual(packets);
      expect(frames).toBeGreaterThanOrEqual(packets - leading);
      const segment = copy.replace(/-\d+\.mp4$/, '');
      expect(packets).toBeGreaterThanOrEqual(sizes.get(segment) ?? 1);
      sizes.set(segment, packets);
    }
  });

  test('mediabunny reads the same samples at the same times', { timeout: 60_000 }, async (context) => {
    if (missing !== null) context.skip(missing);
    for (const copy of copies.filter((path) => path.endsWith(`-${COPIES + 1}.mp4`))) {
      expect(await seenPackets(copy, TIMESCALE)).toEqual(
        readSamples([copy]).map(({ ptsTicks, data, sync }) => ({ ptsTicks, sizeBytes: data.length, sync })),
      );
    }
  });

  test.for(DRAWN)('%s: by the numbers in SEI no picture is missing', { timeout: 60_000 }, (name, context) => {
    if (missing !== null) context.skip(missing);
    const { id, file: clip } = cameraNamed(name);
    const loop = movieFrameNumbers(clip).length;
    const files = recording.segmentFiles(id);
    expect(files.length).toBeGreaterThanOrEqual(2);
    for (const file of files) {
      const numbers = movieFrameNumbers(file);
      expect(numbers.length).toBeGreaterThan(5);
      expect(numbers).toEqual(numbers.map((_, i) => ((numbers[0] ?? 0) + i) % loop));
    }
  });

  test('the archive is clean', { timeout: 60_000 }, async (context) => {
    if (missing !== null) context.skip(missing);
    await recording.stop();
    expect(await recording.check()).toMatchObject({ clean: true, findings: [] });
  });
});
