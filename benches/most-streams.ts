/**
 * Many streams recorded in real time on this machine while four readers play back: is every frame on the disk, and how old is
 * a fragment when it is appended? The source numbers nothing itself: frames are counted in the archive against the clock.
 *   node benches/most-streams.ts [streams] [seconds]
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openArchiveReader } from '@matlang/archive/reading';
import {
  decodeFromRecorderFrame,
  encodeToRecorderFrame,
  FrameReader,
  LINK_PROTOCOL_VERSION,
} from '@matlang/link';
import { type SiteRecording, startSite } from './contestants/matlang.ts';
import { LOAD_CLIP } from './load/clip.ts';
import { startLoadSource } from './load/source.ts';
import { seconds } from './measure/child.ts';
import { processorSeconds, proportionalBytes, total } from './measure/process-cost.ts';
import { publish } from './measure/report.ts';
import { percentile } from './measure/statistics.ts';

const READERS = 4;
const [streamsText = '128', secondsText = '60'] = process.argv.slice(2);
const streams = Number(streamsText);
const measuredS = Number(secondsText);

/** Listens to the recorder's socket: each append is announced with the wall time that it reaches to. */
const listenToAppends = (site: SiteRecording, onAge: (ageMs: number) => void): (() => void) => {
  const socket = connect(join(site.dataDirectory, 'run', 'recorder.sock'));
  const frames = new FrameReader(decodeFromRecorderFrame);
  socket.on('connect', () =>
    socket.write(
      encodeToRecorderFrame({
        type: 'hello',
        protocolVersion: LINK_PROTOCOL_VERSION,
        role: 'tool',
        productVersion: 'bench',
      }),
    ),
  );
  socket.on('data', (chunk) => {
    frames.push(chunk, (frame) => {
      if (frame.type === 'appended') onAge(Date.now() - frame.wallEndUnixMs);
    });
  });
  socket.on('error', () => {});
  return () => socket.destroy();
};

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

/** Seconds recorded of the asked span, per camera: what isn't in a span of the time line is missing. */
const missingMs = async (site: SiteRecording, fromUnixMs: number, toUnixMs: number): Promise<number[]> => {
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
  return cameras.map(
    ({ spans }) => toUnixMs - fromUnixMs - spans.reduce((sum, { start, end }) => sum + end - start, 0),
  );
};

const folder = mkdtempSync(join(tmpdir(), 'matlang-bench-'));
const { urls, process: source } = await startLoadSource(streams);
const site = await startSite(urls, folder);
try {
  await seconds(10 + streams / 8);
  const ages: number[] = [];
  const stop = listenToAppends(site, (ageMs) => ages.push(ageMs));
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
  stop();
  await seconds(3);
  const missing = await missingMs(site, fromUnixMs, toUnixMs);
  const incomplete = missing.filter((ms) => ms > 0).length;
  const p99 = percentile(ages, 99);
  publish({
    bench: `most-streams-${streams}`,
    figures: [
      {
        name: `of ${streams} streams for ${measuredS} s, without any missing time`,
        value: String(streams - incomplete),
        goal: `${streams}`,
        reached: incomplete === 0,
      },
      {
        name: 'age of a fragment’s end when its append is told: p99',
        value: `${p99.toFixed(0)} ms`,
        goal: '<= 1500 ms',
        reached: p99 <= 1500,
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
    raw: { ages: { count: ages.length, p50: percentile(ages, 50), p99 }, missing },
  });
} finally {
  await site.end();
  await source.end();
  rmSync(folder, { recursive: true, force: true });
}
