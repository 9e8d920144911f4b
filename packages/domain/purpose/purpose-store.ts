/** What a store of purposes must offer. */
import type { Purpose, PurposeWords } from './purpose.ts';

/** The purposes of all sites in one database. */
export interface PurposeStore {
  insert(purpose: Purpose): Promise<void>;
  /** Neither closed nor over at the instant, oldest first. */
  listOpen(siteId: string, nowUnixMs: number): Promise<readonly Purpose[]>;
  /** What somebody stated lately, each words once, newest first: a person in any session; whoever has no account as that holder. */
  listRecent(
    siteId: string,
    whose: Pick<Purpose, 'personId' | 'holder'>,
    limit: number,
  ): Promise<readonly PurposeWords[]>;
  /** @returns false where there is none that is open */
  close(siteId: string, id: string, closedUnixMs: number): Promise<boolean>;
  /** Those that were over before: the log has what they were. */
  removeOver(siteId: string, beforeUnixMs: number): Promise<void>;
}
