/** A recorded picture with its own instant, for pages that show it as an image. */
import { type ApiErrorCode, PICTURE_AT_HEADER } from '@matlang/contract';
import { refusalOf } from '../api/client.ts';

/** A picture as an address of this page, to be revoked, and its own instant in site time. */
export interface StillPicture {
  readonly address: string;
  readonly unixMs: number;
}

/** The site has no such picture, or gives none now; `code` is null when what answered was no server of ours. */
export class NoStillError extends Error {
  override readonly name = 'NoStillError';
  readonly code: ApiErrorCode | null;

  constructor(code: ApiErrorCode | null) {
    super(code ?? 'no answer of a site');
    this.code = code;
  }
}

/** @param from the address of a route that answers with one picture @throws NoStillError, and what `fetch` throws */
export async function fetchStill(from: string, signal: AbortSignal): Promise<StillPicture> {
  const answer = await fetch(from, { signal });
  if (!answer.ok) throw new NoStillError(await refusalOf(answer));
  const blob = await answer.blob();
  signal.throwIfAborted();
  return { address: URL.createObjectURL(blob), unixMs: Number(answer.headers.get(PICTURE_AT_HEADER)) };
}
