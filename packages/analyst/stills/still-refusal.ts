/** Why a still picture is refused, on its way to whoever asked. */
import { ArchiveReadError, type ArchiveReadErrorCode } from '@matlang/archive/reading';
import type { AnalystRefusal } from '@matlang/link';
import { Mp4Error } from '@matlang/media/mp4';
import { PictureError } from '../picture/picture-engine.ts';

/** A refusal of the closed list; the message is its detail. */
export class StillRefusal extends Error {
  override readonly name = 'StillRefusal';
  readonly refusal: AnalystRefusal;

  constructor(refusal: AnalystRefusal, detail: string, options?: ErrorOptions) {
    super(detail, options);
    this.refusal = refusal;
  }
}

const ARCHIVE_REFUSALS: Readonly<Record<ArchiveReadErrorCode, AnalystRefusal>> = {
  'segment-gone': 'footage-gone',
  'segment-changed': 'footage-gone',
  'volume-missing': 'volume-missing',
  unreadable: 'unreadable',
  'nothing-recorded': 'nothing-recorded',
  'too-large': 'too-far',
  closed: 'busy',
};

/** The refusal that an error amounts to; `internal` for a fault of ours. */
export function refusalOf(error: unknown): StillRefusal {
  if (error instanceof StillRefusal) return error;
  const detail = error instanceof Error ? error.message : String(error);
  if (error instanceof ArchiveReadError)
    return new StillRefusal(ARCHIVE_REFUSALS[error.code], detail, { cause: error });
  // Boxes that are damaged are no fault of ours either.
  if (error instanceof PictureError || error instanceof Mp4Error)
    return new StillRefusal('undecodable', detail, { cause: error });
  return new StillRefusal('internal', detail, { cause: error });
}
