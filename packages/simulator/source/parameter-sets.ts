/** Parameter sets between a format and the units of its stream. */
import { createH264Format, createH265Format } from '@matlang/media/codec';
import type { VideoCodec, VideoFormat } from '@matlang/media/stream';
import { isDelimiter, nalKind, parameterSetList } from './nal.ts';

/** The unit with the format's sets at its front, behind a delimiter; unchanged where it brings its own. */
export function withParameterSets(format: VideoFormat, parts: readonly Uint8Array[]): readonly Uint8Array[] {
  if (parts.some((nal) => nalKind(format.codec, nal) === 'sets')) return parts;
  const { vps, sps, pps } = format.parameterSets;
  const [first] = parts;
  const delimiters = first !== undefined && isDelimiter(format.codec, first) ? 1 : 0;
  return [...parts.slice(0, delimiters), ...vps, ...sps, ...pps, ...parts.slice(delimiters)];
}

/**
 * The format that the sets among `nals` describe.
 * @throws CodecError where one is missing or can't be used
 */
export function formatOfNals(codec: VideoCodec, nals: readonly Uint8Array[], timescale: number): VideoFormat {
  const lists: Record<'vps' | 'sps' | 'pps', Uint8Array[]> = { vps: [], sps: [], pps: [] };
  for (const nal of nals) {
    const name = parameterSetList(codec, nal);
    if (name !== null && !lists[name].some((known) => Buffer.compare(known, nal) === 0))
      lists[name].push(nal);
  }
  return codec === 'h264'
    ? createH264Format({ ...lists, timescale })
    : createH265Format({ ...lists, timescale });
}
