/** One request, one movie: a span of a camera copied into a progressive MP4 while it is sent. */
import type { ArchiveReader, ExportPart, ExportPlan } from '@matlang/archive/reading';
import { type ExportPartListing, SITE_UTC_OFFSET_MINUTES } from '@matlang/contract';
import { type Camera, checkSpan } from '@matlang/domain';
import { purposeDetail, type StatedPurpose } from '../../access/purposes.ts';
import { ApiError, lawful } from '../../answer/api-error.ts';
import type { Slots } from '../../answer/slots.ts';
import type { Turns } from '../../answer/turns.ts';
import type { ExportLeases } from '../../jobs/export-lease.ts';
import { createId, type Requester, type SiteContext } from '../../site/site-context.ts';
import { type ByteAnswer, byteAnswer, type RangeHeaders } from '../stream/byte-answer.ts';
import { contentDisposition } from './content-disposition.ts';

const LEASE_MS = 6 * 3_600_000;

/** Unix ms, the end excluded; the law of spans is asked by the service. */
export interface SpanExportQuestion {
  readonly from: number;
  readonly to: number;
  readonly stream: 'main' | 'sub';
  readonly audio: boolean;
  /** As it was named: the addresses of parts name it again. */
  readonly purpose: string;
  /** What it says: goes to the audit log. */
  readonly stated: StatedPurpose;
}

/** What an export is made with; `leases` are tried and never stop it. */
export interface SpanExportParts {
  readonly archive: ArchiveReader;
  readonly context: SiteContext;
  readonly leases: ExportLeases;
  /** Shared by all that send exports: see export-transfers. */
  readonly transfers: Slots;
  /** Shared with prepared exports. */
  readonly planning: Turns;
}

/** Plans, leases, writes down and sends, a few at a time. */
export class SpanExportService {
  readonly #archive: ArchiveReader;
  readonly #context: SiteContext;
  readonly #leases: ExportLeases;
  readonly #slots: Slots;
  readonly #planning: Turns;

  constructor(parts: SpanExportParts) {
    this.#archive = parts.archive;
    this.#context = parts.context;
    this.#leases = parts.leases;
    this.#slots = parts.transfers;
    this.#planning = parts.planning;
  }

  /** The same question gives the same bytes and validator, so that a broken transfer goes on where it ended. */
  async file(
    camera: Camera,
    question: SpanExportQuestion,
    asked: RangeHeaders,
    requester: Requester,
    signal: AbortSignal,
  ): Promise<ByteAnswer> {
    const span = lawful(checkSpan(question.from, question.to));
    const release = this.#slots.take();
    const leaseId = createId(this.#context.clock);
    const cameraId = camera.id;
    const end = (): void => {
      release();
      void this.#leases.release(leaseId);
    };
    try {
      const expiresUnixMs = this.#context.clock.nowUnixMs() + LEASE_MS;
      await this.#leases.take({ leaseId, cameraId, ...span, expiresUnixMs });
      const plan = await this.#planning.run(
        () =>
          this.#archive.planExport({
            cameraId,
            stream: question.stream,
            fromUnixMs: span.startUnixMs,
            toUnixMs: span.endUnixMs,
            nowUnixMs: this.#context.clock.nowUnixMs(),
            withAudio: question.audio,
            cameraName: camera.name,
            utcOffsetMinutes: SITE_UTC_OFFSET_MINUTES,
            signal,
          }),
        signal,
      );
      const part = onlyPart(plan, question);
      const answer = byteAnswer(sourceOf(this.#archive, part, camera.name), asked, end);
      await this.#audit(camera, question, asked, requester);
      return answer;
    } catch (error) {
      end();
      throw error;
    }
  }

  /** A range that goes on is the same export: only its beginning is written down. */
  async #audit(
    camera: Camera,
    question: SpanExportQuestion,
    asked: RangeHeaders,
    requester: Requester,
  ): Promise<void> {
    if (asked.range !== undefined && !asked.range.startsWith('bytes=0-')) return;
    const { database, siteId, clock } = this.#context;
    const { from, to, stream, audio, stated } = question;
    await database.transaction((stores) =>
      stores.audit.append({
        ...requester,
        siteId,
        atUnixMs: clock.nowUnixMs(),
        action: 'footage.exported',
        subjectId: camera.id,
        detail: { from, to, stream, audio, ...purposeDetail(stated) },
      }),
    );
  }
}

/** What an export's part is as an answer. */
export function sourceOf(archive: ArchiveReader, part: ExportPart, cameraName: string) {
  return {
    sizeBytes: part.totalBytes,
    etag: part.etag,
    contentType: 'video/mp4',
    headers: { 'content-disposition': contentDisposition(part.fileName, cameraName) },
    read: (startByte: number, endByte: number) => archive.readExport(part, startByte, endByte),
  };
}

function onlyPart(plan: ExportPlan, question: SpanExportQuestion): ExportPart {
  const [part] = plan.parts;
  if (part === undefined) throw new ApiError('nothing-recorded');
  if (plan.parts.length > 1) {
    const parts = plan.parts.map((one) => partListing(plan, one, question));
    throw new ApiError('several-parts', { count: parts.length }, { parts });
  }
  return part;
}

function partListing(plan: ExportPlan, part: ExportPart, question: SpanExportQuestion): ExportPartListing {
  const from = Math.floor(part.spans[0]?.startUnixMs ?? plan.fromUnixMs);
  const to = Math.ceil(part.spans.at(-1)?.endUnixMs ?? plan.toUnixMs);
  const query = new URLSearchParams({
    from: String(from),
    to: String(to),
    stream: question.stream,
    audio: String(question.audio),
    purpose: question.purpose,
  });
  return {
    from,
    to,
    fileName: part.fileName,
    sizeBytes: part.totalBytes,
    codec: part.codecString,
    url: `/api/v1/cameras/${plan.cameraId}/export.mp4?${query.toString()}`,
  };
}
