/**
 * All routes of the API: method, address, permission, schemas of every question and answer. The server registers exactly
 * these (a handler each, or it does not compile); errors may come from each of them and are not repeated.
 */
import { z } from 'zod';
import {
  cameraChangeSchema,
  cameraListQuerySchema,
  cameraListSchema,
  cameraRemovalQuerySchema,
  cameraRemovalSchema,
  cameraSchema,
  newCameraSchema,
} from '../camera/camera-schemas.ts';
import {
  exportEstimateQuerySchema,
  exportEstimateSchema,
  exportFileParamsSchema,
  exportListQuerySchema,
  exportListSchema,
  exportParamsSchema,
  exportRequestSchema,
  exportSchema,
} from '../export/export-schemas.ts';
import {
  cameraParamsSchema,
  cameraTimelineQuerySchema,
  cameraTimelineSchema,
  exportFileQuerySchema,
  hlsQuerySchema,
  playQuerySchema,
  rangeHeadersSchema,
  segmentParamsSchema,
  segmentQuerySchema,
  timelineQuerySchema,
  timelineSchema,
} from '../footage/footage-schemas.ts';
import {
  holdListQuerySchema,
  holdListSchema,
  holdParamsSchema,
  holdSchema,
  newHoldSchema,
} from '../hold/hold-schemas.ts';
import { jobListSchema } from '../job/job-schemas.ts';
import { FRAGMENT_STREAM_TYPE } from '../live/fragment-stream.ts';
import { probeAnswerSchema, probeRequestSchema } from '../probe/probe-schemas.ts';
import { pageLanguageQuerySchema } from '../query/page-language.ts';
import { simulatedCamerasSchema } from '../simulated/simulated-schemas.ts';
import { healthSchema, statusSchema } from '../status/status-schemas.ts';
import { lastPictureQuerySchema, stillQuerySchema, stillStripQuerySchema } from '../stills/still-schemas.ts';
import { STILL_STREAM_TYPE } from '../stills/still-stream.ts';
import { AUDIT_ROUTES } from './audit-routes.ts';
import { KEEPING_ROUTES } from './keeping-routes.ts';
import { KIOSK_ROUTES } from './kiosk-routes.ts';
import { PASSKEY_ROUTES } from './passkey-routes.ts';
import { PEOPLE_ROUTES } from './people-routes.ts';
import { PURPOSE_ROUTES } from './purpose-routes.ts';
import {
  type AnswerShape,
  CAMERA_OF_BODY,
  CAMERA_OF_PATH,
  CAMERAS_OF_BODY,
  CAMERAS_OF_QUERY,
  json,
  noQuery,
  type RouteShape,
} from './route-shape.ts';
import { SETTINGS_ROUTES } from './settings-routes.ts';

const media = (contentType: string) => ({ kind: 'media', contentType }) as const;
const ifMatchHeaders = z.looseObject({ 'if-match': z.exactOptional(z.string().max(100)) });
const MP4 = { 200: media('video/mp4'), 206: media('video/mp4') } satisfies Record<number, AnswerShape>;

/** Size of a request's body at most. */
export const MAX_BODY_BYTES = 1024 * 1024;

