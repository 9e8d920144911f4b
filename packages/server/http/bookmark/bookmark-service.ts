/** Bookmarks: each change with its entry in the audit log, in one transaction. */
import { type Bookmark, type BookmarkDraft, type BookmarkFilter, checkBookmark } from '@matlang/domain';
import { ApiError, lawful } from '../../answer/api-error.ts';
import { createId, type Requester, type SiteContext } from '../../site/site-context.ts';
import type { Stores } from '../../store/site-database.ts';

/** Of a site; a list shows 500 at most at one time. */
const MAX_BOOKMARKS = 10_000;

/** Over the site's rows; whether the camera exists is asked by the routes. */
export class BookmarkService {
  readonly #context: SiteContext;

  constructor(context: SiteContext) {
    this.#context = context;
  }

  async list(filter: BookmarkFilter): Promise<readonly Bookmark[]> {
    return await this.#context.database.stores.bookmarks.list(this.#context.siteId, filter);
  }

  /** @throws ApiError `bookmark-not-found` */
  async get(id: string): Promise<Bookmark> {
    return await this.#find(this.#context.database.stores, id);
  }

  /** @throws FieldError, ApiError `too-many-bookmarks` */
  async add(cameraId: string, asked: BookmarkDraft, requester: Requester): Promise<Bookmark> {
    const { clock, database, siteId } = this.#context;
    const nowUnixMs = clock.nowUnixMs();
    const bookmark: Bookmark = {
      ...lawful(checkBookmark(asked)),
      id: createId(clock),
      siteId,
      cameraId,
      createdBy: requester.actor,
      createdUnixMs: nowUnixMs,
      changedUnixMs: nowUnixMs,
    };
    await database.transaction(async (stores) => {
      if ((await stores.bookmarks.count(siteId)) >= MAX_BOOKMARKS)
        throw new ApiError('too-many-bookmarks', { limit: MAX_BOOKMARKS });
      await stores.bookmarks.insert(bookmark);
      await this.#record(stores, 'bookmark.added', bookmark, requester);
    });
    return bookmark;
  }

  /** @throws FieldError, ApiError `bookmark-not-found` */
  async change(id: string, change: Partial<BookmarkDraft>, requester: Requester): Promise<Bookmark> {
    const { clock, database, siteId } = this.#context;
    return await database.transaction(async (stores) => {
      const found = await this.#find(stores, id);
      const { startUnixMs, endUnixMs, title, note } = { ...found, ...change };
      const draft = lawful(checkBookmark({ startUnixMs, endUnixMs, title, note }));
      const changed = { ...found, ...draft, changedUnixMs: clock.nowUnixMs() };
      await stores.bookmarks.change(siteId, id, draft, changed.changedUnixMs);
      await this.#record(stores, 'bookmark.changed', changed, requester);
      return changed;
    });
  }

  /** @throws ApiError `bookmark-not-found` */
  async remove(id: string, requester: Requester): Promise<Bookmark> {
    const { database, siteId } = this.#context;
    return await database.transaction(async (stores) => {
      const found = await this.#find(stores, id);
      await stores.bookmarks.remove(siteId, id);
      await this.#record(stores, 'bookmark.removed', found, requester);
      return found;
    });
  }

  async #find(stores: Stores, id: string): Promise<Bookmark> {
    const found = await stores.bookmarks.find(this.#context.siteId, id);
    if (found === null) throw new ApiError('bookmark-not-found');
    return found;
  }

  async #record(stores: Stores, action: string, bookmark: Bookmark, requester: Requester): Promise<void> {
    const { cameraId, startUnixMs, endUnixMs, title, note } = bookmark;
    await stores.audit.append({
      ...requester,
      siteId: this.#context.siteId,
      atUnixMs: this.#context.clock.nowUnixMs(),
      action,
      subjectId: bookmark.id,
      detail: { cameraId, startUnixMs, endUnixMs, title, note },
    });
  }
}
