/** Routes of prepared exports. */
import { Readable } from 'node:stream';
import type { ArchiveReader } from '@matlang/archive/reading';
import type { ExportAnswer } from '@matlang/contract';
import type { ExportJob } from '@matlang/domain';
import type { Purposes } from '../../access/purposes.ts';
import type { Scope } from '../../access/scope.ts';
import { ApiError } from '../../answer/api-error.ts';
import type { Slots } from '../../answer/slots.ts';
import type { ExportDeliveries } from '../../jobs/export-deliveries.ts';
import type { ExportJobs } from '../../jobs/export-jobs.ts';
import type { Requester } from '../../site/site-context.ts';
import type { CameraService } from '../camera/camera-service.ts';
import type { SomeHandlers } from '../registration/route-types.ts';
import { byteAnswer } from '../stream/byte-answer.ts';
import type { EstimateService } from './estimate-service.ts';
import { exportAnswer, zipName } from './export-answer.ts';
import { sourceOf } from './span-export-service.ts';
import { type ZipEntry, zipSizeBytes, zipStream } from './zip-stream.ts';

type ExportRoutes =
  | 'listExports'
  | 'estimateExport'
  | 'createExport'
  | 'getExport'
  | 'cancelExport'
  | 'getExportPart'
  | 'getExportZip';

/** As the contract says it where no purpose is given. */
const UNSTATED = 'unstated';

/** `cameras` knows removed ones too: their footage can be exported until its time is up. */
export interface ExportRouteParts {
  readonly jobs: ExportJobs;
  readonly cameras: CameraService;
  readonly purposes: Purposes;
  readonly archive: ArchiveReader;
  readonly estimates: EstimateService;
  readonly deliveries: ExportDeliveries;
  /** Shared with exports of one span. */
  readonly transfers: Slots;
}

/** Handlers over the jobs. */
export function exportRoutes(parts: ExportRouteParts): SomeHandlers<ExportRoutes> {
  const { jobs, cameras, purposes, archive, estimates, deliveries, transfers } = parts;
  const answerOf = (job: ExportJob): ExportAnswer =>
    exportAnswer(job, { progress: jobs.progressOf(job.id), delivery: deliveries.of(job.id) });
  const held = async (id: string, scope: Scope): Promise<ExportJob> => {
    const job = await jobs.get(id);
    if (!scope.hasAll(job.cameraIds)) throw new ApiError('export-not-found');
    return job;
  };
  return {
    listExports: async ({ query: { limit, before }, scope }) => {
      const found = await jobs.list(limit, before);
      const next = found.length === limit ? (found.at(-1)?.id ?? null) : null;
      const seen = found.filter(({ cameraIds }) => scope.hasAll(cameraIds));
      return { status: 200, body: { exports: seen.map(answerOf), next } };
    },
    estimateExport: async ({ query }) => {
      await Promise.all(query.cameras.map((id) => cameras.get(id)));
      const question = { ...query, audio: query.audio === 'true' };
      return { status: 200, body: await estimates.estimate(question) };
    },
    createExport: async ({ body, identity, requester, signal }) => {
      const asked = await Promise.all([...new Set(body.cameras)].map((id) => cameras.get(id)));
      const stated = purposes.require(identity, body.purposeId ?? body.purpose ?? UNSTATED);
      const { purposeId } = stated;
      // An export may say its own reason beside the errand that it belongs to.
      const words = body.purposeId === undefined ? stated.words : (body.purpose ?? stated.words);
      const question = { ...body, cameras: asked, purpose: words, purposeId };
      const job = body.wait
        ? await jobs.create(question, requester, signal)
        : await jobs.begin(question, requester);
      return {
        status: job.state === 'preparing' ? 202 : 201,
        body: answerOf(job),
        headers: { location: `/api/v1/exports/${job.id}` },
      };
    },
    getExport: async ({ params, scope }) => ({ status: 200, body: answerOf(await held(params.id, scope)) }),
    cancelExport: async ({ params, requester, scope }) => {
      const { id } = await held(params.id, scope);
      return { status: 200, body: answerOf(await jobs.cancel(id, requester)) };
    },
    getExportPart: async ({ params, headers, requester, scope }) => {
      await held(params.id, scope);
      const { part, cameraId } = await jobs.file(params.id, params.index);
      const camera = await cameras.get(cameraId);
      const release = transfers.take();
      try {
        const source = sourceOf(archive, part, camera.name);
        const read = (startByte: number, endByte: number) =>
          deliveries.counted(params.id, endByte - startByte, source.read(startByte, endByte));
        const answer = byteAnswer({ ...source, read }, headers, release);
        // A range that goes on is the same fetch: only its beginning is written down.
        if (headers.range === undefined || headers.range.startsWith('bytes=0-'))
          await jobs.recordFetch(params.id, { fileName: part.fileName }, requester);
        return answer;
      } catch (error) {
        release();
        throw error;
      }
    },
    getExportZip: async ({ params, requester, scope }) => {
      const { id } = await held(params.id, scope);
      return await zipAnswer(parts, id, requester);
    },
  };
}

async function zipAnswer(
  { jobs, archive, deliveries, transfers }: ExportRouteParts,
  id: string,
  requester: Requester,
) {
  const job = await jobs.whole(id);
  const entries = zipEntries(archive, jobs, job);
  const sizeBytes = zipSizeBytes(entries);
  const fileName = zipName(job);
  const release = transfers.take();
  try {
    await jobs.recordFetch(id, { fileName }, requester);
  } catch (error) {
    release();
    throw error;
  }
  const media = Readable.from(deliveries.counted(id, sizeBytes, zipStream(entries)), { objectMode: false });
  media.once('close', release);
  const headers = {
    'content-type': 'application/zip',
    'content-length': sizeBytes,
    'content-disposition': `attachment; filename="${fileName}"`,
  };
  return { status: 200 as const, media, headers };
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
