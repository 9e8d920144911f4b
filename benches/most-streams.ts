/**
 * Many streams recorded in real time on this machine while four readers play back: is every frame on the disk, and how old is
 * a fragment when it is appended? Where frames are missing, the archive's own gaps say why.
 *   node benches/most-streams.ts [streams] [seconds]
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
import { publish } from './measure/report.ts';
import { percentile } from './measure/statistics.ts';

const READERS = 4;
const FRAME_TICKS = 90_000 / LOAD_CLIP.framesPerSecond;
const FRAME_MS = 1000 / LOAD_CLIP.framesPerSecond;
const [streamsText = '128', secondsText = '60'] = process.argv.slice(2);
const streams = Number(streamsText);
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

const folder = mkdtempSync(join(tmpdir(), 'matlang-bench-'));
const { urls, process: source } = await startLoadSource(streams);
const site = await startSite(urls, folder);
try {
  await seconds(10 + streams / 8);
  const ages: number[] = [];
  const queuedBytes: number[] = [];
  const listener = openLinkClient({
    dataDirectory: site.dataDirectory,
    onFrame: (frame) => {
      if (frame.type === 'appended') ages.push(Date.now() - frame.wallEndUnixMs);
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
  const cpu = (total(site.pids, processorSeconds) - cpuBefore) / measuredS;
  const toUnixMs = Date.now();
  const memory = total(site.pids, proportionalBytes);
  listener.close();
  await seconds(3);
  const missing: number[] = [];
  for (const cameraId of site.cameraIds)
    missing.push(await missingFrames(site, cameraId, fromUnixMs, toUnixMs));
  const gaps = await gapCauses(site, fromUnixMs, toUnixMs);
  const gapText = Object.entries(gaps).map(([cause, count]) => `${count} ${cause}`);
  const incomplete = missing.filter((frames) => frames > 0).length;
  const p99 = percentile(ages, 99);
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
      {
        name: 'most that waited for the disk, looked at every second',
        value: `${(Math.max(0, ...queuedBytes) / 1e6).toFixed(0)} MB`,
        goal: null,
        reached: null,
      },
      {
        name: 'recorder’s processor time',
        value: `${(cpu * 100).toFixed(0)} % of a core`,
        goal: null,
        reached: null,
      },
      {
        name: 'recorder’s memory (PSS)',
        value: `${(memory / 1e6).toFixed(0)} MB`,
        goal: null,
        reached: null,
      },
      {
        name: 'written',
        value: `${((streams * LOAD_CLIP.bitsPerSecond) / 8e6).toFixed(0)} MB/s`,
        goal: null,
        reached: null,
      },
      {
        name: 'played back meanwhile',
        value: `${(played.reduce((sum, bytes) => sum + bytes, 0) / 1e6).toFixed(0)} MB`,
        goal: null,
        reached: null,
      },
    ],
    raw: {
      ages: { count: ages.length, p50: percentile(ages, 50), p99, max: percentile(ages, 100) },
      missing,
      gaps,
    },
  });
} finally {
  await site.end();
  await source.end();
  rmSync(folder, { recursive: true, force: true });
}
