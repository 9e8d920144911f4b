/** The last recorded picture of a camera that is dark and has shown none since the page was opened. */
import type { StreamKind } from '@matlang/contract';
import { useEffect, useState } from 'react';
import { addressOf } from '../../api/client.ts';

/** Before the failure was noticed: the camera had fallen silent by then, how long before is not told. */
const TRIED_MS_BEFORE = [1000, 10_000, 30_000];
const WIDTH = '640';

/** A picture as an address of this page, and its own instant in site time. */
export interface LastPicture {
  readonly address: string;
  readonly unixMs: number;
}

/** @param darkSinceUnixMs null: it is not dark, or its last picture is on show; nothing is asked for then */
export function useLastPicture(
  id: string,
  stream: StreamKind,
  darkSinceUnixMs: number | null,
): LastPicture | null {
  const [picture, setPicture] = useState<LastPicture | null>(null);
  useEffect(() => {
    if (darkSinceUnixMs === null || stream === 'audio') return undefined;
    const asking = new AbortController();
    let address: string | null = null;
    const show = async (): Promise<void> => {
      for (const before of TRIED_MS_BEFORE) {
        const query = { at: String(darkSinceUnixMs - before), width: WIDTH, stream };
        const answer = await fetch(addressOf('getStill', { params: { id }, query }), {
          signal: asking.signal,
        });
        if (!answer.ok) continue;
        const blob = await answer.blob();
        if (asking.signal.aborted) return;
        address = URL.createObjectURL(blob);
        setPicture({ address, unixMs: Number(answer.headers.get('matlang-picture-at')) });
        return;
      }
    };
    // Without it the tile says all the same what is wrong.
    show().catch(() => {});
    return () => {
      asking.abort();
      if (address !== null) URL.revokeObjectURL(address);
      setPicture(null);
    };
  }, [id, stream, darkSinceUnixMs]);
  return picture;
}
