/** Routes of prepared exports. */
import { Readable } from 'node:stream';
import type { ArchiveReader } from '@matlang/archive/reading';
import { ApiError } from '../../answer/api-error.ts';
import type { Slots } from '../../answer/slots.ts';
import type { ExportJobs } from '../../jobs/export-jobs.ts';
import type { CameraService } from '../camera/camera-service.ts';
import type { SomeHandlers } from '../registration/route-types.ts';
import { byteAnswer } from '../stream/byte-answer.ts';
import { exportAnswer, zipName } from './export-answer.ts';
import { sourceOf } from './span-export-service.ts';
import { type ZipEntry, zipSizeBytes, zipStream } from './zip-stream.ts';

type ExportRoutes =
  | 'listExports'
  | 'createExport'
  | 'getExport'
  | 'cancelExport'
  | 'getExportPart'
  | 'getExportZip';

export interface ExportRouteParts {
  readonly jobs: ExportJobs;
  readonly cameras: CameraService;
  readonly archive: ArchiveReader;
  /** Shared with exports of one span. */
  readonly transfers: Slots;
}

/** Handlers over the jobs. */
export function exportRoutes({
  jobs,
  cameras,
  archive,
  transfers,
}: ExportRouteParts): SomeHandlers<ExportRoutes> {
  return {
    listExports: async () => ({ status: 200, body: { exports: (await jobs.list()).map(exportAnswer) } }),
    createExport: async ({ body, requester }) => {
      const asked = await Promise.all([...new Set(body.cameras)].map((id) => cameras.get(id)));
      const job = await jobs.create({ ...body, cameras: asked }, requester);
      return { status: 201, body: exportAnswer(job), headers: { location: `/api/v1/exports/${job.id}` } };
    },
    getExport: async ({ params }) => ({ status: 200, body: exportAnswer(await jobs.get(params.id)) }),
    cancelExport: async ({ params, requester }) => ({
      status: 200,
      body: exportAnswer(await jobs.cancel(params.id, requester)),
    }),
    getExportPart: async ({ params, headers }) => {
      const part = (await jobs.files(params.id))[params.index];
      if (part === undefined) throw new ApiError('export-not-found');
      const job = await jobs.get(params.id);
      const camera = await cameras.get(job.files[params.index]?.cameraId ?? '');
      const release = transfers.take();
      try {
        return byteAnswer(sourceOf(archive, part, camera.name), headers, release);
      } catch (error) {
        release();
        throw error;
      }
    },
    getExportZip: async ({ params }) => {
      const job = await jobs.get(params.id);
      const parts = await jobs.files(params.id);
      const entries = zipEntries(archive, parts, job.createdUnixMs);
      const release = transfers.take();
      const media = Readable.from(zipStream(entries), { objectMode: false });
      media.once('close', release);
      return {
        status: 200,
        media,
        headers: {
          'content-type': 'application/zip',
          'content-length': zipSizeBytes(entries),
          'content-disposition': `attachment; filename="${zipName(job)}"`,
        },
      };
    },
  };
}

/** Names are made different where cameras share one. */
function zipEntries(
  archive: ArchiveReader,
  parts: Awaited<ReturnType<ExportJobs['files']>>,
  modifiedUnixMs: number,
): readonly ZipEntry[] {
  const taken = new Set<string>();
  return parts.map((part, index) => {
    const name = taken.has(part.fileName) ? `${index + 1}_${part.fileName}` : part.fileName;
    taken.add(name);
    return {
      name,
      sizeBytes: part.totalBytes,
      modifiedUnixMs,
      read: () => archive.readExport(part, 0, part.totalBytes),
    };
  });
}
