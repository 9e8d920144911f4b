/** Reads what a `moov` says of the movie and of each track, without the sample tables. */

import { decodeUtf8 } from '../bytes/index.ts';
import { type Box, childrenOf, findBox, fullCursorOf, requireBox } from './boxes.ts';
import { unixMsOfMacSeconds } from './wall-time.ts';

/** A title longer than this is cut: no camera has one. */
const MAX_TITLE_BYTES = 4096;

/** The fields of `mvhd` that readers here need. */
export interface MovieHead {
  readonly timescale: number;
  readonly creationUnixMs: number;
}

/** @throws Mp4Error */
export function readMovieHead(mvhd: Box): MovieHead {
  const { version, cursor } = fullCursorOf(mvhd);
  const creation = version === 1 ? cursor.u64() : cursor.u32();
  cursor.skip(version === 1 ? 8 : 4);
  const timescale = cursor.u32();
  if (timescale === 0) cursor.refuse('malformed', 'timescale 0');
  return { timescale, creationUnixMs: unixMsOfMacSeconds(creation) };
}

/** The fields of one `trak` that say what it is, and the box its sample tables lie in: a view into the `moov` given. */
export interface TrackHead {
  readonly trackId: number;
  readonly timescale: number;
  /** `vide`, `soun`, or another. */
  readonly handler: string;
  /** The sample entry, as a box: the only one of its track, or null where there are several or none. */
  readonly entry: Box | null;
  readonly stbl: Box;
}

/** @throws Mp4Error */
export function readTrackHead(trak: Box): TrackHead {
  const children = childrenOf(trak);
  const tkhd = fullCursorOf(requireBox(children, 'tkhd', trak));
  tkhd.cursor.skip(tkhd.version === 1 ? 16 : 8);
  const trackId = tkhd.cursor.u32();

  const mdia = requireBox(children, 'mdia', trak);
  const media = childrenOf(mdia);
  const mdhd = fullCursorOf(requireBox(media, 'mdhd', mdia));
  mdhd.cursor.skip(mdhd.version === 1 ? 16 : 8);
  const timescale = mdhd.cursor.u32();
  if (timescale === 0) mdhd.cursor.refuse('malformed', 'timescale 0');

  const hdlr = fullCursorOf(requireBox(media, 'hdlr', mdia)).cursor;
  hdlr.skip(4);
  const handler = String.fromCharCode(...hdlr.bytes(4));

  const minf = requireBox(media, 'minf', mdia);
  const stbl = requireBox(childrenOf(minf), 'stbl', minf);
  const stsd = requireBox(childrenOf(stbl), 'stsd', stbl);
  const entries = childrenOf(stsd, 8);
  const count = fullCursorOf(stsd).cursor.u32();
  const entry = count === 1 ? (entries[0] ?? null) : null;
  return { trackId, timescale, handler, entry, stbl };
}

/** `udta.meta.ilst.©nam.data`, or empty. */
export function readTitle(movie: readonly Box[]): string {
  const udta = findBox(movie, 'udta');
  const meta = udta === null ? null : findBox(childrenOf(udta), 'meta');
  // QuickTime's `meta` has no version and flags: the first bytes are a box's size, never 0.
  if (meta === null || meta.body.length < 4 || meta.body.subarray(0, 4).some((byte) => byte !== 0)) return '';
  const ilst = findBox(childrenOf(meta, 4), 'ilst');
  const name = ilst === null ? null : findBox(childrenOf(ilst), '\\xa9nam');
  const data = name === null ? null : findBox(childrenOf(name), 'data');
  return data === null ? '' : decodeUtf8(data.body.subarray(8, 8 + MAX_TITLE_BYTES));
}
