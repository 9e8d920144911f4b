/**
 * Many streams recorded in real time on this machine while four readers play back: is every frame on the disk, and how old is
 * a fragment when it is appended? Where frames are missing, the archive's own gaps say why. `--most` goes on with 32 streams more,
 * each time on a new archive, until frames are missing, and prints the most that were whole.
 *   node benches/most-streams.ts [streams] [seconds] [--most]
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openArchiveReader } from '@matlang/archive/reading';
import { readFragment } from '@matlang/media/mp4';
import { type SiteRecording, startSite } from './contestants/matlang.ts';
import { LOAD_CLIP } from './load/clip.ts';
import { startLoadSource } from './load/source.ts';
import { seconds } from './measure/child.ts';
import { openLinkClient } from './measure/link-client.ts';
import { processorSeconds, proportionalBytes, total } from './measure/process-cost.ts';
import { type Figure, publish } from './measure/report.ts';
import { percentile } from './measure/statistics.ts';

const READERS = 4;
const FRAME_TICKS = 90_000 / LOAD_CLIP.framesPerSecond;
const FRAME_MS = 1000 / LOAD_CLIP.framesPerSecond;
/** Of `--most`, from one try to the next. */
const STEP_STREAMS = 32;
/** The simulated cameras live on the same machine: far above this they are what is measured. */
const TOP_STREAMS = 512;
const seeksMost = process.argv.includes('--most');
const [streamsText = '128', secondsText = '60'] = process.argv.slice(2).filter((word) => word !== '--most');
const measuredS = Number(secondsText);

/** Plays one camera back from a minute ago or its start, fragment by fragment, as fast as it is recorded. */
const playBack = async (site: SiteRecording, cameraId: string, untilMs: number): Promise<number> => {
  const reader = openArchiveReader({
    volumes: [{ id: 'default', path: join(site.dataDirectory, 'archive') }],
  });
  let bytes = 0;
  while (Date.now() < untilMs) {
    const from = Date.now() - 10_000;
    for await (const fragment of reader.streamFragments({ cameraId, kind: 'main' }, from, from + 5_000))
      bytes += fragment.bytes.length;
    await seconds(1);
  }
  reader.close();
  return bytes;
};

/**
 * Frames that are missing on disk in the asked span, of one camera: the source numbers them by RTP time, one each FRAME_TICKS, so
 * that each fragment must begin where the one before ended and each sample must last one frame.
 */
const missingFrames = async (
  site: SiteRecording,
  cameraId: string,
  fromUnixMs: number,
  toUnixMs: number,
): Promise<number> => {
  const reader = openArchiveReader({
    volumes: [{ id: 'default', path: join(site.dataDirectory, 'archive') }],
  });
  let missing = 0;
  let next: number | null = null;
  let endUnixMs = fromUnixMs;
  for await (const { bytes, wallStartUnixMs } of reader.streamFragments(
    { cameraId, kind: 'main' },
    fromUnixMs,
    toUnixMs,
  )) {
    const { samples, startTicks, durationTicks } = readFragment(bytes);
    if (next === null) missing += Math.max(0, Math.round((wallStartUnixMs - fromUnixMs) / FRAME_MS));
    else missing += Math.round((startTicks - next) / FRAME_TICKS);
    for (const sample of samples) missing += Math.round(sample.durationTicks / FRAME_TICKS) - 1;
    next = startTicks + durationTicks;
    endUnixMs = wallStartUnixMs + (durationTicks / FRAME_TICKS) * FRAME_MS;
  }
  reader.close();
  return missing + Math.max(0, Math.round((toUnixMs - endUnixMs) / FRAME_MS));
};

/** Gaps of all cameras that begin in the span, counted by cause. */
const gapCauses = async (
  site: SiteRecording,
  fromUnixMs: number,
  toUnixMs: number,
): Promise<Readonly<Record<string, number>>> => {
  const reader = openArchiveReader({
    volumes: [{ id: 'default', path: join(site.dataDirectory, 'archive') }],
  });
  const { cameras } = await reader.timeline({
    cameraIds: site.cameraIds,
    fromUnixMs,
    toUnixMs,
    maxPoints: 0,
  });
  reader.close();
  const causes: Record<string, number> = {};
  for (const { gaps } of cameras) for (const { cause } of gaps) causes[cause] = (causes[cause] ?? 0) + 1;
  return causes;
};

interface Measured {
  /** Frames of each stream that are not on the disk. */
  readonly missing: readonly number[];
  readonly gaps: Readonly<Record<string, number>>;
  readonly agesMs: readonly number[];
  readonly queuedBytes: readonly number[];
  readonly playedBytes: number;
  /** Of the recorder. */
  readonly cores: number;
  readonly memoryBytes: number;
}

