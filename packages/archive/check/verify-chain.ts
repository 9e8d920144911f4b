/** `matlang verify-chain`: only the proof, without looking at every file: journal, index, tombstones, signed heads. */
import { IndexReader } from '../index/index-reader.ts';
import type { VerifyHead } from '../proof/verify-journal-chain.ts';
import { NodeStorage } from '../storage/node-storage.ts';
import { checkJournal } from './check-journal.ts';
import { type Finding, FindingList } from './finding.ts';

export interface ChainOptions {
  readonly volumeId: string;
  readonly path: string;
  /** Without it signatures are not looked at. */
  readonly verifyHead?: VerifyHead;
}

/**
 * Empty when every segment ever recorded on the volume is in its place in the chain. What a segment's bytes are, only
 * `checkArchive` with `deep` can tell.
 * @throws ArchiveError where the index can't be opened
 */
export function verifyChain(options: ChainOptions): readonly Finding[] {
  const { volumeId, path, verifyHead } = options;
  const findings = new FindingList(volumeId);
  const index = IndexReader.open(path);
  try {
    checkJournal({
      storage: new NodeStorage(),
      root: path,
      volumeId,
      index,
      findings,
      verifyHead: verifyHead ?? null,
    });
  } finally {
    index.close();
  }
  return findings.findings;
}
