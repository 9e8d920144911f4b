/** Why a camera is dark, for as long as it is. */
import { useRef } from 'react';
import type { StreamNotice } from '../../live/live-socket.ts';

/** What failed, and since when. */
export type StreamFailure = NonNullable<StreamNotice['failure']>;

/**
 * The newest failure, kept while the recorder tries again: a tile that says "no signal" and "connecting" in turns tells nobody for how
 * long it has been dark. Null: pictures come, or nothing failed.
 */
export function useFailure(notice: StreamNotice | null): StreamFailure | null {
  const kept = useRef<{ readonly of: string; readonly failure: StreamFailure } | null>(null);
  if (notice === null) return null;
  const of = `${notice.cameraId}/${notice.stream}`;
  if (notice.failure !== null) kept.current = { of, failure: notice.failure };
  else if (notice.state === 'receiving' || notice.state === 'off' || kept.current?.of !== of)
    kept.current = null;
  return kept.current?.failure ?? null;
}
