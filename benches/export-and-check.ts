/**
 * Export against `ffmpeg -c copy` of the same span and against `cp`; `check` in segments a second; `check --deep` against
 * `sha256sum` of the same files. One archive written by the real writer, read warm, alternating.
 *   node benches/export-and-check.ts [minutes] [rounds]
 */
import { execFileSync } from 'node:child_process';
import { createWriteStream, globSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { checkArchive } from '@matlang/archive/check';
import { openArchiveReader } from '@matlang/archive/reading';
import { type RecordedArchive, recordArchive } from './archive/recorded-archive.ts';
import { publish } from './measure/report.ts';
import { median } from './measure/statistics.ts';

const [minutes = '10', rounds = '5'] = process.argv.slice(2);
const folder = mkdtempSync(join(tmpdir(), 'matlang-bench-'));

const timed = async (work: () => unknown): Promise<number> => {
  const startMs = performance.now();
  await work();
  return (performance.now() - startMs) / 1000;
};

const exportSpan = async (archive: RecordedArchive, file: string): Promise<void> => {
  const reader = openArchiveReader({ volumes: archive.volumes });
  const plan = await reader.planExport({
    cameraId: archive.cameraIds[0] ?? '',
    cameraName: 'bench',
    stream: 'main',
    fromUnixMs: archive.startUnixMs,
    toUnixMs: archive.endUnixMs,
    withAudio: false,
  });
  for (const part of plan.parts)
    await pipeline(reader.readExport(part, 0, part.totalBytes), createWriteStream(file));
  reader.close();
};

try {
  const archive = await recordArchive(join(folder, 'volume'), 1, Number(minutes) * 60);
  const files = globSync(join(folder, 'volume', '**', '*.mp4')).toSorted();
  const bytes = files.reduce((sum, file) => sum + statSync(file).size, 0);
  const list = join(folder, 'list.txt');
  writeFileSync(list, files.map((file) => `file '${file}'\n`).join(''));
  const copyTarget = join(folder, 'copy');
  execFileSync('mkdir', ['-p', copyTarget]);
  const contestants: Readonly<Record<string, () => unknown>> = {
    export: () => exportSpan(archive, join(folder, 'ours.mp4')),
    ffmpeg: () =>
      execFileSync('ffmpeg', [
        '-v',
        'error',
        '-y',
        '-f',
        'concat',
        '-safe',
        '0',
        '-i',
        list,
        '-c',
        'copy',
        join(folder, 'ffmpeg.mp4'),
      ]),
    cp: () => execFileSync('cp', [...files, copyTarget]),
    check: () => checkArchive({ volumes: archive.volumes, nowUnixMs: Date.now() }),
    deep: () => checkArchive({ volumes: archive.volumes, deep: true, nowUnixMs: Date.now() }),
    sha256sum: () => execFileSync('sha256sum', files),
  };
  const seconds: Record<string, number[]> = {};
  for (let round = 0; round <= Number(rounds); round += 1) {
    for (const [name, work] of Object.entries(contestants)) {
      const elapsed = await timed(work);
      // The first round warms the page cache for everybody alike.
      if (round > 0) (seconds[name] ??= []).push(elapsed);
    }
  }
  const time = (name: string): number => median(seconds[name] ?? []);
  const clean = (await checkArchive({ volumes: archive.volumes, deep: true, nowUnixMs: Date.now() })).clean;
  if (!clean) throw new Error('the archive of the bench is not clean: its figures mean nothing');
  const rate = (name: string): string => `${(bytes / 1e6 / time(name)).toFixed(0)} MB/s`;
  const faster = (name: string, than: string, goal: number) => {
    const ratio = time(than) / time(name);
    return {
      name: `${name} against ${than}`,
      value: `${ratio.toFixed(2)}x (${rate(name)}, ${rate(than)})`,
      goal: `>= ${goal}x`,
      reached: ratio >= goal,
    };
  };
  publish({
    bench: 'export-and-check',
    figures: [
      faster('export', 'ffmpeg', 2),
      faster('export', 'cp', 0.5),
      {
        name: 'check, plain',
        value: `${(files.length / time('check')).toFixed(0)} segments/s`,
        goal: null,
        reached: null,
      },
      faster('deep', 'sha256sum', 0.7),
    ],
    raw: { minutes: Number(minutes), bytes, segments: files.length, seconds },
  });
} finally {
  rmSync(folder, { recursive: true, force: true });
}
