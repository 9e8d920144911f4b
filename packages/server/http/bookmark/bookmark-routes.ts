/** Routes of bookmarks. */
import type { BookmarkAnswer } from '@matlang/contract';
import type { Bookmark } from '@matlang/domain';
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
  return {
    listBookmarks: async ({ query: { cameras: cameraIds, from, to, limit, before } }) => {
      const found = await bookmarks.list({
        limit,
        ...(cameraIds === undefined ? {} : { cameraIds }),
        ...(from === undefined && to === undefined
          ? {}
          : { span: { startUnixMs: from ?? 0, endUnixMs: to ?? END_OF_TIME } }),
        ...(before === undefined ? {} : { beforeId: before }),
      });
      const next = found.length === limit ? (found.at(-1)?.id ?? null) : null;
      return { status: 200, body: { bookmarks: found.map(bookmarkAnswer), next } };
    },
    addBookmark: async ({ body: { cameraId, from, to, title, note }, requester }) => {
      await cameras.get(cameraId);
      const draft = { startUnixMs: from, endUnixMs: to ?? from, title, note };
      return { status: 201, body: bookmarkAnswer(await bookmarks.add(cameraId, draft, requester)) };
    },
    changeBookmark: async ({ params, body: { from, to, title, note }, requester }) => {
      const change = {
        ...(from === undefined ? {} : { startUnixMs: from }),
        ...(to === undefined ? {} : { endUnixMs: to }),
        ...(title === undefined ? {} : { title }),
        ...(note === undefined ? {} : { note }),
      };
      return { status: 200, body: bookmarkAnswer(await bookmarks.change(params.id, change, requester)) };
    },
    removeBookmark: async ({ params, requester }) => ({
      status: 200,
      body: bookmarkAnswer(await bookmarks.remove(params.id, requester)),
    }),
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
