/**
 * `npm run bench [-- short]`: every bench in turn, tables on standard output, JSON in benches/results/. Nothing else should
 * run on the machine meanwhile: look at the load that each table prints.
 */
import { spawnSync } from 'node:child_process';
import { loadavg } from 'node:os';
import { join } from 'node:path';

interface Bench {
  readonly file: string;
  readonly full: readonly string[];
  /** Shows that it runs and roughly where the figure lies; proves nothing. */
  readonly short: readonly string[];
}

const BENCHES: readonly Bench[] = [
  { file: 'recorder-cost.ts', full: ['16', '5', '20'], short: ['8', '1', '5'] },
  { file: 'recorder-cost.ts', full: ['64', '5', '20'], short: [] },
  { file: 'memory.ts', full: ['16', '30'], short: ['8', '0.5'] },
  { file: 'memory.ts', full: ['64', '10'], short: [] },
  { file: 'most-streams.ts', full: ['128', '60', '--most'], short: ['16', '10'] },
  { file: 'export-and-check.ts', full: ['10', '5'], short: ['1', '1'] },
  { file: 'kill-recorder.ts', full: ['200'], short: ['8'] },
  { file: 'demo-cameras.ts', full: ['40'], short: ['5'] },
  { file: 'timeline-and-playback.ts', full: ['30', '300'], short: ['2', '40'] },
  { file: 'access.ts', full: ['200'], short: ['20'] },
  { file: 'audit-log.ts', full: ['60', '1000000', '10000000'], short: ['3', '20000', '50000'] },
];

const short = process.argv.includes('short');
let failed = 0;
for (const { file, full, short: shortArgs } of BENCHES) {
  const args = short ? shortArgs : full;
  if (args.length === 0) continue;
  console.log(`\n# ${file} ${args.join(' ')} (load before: ${loadavg()[0]?.toFixed(2)})`);
  const { status } = spawnSync(process.execPath, [join(import.meta.dirname, file), ...args], {
    stdio: 'inherit',
  });
  if (status !== 0) failed += 1;
}
process.exitCode = failed === 0 ? 0 : 1;
