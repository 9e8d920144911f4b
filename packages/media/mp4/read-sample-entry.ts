/** Reads a sample entry into a stream format; `sample-entry.ts` is its inverse. */
import { createAacFormat } from '../codec/aac/index.ts';
import { CodecError } from '../codec/codec-error.ts';
import type { AudioFormat, StreamFormat, VideoFormat } from '../stream/index.ts';
import { readEsds } from './aac-configuration.ts';
import { readAvcConfiguration } from './avc-configuration.ts';
import { type Box, childrenOf, cursorOf, findBox, fullCursorOf, requireBox } from './boxes.ts';
import type { ByteCursor } from './byte-cursor.ts';
import { readHevcConfiguration } from './hevc-configuration.ts';
import { Mp4Error } from './mp4-error.ts';

/** Own fields of the entries before their child boxes, without the box header. */
const VISUAL_FIELDS_BYTES = 78;
const AUDIO_FIELDS_BYTES = 28;

/**
 * The format. Copies what it keeps. `avc3` and `hev1` of other authors are read like `avc1` and `hvc1`.
 * @throws Mp4Error `unsupported` for a codec that Mắt Làng does not store
 */
export function readSampleEntry(entry: Box, timescale: number): StreamFormat {
  switch (entry.type) {
    case 'avc1':
    case 'avc3':
      return readVisualEntry(entry, timescale, 'h264');
    case 'hvc1':
    case 'hev1':
      return readVisualEntry(entry, timescale, 'h265');
    case 'mp4a':
      return readAudioEntry(entry, timescale, 'aac');
    case 'alaw':
      return readAudioEntry(entry, timescale, 'pcma');
    case 'ulaw':
      return readAudioEntry(entry, timescale, 'pcmu');
    default:
      throw new Mp4Error('unsupported', entry.type, entry.offsetBytes, 'not a codec that is stored here');
  }
}

function readVisualEntry(entry: Box, timescale: number, codec: 'h264' | 'h265'): VideoFormat {
  const cursor = cursorOf(entry);
  cursor.skip(24);
  const widthPixels = cursor.u16();
  const heightPixels = cursor.u16();
  const children = childrenOf(entry, VISUAL_FIELDS_BYTES);
  const record =
    codec === 'h264'
      ? { vps: [], ...readAvcConfiguration(cursorOf(requireBox(children, 'avcC', entry))) }
      : readHevcConfiguration(cursorOf(requireBox(children, 'hvcC', entry)));
  return {
    kind: 'video',
    codec,
    timescale,
    widthPixels,
    heightPixels,
    pixelAspect: readPixelAspect(findBox(children, 'pasp')),
    codecString: record.codecString,
    parameterSets: { vps: record.vps, sps: record.sps, pps: record.pps },
    reorderDepth: null,
    declaredFrameTicks: null,
  };
}

function readPixelAspect(box: Box | null): VideoFormat['pixelAspect'] {
  if (box === null) return null;
  const cursor = cursorOf(box);
  const horizontal = cursor.u32();
  const vertical = cursor.u32();
  return horizontal === 0 || vertical === 0 ? null : { horizontal, vertical };
}

function readAudioEntry(entry: Box, timescale: number, codec: AudioFormat['codec']): AudioFormat {
  const cursor = cursorOf(entry);
  cursor.skip(8);
  if (cursor.u16() !== 0) cursor.refuse('unsupported', 'a sound entry of QuickTime version 1 or 2');
  cursor.skip(6);
  const channels = cursor.u16();
  cursor.skip(6);
  const entryRateHz = cursor.u16();
  if (codec !== 'aac') {
    const codecString = codec === 'pcma' ? 'alaw' : 'ulaw';
    return {
      kind: 'audio',
      codec,
      timescale,
      sampleRateHz: entryRateHz,
      channels,
      audioSpecificConfig: null,
      codecString,
    };
  }
  const esds = requireBox(childrenOf(entry, AUDIO_FIELDS_BYTES), 'esds', entry);
  const { cursor: descriptors } = fullCursorOf(esds);
  const audioSpecificConfig = readEsds(descriptors);
  const { codecString, sampleRateHz } = aacFormatOf(audioSpecificConfig, timescale, descriptors);
  return {
    kind: 'audio',
    codec,
    timescale,
    sampleRateHz: entryRateHz === 0 ? sampleRateHz : entryRateHz,
    channels,
    audioSpecificConfig,
    codecString,
  };
}

/** One reader of the configuration for recording and for rebuilding: what an index says of a file does not depend on which ran. */
function aacFormatOf(config: Uint8Array, timescale: number, cursor: ByteCursor): AudioFormat {
  try {
    return createAacFormat(config, timescale);
  } catch (error) {
    if (!(error instanceof CodecError)) throw error;
    return cursor.refuse(error.code === 'not-supported' ? 'unsupported' : 'malformed', error.message);
  }
}