/** Records so many streams for the measured time, each recorder on a folder of its own. */
const measure = async (streams: number): Promise<Measured> => {
  const folder = mkdtempSync(join(tmpdir(), 'matlang-bench-'));
  const { urls, process: source } = await startLoadSource(streams);
  const site = await startSite(urls, folder);
  try {
    await seconds(10 + streams / 8);
    const agesMs: number[] = [];
    const queuedBytes: number[] = [];
    const listener = openLinkClient({
      dataDirectory: site.dataDirectory,
      onFrame: (frame) => {
        if (frame.type === 'appended') agesMs.push(Date.now() - frame.wallEndUnixMs);
        if (frame.type === 'statistics')
          for (const volume of frame.statistics.volumes) queuedBytes.push(volume.queuedBytes);
      },
    });
    const fromUnixMs = Date.now();
    const cpuBefore = total(site.pids, processorSeconds);
    const played = await Promise.all(
      Array.from({ length: READERS }, (_, i) =>
        playBack(site, site.cameraIds[i % site.cameraIds.length] ?? '', fromUnixMs + measuredS * 1000),
      ),
    );
    const cores = (total(site.pids, processorSeconds) - cpuBefore) / measuredS;
    const toUnixMs = Date.now();
    const memoryBytes = total(site.pids, proportionalBytes);
    listener.close();
    await seconds(3);
    const missing: number[] = [];
    for (const cameraId of site.cameraIds)
      missing.push(await missingFrames(site, cameraId, fromUnixMs, toUnixMs));
    const gaps = await gapCauses(site, fromUnixMs, toUnixMs);
    const playedBytes = played.reduce((sum, bytes) => sum + bytes, 0);
    return { missing, gaps, agesMs, queuedBytes, playedBytes, cores, memoryBytes };
  } finally {
    await site.end();
    await source.end();
    rmSync(folder, { recursive: true, force: true });
  }
};

const incompleteIn = ({ missing }: Measured): number => missing.filter((frames) => frames > 0).length;
const printed = (name: string, value: string): Figure => ({ name, value, goal: null, reached: null });
const megabytes = (bytes: number): string => `${(bytes / 1e6).toFixed(0)} MB`;

const report = (streams: number, measured: Measured): void => {
  const { missing, gaps, agesMs, queuedBytes, playedBytes, cores, memoryBytes } = measured;
  const gapText = Object.entries(gaps).map(([cause, count]) => `${count} ${cause}`);
  const incomplete = incompleteIn(measured);
  const p99 = percentile(agesMs, 99);
  publish({
    bench: `most-streams-${streams}`,
    figures: [
      {
        name: `of ${streams} streams for ${measuredS} s, with every frame on the disk`,
        value: String(streams - incomplete),
        goal: `${streams}`,
        reached: incomplete === 0,
      },
      {
        name: 'gaps that the archive tells of, by cause',
        value: gapText.join(', ') || 'none',
        goal: 'none',
        reached: gapText.length === 0,
      },
      {
        name: 'age of a fragment’s end when its append is told: p99',
        value: `${p99.toFixed(0)} ms`,
        goal: '<= 1500 ms',
        reached: p99 <= 1500,
      },
      printed(
        'most that waited for the disk, looked at every second',
        megabytes(Math.max(0, ...queuedBytes)),
      ),
      printed('recorder’s processor time', `${(cores * 100).toFixed(0)} % of a core`),
      printed('recorder’s memory (PSS)', megabytes(memoryBytes)),
      printed('written', `${((streams * LOAD_CLIP.bitsPerSecond) / 8e6).toFixed(0)} MB/s`),
      printed('played back meanwhile', megabytes(playedBytes)),
    ],
    raw: {
      ages: { count: agesMs.length, p50: percentile(agesMs, 50), p99, max: percentile(agesMs, 100) },
      missing,
      gaps,
    },
  });
};

let streams = Number(streamsText);
let most = 0;
for (let isWhole = true; isWhole; streams += STEP_STREAMS) {
  const measured = await measure(streams);
  report(streams, measured);
  isWhole = incompleteIn(measured) === 0;
  if (isWhole) most = streams;
  if (!seeksMost || streams >= TOP_STREAMS) break;
}
if (seeksMost) {
  const goal = Number(streamsText);
  publish({
    bench: 'most-streams',
    figures: [
      {
        name: `most streams of those tried with every frame on the disk for ${measuredS} s, cameras and readers on the same machine`,
        value: `${most} (${((most * LOAD_CLIP.bitsPerSecond) / 8e6).toFixed(0)} MB/s)`,
        goal: `>= ${goal}`,
        reached: most >= goal,
      },
    ],
    raw: { most, stepStreams: STEP_STREAMS },
  });
}
