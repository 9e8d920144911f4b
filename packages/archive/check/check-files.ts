/** Files against rows: every segment file must be in the index, and none that was deleted may be there. */
import type { IndexQueries } from '../index/index-queries.ts';
import type { IndexReader } from '../index/index-reader.ts';
import {
  INDEX_FILE,
  JOURNAL_DIRECTORY,
  LOCK_FILE,
  PUT_ASIDE_DIRECTORY,
  type SegmentName,
} from '../segment/segment-path.ts';
import type { Storage } from '../storage/storage.ts';
import type { FindingList, FindingPlace } from './finding.ts';
import { walkDays } from './walk-files.ts';

/** A recorder commits deletions and then unlinks, at most some hundred files: it has this long. */
const UNLINKED_WITHIN_MS = 1000;
/** Looked at again; each further one is named at once. */
const MOST_LOOKED_AT_AGAIN = 1024;

/** Names only: no file is opened. `index` must see the newest commit, not a snapshot from before the walk. */
export async function checkFiles(
  storage: Storage,
  root: string,
  index: IndexReader,
  findings: FindingList,
  recorderRuns: boolean,
): Promise<void> {
  const deleted: (FindingPlace & { readonly path: string })[] = [];
  for (const path of [INDEX_FILE, LOCK_FILE, JOURNAL_DIRECTORY, PUT_ASIDE_DIRECTORY])
    if (storage.status(`${root}/${path}`)?.kind === 'other') addNotAFile(findings, { path });
  const addDeleted = (place: (typeof deleted)[number]): void =>
    findings.add('deleted-file', `${place.path} was deleted and is still there`, place);
  for (const day of walkDays(storage, root)) {
    for (const path of day.others)
      if (storage.status(`${root}/${path}`)?.kind === 'other') addNotAFile(findings, { path });
      else findings.add('unknown-file', `${path} is not a file of the archive`, { path });
    for (const { path, name } of day.segments) {
      const place = { stream: name.stream, seq: name.seq, path };
      const known = knownAs(index, name);
      // A file that is deleted while the check runs has its tombstone before it goes.
      if (known === 'row') continue;
      const status = storage.status(`${root}/${path}`);
      if (status === null) continue;
      if (status.kind !== 'file') {
        addNotAFile(findings, place);
        continue;
      }
      if (known === 'tombstone' && recorderRuns && deleted.length < MOST_LOOKED_AT_AGAIN) deleted.push(place);
      else if (known === 'tombstone') addDeleted(place);
      else findings.add('file-without-row', `${path} is not in the index`, place);
    }
  }
  checkPutAside(storage, root, findings);
  if (deleted.length > 0) await new Promise((resolve) => setTimeout(resolve, UNLINKED_WITHIN_MS));
  for (const place of deleted) if (storage.status(`${root}/${place.path}`) !== null) addDeleted(place);
}

function addNotAFile(findings: FindingList, place: FindingPlace & { readonly path: string }): void {
  findings.add('not-a-file', `${place.path} is a link, or no file`, place);
}

/** They stay until somebody, or the recorder after some days, has looked at them. */
function checkPutAside(storage: Storage, root: string, findings: FindingList): void {
  for (const day of walkDays(storage, `${root}/${PUT_ASIDE_DIRECTORY}`)) {
    const paths = [...day.segments.map(({ path }) => path), ...day.others];
    for (const path of paths)
      findings.add('put-aside', `${path} was put aside`, { path: `${PUT_ASIDE_DIRECTORY}/${path}` });
  }
}

/** What the index says of a file of that name. */
export function knownAs(index: IndexQueries, name: SegmentName): 'row' | 'tombstone' | null {
  const stream = index.stream(name.stream);
  if (stream === null) return null;
  const row = index.segment(stream.id, name.seq);
  if (row !== null && row.startUnixMs === name.startUnixMs) return 'row';
  return index.isDeleted(stream.id, name.seq) ? 'tombstone' : null;
}
