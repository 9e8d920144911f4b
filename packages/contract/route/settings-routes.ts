/** Routes of the site's settings, and of what a phone needs before it can trust the site. A part of the table in routes.ts. */
import { z } from 'zod';
import { headDeliverySchema, headDeliverySettingsSchema } from '../audit/head-delivery-schemas.ts';
import { backupChangeSchema, backupSchema } from '../backup/backup-schemas.ts';
import { keyRotationSchema } from '../key/key-schemas.ts';
import { networkSchema, networkSettingsSchema } from '../network/network-schemas.ts';
import { pageLanguageQuerySchema } from '../query/page-language.ts';
import { machineSchema, siteSettingsSchema } from '../site/site-schemas.ts';
import { json, noQuery, type RouteShape } from './route-shape.ts';

/** By name, as ROUTES. */
export const SETTINGS_ROUTES = {
  getSiteSettings: {
    method: 'GET',
    path: '/api/v1/settings/site',
    permission: 'settings.manage',
    subject: 'site',
    summary: { vi: 'Tên và địa bàn của hệ thống', en: 'Name and area of the site' },
    query: noQuery,
    answers: { 200: json(siteSettingsSchema) },
  },
  changeSiteSettings: {
    method: 'PUT',
    path: '/api/v1/settings/site',
    permission: 'settings.manage',
    subject: 'site',
    summary: { vi: 'Đổi tên, địa bàn của hệ thống', en: 'Change name and area of the site' },
    query: noQuery,
    body: siteSettingsSchema,
    answers: { 200: json(siteSettingsSchema) },
  },
  getMachine: {
    method: 'GET',
    path: '/api/v1/settings/machine',
    permission: 'settings.manage',
    subject: 'site',
    summary: {
      vi: 'Máy: đồng hồ, đồng bộ giờ, chỗ trống, phiên bản',
      en: 'The machine: clock, time synchronisation, room, versions',
    },
    query: noQuery,
    answers: { 200: json(machineSchema) },
  },
  getNetworkSettings: {
    method: 'GET',
    path: '/api/v1/settings/network',
    permission: 'settings.manage',
    subject: 'site',
    summary: {
      vi: 'Cách mở hệ thống từ mạng: HTTPS, địa chỉ, chứng chỉ',
      en: 'How the site is reached from the network: HTTPS, addresses, certificates',
    },
    query: noQuery,
    answers: { 200: json(networkSchema) },
  },
  changeNetworkSettings: {
    method: 'PUT',
    path: '/api/v1/settings/network',
    permission: 'settings.manage',
    subject: 'site',
    summary: {
      vi: 'Đổi cách mở hệ thống từ mạng; có hiệu lực ngay',
      en: 'Change how the site is reached from the network; in force at once',
    },
    query: noQuery,
    body: networkSettingsSchema,
    answers: { 200: json(networkSchema) },
  },
  getHeadDelivery: {
    method: 'GET',
    path: '/api/v1/settings/audit-heads',
    permission: 'settings.manage',
    subject: 'site',
    summary: {
      vi: 'Nơi nhận mốc nhật ký mỗi ngày, và lần gửi gần nhất',
      en: 'Where signed heads of the log are sent each day, and what became of the last',
    },
    query: noQuery,
    answers: { 200: json(headDeliverySchema) },
  },
  changeHeadDelivery: {
    method: 'PUT',
    path: '/api/v1/settings/audit-heads',
    permission: 'settings.manage',
    subject: 'site',
    summary: { vi: 'Đổi nơi nhận mốc nhật ký', en: 'Change where signed heads of the log are sent' },
    query: noQuery,
    body: headDeliverySettingsSchema,
    answers: { 200: json(headDeliverySchema) },
  },
  sendHeads: {
    method: 'POST',
    path: '/api/v1/settings/audit-heads/delivery',
    permission: 'settings.manage',
    subject: 'site',
    summary: { vi: 'Gửi mốc nhật ký ngay', en: 'Send a signed head of the log now' },
    query: noQuery,
    body: z.strictObject({}),
    answers: { 200: json(headDeliverySchema) },
  },
  getBackups: {
    method: 'GET',
    path: '/api/v1/settings/backups',
    permission: 'settings.manage',
    subject: 'site',
    summary: {
      vi: 'Sao lưu hằng ngày: cất ở đâu, bản tốt gần nhất, bản kế tiếp',
      en: 'Backups of every day: where to, the last good one, the next one',
    },
    query: noQuery,
    answers: { 200: json(backupSchema) },
  },
  changeBackups: {
    method: 'PUT',
    path: '/api/v1/settings/backups',
    permission: 'settings.manage',
    subject: 'site',
    summary: {
      vi: 'Đổi nơi cất và mật khẩu của bản sao lưu, bật hoặc tắt sao lưu hằng ngày',
      en: 'Change where backups go and their passphrase; switch those of every day on or off',
    },
    query: noQuery,
    body: backupChangeSchema,
    answers: { 200: json(backupSchema) },
  },
  makeBackup: {
    method: 'POST',
    path: '/api/v1/backups',
    permission: 'settings.manage',
    subject: 'site',
    summary: {
      vi: 'Sao lưu ngay; trả lời ngay khi bắt đầu, tiến độ nằm trong `running` của các câu trả lời sau',
      en: 'Make a backup now; answered when it has begun, `running` of later answers tells how far it is',
    },
    query: noQuery,
    body: z.strictObject({}),
    answers: { 202: json(backupSchema) },
  },
  rotateSiteKey: {
    method: 'POST',
    path: '/api/v1/keys/rotation',
    permission: 'settings.manage',
    subject: 'site',
    summary: {
      vi: 'Đổi khoá của hệ thống; mọi bí mật được niêm phong lại, việc ghi hình không gián đoạn',
      en: 'Change the site’s key; every secret is sealed anew, and recording goes on',
    },
    query: noQuery,
    body: z.strictObject({}),
    answers: { 200: json(keyRotationSchema) },
  },
  getTrustPage: {
    method: 'GET',
    path: '/trust',
    permission: 'public',
    subject: 'none',
    summary: {
      vi: 'Trang hướng dẫn điện thoại, máy tính tin chứng chỉ của hệ thống; in được',
      en: 'The page that says how a phone or a PC comes to trust the site; can be printed',
    },
    query: pageLanguageQuerySchema,
    answers: { 200: { kind: 'media', contentType: 'text/html' } },
  },
  getTrustCertificate: {
    method: 'GET',
    path: '/trust/matlang.crt',
    permission: 'public',
    subject: 'none',
    summary: {
      vi: 'Chứng chỉ gốc của hệ thống',
      en: 'The certificate of the site’s own authority',
    },
    query: noQuery,
    answers: { 200: { kind: 'media', contentType: 'application/x-x509-ca-cert' } },
  },
} as const satisfies Readonly<Record<string, RouteShape>>;
