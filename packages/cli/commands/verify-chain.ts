/** `matlang verify-chain`: does the chain of hashes hold, and are its heads signed by this node's key? */
import type { FindingKind } from '@matlang/archive/check';
import type { Bilingual } from '@matlang/contract';
import { Command } from 'commander';
import { filled, joined, type Say } from '../language/say.ts';
import { VERIFY_CHAIN_TEXTS as TEXTS } from '../texts/verify-chain-texts.ts';
import {
  auditLogAnswer,
  auditLogHolds,
  awayPaths,
  describeAuditLog,
  describeAway,
  describeFindings,
  errorsIn,
  exitCodeOf,
  runCheck,
} from './check.ts';
import { dataDirectory, dataOption, jsonOption } from './shared-options.ts';

/**
 * Findings that say something about the proof; everything else is `matlang check`'s. A file that is missing or shorter than
 * it was without a tombstone breaks the chain in this answer: whoever asks wants to know whether all that was recorded is
 * still there, and a hash whose footage nobody can show proves nothing. Of a disk that is away nothing is said either way.
 */
const PROOF_FINDINGS: readonly FindingKind[] = [
  'index-damaged',
  'index-version',
  'content-differs',
  'journal-differs',
  'journal-damaged',
  'not-journalled',
  'not-indexed',
  'chain-broken',
  'head-differs',
  'chain-began-anew',
  'head-signature',
  'sequence-hole',
  'row-without-file',
  'size-differs',
  'file-damaged',
  'not-a-file',
  'table-damaged',
  'unproven',
  'deletion-unsigned',
  'footage-lost',
];

/** The verb with its options. */
export const verifyChainCommand = (say: Say): Command =>
  new Command('verify-chain')
    .description(say(TEXTS.description))
    .option('--deep', say(TEXTS.deep))
    .addOption(dataOption(say))
    .addOption(jsonOption(say))
    .action(async (options: { data: string; deep?: boolean; json?: boolean }) => {
      const { report, cameraNames, auditLog } = await runCheck(say, dataDirectory(options), {
        deep: options.deep === true,
      });
      const findings = report.findings.filter(({ kind }) => PROOF_FINDINGS.includes(kind));
      const errors = errorsIn(report, (kind) => PROOF_FINDINGS.includes(kind));
      const logBroken = !auditLogHolds(auditLog);
      const wrong = errors > 0 || logBroken;
      const unchecked = awayPaths(report);
      const segments = report.volumes.reduce((sum, volume) => sum + volume.segments, 0);
      process.stdout.write(
        options.json === true
          ? `${JSON.stringify({
              // Null: nothing speaks against it, and not all of it could be looked at.
              holds: !wrong && unchecked.length > 0 ? null : !wrong,
              segments,
              unchecked,
              findings,
              auditLog: auditLogAnswer(auditLog),
            })}\n`
          : `${say(
              joined(
                [
                  ...describeFindings(findings, cameraNames),
                  ...(logBroken ? [describeAuditLog(auditLog)] : []),
                  ...describeAway(report),
                  ...verdict({
                    wrong,
                    errors: errors + (logBroken ? 1 : 0),
                    segments,
                    unchecked,
                    deep: options.deep,
                  }),
                ],
                '\n',
              ),
            )}\n`,
      );
      process.exitCode = exitCodeOf(wrong, report);
    });

interface Verdict {
  readonly wrong: boolean;
  readonly errors: number;
  readonly segments: number;
  readonly unchecked: readonly string[];
  readonly deep: boolean | undefined;
}

/** None where nothing could be looked at: it was said why. */
const verdict = ({ wrong, errors, segments, unchecked, deep }: Verdict): readonly Bilingual[] => {
  if (wrong) return [filled(TEXTS.broken, { segments, findings: errors })];
  if (segments === 0) return unchecked.length > 0 ? [] : [TEXTS.nothing];
  return [filled(TEXTS.holds, { segments }), ...(deep === true ? [] : [TEXTS.notDeep])];
};
