/** Asks the server for recorded fragments. The one place that knows how: a stream that the browser can't decode may be asked for otherwise here. */
import { type ApiErrorCode, decodeFragmentStream, type LiveFragment, type LiveInit } from '@matlang/contract';
import { addressOf, refusalOf } from '../../api/client.ts';
import { lastPassOf } from './last-pass.ts';

/** What is played. */
export interface PlaybackSource {
  readonly cameraId: string;
  readonly stream: 'main' | 'sub';
  /** Second 0 of the players' common time. */
  readonly baseUnixMs: number;
  /** Which of two recordings of one time is shown, where the clock went back. */
  readonly pass: 'first' | 'last';
  /** Where the browser can't decode it, it may be asked for coded anew: there is no other stream that it can. */
  readonly mayTranscode: boolean;
  /** The id of an open one; null: none has to be named. */
  readonly purpose: string | null;
}

/** Part of what is played. */
export interface Piece {
  readonly fromUnixMs: number;
  readonly toUnixMs: number;
  readonly keyFrames: boolean;
  /** Coded anew as H.264. */
  readonly transcoded: boolean;
}

/** Why there is no footage for now; it is asked for again. `unread`: nobody answered, or the disk does not give it. */
export type PlayFailure = 'transcode-busy' | 'analyst-unreachable' | 'unread';

/** Another answer than the footage. */
export class PlayError extends Error {
  override readonly name = 'PlayError';
  /** Null: what answered was no server of ours. */
  readonly code: ApiErrorCode | null;

  constructor(status: number, code: ApiErrorCode | null) {
    super(`play: ${status} ${code ?? ''}`);
    this.code = code;
  }
}

/** @param error what `fetchPiece` or a buffer threw */
export function playFailureOf(error: unknown): PlayFailure {
  const code = error instanceof PlayError ? error.code : null;
  return code === 'transcode-busy' || code === 'analyst-unreachable' ? code : 'unread';
}

/** Read to its end at once. @throws PlayError, or what `fetch` throws */
export async function fetchPiece(
  { cameraId, stream, pass, purpose }: PlaybackSource,
  { fromUnixMs, toUnixMs, keyFrames, transcoded }: Piece,
  signal: AbortSignal,
): Promise<readonly (LiveInit | LiveFragment)[]> {
  const query = {
    from: String(Math.floor(fromUnixMs)),
    to: String(Math.ceil(toUnixMs)),
    stream,
    pass,
    keyFrames: keyFrames ? ('1' as const) : ('0' as const),
    ...(transcoded ? { codec: 'h264' as const } : {}),
    ...(purpose === null ? {} : { purpose }),
  };
  const answer = await fetch(addressOf('playFootage', { params: { id: cameraId }, query }), { signal });
  if (!answer.ok) throw new PlayError(answer.status, await refusalOf(answer));
  const messages = decodeFragmentStream(new Uint8Array(await answer.arrayBuffer()));
  return pass === 'last' ? lastPassOf(messages, fromUnixMs) : messages;
}
