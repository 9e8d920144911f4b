/** An export as the API shows it. */
import { exportFileName } from '@matlang/archive/reading';
import {
  type ExportAnswer,
  errorAnswer,
  GAP_CAUSES,
  isApiErrorCode,
  SITE_UTC_OFFSET_MINUTES,
} from '@matlang/contract';
import type { ExportJob } from '@matlang/domain';
import type { ExportDelivery } from '../../jobs/export-deliveries.ts';
import type { ExportProgress } from '../../jobs/export-jobs.ts';

/** What is known of an export beside its row. */
export interface ExportNow {
  readonly progress: ExportProgress | null;
  readonly delivery: ExportDelivery | null;
}

/** With the addresses of its files. */
export function exportAnswer(job: ExportJob, { progress, delivery }: ExportNow): ExportAnswer {
  const path = `/api/v1/exports/${job.id}`;
  const present = new Set(job.files.map((file) => file.cameraId));
  return {
    id: job.id,
    state: job.state,
    cameras: [...job.cameraIds],
    from: job.startUnixMs,
    to: job.endUnixMs,
    stream: job.stream,
    audio: job.withAudio,
    purpose: job.purpose,
    requestedBy: job.requestedBy,
    createdAt: job.createdUnixMs,
    expiresAt: job.expiresUnixMs,
    progress:
      job.state === 'preparing' ? (progress ?? { camerasDone: 0, cameras: job.cameraIds.length }) : null,
    failure: failureOf(job),
    delivery: delivery === null ? null : deliveryOf(delivery),
    totalBytes: job.totalBytes,
    files: job.files.map((file, index) => ({
      index,
      cameraId: file.cameraId,
      fileName: file.fileName,
      sizeBytes: file.sizeBytes,
      etag: file.etag,
      url: `${path}/files/${index}`,
      spans: file.spans.map(({ startUnixMs, endUnixMs, ...rest }) => ({
        from: startUnixMs,
        to: endUnixMs,
        ...rest,
      })),
      gaps: file.gaps.map(({ startUnixMs, endUnixMs, cause }) => ({
        from: startUnixMs,
        to: endUnixMs,
        cause: GAP_CAUSES.find((known) => known === cause) ?? null,
      })),
    })),
    withoutFootage: job.state === 'ready' ? job.cameraIds.filter((id) => !present.has(id)) : [],
    zip: { url: `${path}/archive.zip`, fileName: zipName(job) },
  };
}

function failureOf({ id, state, failure }: ExportJob): ExportAnswer['failure'] {
  if (state !== 'failed') return null;
  const code = failure !== null && isApiErrorCode(failure) ? failure : 'export-lost';
  return errorAnswer(code, { requestId: id, volume: '?' }).error.message;
}

function deliveryOf({ startedUnixMs, ...delivery }: ExportDelivery): NonNullable<ExportAnswer['delivery']> {
  return { ...delivery, startedAt: startedUnixMs };
}

/** `cong-cho-20260215T143000+0700.zip`; of several cameras `matlang-3-camera-…`, by the start of the span. */
export function zipName(job: ExportJob): string {
  const [first] = job.files;
  if (first !== undefined && job.files.every(({ cameraId }) => cameraId === first.cameraId))
    return first.fileName.replace(/\.mp4$/, '.zip');
  return exportFileName(
    `matlang ${job.cameraIds.length} camera`,
    job.startUnixMs,
    SITE_UTC_OFFSET_MINUTES,
    0,
  ).replace(/\.mp4$/, '.zip');
}
