/**
 * What recording keeps in memory: the recorder with full GOP caches and four viewers of every stream against one ffmpeg
 * process a camera; then whether it grows while time passes.
 *   node benches/memory.ts [streams] [minutes]
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ffmpegPerCamera } from './contestants/contestant.ts';
import { startSite } from './contestants/matlang.ts';
import { startLoadSource } from './load/source.ts';
import { seconds } from './measure/child.ts';
import { openLinkClient } from './measure/link-client.ts';
import { proportionalBytes, total } from './measure/process-cost.ts';
import { publish } from './measure/report.ts';
import { median, slopeOf } from './measure/statistics.ts';

const VIEWERS = 4;
/** Caches, pools and compiled code have their size then. */
const SETTLING_MINUTES = 5;
const EVERY_S = 10;
/** A leak of one picture a minute and stream would be more than this. */
const MAX_GROWTH_BYTES_PER_HOUR = 10_000_000;

const [streamsText = '16', minutesText = '30'] = process.argv.slice(2);
const streams = Number(streamsText);
const minutes = Number(minutesText);
const settlingMinutes = Math.min(SETTLING_MINUTES, minutes / 2);

const { urls, process: source } = await startLoadSource(streams);
const folder = mkdtempSync(join(tmpdir(), 'matlang-bench-'));
try {
  const rivals = await ffmpegPerCamera.start(urls, folder);
  await seconds(30);
  const rivalBytes = total(rivals.pids, proportionalBytes);
  await rivals.end();

  const site = await startSite(urls, folder);
  await seconds(10);
  const viewers = Array.from({ length: VIEWERS }, () =>
    openLinkClient({ dataDirectory: site.dataDirectory, watch: site.cameraIds }),
  );
  const points: [hours: number, bytes: number][] = [];
  const startMs = performance.now();
  while (performance.now() - startMs < minutes * 60_000) {
    await seconds(EVERY_S);
    points.push([(performance.now() - startMs) / 3_600_000, total(site.pids, proportionalBytes)]);
  }
  const watchedMB = viewers.reduce((sum, viewer) => sum + viewer.watchedBytes, 0) / 1e6;
  for (const viewer of viewers) viewer.close();
  await site.end();

  const settled = points.filter(([hours]) => hours * 60 >= settlingMinutes);
  const bytes = median(settled.map(([, value]) => value));
  const ratio = bytes / rivalBytes;
  const ratioGoal = streams >= 64 ? 0.32 : 0.6;
  const growth = slopeOf(settled);
  publish({
    bench: `memory-${streams}`,
    figures: [
      {
        name: `memory against ${ffmpegPerCamera.name}, ${VIEWERS} viewers of every stream`,
        value: ratio.toFixed(2),
        goal: `<= ${ratioGoal}`,
        reached: ratio <= ratioGoal,
      },
      {
        name: `growth from minute ${settlingMinutes} to ${minutes}`,
        value: `${(growth / 1e6).toFixed(1)} MB an hour`,
        goal: `<= ${MAX_GROWTH_BYTES_PER_HOUR / 1e6} MB an hour`,
        reached: growth <= MAX_GROWTH_BYTES_PER_HOUR,
      },
      { name: 'recorder (PSS)', value: `${(bytes / 1e6).toFixed(0)} MB`, goal: null, reached: null },
      {
        name: 'ffmpeg processes (PSS)',
        value: `${(rivalBytes / 1e6).toFixed(0)} MB`,
        goal: null,
        reached: null,
      },
      { name: 'shown to viewers', value: `${watchedMB.toFixed(0)} MB`, goal: null, reached: null },
    ],
    raw: { points },
  });
} finally {
  await source.end();
  rmSync(folder, { recursive: true, force: true });
}
