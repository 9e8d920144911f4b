/** `matlang check`: looks at everything on the volumes of an archive, read-only unless told to mend. */
import { join } from 'node:path';
import { IndexReader } from '../index/index-reader.ts';
import { ArchiveError } from '../port/archive-error.ts';
import type { NodeSigner, VerifyHead } from '../proof/head.ts';
import { INDEX_FILE } from '../segment/segment-path.ts';
import { NodeStorage } from '../storage/node-storage.ts';
import { isNotAFile } from '../storage/regular-file.ts';
import type { Storage } from '../storage/storage.ts';
import { isSqliteDamage } from '../volume/disk-failure.ts';
import { isMountPoint, readMountTables } from '../volume/mount-tables.ts';
import { holdsArchive } from '../volume/open-volume.ts';
import { isVolumeLocked } from '../volume/volume-lock.ts';
import { checkFiles } from './check-files.ts';
import { checkHolds, type HeldSpan } from './check-holds.ts';
import { checkJournal } from './check-journal.ts';
import { checkStreamSegments } from './check-segments.ts';
import { type Finding, type FindingKind, FindingList } from './finding.ts';
import type { KeptHeads } from './kept-heads.ts';
import { rebuildVolume } from './rebuild-volume.ts';
import { repairVolume } from './repair-volume.ts';

/**
 * What is checked, and how far it may change anything: without `repair` and `rebuild` nothing is written. A volume that
 * is not there becomes a finding.
 */
export interface CheckOptions {
  readonly volumes: readonly { readonly id: string; readonly path: string }[];
  /** Reads and hashes every byte too. */
  readonly deep?: boolean;
  /** Mends what can be mended, with a journal entry for each; needs the recorder's lock. */
  readonly repair?: boolean;
  /** Makes a new index from files and journal first; needs the recorder's lock. */
  readonly rebuild?: boolean;
  /** Whether a head's signature is of the key it names; without it signatures are not looked at. */
  readonly verifyHead?: VerifyHead;
  /** With it a mending signs what it journals as deleted: footage that is missing. */
  readonly signer?: NodeSigner | null;
  /** Heads that were kept outside of the volumes; without it nothing is compared. It stays the caller's to close. */
  readonly keptHeads?: KeptHeads | null;
  /** Since when a volume's deletions are signed, as is remembered outside of it; null: not known. */
  readonly deletionsSignedUnixMs?: (volumeId: string) => number | null;
  /** Holds that the site says are in force now; each must be on every volume. */
  readonly heldHolds?: () => readonly HeldSpan[];
  readonly nowUnixMs: number;
  readonly onProgress?: (progress: CheckProgress) => void;
}

/**
 * Counts of this volume since the check, or the rebuild before it, began: told at each step and every 64 segments,
 * without a total.
 */
export interface CheckProgress {
  readonly volumeId: string;
  readonly step: 'rebuild' | 'repair' | 'journal' | 'segments' | 'files';
  readonly doneSegments: number;
  readonly doneBytes: number;
}

/** What was looked at on one volume. Zeros where it is missing, or its index can't be opened: the findings say so. */
export interface VolumeCheck {
  readonly volumeId: string;
  readonly path: string;
  /** A recorder was writing it meanwhile. */
  readonly recorderRuns: boolean;
  readonly segments: number;
  readonly bytes: number;
  /** All there were; `findings` stops at a limit. */
  readonly counts: Readonly<Partial<Record<FindingKind, number>>>;
}

/** The answer of a check, volumes in the order asked; `elapsedMs` is of the monotonic clock, with mending. */
export interface CheckReport {
  /** Nothing of severity `error` that isn't repaired. */
  readonly clean: boolean;
  readonly volumes: readonly VolumeCheck[];
  /** At most `MAX_FINDINGS` a volume. */
  readonly findings: readonly Finding[];
  readonly elapsedMs: number;
  readonly segmentsPerSecond: number;
}

/**
 * A plain check needs no lock and runs beside a recorder.
 * @throws ArchiveError `archive-locked` where `repair` or `rebuild` is asked for and a recorder runs
 */
export async function checkArchive(options: CheckOptions): Promise<CheckReport> {
  const startMs = performance.now();
  const storage = new NodeStorage();
  const volumes: VolumeCheck[] = [];
  const findings: Finding[] = [];
  let clean = true;
  for (const { id, path } of options.volumes) {
    const list = new FindingList(id);
    volumes.push(await checkVolume(options, storage, id, path.replace(/(?<=.)\/+$/, ''), list));
    findings.push(...list.findings);
    if (list.errors > 0) clean = false;
  }
  const elapsedMs = performance.now() - startMs;
  const segments = volumes.reduce((sum, volume) => sum + volume.segments, 0);
  return {
    clean,
    volumes,
    findings,
    elapsedMs,
    segmentsPerSecond: (segments * 1000) / Math.max(elapsedMs, 1),
  };
}

