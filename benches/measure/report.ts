/** How a bench says what it found: a table for people, JSON for the next comparison, the machine with both. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { cpus, release, totalmem } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** One line of a table: a figure, what it must reach (null: printed only), and whether it did. */
export interface Figure {
  readonly name: string;
  readonly value: string;
  readonly goal: string | null;
  readonly reached: boolean | null;
}

export interface BenchReport {
  readonly bench: string;
  readonly figures: readonly Figure[];
  /** Everything measured, for later readers. */
  readonly raw: unknown;
}

const resultsFolder = join(dirname(dirname(fileURLToPath(import.meta.url))), 'results');

/** The machine that the figures belong to. */
export const machine = () => ({
  cores: cpus().length,
  processor: cpus()[0]?.model ?? 'unknown',
  memoryGiB: Math.round(totalmem() / 2 ** 30),
  kernel: release(),
  node: process.version,
});

/** Prints the report as a Markdown table and keeps it as benches/results/<bench>.json. */
export const publish = (report: BenchReport): void => {
  const here = machine();
  console.log(`\n## ${report.bench}\n`);
  console.log(
    `${here.cores} cores ${here.processor}, ${here.memoryGiB} GiB, Linux ${here.kernel}, Node ${here.node}\n`,
  );
  console.log('| figure | measured | must reach | reached |\n| --- | --- | --- | --- |');
  for (const { name, value, goal, reached } of report.figures) {
    console.log(
      `| ${name} | ${value} | ${goal ?? 'printed'} | ${reached === null ? '–' : reached ? 'yes' : '**missed**'} |`,
    );
  }
  mkdirSync(resultsFolder, { recursive: true });
  const file = join(resultsFolder, `${report.bench}.json`);
  writeFileSync(
    file,
    `${JSON.stringify({ machine: here, date: new Date().toISOString(), ...report }, null, 2)}\n`,
  );
};
