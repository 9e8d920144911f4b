/** The picture at an end of a span: of the instant itself, or the key frame before it where that is too much work. */
import { useEffect, useState } from 'react';
import { addressOf } from '../api/client.ts';
import { fetchStill, NoStillError, type StillPicture } from '../picture/still-picture.ts';
import { purposeQuery } from '../purpose/use-purpose.ts';

const WIDTH = '320';

/** Null: it is on its way. */
export type EndPicture = StillPicture | 'none' | null;

/** @param purpose for which it is looked at; null: none has to be named */
export function useEndPicture(cameraId: string, atUnixMs: number, purpose: string | null): EndPicture {
  const [picture, setPicture] = useState<EndPicture>(null);
  useEffect(() => {
    const asking = new AbortController();
    const { signal } = asking;
    let address: string | null = null;
    const askFor = (exact: '0' | '1'): Promise<StillPicture> => {
      const query = { at: String(Math.round(atUnixMs)), width: WIDTH, exact, ...purposeQuery(purpose) };
      return fetchStill(addressOf('getStill', { params: { id: cameraId }, query }), signal);
    };
    const show = async (): Promise<void> => {
      // Minutes lie between the key frames of some cameras.
      const shown = await askFor('1').catch((error: unknown) => {
        if (error instanceof NoStillError && error.code === 'picture-too-far') return askFor('0');
        throw error;
      });
      address = shown.address;
      setPicture(shown);
    };
    show().catch(() => {
      if (!signal.aborted) setPicture('none');
    });
    return () => {
      asking.abort();
      if (address !== null) URL.revokeObjectURL(address);
      setPicture(null);
    };
  }, [cameraId, atUnixMs, purpose]);
  return picture;
}
