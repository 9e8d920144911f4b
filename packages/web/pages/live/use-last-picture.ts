/** The last recorded picture of a camera that is dark and has shown none since the page was opened. */
import type { StreamKind } from '@matlang/contract';
import { useEffect, useState } from 'react';
import { addressOf } from '../../api/client.ts';
import { useSession } from '../../api/use-session.ts';
import { isOpen } from '../../app/pages.ts';
import { useSiteNow } from '../../app/use-site-now.ts';
import { findNearestFootage } from '../../footage/nearest-footage.ts';

/** Wall times of the last pictures are estimates: an instant that surely lies before the end. */
const BEFORE_END_MS = 100;
/** Nobody answered, or the analyst has too much to do. */
const AGAIN_MS = 10_000;
const WIDTH = '640';

/** A picture as an address of this page, and its own instant in site time. */
export interface LastPicture {
  readonly address: string;
  readonly unixMs: number;
}

/**
 * Kept from the moment when the camera is dark until a live picture is on show, whatever becomes of the connection meanwhile. Once there
 * are accounts none is fetched: recorded pictures are looked at for a purpose, and a wall that fetched them by itself would put cameras
 * into the log that nobody looked at.
 */
export function useLastPicture(
  id: string,
  stream: StreamKind,
  { isDark, isShown }: { readonly isDark: boolean; readonly isShown: boolean },
): LastPicture | null {
  const now = useSiteNow();
  const mayFetch = isOpen(useSession());
  const [picture, setPicture] = useState<LastPicture | null>(null);
  const [wanted, setWanted] = useState(false);
  if (wanted ? isShown : isDark && !isShown) setWanted(!wanted);
  useEffect(() => {
    if (!wanted || !mayFetch || now === null || stream === 'audio') return undefined;
    const asking = new AbortController();
    const { signal } = asking;
    let address: string | null = null;
    let again: ReturnType<typeof setTimeout> | undefined;
    const show = async (): Promise<void> => {
      // However long it has been dark, and whatever the recorder did meanwhile: the archive knows where its pictures end.
      const last = await findNearestFootage({ cameraId: id, stream }, now(), -1, now(), signal);
      if (last === null) return;
      const at = String(Math.floor(Math.max(last.start, last.end - BEFORE_END_MS)));
      const query = { at, width: WIDTH, stream };
      const answer = await fetch(addressOf('getStill', { params: { id }, query }), { signal });
      if (!answer.ok) throw new Error(`still: ${answer.status}`);
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
  }, [id, stream, wanted, mayFetch, now]);
  return picture;
}
