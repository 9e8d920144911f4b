/** `matlang check`: is everything on the disks whole? Read-only beside a running recorder; mends only when told to. */
import { ArchiveError } from '@matlang/archive';
import { type CheckReport, checkArchive } from '@matlang/archive/check';
import { Command } from 'commander';
import { CommandFailure, EXIT_CODES } from '../exit-code.ts';
import { headVerifier } from '../site/head-verifier.ts';
import { readRecorderConfiguration, volumesOf } from '../site/recorder-configuration-file.ts';
import { formatBytes } from '../terminal/bytes.ts';
import { StepLine } from '../terminal/step-line.ts';
import { dataDirectory, dataOption, jsonOption } from './shared-options.ts';

interface CheckCommandOptions {
  readonly data: string;
  readonly repair?: boolean;
  readonly rebuild?: boolean;
  readonly deep?: boolean;
  readonly json?: boolean;
}

/** More are in --json. */
const SHOWN_FINDINGS = 50;

/** The verb with its options. */
export const checkCommand = (): Command =>
  new Command('check')
    .description(
      'check rows, files, journal and hash chain of the archive; exit code 1 when something is wrong',
    )
    .option('--deep', 'hash every fragment again')
    .option('--repair', 'mend what can be mended; the recorder must not run')
    .option('--rebuild', 'make the index anew from files and journal; the recorder must not run')
    .addOption(dataOption())
    .addOption(jsonOption())
    .action(async (options: CheckCommandOptions) => {
      const report = await runCheck(dataDirectory(options), options);
      process.stdout.write(
        options.json === true ? `${JSON.stringify(report)}\n` : `${describeCheck(report)}\n`,
      );
      if (!report.clean) process.exitCode = EXIT_CODES.failed;
    });

/** Runs a check over a site's volumes. @throws CommandFailure (busy) when it needs the lock and the recorder has it. */
export const runCheck = async (
  directory: string,
  options: Omit<CheckCommandOptions, 'data' | 'json'>,
): Promise<CheckReport> => {
  const configuration = readRecorderConfiguration(directory);
  const line = new StepLine();
  try {
    return await checkArchive({
      volumes: volumesOf(directory, configuration),
      deep: options.deep === true,
      repair: options.repair === true,
      rebuild: options.rebuild === true,
      verifyHead: headVerifier(directory),
      nowUnixMs: Date.now(),
      onProgress: ({ volumeId, step, doneSegments, doneBytes }) =>
        line.show(`${volumeId}: ${step}, ${doneSegments} segments, ${formatBytes(doneBytes)}`),
    });
  } catch (error) {
    if (error instanceof ArchiveError && error.code === 'archive-locked') {
      throw new CommandFailure(
        EXIT_CODES.busy,
        'a recorder holds this archive; stop the site first (a plain check runs beside it)',
        { cause: error },
      );
    }
    throw error;
  } finally {
    line.end();
  }
};

const describeCheck = (report: CheckReport): string => {
  const volumes = report.volumes.map(
    ({ volumeId, path, segments, bytes, recorderRuns }) =>
      `${volumeId} (${path}): ${segments} segments, ${formatBytes(bytes)}${recorderRuns ? '; a recorder is writing it' : ''}`,
  );
  const findings = report.findings
    .slice(0, SHOWN_FINDINGS)
    .map(
      ({ kind, severity, path, what, repaired }) =>
        `  ${severity} ${kind}: ${what}${path === null ? '' : ` [${path}]`}${repaired ? ' (mended)' : ''}`,
    );
  const more = report.findings.length - findings.length;
  return [
    ...volumes,
    ...findings,
    ...(more > 0 ? [`  … and ${more} more: --json`] : []),
    `${report.clean ? 'Clean' : 'NOT clean'}, checked in ${(report.elapsedMs / 1000).toFixed(1)} s (${Math.round(report.segmentsPerSecond)} segments/s).`,
  ].join('\n');
};
