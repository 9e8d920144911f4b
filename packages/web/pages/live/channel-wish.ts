/** What a tile asks the site for. */
import type { StreamKind } from '@matlang/contract';
import type { ChannelWish } from '../../live/live-socket.ts';

/** Bytes that may be on their way at first: the GOP so far. */
const CREDIT_BYTES: Readonly<Record<StreamKind, number>> = {
  main: 1024 * 1024,
  sub: 256 * 1024,
  audio: 64 * 1024,
};
/** Of a tile in the grid. Of channels that share a narrow way the greater goes first. */
export const GRID_PRIORITY = 1;
/** Of the one picture that somebody chose. */
export const ENLARGED_PRIORITY = 2;

/** @param transcodedFrom the codec instead of which H.264 is wanted; null: as the camera sends it */
export function channelWish(
  cameraId: string,
  stream: StreamKind,
  priority: number,
  transcodedFrom: string | null,
): ChannelWish {
  const wish = { cameraId, stream, priority, creditBytes: CREDIT_BYTES[stream] };
  return transcodedFrom === null ? wish : { ...wish, codec: 'h264' };
}

/** What the tile of a camera that is enlarged begins with. */
export function enlargedWish(cameraId: string): ChannelWish {
  return channelWish(cameraId, 'main', ENLARGED_PRIORITY, null);
}
