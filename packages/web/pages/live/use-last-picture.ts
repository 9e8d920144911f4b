/** The last recorded picture of a camera that is dark and has shown none since the page was opened. */
import type { StreamKind } from '@matlang/contract';
import { useEffect, useState } from 'react';
import { addressOf } from '../../api/client.ts';
import { fetchStill, NoStillError, type StillPicture } from '../../picture/still-picture.ts';

/** Nobody answered, or the analyst has too much to do. */
const AGAIN_MS = 10_000;
const WIDTH = '640';
const NONE: ReadonlySet<NoStillError['code']> = new Set(['no-picture', 'kiosk-window']);

/**
 * Kept from the moment when the camera is dark until a live picture is on show, whatever becomes of the connection meanwhile. However long it has
 * been dark, and whatever the recorder did: the archive knows where its pictures end, and gives whoever may watch the last one.
 */
export function useLastPicture(
  id: string,
  stream: StreamKind,
  { isDark, isShown }: { readonly isDark: boolean; readonly isShown: boolean },
): StillPicture | null {
  const [picture, setPicture] = useState<StillPicture | null>(null);
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
      const shown = await fetchStill(addressOf('getLastPicture', { params: { id }, query }), signal);
      address = shown.address;
      setPicture(shown);
    };
    const tryToShow = (): void => {
      show().catch((error: unknown) => {
        // Never recorded, or all of it is gone, or older than a shared screen shows.
        if (error instanceof NoStillError && NONE.has(error.code)) return;
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
