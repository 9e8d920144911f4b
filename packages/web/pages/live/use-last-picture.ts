/** The last recorded picture of a camera that is dark and has shown none since the page was opened. */
import type { StreamKind } from '@matlang/contract';
import { useEffect, useState } from 'react';
import { addressOf } from '../../api/client.ts';

/** Nobody answered, or the analyst has too much to do. */
const AGAIN_MS = 10_000;
const WIDTH = '640';

/** A picture as an address of this page, and its own instant in site time. */
export interface LastPicture {
  readonly address: string;
  readonly unixMs: number;
}

/**
 * Kept from the moment when the camera is dark until a live picture is on show, whatever becomes of the connection meanwhile. However long it has
 * been dark, and whatever the recorder did: the archive knows where its pictures end, and gives whoever may watch the last one.
 */
export function useLastPicture(
  id: string,
  stream: StreamKind,
  { isDark, isShown }: { readonly isDark: boolean; readonly isShown: boolean },
): LastPicture | null {
  const [picture, setPicture] = useState<LastPicture | null>(null);
  const [wanted, setWanted] = useState(false);
  if (wanted ? isShown : isDark && !isShown) setWanted(!wanted);
  useEffect(() => {
    if (!wanted || stream === 'audio') return undefined;
    const asking = new AbortController();
    const { signal } = asking;
    let address: string | null = null;
    let again: ReturnType<typeof setTimeout> | undefined;
    const show = async (): Promise<void> => {
      const query = { width: WIDTH, stream };
      const answer = await fetch(addressOf('getLastPicture', { params: { id }, query }), { signal });
      // Never recorded, or all of it is gone.
      if (answer.status === 404) return;
      if (!answer.ok) throw new Error(`last picture: ${answer.status}`);
      const blob = await answer.blob();
      if (signal.aborted) return;
      address = URL.createObjectURL(blob);
      setPicture({ address, unixMs: Number(answer.headers.get('matlang-picture-at')) });
    };
    const tryToShow = (): void => {
      show().catch(() => {
        // Without it the tile says all the same what is wrong.
        if (!signal.aborted) again = setTimeout(tryToShow, AGAIN_MS);
      });
    };
    tryToShow();
    return () => {
      asking.abort();
      clearTimeout(again);
      if (address !== null) URL.revokeObjectURL(address);
      setPicture(null);
    };
  }, [id, stream, wanted]);
  return picture;
}
