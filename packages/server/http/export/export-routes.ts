/** Routes of prepared exports. */
import { Readable } from 'node:stream';
import type { ArchiveReader } from '@matlang/archive/reading';
import type { ExportJob } from '@matlang/domain';
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

/** `cameras` knows removed ones too: their footage can be exported until its time is up. */
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
    createExport: async ({ body, requester, signal }) => {
      const asked = await Promise.all([...new Set(body.cameras)].map((id) => cameras.get(id)));
      const job = await jobs.create({ ...body, cameras: asked }, requester, signal);
      return { status: 201, body: exportAnswer(job), headers: { location: `/api/v1/exports/${job.id}` } };
    },
    getExport: async ({ params }) => ({ status: 200, body: exportAnswer(await jobs.get(params.id)) }),
    cancelExport: async ({ params, requester }) => ({
      status: 200,
      body: exportAnswer(await jobs.cancel(params.id, requester)),
    }),
    getExportPart: async ({ params, headers }) => {
      const { part, cameraId } = await jobs.file(params.id, params.index);
      const camera = await cameras.get(cameraId);
      const release = transfers.take();
      try {
        return byteAnswer(sourceOf(archive, part, camera.name), headers, release);
      } catch (error) {
        release();
        throw error;
      }
    },
    getExportZip: async ({ params }) => {
      const job = await jobs.whole(params.id);
      const entries = zipEntries(archive, jobs, job);
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

/** Names are made different where cameras share one. Each file's plan is read when its turn comes. */
function zipEntries(archive: ArchiveReader, jobs: ExportJobs, job: ExportJob): readonly ZipEntry[] {
  const taken = new Set<string>();
  return job.files.map(({ fileName, sizeBytes }, index) => {
    const name = taken.has(fileName) ? `${index + 1}_${fileName}` : fileName;
    taken.add(name);
    return {
      name,
      sizeBytes,
      modifiedUnixMs: job.createdUnixMs,
      read: async function* () {
        const { part } = await jobs.file(job.id, index);
        yield* archive.readExport(part, 0, part.totalBytes);
      },
    };
  });
}
