/** `matlang verify-chain`: does the chain of hashes hold, and are its heads signed by this node's key? */
import type { FindingKind } from '@matlang/archive/check';
import { Command } from 'commander';
import { EXIT_CODES } from '../exit-code.ts';
import { runCheck } from './check.ts';
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
  'head-signature',
  'sequence-hole',
  'row-without-file',
  'size-differs',
  'file-damaged',
  'unproven',
];

/** The verb with its options. */
export const verifyChainCommand = (): Command =>
  new Command('verify-chain')
    .description(
      'verify the hash chain of every stream and the signatures of its heads; footage that is missing without a journalled deletion breaks it; --deep hashes the footage again',
    )
    .option('--deep', 'hash every fragment again, so that an altered picture is found too')
    .addOption(dataOption())
    .addOption(jsonOption())
    .action(async (options: { data: string; deep?: boolean; json?: boolean }) => {
      const report = await runCheck(dataDirectory(options), { deep: options.deep === true });
      const findings = report.findings.filter(({ kind }) => PROOF_FINDINGS.includes(kind));
      const holds = findings.every(({ severity }) => severity === 'notice');
      const segments = report.volumes.reduce((sum, volume) => sum + volume.segments, 0);
      const verdict = holds
        ? `The chain holds over ${segments} segments.`
        : `The chain does NOT hold: ${findings.length} findings.`;
      const lines = findings.map(
        ({ kind, what, path }) => `  ${kind}: ${what}${path === null ? '' : ` [${path}]`}`,
      );
      process.stdout.write(
        options.json === true
          ? `${JSON.stringify({ holds, segments, findings })}\n`
          : `${[...lines, verdict].join('\n')}\n`,
      );
      if (!holds) process.exitCode = EXIT_CODES.failed;
    });
