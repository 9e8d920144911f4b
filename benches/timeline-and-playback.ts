/**
 * The time line of one day of 16 cameras with activity, and playback at a random instant to the last byte of its GOP, on an
 * archive of 30 days of 16 cameras. Cold: the same with the system's cache of files dropped before each question, which only root may.
 *   node benches/timeline-and-playback.ts [days] [questions]
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openArchiveReader } from '@matlang/archive/reading';
import { createSeededRandom } from '@matlang/simulator';
import { makeLargeIndex } from './archive/large-index.ts';
import { dropFileCache } from './measure/file-cache.ts';
import { publish } from './measure/report.ts';
import { median, percentile } from './measure/statistics.ts';

const DAY_MS = 86_400_000;
const SEGMENT_MS = 60_000;
const CAMERAS = 16;
/** Each drops the cache of the whole machine. */
const MAX_COLD_QUESTIONS = 30;
/** Enough for a screen of 1920 pixels, with a step of ten minutes or less. */
const MAX_POINTS = 1_440;

const [daysText = '30', questionsText = '300'] = process.argv.slice(2);
const days = Number(daysText);
const questions = Number(questionsText);
const folder = mkdtempSync(join(tmpdir(), 'matlang-bench-'));
/** The same questions in every run. */
const random = createSeededRandom(42);

try {
  const index = makeLargeIndex(folder, CAMERAS, days);
  const reader = openArchiveReader({ volumes: index.volumes });
  const timelineMs: number[] = [];
  let largestBytes = 0;
  for (let question = 0; question < questions; question += 1) {
    const fromUnixMs = index.startUnixMs + random.below((days - 1) * 24) * 3_600_000;
    const startMs = performance.now();
    const timeline = await reader.timeline({
      cameraIds: index.cameraIds,
      fromUnixMs,
      toUnixMs: fromUnixMs + DAY_MS,
      maxPoints: MAX_POINTS,
    });
    const text = JSON.stringify(timeline);
    timelineMs.push(performance.now() - startMs);
    largestBytes = Math.max(largestBytes, text.length);
    if (timeline.cameras.some(({ spans, activity }) => spans.length === 0 || activity.length === 0))
      throw new Error('a camera of the time line is empty');
  }
  /** Milliseconds from a question to the last byte of its GOP. `prepare` runs once its file is there, before the question. */
  const play = async (prepare: () => void): Promise<number> => {
    const camera = random.below(CAMERAS);
    const segment = random.below(days * 1440);
    index.placeFile(camera, segment);
    prepare();
    const instant = index.startUnixMs + segment * SEGMENT_MS + random.below(39_000);
    const startMs = performance.now();
    const gop = await reader.locate({ cameraId: index.cameraIds[camera] ?? '', kind: 'main' }, instant);
    if (gop === null) throw new Error('nothing was found where something was recorded');
    const bytes = await reader.readGop(gop);
    if (bytes.length < 100_000)
      throw new Error(`a GOP of 2 s at 3 Mbit/s has more than ${bytes.length} bytes`);
    return performance.now() - startMs;
  };
  const firstMs = await play(() => undefined);
  const playMs: number[] = [];
  for (let question = 1; question < questions; question += 1) playMs.push(await play(() => undefined));
  const coldMs: number[] = [];
  const drop: { refused: string | null } = { refused: null };
  while (coldMs.length < Math.min(questions, MAX_COLD_QUESTIONS)) {
    const tookMs = await play(() => {
      drop.refused = dropFileCache();
    });
    if (drop.refused !== null) break;
    coldMs.push(tookMs);
  }
  reader.close();
  const p99 = percentile(timelineMs.slice(5), 99);
  const playP99 = percentile(playMs, 99);
  publish({
    bench: 'timeline-and-playback',
    figures: [
      {
        name: `time line, 1 of ${days} days, ${CAMERAS} cameras: p99 (median)`,
        value: `${p99.toFixed(1)} ms (${median(timelineMs).toFixed(1)} ms)`,
        goal: '<= 50 ms',
        reached: p99 <= 50,
      },
      {
        name: 'the same, the first of all: nothing compiled yet',
        value: `${(timelineMs[0] ?? 0).toFixed(1)} ms`,
        goal: null,
        reached: null,
      },
      {
        name: 'its size as JSON, largest',
        value: `${(largestBytes / 1000).toFixed(0)} kB`,
        goal: '<= 200 kB',
        reached: largestBytes <= 200_000,
      },
      {
        name: 'playback at a random instant to the last byte of its GOP, warm: p99 (median)',
        value: `${playP99.toFixed(1)} ms (${median(playMs).toFixed(1)} ms)`,
        goal: '<= 20 ms',
        reached: playP99 <= 20,
      },
      { name: 'the same, the first of all', value: `${firstMs.toFixed(1)} ms`, goal: null, reached: null },
      {
        name: 'the same, cold: neither index nor footage in the system’s cache: median, most',
        value:
          drop.refused === null
            ? `${median(coldMs).toFixed(1)} ms, ${percentile(coldMs, 100).toFixed(1)} ms of ${coldMs.length}`
            : `not measured: ${drop.refused}`,
        goal: null,
        reached: null,
      },
    ],
    raw: { timelineMs, playMs, coldMs, firstMs, largestBytes },
  });
} finally {
  rmSync(folder, { recursive: true, force: true });
}
