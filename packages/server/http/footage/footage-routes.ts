/** Routes that read recorded footage. A camera that was removed still has its footage, until its time is up. */

import { earliestOf } from '../../access/identity.ts';
import { ApiError } from '../../answer/api-error.ts';
import type { CameraService } from '../camera/camera-service.ts';
import type { SpanExportService } from '../export/span-export-service.ts';
import type { SomeHandlers } from '../registration/route-types.ts';
import { beginView, type ViewParts } from './begin-view.ts';
import type { PlaybackService } from './playback-service.ts';
import type { TimelineService } from './timeline-service.ts';

type FootageRoutes =
  | 'getCameraTimeline'
  | 'getTimeline'
  | 'getHlsPlaylist'
  | 'playFootage'
  | 'getSegment'
  | 'getExportFile';

/** Each service bounds how many it serves at once and refuses more. */
export interface FootageParts extends ViewParts {
  readonly cameras: CameraService;
  readonly timelines: TimelineService;
  readonly playback: PlaybackService;
  readonly exports: SpanExportService;
}

/** Handlers over the services. */
export function footageRoutes(parts: FootageParts): SomeHandlers<FootageRoutes> {
  const { cameras, timelines, playback, exports, purposes } = parts;
  return {
    getCameraTimeline: async ({ params, query }) => {
      await cameras.get(params.id);
      return { status: 200, body: await timelines.one({ ...query, cameraIds: [params.id] }) };
    },
    getTimeline: async ({ query }) => {
      const cameraIds = [...new Set(query.cameras)];
      for (const id of cameraIds) await cameras.get(id);
      return { status: 200, body: await timelines.many({ ...query, cameraIds }) };
    },
    getHlsPlaylist: async ({ params, query, identity, signal }) => {
      await cameras.get(params.id);
      purposes.require(identity, query.purpose);
      const playlist = await playback.playlist({ ...query, cameraId: params.id }, signal);
      return { status: 200, media: playlist.text, headers: { 'content-type': playlist.contentType } };
    },
    playFootage: async ({ params, query, identity, requester, signal }) => {
      await cameras.get(params.id);
      const viewing = beginView(parts, { identity, requester, query }, params.id);
      const question = { ...query, cameraId: params.id, earliestUnixMs: earliestOf(identity) };
      return await playback.play(question, viewing, signal);
    },
    getSegment: async ({ params, query, identity, requester, headers }) => {
      const camera = await cameras.get(params.id);
      const viewing = beginView(parts, { identity, requester, query }, params.id);
      const seq = Number.parseInt(params.file, 10);
      if (!Number.isSafeInteger(seq)) throw new ApiError('footage-gone');
      const stream = { cameraId: camera.id, kind: params.stream };
      return await playback.segment({ volumeId: params.volume, stream, seq }, headers, viewing);
    },
    getExportFile: async ({ params, query, headers, identity, requester, signal }) => {
      const camera = await cameras.get(params.id);
      const stated = purposes.require(identity, query.purpose);
      const question = { ...query, audio: query.audio === 'true', stated };
      return await exports.file(camera, question, headers, requester, signal);
    },
  };
}
