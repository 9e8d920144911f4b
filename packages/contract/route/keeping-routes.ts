/** Routes of what is kept and why: bookmarks and storage. A part of the table in routes.ts. */
import {
  bookmarkChangeSchema,
  bookmarkListQuerySchema,
  bookmarkListSchema,
  bookmarkParamsSchema,
  bookmarkSchema,
  newBookmarkSchema,
} from '../bookmark/bookmark-schemas.ts';
import { storageSchema } from '../storage/storage-schemas.ts';
import { CAMERA_OF_BODY, json, noQuery, type RouteShape } from './route-shape.ts';

/** By name, as ROUTES. */
export const KEEPING_ROUTES = {
  listBookmarks: {
    method: 'GET',
    path: '/api/v1/bookmarks',
    permission: 'bookmarks.read',
    subject: 'seen',
    summary: { vi: 'Các điểm ghi nhớ', en: 'Bookmarks, newest first' },
    query: bookmarkListQuerySchema,
    answers: { 200: json(bookmarkListSchema) },
  },
  addBookmark: {
    method: 'POST',
    path: '/api/v1/bookmarks',
    permission: 'bookmarks.manage',
    subject: CAMERA_OF_BODY,
    summary: { vi: 'Ghi nhớ một thời điểm hoặc một khoảng', en: 'Name a moment or a span of a camera' },
    query: noQuery,
    body: newBookmarkSchema,
    answers: { 201: json(bookmarkSchema) },
  },
  changeBookmark: {
    method: 'PATCH',
    path: '/api/v1/bookmarks/{id}',
    permission: 'bookmarks.manage',
    subject: 'held',
    summary: { vi: 'Sửa một điểm ghi nhớ', en: 'Change a bookmark' },
    params: bookmarkParamsSchema,
    query: noQuery,
    body: bookmarkChangeSchema,
    answers: { 200: json(bookmarkSchema) },
  },
  removeBookmark: {
    method: 'DELETE',
    path: '/api/v1/bookmarks/{id}',
    permission: 'bookmarks.manage',
    subject: 'held',
    summary: { vi: 'Bỏ một điểm ghi nhớ', en: 'Remove a bookmark; the footage stays' },
    params: bookmarkParamsSchema,
    query: noQuery,
    answers: { 200: json(bookmarkSchema) },
  },
  getStorage: {
    method: 'GET',
    path: '/api/v1/storage',
    permission: 'storage.read',
    subject: 'seen',
    summary: {
      vi: 'Dung lượng: ổ đĩa, từng mắt camera, còn giữ được bao lâu',
      en: 'Disks, what each camera takes, how long the room will do, what is deleted next',
    },
    query: noQuery,
    answers: { 200: json(storageSchema) },
  },
} as const satisfies Readonly<Record<string, RouteShape>>;
