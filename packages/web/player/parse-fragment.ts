/** What a player needs of a fragment, as media/mp4 reads it; what is damaged is no exception here, but nothing. */
import { Mp4Error, readFragment, type ScannedFragment } from '@matlang/media/mp4';

/** @returns null: it is cut, or no fragment as the site writes them. */
export function parseFragment(bytes: Uint8Array): ScannedFragment | null {
  try {
    return readFragment(bytes);
  } catch (error) {
    if (error instanceof Mp4Error) return null;
    throw error;
  }
}

/** @returns where it lies on its run's media time, in ticks of the run's timescale; null: nobody knows. */
export function decodeTimeOf(fragment: Uint8Array): number | null {
  return parseFragment(fragment)?.startTicks ?? null;
}

/** @returns a view of the coded bytes; null: there are none. */
export function mediaDataOf(fragment: Uint8Array): Uint8Array | null {
  const found = parseFragment(fragment);
  return found === null ? null : fragment.subarray(found.mdatPayloadOffsetBytes, found.sizeBytes);
}
