/** Writes a sample entry: `avc1`, `hvc1`, `mp4a`, and QuickTime's `alaw` and `ulaw`. */
import type { AudioFormat, StreamFormat, VideoFormat } from '../stream/index.ts';
import { writeEsds } from './aac-configuration.ts';
import { writeAvcConfiguration } from './avc-configuration.ts';
import { BoxWriter } from './box-writer.ts';
import { writeHevcConfiguration } from './hevc-configuration.ts';
import { isCount } from './sample-check.ts';

/** Everything but parameter sets and configuration is less than this. */
const FIXED_BYTES = 256;
const DPI_72 = 0x0048_0000;
const BITS_OF_SOUND = 16;

/**
 * The whole box, in a buffer of its own; equal formats give equal bytes.
 * @throws TypeError when the format has no parameter sets or doesn't fit the box
 */
export function createSampleEntry(format: StreamFormat): Uint8Array {
  return format.kind === 'video' ? createVisualEntry(format) : createAudioEntry(format);
}

function createVisualEntry(format: VideoFormat): Uint8Array {
  const { vps, sps, pps } = format.parameterSets;
  const setsBytes = [...vps, ...sps, ...pps].reduce((sum, set) => sum + 2 + set.length, 0);
  const writer = new BoxWriter(FIXED_BYTES + setsBytes);
  writer.open(format.codec === 'h264' ? 'avc1' : 'hvc1');
  writer.zeros(6);
  writer.u16(1); // data_reference_index
  writer.zeros(16);
  writer.u16(required('widthPixels', format.widthPixels, 0xffff));
  writer.u16(required('heightPixels', format.heightPixels, 0xffff));
  writer.u32(DPI_72);
  writer.u32(DPI_72);
  writer.zeros(4);
  writer.u16(1); // frame_count
  writer.zeros(32); // compressorname
  writer.u16(24); // depth
  writer.u16(0xffff);
  if (format.codec === 'h264') writeAvcConfiguration(writer, format.parameterSets);
  else writeHevcConfiguration(writer, format.parameterSets);
  if (format.pixelAspect !== null) {
    writer.open('pasp');
    writer.u32(required('pixelAspect.horizontal', format.pixelAspect.horizontal, 0xffff_ffff));
    writer.u32(required('pixelAspect.vertical', format.pixelAspect.vertical, 0xffff_ffff));
    writer.close();
  }
  writer.close();
  return writer.finish();
}

function createAudioEntry(format: AudioFormat): Uint8Array {
  const type = format.codec === 'aac' ? 'mp4a' : format.codec === 'pcma' ? 'alaw' : 'ulaw';
  const rateHz = required('sampleRateHz', format.sampleRateHz, 0xffff_ffff);
  const writer = new BoxWriter(FIXED_BYTES);
  writer.open(type);
  writer.zeros(6);
  writer.u16(1); // data_reference_index
  writer.zeros(8);
  writer.u16(required('channels', format.channels, 0xffff));
  writer.u16(BITS_OF_SOUND);
  writer.zeros(4);
  writer.u16(rateHz > 0xffff ? 0 : rateHz); // 16.16; higher rates are in the configuration only
  writer.u16(0);
  if (format.codec === 'aac') writeEsds(writer, format.audioSpecificConfig);
  writer.close();
  return writer.finish();
}

function required(name: string, value: number, most: number): number {
  if (!isCount(value, most) || value === 0) throw new TypeError(`format.${name}: ${value}`);
  return value;
}
