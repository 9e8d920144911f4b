/** Routes of cameras. */

import { FieldError } from '../../answer/api-error.ts';
import type { SomeHandlers } from '../registration/route-types.ts';
import { cameraAnswer } from './camera-answer.ts';
import type { CameraService } from './camera-service.ts';
import type { ProbeService } from './probe-service.ts';

type CameraRoutes =
  | 'listCameras'
  | 'addCamera'
  | 'getCamera'
  | 'changeCamera'
  | 'removeCamera'
  | 'probeCamera';

/** Handlers over the services. */
export function cameraRoutes(cameras: CameraService, probes: ProbeService): SomeHandlers<CameraRoutes> {
  return {
    listCameras: async ({ query, scope }) => {
      const list = (await cameras.list(query.removed === 'true')).filter(({ id }) => scope.has(id));
      return { status: 200, body: { cameras: list.map(cameraAnswer) } };
    },
    addCamera: async ({ body, requester }) => {
      const camera = await cameras.add(body, body.volumeId, requester);
      return {
        status: 201,
        body: cameraAnswer(camera),
        headers: { location: `/api/v1/cameras/${camera.id}`, etag: etagOf(camera.revision) },
      };
    },
    getCamera: async ({ params }) => {
      const camera = await cameras.get(params.id);
      return { status: 200, body: cameraAnswer(camera), headers: { etag: etagOf(camera.revision) } };
    },
    changeCamera: async ({ params, body, headers, requester }) => {
      const { revision, ...change } = body;
      const camera = await cameras.change(
        params.id,
        change,
        expectedRevision(revision, headers['if-match']),
        requester,
      );
      return { status: 200, body: cameraAnswer(camera), headers: { etag: etagOf(camera.revision) } };
    },
    removeCamera: async ({ params, query, requester }) => {
      const deletion = await cameras.remove(params.id, query.footage, requester);
      const { id } = params;
      if (deletion === null) {
        return { status: 200, body: { id, footage: 'kept', deletedBytes: null, heldBytes: null } };
      }
      const { deletedBytes, heldBytes } = deletion;
      return deletion.doneUnixMs === null
        ? { status: 202, body: { id, footage: 'queued', deletedBytes, heldBytes } }
        : { status: 200, body: { id, footage: 'deleted', deletedBytes, heldBytes } };
    },
    probeCamera: async ({ body }) => ({ status: 200, body: await probes.probe(body) }),
  };
}

function etagOf(revision: number): string {
  return `"r${revision}"`;
}

function expectedRevision(named: number | undefined, ifMatch: string | undefined): number | undefined {
  if (ifMatch === undefined || ifMatch === '*') {
    return named;
  }
  const revision = /^"r(\d{1,15})"$/.exec(ifMatch)?.[1];
  if (revision === undefined) {
    throw new FieldError('if-match', 'format');
  }
  return Number(revision);
}
