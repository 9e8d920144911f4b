/** What a store of bookmarks must offer. */
import type { Span } from '../span/span.ts';
import type { Bookmark, BookmarkDraft } from './bookmark.ts';

/** Which bookmarks are wanted. */
export interface BookmarkFilter {
  /** All cameras where it is left out. */
  readonly cameraIds?: readonly string[];
  /** Those that touch it; all where it is left out. */
  readonly span?: Span;
  /** Leaves out that one and newer ones. */
  readonly beforeId?: string;
  readonly limit: number;
}

/** The bookmarks of all sites in one database. */
export interface BookmarkStore {
  /** Newest first. */
  list(siteId: string, filter: BookmarkFilter): Promise<readonly Bookmark[]>;
  find(siteId: string, id: string): Promise<Bookmark | null>;
  count(siteId: string): Promise<number>;
  insert(bookmark: Bookmark): Promise<void>;
  change(siteId: string, id: string, draft: BookmarkDraft, changedUnixMs: number): Promise<void>;
  remove(siteId: string, id: string): Promise<void>;
}
