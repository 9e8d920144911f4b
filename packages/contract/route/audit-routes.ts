/** Routes of the audit log and of tokens. A part of the table in routes.ts. */
import { auditHeadSchema } from '../audit/audit-head.ts';
import {
  auditExportQuerySchema,
  auditGrowthQuerySchema,
  auditGrowthSchema,
  auditPageSchema,
  auditProofQuerySchema,
  auditProofSchema,
  auditQuerySchema,
} from '../audit/audit-schemas.ts';
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
  exportAudit: {
    method: 'GET',
    path: '/api/v1/audit/export',
    permission: 'audit.read',
    subject: 'site',
    summary: {
      vi: 'Nhật ký truy cập thành tệp: JSON kèm chứng minh của từng mục, hoặc CSV (format=csv)',
      en: 'The audit log as a file: JSON with the proof of each entry, or CSV (format=csv); it is written down in the log',
    },
    query: auditExportQuerySchema,
    answers: { 200: { kind: 'media', contentType: 'application/json' } },
  },
  getAuditHead: {
    method: 'GET',
    path: '/api/v1/audit/head',
    permission: 'audit.read',
    subject: 'site',
    summary: {
      vi: 'Mốc đã ký mới nhất của nhật ký, để giữ ở nơi khác',
      en: 'The newest signed head of the log, to be kept elsewhere',
    },
    query: noQuery,
    answers: { 200: json(auditHeadSchema) },
  },
  proveAuditEntries: {
    method: 'GET',
    path: '/api/v1/audit/proof',
    permission: 'audit.read',
    subject: 'site',
    summary: {
      vi: 'Chứng minh rằng các mục có trong nhật ký ở một mốc',
      en: 'Proofs that entries are in the log of a size (RFC 6962)',
    },
    query: auditProofQuerySchema,
    answers: { 200: json(auditProofSchema) },
  },
  proveAuditGrowth: {
    method: 'GET',
    path: '/api/v1/audit/consistency',
    permission: 'audit.read',
    subject: 'site',
    summary: {
      vi: 'Chứng minh rằng nhật ký ở mốc cũ là phần đầu của nhật ký ở mốc mới',
      en: 'Proof that the log of an old size is the beginning of a newer one (RFC 6962)',
    },
    query: auditGrowthQuerySchema,
    answers: { 200: json(auditGrowthSchema) },
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
