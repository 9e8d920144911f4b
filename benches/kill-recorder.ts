/**
 * What killing the recorder costs: SIGKILL at random moments while it records numbered pictures, start, again. Prints the loss a
 * stream and how soon it records again. The same loop with fewer kills is a test: test/crash/kill-recorder.test.ts.
 *   node benches/kill-recorder.ts [kills] [seed]
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { MAX_LOST_MS, MAX_PLAY_MS, runKillLoop } from '../test/crash/kill-loop.ts';
import { publish } from './measure/report.ts';
import { median, percentile } from './measure/statistics.ts';

/** Told on the way, so that nobody waits in the dark. */
const TELL_EVERY = 20;

const [killsText = '200', seedText = '1'] = process.argv.slice(2);
const kills = Number(killsText);
const folder = mkdtempSync(join(tmpdir(), 'matlang-bench-'));
try {
  const report = await runKillLoop({
    kills,
    seed: Number(seedText),
    folder: join(folder, 'site'),
    onRound: (kill) => {
      if (kill % TELL_EVERY === 0) console.log(`${kill} of ${kills} kills`);
    },
  });
  for (const violation of report.violations) console.log(`VIOLATION ${violation}`);
  const most = (values: readonly number[]): number => Math.max(0, ...values);
  const milliseconds = (value: number): string => `${value.toFixed(0)} ms`;
  const printed = (name: string, values: readonly number[]) => ({
    name,
    value:
      values.length === 0
        ? 'nothing to measure'
        : `${milliseconds(median(values))}, 95 %: ${milliseconds(percentile(values, 95))}, most: ${milliseconds(most(values))}`,
    goal: null,
    reached: null,
  });
  publish({
    bench: 'kill-recorder',
    figures: [
      {
        name: 'kills (while starting)',
        value: `${kills} (${report.killedWhileStarting})`,
        goal: null,
        reached: null,
      },
      {
        name: `violations in ${report.checks} checks and the count of pictures`,
        value: String(report.violations.length),
        goal: '0',
        reached: report.violations.length === 0,
      },
      ...report.streams.map(({ lostMs }, index) => ({
        name: `stream ${index + 1}: largest loss of what had come, median`,
        value: `${milliseconds(most(lostMs))}, ${milliseconds(median(lostMs.length === 0 ? [0] : lostMs))}`,
        goal: `<= ${milliseconds(MAX_LOST_MS)}`,
        reached: most(lostMs) <= MAX_LOST_MS,
      })),
      {
        name: 'start of the process to the last PLAY, most',
        value: milliseconds(most(report.playMs)),
        goal: `<= ${milliseconds(MAX_PLAY_MS)}`,
        reached: most(report.playMs) <= MAX_PLAY_MS,
      },
      printed('start of the process to PLAY, median', report.playMs),
      printed('start of the process to a fragment of each stream on disk, median', report.firstFragmentMs),
      printed(
        'missing a kill, the time without a recorder included, median',
        report.streams.flatMap(({ missingMs }) => missingMs),
      ),
    ],
    raw: report,
  });
  process.exitCode = report.violations.length === 0 ? 0 : 1;
} finally {
  rmSync(folder, { recursive: true, force: true });
}
