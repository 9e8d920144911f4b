/** The pictures of a fragment, cut out of its `mdat`. What a fragment is, media/mp4 says. */
import type { ScannedFragment } from '@matlang/media/mp4';
import type { CodedPicture } from './picture-engine.ts';

/** A picture with what its sample table says of it. */
export interface FragmentPicture extends CodedPicture {
  readonly durationTicks: number;
  readonly sync: boolean;
}

/** In decoding order, as views of `bytes`, in which the fragment was found. */
export function picturesOf(
  bytes: Uint8Array,
  { samples, mdatPayloadOffsetBytes }: Pick<ScannedFragment, 'samples' | 'mdatPayloadOffsetBytes'>,
): readonly FragmentPicture[] {
  let at = mdatPayloadOffsetBytes;
  return samples.map(({ dtsTicks, compositionOffsetTicks, durationTicks, sizeBytes, sync }) => {
    const data = bytes.subarray(at, at + sizeBytes);
    at += sizeBytes;
    return { data, dtsTicks, ptsTicks: dtsTicks + compositionOffsetTicks, durationTicks, sync };
  });
}
