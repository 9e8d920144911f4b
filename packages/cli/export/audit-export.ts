/**
 * Writes an export into the site's audit log before its first byte is copied. The log is the server's: it is asked for each
 * part by the route that exports a span, which writes the entry; of the part itself only one byte is fetched, because the
 * archive is read here. A log that can't be written (a broken database on a disk that still has the footage) is said to the
 * person and does not keep the footage back.
 */
import type { ExportPart } from '@matlang/archive/reading';
import type { Bilingual } from '@matlang/contract';
import { failureOf } from '../command-line/failure-of.ts';
import { withSite } from '../site/with-site.ts';
import { EXPORT_TEXTS } from '../texts/export-texts.ts';

/** What the entry says, and of which parts. */
export interface AuditedExport {
  readonly dataDirectory: string;
  readonly cameraId: string;
  readonly stream: 'main' | 'sub' | 'audio';
  readonly withAudio: boolean;
  readonly purpose: string;
  readonly parts: readonly ExportPart[];
}

/** @returns null when it is written, else why it is not. */
export const auditExport = async (asked: AuditedExport): Promise<Bilingual | null> => {
  if (asked.stream === 'audio') return EXPORT_TEXTS.audioNotAudited;
  try {
    await withSite(asked.dataDirectory, async (site) => {
      for (const part of asked.parts) await site.touch(addressOf(asked, part));
    });
    return null;
  } catch (error) {
    return failureOf(error).text;
  }
};

/** From the first to the last picture of the part, as the server itself lists parts: so wide, it is one movie there too. */
const addressOf = ({ cameraId, stream, withAudio, purpose }: AuditedExport, part: ExportPart): string => {
  const query = new URLSearchParams({
    from: String(Math.floor(part.spans[0]?.startUnixMs ?? 0)),
    to: String(Math.ceil(part.spans.at(-1)?.endUnixMs ?? 0)),
    stream,
    audio: String(withAudio),
    purpose,
  });
  return `/api/v1/cameras/${cameraId}/export.mp4?${query.toString()}`;
};
