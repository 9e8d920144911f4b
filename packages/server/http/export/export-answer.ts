/** An export as the API shows it. */
import { type ExportAnswer, GAP_CAUSES } from '@matlang/contract';
import type { ExportJob } from '@matlang/domain';

/** With the addresses of its files. */
export function exportAnswer(job: ExportJob): ExportAnswer {
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
    withoutFootage: job.cameraIds.filter((id) => !present.has(id)),
    zip: { url: `${path}/archive.zip`, fileName: zipName(job) },
  };
}

/** `matlang_20260215T073000Z.zip`, by the start of the span. */
export function zipName(job: ExportJob): string {
  const stamp = new Date(job.startUnixMs).toISOString().replaceAll(/[-:]|\.\d+/g, '');
  return `matlang_${stamp}.zip`;
}