async function checkVolume(
  options: CheckOptions,
  storage: Storage,
  volumeId: string,
  root: string,
  findings: FindingList,
): Promise<VolumeCheck> {
  let segments = 0;
  let bytes = 0;
  const progress = (step: CheckProgress['step']): void =>
    options.onProgress?.({ volumeId, step, doneSegments: segments, doneBytes: bytes });
  const result = (recorderRuns: boolean): VolumeCheck => ({
    volumeId,
    path: root,
    recorderRuns,
    segments,
    bytes,
    counts: Object.fromEntries(findings.counts),
  });
  if (storage.status(`${root}/.`)?.kind !== 'directory') {
    findings.add('volume-missing', `${root} is not there`);
    return result(false);
  }
  if (options.rebuild !== true && isEmptyMountPoint(storage, root)) {
    findings.add('volume-missing', `${root} is empty: its disk is not mounted`);
    return result(false);
  }
  const { signer = null } = options;
  if (options.rebuild === true) {
    progress('rebuild');
    rebuildVolume({
      signer,
      storage,
      root,
      volumeId,
      nowUnixMs: options.nowUnixMs,
      findings,
      onSegment: (sizeBytes) => {
        segments += 1;
        bytes += sizeBytes;
        if (segments % 64 === 0) progress('rebuild');
      },
    });
  }
  segments = 0;
  bytes = 0;
  if (options.repair === true) {
    progress('repair');
    repairVolume({ storage, root, volumeId, signer, nowUnixMs: options.nowUnixMs, findings });
  }
  const recorderRuns = isVolumeLocked(root);
  const index = openIndex(root, findings);
  if (index === null) return result(recorderRuns);
  const onSegment = (sizeBytes: number): void => {
    segments += 1;
    bytes += sizeBytes;
    if (segments % 64 === 0) progress('segments');
  };
  try {
    await checkIndexed({
      options,
      storage,
      volumeId,
      root,
      findings,
      recorderRuns,
      index,
      progress,
      onSegment,
    });
  } catch (error) {
    // Of the journal: it can't be read, and nothing can be said without it.
    if (isNotAFile(error)) {
      findings.add('not-a-file', error instanceof Error ? error.message : String(error));
      return result(recorderRuns);
    }
    // A row that SQLite or the schema can't make sense of: what was found so far stands.
    const isDamage = error instanceof ArchiveError ? error.code === 'index-damaged' : isSqliteDamage(error);
    if (!isDamage) throw error;
    const what = error instanceof Error ? error.message : String(error);
    findings.add('index-damaged', `the index can't be read further: ${what}`, { path: INDEX_FILE });
  } finally {
    index.close();
  }
  return result(recorderRuns);
}

interface IndexedCheck {
  readonly options: CheckOptions;
  readonly storage: Storage;
  readonly volumeId: string;
  readonly root: string;
  readonly findings: FindingList;
  readonly recorderRuns: boolean;
  readonly index: IndexReader;
  readonly progress: (step: CheckProgress['step']) => void;
  readonly onSegment: (sizeBytes: number) => void;
}

/** @throws ArchiveError `index-damaged`; SQLite's errors */
async function checkIndexed(check: IndexedCheck): Promise<void> {
  const { options, progress, index, storage, root, findings } = check;
  const { deep = false, nowUnixMs, verifyHead = null } = options;
  progress('journal');
  // Before the journal is read: what these rows number is in it then.
  const streams = index.streams();
  const { keptHeads = null } = options;
  const deletionsSignedUnixMs = options.deletionsSignedUnixMs?.(check.volumeId) ?? null;
  const facts = checkJournal({ ...check, verifyHead, keptHeads, deletionsSignedUnixMs, nowUnixMs });
  try {
    for (const stream of streams) await checkStreamSegments({ ...check, facts, deep }, stream);
  } finally {
    facts.close();
  }
  if (options.heldHolds !== undefined) checkHolds(index, options.heldHolds, findings);
  progress('files');
  await checkFiles(storage, root, index, findings, check.recorderRuns);
}

/**
 * What shows while a disk is away. A check is asked of what was recorded, so an empty folder is never a new volume here; where a
 * disk is mounted and empty, or single files are left, what was there is gone and not merely out of sight.
 */
function isEmptyMountPoint(storage: Storage, root: string): boolean {
  return (
    !holdsArchive(storage, root) &&
    storage.list(root).every((name) => name === 'lost+found') &&
    !isMountPoint(root, readMountTables())
  );
}

function openIndex(root: string, findings: FindingList): IndexReader | null {
  try {
    return IndexReader.open(root);
  } catch (error) {
    if (!(error instanceof ArchiveError)) throw error;
    const kind = error.code === 'index-version' ? 'index-version' : 'index-damaged';
    findings.add(kind, error.message, { path: join(root, 'index.sqlite') });
    return null;
  }
}
