/** Routes of purposes: each sees and closes what is their own. A part of the table in routes.ts. */
import {
  newPurposeSchema,
  purposeListSchema,
  purposeParamsSchema,
  purposeSchema,
} from '../purpose/purpose-schemas.ts';
import { json, noQuery, type RouteShape } from './route-shape.ts';

/** By name, as ROUTES. */
export const PURPOSE_ROUTES = {
  listPurposes: {
    method: 'GET',
    path: '/api/v1/purposes',
    permission: 'footage.view',
    subject: 'none',
    summary: { vi: 'Các mục đích tôi đang nêu', en: 'The purposes that I have stated and that are open' },
    query: noQuery,
    answers: { 200: json(purposeListSchema) },
  },
  openPurpose: {
    method: 'POST',
    path: '/api/v1/purposes',
    permission: 'footage.view',
    subject: 'none',
    summary: { vi: 'Nêu mục đích xem hình ghi', en: 'State why recordings are looked at' },
    query: noQuery,
    body: newPurposeSchema,
    answers: { 201: json(purposeSchema) },
  },
  closePurpose: {
    method: 'DELETE',
    path: '/api/v1/purposes/{id}',
    permission: 'footage.view',
    subject: 'none',
    summary: { vi: 'Kết thúc một mục đích', en: 'Close a purpose of one’s own' },
    params: purposeParamsSchema,
    query: noQuery,
    answers: { 200: json(purposeSchema) },
  },
} as const satisfies Readonly<Record<string, RouteShape>>;
