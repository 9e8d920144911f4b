/** `matlang check`: is everything on the disks whole? Read-only beside a running recorder; mends only when told to. */

import { join } from 'node:path';
import { ArchiveError } from '@matlang/archive';
import {
  type CheckReport,
  checkArchive,
  FINDING_KINDS,
  type Finding,
  type FindingKind,
  KeptHeads,
} from '@matlang/archive/check';
import { type Bilingual, STREAM_KINDS } from '@matlang/contract';
import { acceptLoss, readAcceptedLosses } from '@matlang/recorder/accepted-losses';
import { readSignedDeletions } from '@matlang/recorder/signed-deletions';
import {
  type AuditLogCheck,
  type AuditLogCheckOptions,
  type AuditLogFault,
  checkAuditLog,
  type LoggedHead,
} from '@matlang/server/check-audit-log';
import { type HeldHold, readHeldHolds } from '@matlang/server/held-holds';
import { Command } from 'commander';
import { CommandFailure, EXIT_CODES, type ExitCode } from '../exit-code.ts';
import { bytes, duration } from '../language/figures.ts';
import { filled, joined, type Say, verbatim } from '../language/say.ts';
import { headVerifier, siteSigner } from '../site/head-verifier.ts';
import { describeHolds, type KeptHolds, readKeptHolds } from '../site/kept-holds.ts';
import { neverRecorded } from '../site/never-recorded.ts';
import { readRecorderConfiguration, volumesOf } from '../site/recorder-configuration-file.ts';
import { rememberedLog } from '../site/remembered-log.ts';
import { StepLine } from '../terminal/step-line.ts';
import { STREAM_TEXTS } from '../texts/camera-texts.ts';
import { CHECK_STEP_TEXTS, FINDING_TEXTS, CHECK_TEXTS as TEXTS } from '../texts/check-texts.ts';
import { dataDirectory, dataHint, dataOption, jsonOption } from './shared-options.ts';

interface CheckCommandOptions {
  readonly data: string;
  readonly repair?: boolean;
  readonly rebuild?: boolean;
  readonly deep?: boolean;
  readonly acceptLoss?: string;
  readonly json?: boolean;
}

/** More are in --json. */
const SHOWN_FINDINGS = 50;

/** Of a site that has not recorded yet: nothing there, nothing wrong. */
const NOTHING_TO_CHECK: CheckReport = {
  clean: true,
  volumes: [],
  findings: [],
  elapsedMs: 0,
  segmentsPerSecond: 0,
};

/** The verb with its options. */
export const checkCommand = (say: Say): Command =>
  new Command('check')
    .description(say(TEXTS.description))
    .option('--deep', say(TEXTS.deep))
    .option('--repair', say(TEXTS.repair))
    .option('--rebuild', say(TEXTS.rebuild))
    .option(`--accept-loss <${say(TEXTS.volumeWord)}>`, say(TEXTS.acceptLoss))
    .addOption(dataOption(say))
    .addOption(jsonOption(say))
    .action(async (options: CheckCommandOptions) => {
      const directory = dataDirectory(options);
      const { report, cameraNames, auditLog, holds } = await runCheck(say, directory, options);
      const clean = report.clean && auditLogHolds(auditLog);
      const told =
        report === NOTHING_TO_CHECK
          ? filled(TEXTS.neverRecorded, { data: dataHint(options) })
          : describeCheck(report, cameraNames);
      const kept = describeHolds(holds, cameraNames, Date.now());
      const text = joined([told, ...(kept === null ? [] : [kept]), describeAuditLog(auditLog)], '\n');
      process.stdout.write(
        options.json === true
          ? `${JSON.stringify({ ...report, clean, auditLog: auditLogAnswer(auditLog), holds })}\n`
          : `${say(text)}\n`,
      );
      process.exitCode = exitCodeOf(errorsIn(report) > 0 || !auditLogHolds(auditLog), report);
    });

/** A disk that is away is no fault of what was recorded: it has a sentence and an exit code of its own. */
const isAway = (kind: FindingKind): boolean => kind === 'volume-missing';

const isError = (kind: FindingKind): boolean => FINDING_KINDS[kind] === 'error' && !isAway(kind);

const KINDS: readonly FindingKind[] = Object.keys(FINDING_KINDS).filter(
  (name): name is FindingKind => name in FINDING_KINDS,
);

/** How much is wrong with what could be looked at. The list of findings has a limit, the counts have none. */
export const errorsIn = (
  { volumes }: CheckReport,
  counts: (kind: FindingKind) => boolean = () => true,
): number =>
  KINDS.filter((kind) => isError(kind) && counts(kind)).reduce(
    (sum, kind) => sum + volumes.reduce((ofKind, volume) => ofKind + (volume.counts[kind] ?? 0), 0),
    0,
  );