/** Every route there is: a server that leaves one out does not compile, and OpenAPI is made from it. */
export const ROUTES = {
  listCameras: {
    method: 'GET',
    path: '/api/v1/cameras',
    permission: 'cameras.read',
    subject: 'seen',
    summary: { vi: 'Danh sách mắt camera', en: 'All cameras' },
    query: cameraListQuerySchema,
    answers: { 200: json(cameraListSchema) },
  },
  addCamera: {
    method: 'POST',
    path: '/api/v1/cameras',
    permission: 'cameras.manage',
    subject: 'site',
    summary: { vi: 'Thêm mắt camera', en: 'Add a camera' },
    query: noQuery,
    body: newCameraSchema,
    answers: { 201: json(cameraSchema) },
  },
  probeCamera: {
    method: 'POST',
    path: '/api/v1/cameras/probe',
    permission: 'cameras.probe',
    subject: 'site',
    summary: { vi: 'Thử một camera trước khi thêm', en: 'Look at a camera before adding it' },
    query: noQuery,
    body: probeRequestSchema,
    answers: { 200: json(probeAnswerSchema) },
  },
  trySimulatedCameras: {
    method: 'POST',
    path: '/api/v1/simulated-cameras',
    permission: 'cameras.manage',
    subject: 'site',
    summary: {
      vi: 'Chạy thử hệ thống mới với chín camera mô phỏng',
      en: 'Try a new site with nine simulated cameras',
    },
    query: noQuery,
    answers: { 202: json(simulatedCamerasSchema) },
  },
  getCamera: {
    method: 'GET',
    path: '/api/v1/cameras/{id}',
    permission: 'cameras.read',
    subject: CAMERA_OF_PATH,
    summary: { vi: 'Một mắt camera', en: 'One camera' },
    params: cameraParamsSchema,
    query: noQuery,
    answers: { 200: json(cameraSchema) },
  },
  changeCamera: {
    method: 'PATCH',
    path: '/api/v1/cameras/{id}',
    permission: 'cameras.manage',
    subject: CAMERA_OF_PATH,
    summary: { vi: 'Sửa mắt camera', en: 'Change a camera' },
    params: cameraParamsSchema,
    query: noQuery,
    headers: ifMatchHeaders,
    body: cameraChangeSchema,
    answers: { 200: json(cameraSchema) },
  },
  removeCamera: {
    method: 'DELETE',
    path: '/api/v1/cameras/{id}',
    permission: 'footage.delete',
    subject: CAMERA_OF_PATH,
    summary: {
      vi: 'Bỏ mắt camera, giữ hoặc xoá dữ liệu ghi hình',
      en: 'Remove a camera, its footage kept or deleted',
    },
    params: cameraParamsSchema,
    query: cameraRemovalQuerySchema,
    answers: { 200: json(cameraRemovalSchema), 202: json(cameraRemovalSchema) },
  },
  getCameraTimeline: {
    method: 'GET',
    path: '/api/v1/cameras/{id}/timeline',
    permission: 'footage.view',
    subject: CAMERA_OF_PATH,
    kiosk: 'recent',
    summary: {
      vi: 'Dòng thời gian của một mắt camera',
      en: 'What was recorded of a camera, and what is missing',
    },
    params: cameraParamsSchema,
    query: cameraTimelineQuerySchema,
    answers: { 200: json(cameraTimelineSchema) },
  },
  getTimeline: {
    method: 'GET',
    path: '/api/v1/timeline',
    permission: 'footage.view',
    subject: CAMERAS_OF_QUERY,
    kiosk: 'recent',
    summary: { vi: 'Dòng thời gian của nhiều mắt camera', en: 'The same of many cameras' },
    query: timelineQuerySchema,
    answers: { 200: json(timelineSchema) },
  },
  getHlsPlaylist: {
    method: 'GET',
    path: '/api/v1/cameras/{id}/hls.m3u8',
    permission: 'footage.view',
    subject: CAMERA_OF_PATH,
    summary: { vi: 'Danh sách phát HLS', en: 'HLS playlist of a span' },
    params: cameraParamsSchema,
    query: hlsQuerySchema,
    answers: { 200: media('application/vnd.apple.mpegurl') },
  },
  playFootage: {
    method: 'GET',
    path: '/api/v1/cameras/{id}/play',
    permission: 'footage.view',
    subject: CAMERA_OF_PATH,
    kiosk: 'recent',
    summary: {
      vi: 'Hình ghi của một khoảng, cho trình phát của chúng ta',
      en: 'Fragments of a span one after the other, for our own player (see contract/live/live-bytes)',
    },
    params: cameraParamsSchema,
    query: playQuerySchema,
    answers: { 200: media(FRAGMENT_STREAM_TYPE) },
  },
  getStill: {
    method: 'GET',
    path: '/api/v1/cameras/{id}/still.jpg',
    permission: 'footage.view',
    subject: CAMERA_OF_PATH,
    kiosk: 'recent',
    summary: {
      vi: 'Một ảnh của dữ liệu ghi hình',
      en: 'One picture of what was recorded; its own instant is in the header matlang-picture-at',
    },
    params: cameraParamsSchema,
    query: stillQuerySchema,
    answers: { 200: media('image/jpeg') },
  },
  getLastPicture: {
    method: 'GET',
    path: '/api/v1/cameras/{id}/last.jpg',
    // What was live a moment ago: nothing older can be asked for, so whoever may watch may see it, for no purpose.
    permission: 'live.view',
    subject: CAMERA_OF_PATH,
    kiosk: 'live',
    summary: {
      vi: 'Hình mới nhất đã ghi, cho ô của camera đang mất hình',
      en: 'The newest picture that was recorded, for the tile of a camera that is dark; its own instant is in the header matlang-picture-at',
    },
    params: cameraParamsSchema,
    query: lastPictureQuerySchema,
    answers: { 200: media('image/jpeg') },
  },
  getStills: {
    method: 'GET',
    path: '/api/v1/cameras/{id}/stills',
    permission: 'footage.view',
    subject: CAMERA_OF_PATH,
    kiosk: 'recent',
    summary: {
      vi: 'Dải ảnh của một khoảng',
      en: 'Pictures of a span one after the other (see contract/stills/still-stream)',
    },
    params: cameraParamsSchema,
    query: stillStripQuerySchema,
    answers: { 200: media(STILL_STREAM_TYPE) },
  },
  getSegment: {
    method: 'GET',
    path: '/api/v1/cameras/{id}/segments/{volume}/{stream}/{file}',
    permission: 'footage.view',
    subject: CAMERA_OF_PATH,
    summary: { vi: 'Byte của một đoạn ghi', en: 'Bytes of a segment, for HLS' },
    params: segmentParamsSchema,
    query: segmentQuerySchema,
    headers: rangeHeadersSchema,
    answers: MP4,
  },
  getExportFile: {
    method: 'GET',
    path: '/api/v1/cameras/{id}/export.mp4',
    permission: 'footage.export',
    subject: CAMERA_OF_PATH,
    summary: { vi: 'Tải một khoảng thành tệp MP4', en: 'A span as one MP4 file' },
    params: cameraParamsSchema,
    query: exportFileQuerySchema,
    headers: rangeHeadersSchema,
    answers: MP4,
  },
  listExports: {
    method: 'GET',
    path: '/api/v1/exports',
    permission: 'jobs.read',
    subject: 'seen',
    summary: { vi: 'Các lần trích xuất', en: 'All exports, newest first' },
    query: exportListQuerySchema,
    answers: { 200: json(exportListSchema) },
  },
  estimateExport: {
    method: 'GET',
    path: '/api/v1/exports/estimate',
    permission: 'footage.export',
    subject: CAMERAS_OF_QUERY,
    summary: {
      vi: 'Ước tính một lần trích xuất',
      en: 'How large an export would be and how long it would take',
    },
    query: exportEstimateQuerySchema,
    answers: { 200: json(exportEstimateSchema) },
  },
  createExport: {
    method: 'POST',
    path: '/api/v1/exports',
    permission: 'footage.export',
    subject: CAMERAS_OF_BODY,
    summary: { vi: 'Chuẩn bị trích xuất', en: 'Prepare an export' },
    query: noQuery,
    body: exportRequestSchema,
    answers: { 201: json(exportSchema), 202: json(exportSchema) },
  },
  getExport: {
    method: 'GET',
    path: '/api/v1/exports/{id}',
    permission: 'jobs.read',
    subject: 'held',
    summary: { vi: 'Một lần trích xuất', en: 'One export' },
    params: exportParamsSchema,
    query: noQuery,
    answers: { 200: json(exportSchema) },
  },
  cancelExport: {
    method: 'DELETE',
    path: '/api/v1/exports/{id}',
    permission: 'footage.export',
    subject: 'held',
    summary: { vi: 'Huỷ trích xuất', en: 'Give an export up' },
    params: exportParamsSchema,
    query: noQuery,
    answers: { 200: json(exportSchema) },
  },
  getExportPart: {
    method: 'GET',
    path: '/api/v1/exports/{id}/files/{index}',
    permission: 'footage.export',
    subject: 'held',
    summary: { vi: 'Một tệp của lần trích xuất', en: 'One file of an export' },
    params: exportFileParamsSchema,
    query: noQuery,
    headers: rangeHeadersSchema,
    answers: MP4,
  },
  getExportZip: {
    method: 'GET',
    path: '/api/v1/exports/{id}/archive.zip',
    permission: 'footage.export',
    subject: 'held',
    summary: { vi: 'Mọi tệp trong một tệp ZIP', en: 'All files of an export as one ZIP' },
    params: exportParamsSchema,
    query: noQuery,
    answers: { 200: media('application/zip') },
  },
  listHolds: {
    method: 'GET',
    path: '/api/v1/holds',
    permission: 'holds.read',
    subject: 'seen',
    summary: { vi: 'Các khoá không xoá', en: 'All holds' },
    query: holdListQuerySchema,
    answers: { 200: json(holdListSchema) },
  },
  placeHold: {
    method: 'POST',
    path: '/api/v1/holds',
    permission: 'holds.manage',
    subject: CAMERA_OF_BODY,
    summary: { vi: 'Đặt khoá không xoá', en: 'Keep a span from retention' },
    query: noQuery,
    body: newHoldSchema,
    answers: { 201: json(holdSchema) },
  },
  liftHold: {
    method: 'DELETE',
    path: '/api/v1/holds/{id}',
    permission: 'holds.manage',
    subject: 'held',
    summary: { vi: 'Gỡ khoá', en: 'Lift a hold' },
    params: holdParamsSchema,
    query: noQuery,
    answers: { 200: json(holdSchema) },
  },
  ...PURPOSE_ROUTES,
  ...KEEPING_ROUTES,
  ...PEOPLE_ROUTES,
  ...PASSKEY_ROUTES,
  ...KIOSK_ROUTES,
  ...AUDIT_ROUTES,
  ...SETTINGS_ROUTES,
  listJobs: {
    method: 'GET',
    path: '/api/v1/jobs',
    permission: 'jobs.read',
    subject: 'seen',
    summary: { vi: 'Việc đang làm', en: 'Work under way' },
    query: noQuery,
    answers: { 200: json(jobListSchema) },
  },
  getStatus: {
    method: 'GET',
    path: '/api/v1/status',
    permission: 'status.read',
    subject: 'seen',
    summary: { vi: 'Trạng thái hệ thống', en: 'How the site is' },
    query: noQuery,
    answers: { 200: json(statusSchema) },
  },
  getMetrics: {
    method: 'GET',
    path: '/metrics',
    permission: 'metrics.read',
    subject: 'site',
    summary: { vi: 'Số đo cho Prometheus', en: 'Figures for Prometheus' },
    query: noQuery,
    answers: { 200: media('text/plain; version=0.0.4') },
  },
  getMetricsV1: {
    method: 'GET',
    path: '/api/v1/metrics',
    permission: 'metrics.read',
    subject: 'site',
    summary: { vi: 'Số đo cho Prometheus', en: 'Figures for Prometheus' },
    query: noQuery,
    answers: { 200: media('text/plain; version=0.0.4') },
  },
  getOpenApi: {
    method: 'GET',
    path: '/api/v1/openapi.json',
    permission: 'public',
    subject: 'none',
    summary: { vi: 'Mô tả API', en: 'This description' },
    query: noQuery,
    answers: { 200: media('application/json') },
  },
  getPage: {
    method: 'GET',
    path: '/',
    permission: 'public',
    subject: 'none',
    summary: { vi: 'Trang đầu', en: 'First page' },
    query: pageLanguageQuerySchema,
    answers: { 200: media('text/html') },
  },
  getStatusPage: {
    method: 'GET',
    path: '/status',
    permission: 'status.read',
    subject: 'seen',
    summary: { vi: 'Trang tình trạng', en: 'Status page' },
    query: pageLanguageQuerySchema,
    answers: { 200: media('text/html') },
  },
  getHealth: {
    method: 'GET',
    path: '/healthz',
    permission: 'public',
    subject: 'none',
    summary: { vi: 'Máy chủ còn sống', en: 'The server is alive' },
    query: noQuery,
    answers: { 200: json(healthSchema) },
  },
  getHealthV1: {
    method: 'GET',
    path: '/api/v1/healthz',
    permission: 'public',
    subject: 'none',
    summary: { vi: 'Máy chủ còn sống', en: 'The server is alive' },
    query: noQuery,
    answers: { 200: json(healthSchema) },
  },
} as const satisfies Readonly<Record<string, RouteShape>>;

/** A route's name, in OpenAPI its `operationId`. */
export type RouteName = keyof typeof ROUTES;

/** All names, in the order of the table. */
export const ROUTE_NAMES: readonly RouteName[] = Object.keys(ROUTES).filter(isRouteName);

function isRouteName(text: string): text is RouteName {
  return Object.hasOwn(ROUTES, text);
}
