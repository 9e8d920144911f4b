/** kill -9 of a recording recorder, at its start, between fragments, in the middle of a write: what was written stays, and it goes on by itself. */
import { join } from 'node:path';
import { temporaryDirectory } from '@matlang/testkit';
import { expect, test } from 'vitest';
import { runKillLoop } from './kill-loop.ts';

const KILLS = 20;

test(`${KILLS} kills of a recorder with four cameras`, async (context) => {
  const folder = await temporaryDirectory(context);
  const report = await runKillLoop({ kills: KILLS, seed: 7, folder: join(folder, 'site') });
  expect(report.violations).toEqual([]);
  // The loop did look: kills hit running recorders and starting ones, and every camera had something to lose.
  expect(report.killedWhileStarting).toBeGreaterThan(0);
  expect(report.checks).toBeGreaterThan(KILLS / 2);
  expect(report.firstFragmentMs.length).toBeGreaterThan(3);
  for (const { lostMs, missingMs } of report.streams) {
    expect(lostMs.length).toBeGreaterThan(KILLS / 2);
    expect(missingMs.length).toBeGreaterThan(3);
  }
}, 180_000);
