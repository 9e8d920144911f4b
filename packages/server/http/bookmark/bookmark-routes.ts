/** Routes of bookmarks. */
import type { BookmarkAnswer } from '@matlang/contract';
import type { Bookmark } from '@matlang/domain';
import type { Scope } from '../../access/scope.ts';
import { ApiError } from '../../answer/api-error.ts';
import type { CameraService } from '../camera/camera-service.ts';
import type { SomeHandlers } from '../registration/route-types.ts';
import type { BookmarkService } from './bookmark-service.ts';

type BookmarkRoutes = 'listBookmarks' | 'addBookmark' | 'changeBookmark' | 'removeBookmark';

/** Left out in a question about a span. */
const END_OF_TIME = Number.MAX_SAFE_INTEGER;

/** Handlers over the service. */
export function bookmarkRoutes(
  bookmarks: BookmarkService,
  cameras: CameraService,
): SomeHandlers<BookmarkRoutes> {
  const requireBookmark = async (id: string, scope: Scope): Promise<void> => {
    if (!scope.has((await bookmarks.get(id)).cameraId)) throw new ApiError('bookmark-not-found');
  };
  return {
    listBookmarks: async ({ query: { cameras: cameraIds, from, to, limit, before }, scope }) => {
      const found = await bookmarks.list({
        limit,
        ...(cameraIds === undefined ? {} : { cameraIds }),
        ...(from === undefined && to === undefined
          ? {}
          : { span: { startUnixMs: from ?? 0, endUnixMs: to ?? END_OF_TIME } }),
        ...(before === undefined ? {} : { beforeId: before }),
      });
      const next = found.length === limit ? (found.at(-1)?.id ?? null) : null;
      const seen = found.filter(({ cameraId }) => scope.has(cameraId));
      return { status: 200, body: { bookmarks: seen.map(bookmarkAnswer), next } };
    },
    addBookmark: async ({ body: { cameraId, from, to, title, note }, requester }) => {
      await cameras.get(cameraId);
      const draft = { startUnixMs: from, endUnixMs: to ?? from, title, note };
      return { status: 201, body: bookmarkAnswer(await bookmarks.add(cameraId, draft, requester)) };
    },
    changeBookmark: async ({ params, body: { from, to, title, note }, requester, scope }) => {
      await requireBookmark(params.id, scope);
      const change = {
        ...(from === undefined ? {} : { startUnixMs: from }),
        ...(to === undefined ? {} : { endUnixMs: to }),
        ...(title === undefined ? {} : { title }),
        ...(note === undefined ? {} : { note }),
      };
      return { status: 200, body: bookmarkAnswer(await bookmarks.change(params.id, change, requester)) };
    },
    removeBookmark: async ({ params, requester, scope }) => {
      await requireBookmark(params.id, scope);
      return { status: 200, body: bookmarkAnswer(await bookmarks.remove(params.id, requester)) };
    },
  };
}

function bookmarkAnswer(bookmark: Bookmark): BookmarkAnswer {
  return {
    id: bookmark.id,
    cameraId: bookmark.cameraId,
    from: bookmark.startUnixMs,
    to: bookmark.endUnixMs,
    title: bookmark.title,
    note: bookmark.note,
    createdBy: bookmark.createdBy,
    createdAt: bookmark.createdUnixMs,
    changedAt: bookmark.changedUnixMs,
  };
}