/** Something wrong outranks something not looked at. */
export const exitCodeOf = (wrong: boolean, report: CheckReport): ExitCode =>
  wrong ? EXIT_CODES.failed : awayPaths(report).length > 0 ? EXIT_CODES.unchecked : EXIT_CODES.ok;

/** Of volumes whose disk is not there. */
export const awayPaths = ({ volumes }: CheckReport): readonly string[] =>
  volumes.filter(({ counts }) => (counts['volume-missing'] ?? 0) > 0).map(({ path }) => path);

/** A line for each volume whose disk is not there. */
export const describeAway = (report: CheckReport): readonly Bilingual[] =>
  awayPaths(report).map((path) => filled(TEXTS.volumeMissing, { path }));

/** What was found, and how the cameras are called. */
export interface SiteCheck {
  readonly report: CheckReport;
  /** By id. */
  readonly cameraNames: ReadonlyMap<string, string>;
  /** Null: there is none yet. */
  readonly auditLog: AuditLogCheck | UnreadableLog | null;
  /** In force, by the disks that are there. */
  readonly holds: KeptHolds;
}

/** The footage is looked at all the same. */
export interface UnreadableLog {
  /** The system's or the database's own word. */
  readonly unreadable: string;
}

/** Runs a check over a site's volumes. @throws CommandFailure (busy) when it needs the lock and the recorder has it. */
export const runCheck = async (
  say: Say,
  directory: string,
  options: Omit<CheckCommandOptions, 'data' | 'json'>,
): Promise<SiteCheck> => {
  const configuration = readRecorderConfiguration(directory);
  const cameraNames = new Map(configuration.cameras.map(({ id, name }) => [id, name]));
  const volumes = volumesOf(directory, configuration);
  // Before the archive: what it keeps of heads is in the journal then.
  const verify = headVerifier(directory);
  const signedDeletions = readSignedDeletions(directory, verify);
  if (options.acceptLoss !== undefined) await acceptLossOf(directory, volumes, options.acceptLoss);
  const keptHeads = new KeptHeads();
  for (const [volumeId, untilUnixMs] of readAcceptedLosses(directory, verify))
    keptHeads.accept(volumeId, untilUnixMs);
  const line = new StepLine();
  try {
    const auditLog = await readAuditLog(join(directory, 'site.sqlite'), {
      verify,
      remembered: rememberedLog(directory, verify),
      onHead: (head) => keepHead(keptHeads, head),
    });
    if (neverRecorded(directory, volumes))
      return { report: NOTHING_TO_CHECK, cameraNames, auditLog, holds: [] };
    const report = await checkArchive({
      volumes,
      deep: options.deep === true,
      repair: options.repair === true,
      rebuild: options.rebuild === true,
      verifyHead: verify,
      deletionsSignedUnixMs: (volumeId) => signedDeletions.get(volumeId) ?? null,
      keptHeads,
      heldHolds: () => heldHolds(join(directory, 'site.sqlite')),
      signer: options.repair === true || options.rebuild === true ? siteSigner(directory) : null,
      nowUnixMs: Date.now(),
      onProgress: ({ volumeId, step, doneSegments, doneBytes }) =>
        line.show(() =>
          say(
            filled(TEXTS.progress, {
              volume: volumeId,
              step: CHECK_STEP_TEXTS[step],
              segments: doneSegments,
              size: bytes(doneBytes),
            }),
          ),
        ),
    });
    return { report, cameraNames, auditLog, holds: await readKeptHolds(volumes) };
  } catch (error) {
    if (error instanceof ArchiveError && error.code === 'archive-locked')
      throw new CommandFailure(EXIT_CODES.busy, TEXTS.archiveLocked, { cause: error });
    throw error;
  } finally {
    line.end();
    keptHeads.close();
  }
};

/** A log that can't be read is said to be so, not to be altered; the footage is looked at all the same. */
const readAuditLog = async (path: string, options: AuditLogCheckOptions): Promise<SiteCheck['auditLog']> => {
  try {
    return await checkAuditLog(path, options);
  } catch (error) {
    return { unreadable: error instanceof Error ? error.message : String(error) };
  }
};

/** @throws CommandFailure (notFound) */
const acceptLossOf = async (
  directory: string,
  volumes: readonly { readonly id: string }[],
  volumeId: string,
): Promise<void> => {
  const signer = siteSigner(directory);
  if (signer === null || !volumes.some(({ id }) => id === volumeId)) {
    const known = volumes.map(({ id }) => id).join(', ');
    throw new CommandFailure(EXIT_CODES.notFound, filled(TEXTS.unknownVolume, { volume: volumeId, known }));
  }
  await acceptLoss(directory, signer, volumeId, Date.now());
};

/** Of a database that can't be read the audit log says so already. */
const heldHolds = (path: string): readonly HeldHold[] => {
  try {
    return readHeldHolds(path);
  } catch {
    return [];
  }
};

