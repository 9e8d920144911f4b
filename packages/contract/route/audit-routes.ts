/** Routes of the audit log and of tokens. A part of the table in routes.ts. */
import { auditPageSchema, auditQuerySchema } from '../audit/audit-schemas.ts';
import {
  newTokenAnswerSchema,
  newTokenSchema,
  tokenListSchema,
  tokenParamsSchema,
  tokenSchema,
} from '../token/token-schemas.ts';
import { json, noQuery, type RouteShape } from './route-shape.ts';

/** By name, as ROUTES. */
export const AUDIT_ROUTES = {
  readAudit: {
    method: 'GET',
    path: '/api/v1/audit',
    permission: 'audit.read',
    subject: 'site',
    summary: { vi: 'Nhật ký truy cập', en: 'The audit log, newest first; reading it is written down in it' },
    query: auditQuerySchema,
    answers: { 200: json(auditPageSchema) },
  },
  listTokens: {
    method: 'GET',
    path: '/api/v1/tokens',
    permission: 'people.manage',
    subject: 'site',
    summary: { vi: 'Các khoá truy cập cho chương trình', en: 'The tokens of scripts' },
    query: noQuery,
    answers: { 200: json(tokenListSchema) },
  },
  addToken: {
    method: 'POST',
    path: '/api/v1/tokens',
    permission: 'people.manage',
    subject: 'site',
    summary: {
      vi: 'Tạo khoá truy cập cho một chương trình',
      en: 'Make a token for a script; its secret is shown once',
    },
    query: noQuery,
    body: newTokenSchema,
    answers: { 201: json(newTokenAnswerSchema) },
  },
  revokeToken: {
    method: 'DELETE',
    path: '/api/v1/tokens/{id}',
    permission: 'people.manage',
    subject: 'site',
    summary: { vi: 'Thu hồi khoá truy cập', en: 'Revoke a token' },
    params: tokenParamsSchema,
    query: noQuery,
    answers: { 200: json(tokenSchema) },
  },
} as const satisfies Readonly<Record<string, RouteShape>>;
