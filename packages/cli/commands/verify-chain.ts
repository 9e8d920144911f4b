/** `matlang verify-chain`: does the chain of hashes hold, and are its heads signed by this node's key? */
import { FINDING_KINDS, type FindingKind, type VolumeCheck } from '@matlang/archive/check';
import { Command } from 'commander';
import { EXIT_CODES } from '../exit-code.ts';
import { filled, joined, type Say } from '../language/say.ts';
import { VERIFY_CHAIN_TEXTS as TEXTS } from '../texts/verify-chain-texts.ts';
import { auditLogAnswer, auditLogHolds, describeAuditLog, describeFindings, runCheck } from './check.ts';
import { dataDirectory, dataOption, jsonOption } from './shared-options.ts';

/**
 * Findings that say something about the proof; everything else is `matlang check`'s. A file that is missing or shorter than
 * it was without a tombstone breaks the chain in this answer: whoever asks wants to know whether all that was recorded is
 * still there, and a hash whose footage nobody can show proves nothing. What can't be looked at does not hold either.
 */
const PROOF_FINDINGS: readonly FindingKind[] = [
  'volume-missing',
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
  'unproven',
  'deletion-unsigned',
  'footage-lost',
];

const proofErrors = (counts: VolumeCheck['counts']): number =>
  PROOF_FINDINGS.filter((kind) => FINDING_KINDS[kind] === 'error').reduce(
    (sum, kind) => sum + (counts[kind] ?? 0),
    0,
  );

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
      // The list has a limit, the counts have none.
      const errors = report.volumes.reduce((sum, { counts }) => sum + proofErrors(counts), 0);
      const logBroken = !auditLogHolds(auditLog);
      const holds = errors === 0 && !logBroken;
      const segments = report.volumes.reduce((sum, volume) => sum + volume.segments, 0);
      const verdict = holds
        ? filled(TEXTS.holds, { segments })
        : filled(TEXTS.broken, { segments, findings: errors + (logBroken ? 1 : 0) });
      process.stdout.write(
        options.json === true
          ? `${JSON.stringify({ holds, segments, findings, auditLog: auditLogAnswer(auditLog) })}\n`
          : `${say(
              joined(
                [
                  ...describeFindings(findings, cameraNames),
                  ...(logBroken ? [describeAuditLog(auditLog)] : []),
                  verdict,
                ],
                '\n',
              ),
            )}\n`,
      );
      if (!holds) process.exitCode = EXIT_CODES.failed;
    });