const isUnreadable = (auditLog: SiteCheck['auditLog']): auditLog is UnreadableLog =>
  auditLog !== null && 'unreadable' in auditLog;

/** For --json: how many entries, up to which one signatures cover them, and what is broken, or why it could not be read. */
export const auditLogAnswer = (auditLog: SiteCheck['auditLog']): object | null => auditLog;

/** Whether nothing speaks against the audit log; a site that has none yet has nothing against it. */
export const auditLogHolds = (auditLog: SiteCheck['auditLog']): boolean =>
  auditLog === null || (!isUnreadable(auditLog) && auditLog.broken === null);

/** Of streams that the archive knows; other names in the log are none of a stream. */
const keepHead = (kept: KeptHeads, { volumeId, stream, seq, chain, atUnixMs }: LoggedHead): void => {
  const [cameraId = '', kindName] = stream.split('/');
  const kind = STREAM_KINDS.find((one) => one === kindName);
  if (kind !== undefined) kept.add(volumeId, { stream: { cameraId, kind }, seq, chain }, atUnixMs);
};

/** Lines, at most 50 of them for findings. */
export const describeFindings = (
  findings: readonly Finding[],
  cameraNames: SiteCheck['cameraNames'],
): readonly Bilingual[] => [
  ...findings.slice(0, SHOWN_FINDINGS).map((finding) => describeFinding(finding, cameraNames)),
  ...(findings.length > SHOWN_FINDINGS
    ? [filled(TEXTS.more, { count: findings.length - SHOWN_FINDINGS })]
    : []),
];

const describeFinding = (finding: Finding, cameraNames: SiteCheck['cameraNames']): Bilingual => {
  const { kind, severity, repaired } = finding;
  const line = filled(TEXTS.finding, {
    severity: severity === 'error' ? TEXTS.error : TEXTS.notice,
    what: FINDING_TEXTS[kind],
    kind,
    place: placeOf(finding, cameraNames),
  });
  return repaired ? joined([line, TEXTS.mended], '') : line;
};

const placeOf = ({ stream, seq, path }: Finding, cameraNames: SiteCheck['cameraNames']): Bilingual => {
  const file = verbatim(path === null ? '' : `: ${path}`);
  if (stream === null) return file;
  const names = {
    camera: cameraNames.get(stream.cameraId) ?? stream.cameraId,
    stream: STREAM_TEXTS[stream.kind],
  };
  const where = seq === null ? filled(TEXTS.stream, names) : filled(TEXTS.segment, { ...names, seq });
  return joined([where, file], '');
};

/** `search` and `root` are not of the entries themselves, and a `subtree` need not be. */
const AUDIT_LOG_TEXTS = {
  order: TEXTS.auditLogBroken,
  previous: TEXTS.auditLogBroken,
  content: TEXTS.auditLogBroken,
  signature: TEXTS.auditLogBroken,
  unsigned: TEXTS.auditLogBroken,
  cut: TEXTS.auditLogBroken,
  subtree: TEXTS.auditLogTreeDiffers,
  root: TEXTS.auditLogTreeDiffers,
  search: TEXTS.auditLogSearchDiffers,
} as const satisfies Readonly<Record<AuditLogFault['kind'], Bilingual>>;

/** One line: how many entries, or where it was altered. */
export const describeAuditLog = (auditLog: SiteCheck['auditLog']): Bilingual => {
  if (auditLog === null) return TEXTS.noAuditLog;
  if (isUnreadable(auditLog)) return filled(TEXTS.auditLogUnreadable, { why: auditLog.unreadable });
  const { entries, broken } = auditLog;
  if (broken === null) return filled(TEXTS.auditLogHolds, { entries });
  const { seq, kind } = broken;
  return filled(AUDIT_LOG_TEXTS[kind], { seq, kind });
};

const describeCheck = (report: CheckReport, cameraNames: SiteCheck['cameraNames']): Bilingual => {
  const away = awayPaths(report);
  const seen = report.volumes.filter(({ path }) => !away.includes(path));
  const volumes = seen.map(({ volumeId, path, segments, bytes: size, recorderRuns }) =>
    filled(recorderRuns ? TEXTS.volumeInUse : TEXTS.volume, {
      volume: volumeId === 'default' ? TEXTS.mainVolume : filled(TEXTS.otherVolume, { id: volumeId }),
      path,
      segments,
      size: bytes(size),
    }),
  );
  const findings = report.findings.filter(({ kind }) => !isAway(kind));
  const clean = away.length > 0 ? TEXTS.cleanPartly : TEXTS.clean;
  const verdict = filled(errorsIn(report) === 0 ? clean : TEXTS.notClean, {
    time: duration(report.elapsedMs),
  });
  return joined(
    [
      ...volumes,
      ...describeFindings(findings, cameraNames),
      ...describeAway(report),
      ...(seen.length === 0 ? [] : [verdict]),
    ],
    '\n',
  );
};
