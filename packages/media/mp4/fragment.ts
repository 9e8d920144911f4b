/** Writes a fragment: `prft`, `moof` and `mdat` of one track, in one buffer, or its head alone where the samples stay where they are. */
import type { Sample } from '../stream/index.ts';
import {
  FRAGMENT_TRACK_ID,
  FULL_BOX_HEADER_BYTES,
  MAX_SAMPLES_PER_FRAGMENT,
  MDAT_HEADER_BYTES,
  MFHD_BYTES,
  MOOF_FIXED_BYTES,
  PRFT_BYTES,
  PRFT_FLAGS,
  TFDT_BYTES,
  TFHD_BYTES,
  TFHD_FLAGS,
  TRUN_FIXED_BYTES,
  TRUN_FLAGS,
  TRUN_SAMPLE_BYTES,
  TYPE,
} from './fragment-layout.ts';
import { checkSample, isCount } from './sample-check.ts';
import { sampleFlagsOf } from './sample-flags.ts';
import { LAST_NTP_UNIX_MS, ntpFractionOfUnixMs, ntpSecondsOfUnixMs } from './wall-time.ts';

/** Everything of a fragment but the bytes of its samples. */
export interface FragmentHeadOptions {
  /** `mfhd` counts fragments from 1 within a segment file (or a live channel). */
  readonly sequenceNumber: number;
  /** Site time of the first sample in decoding order; milliseconds survive `prft` exactly. */
  readonly wallStartUnixMs: number;
  /** In decoding order, at least one. Each next `dtsTicks` is the one before plus its `durationTicks`. */
  readonly samples: readonly Sample[];
  /** False leaves `prft` out: live fragments of one access unit carry their wall time beside them. */
  readonly prft?: boolean;
}

/** A fragment with its samples, for where both go into one buffer. */
export interface FragmentOptions extends FragmentHeadOptions {
  /** The bytes of each sample, `sizeBytes` long. Only read; free again on return. */
  readonly data: readonly Uint8Array[];
}

/** What a fragment weighs besides its samples: `prft` (unless left out), `moof`, and the header of `mdat`. */
export function fragmentOverheadBytes(sampleCount: number, prft = true): number {
  return (prft ? PRFT_BYTES : 0) + MOOF_FIXED_BYTES + TRUN_SAMPLE_BYTES * sampleCount + MDAT_HEADER_BYTES;
}

/**
 * The fragment, in a buffer of its own. Equal input gives equal bytes.
 * @throws TypeError when samples and data don't fit each other or the boxes
 */
export function writeFragment(options: FragmentOptions): Uint8Array<ArrayBuffer> {
  const { samples, data, prft = true } = options;
  if (data.length !== samples.length) {
    throw new TypeError(`data: ${data.length} entries for ${samples.length} samples`);
  }
  for (const [index, { sizeBytes }] of samples.entries()) {
    if (data[index]?.length !== sizeBytes) {
      throw new TypeError(`data[${index}]: ${data[index]?.length} bytes, sizeBytes is ${sizeBytes}`);
    }
  }
  const payloadBytes = checkHead(options);
  const headBytes = fragmentOverheadBytes(samples.length, prft);
  const bytes = new Uint8Array(headBytes + payloadBytes);
  writeHead(new DataView(bytes.buffer), options, payloadBytes);
  let at = headBytes;
  for (const sampleData of data) {
    bytes.set(sampleData, at);
    at += sampleData.length;
  }
  return bytes;
}

/**
 * The fragment up to its first sample: the samples' bytes, one behind the other, make it whole. In a buffer of its own.
 * @throws TypeError when the samples don't fit each other or the boxes
 */
export function writeFragmentHead(options: FragmentHeadOptions): Uint8Array<ArrayBuffer> {
  const payloadBytes = checkHead(options);
  const bytes = new Uint8Array(fragmentOverheadBytes(options.samples.length, options.prft));
  writeHead(new DataView(bytes.buffer), options, payloadBytes);
  return bytes;
}

function writeHead(view: DataView, options: FragmentHeadOptions, payloadBytes: number): void {
  const { samples, prft = true } = options;
  const firstDtsTicks = samples[0]?.dtsTicks ?? 0;
  let at = prft ? writePrft(view, options.wallStartUnixMs, firstDtsTicks) : 0;
  at = writeMoof(view, at, options.sequenceNumber, samples, firstDtsTicks);
  writeBoxHeader(view, at, MDAT_HEADER_BYTES + payloadBytes, TYPE.mdat);
}

/** Returns the number of payload bytes. */
function checkHead(options: FragmentHeadOptions): number {
  const { sequenceNumber, wallStartUnixMs, samples } = options;
  if (!isCount(sequenceNumber, 0xffff_ffff)) throw new TypeError(`sequenceNumber: ${sequenceNumber}`);
  if (!isCount(wallStartUnixMs, LAST_NTP_UNIX_MS)) throw new TypeError(`wallStartUnixMs: ${wallStartUnixMs}`);
  if (samples.length === 0) throw new TypeError('samples: a fragment has at least one');
  if (samples.length > MAX_SAMPLES_PER_FRAGMENT)
    throw new TypeError(`samples: ${samples.length} in one fragment`);
  let payloadBytes = 0;
  let nextDtsTicks = samples[0]?.dtsTicks ?? 0;
  for (const [index, sample] of samples.entries()) {
    checkSample(sample, index);
    if (sample.dtsTicks !== nextDtsTicks) {
      throw new TypeError(
        `samples[${index}].dtsTicks: ${sample.dtsTicks}, the durations before say ${nextDtsTicks}`,
      );
    }
    nextDtsTicks += sample.durationTicks;
    payloadBytes += sample.sizeBytes;
  }
  if (payloadBytes > 0xffff_ffff - MDAT_HEADER_BYTES)
    throw new TypeError(`samples: ${payloadBytes} bytes in one fragment`);
  return payloadBytes;
}

function writeBoxHeader(view: DataView, at: number, sizeBytes: number, type: number): number {
  view.setUint32(at, sizeBytes);
  view.setUint32(at + 4, type);
  return at + 8;
}

/** Version 1 has a 64-bit media time: the decode time of the sample that the wall time belongs to. */
function writePrft(view: DataView, wallStartUnixMs: number, dtsTicks: number): number {
  writeBoxHeader(view, 0, PRFT_BYTES, TYPE.prft);
  view.setUint32(8, 0x0100_0000 | PRFT_FLAGS);
  view.setUint32(12, FRAGMENT_TRACK_ID);
  view.setUint32(16, ntpSecondsOfUnixMs(wallStartUnixMs));
  view.setUint32(20, ntpFractionOfUnixMs(wallStartUnixMs));
  setUint64(view, 24, dtsTicks);
  return PRFT_BYTES;
}

function writeMoof(
  view: DataView,
  start: number,
  sequenceNumber: number,
  samples: readonly Sample[],
  firstDtsTicks: number,
): number {
  const trunBytes = TRUN_FIXED_BYTES + TRUN_SAMPLE_BYTES * samples.length;
  const moofBytes = MOOF_FIXED_BYTES + TRUN_SAMPLE_BYTES * samples.length;
  let at = writeBoxHeader(view, start, moofBytes, TYPE.moof);

  writeBoxHeader(view, at, MFHD_BYTES, TYPE.mfhd);
  view.setUint32(at + FULL_BOX_HEADER_BYTES, sequenceNumber);
  at += MFHD_BYTES;

  at = writeBoxHeader(view, at, moofBytes - (at - start), TYPE.traf);

  writeBoxHeader(view, at, TFHD_BYTES, TYPE.tfhd);
  view.setUint32(at + 8, TFHD_FLAGS);
  view.setUint32(at + FULL_BOX_HEADER_BYTES, FRAGMENT_TRACK_ID);
  at += TFHD_BYTES;

  writeBoxHeader(view, at, TFDT_BYTES, TYPE.tfdt);
  view.setUint32(at + 8, 0x0100_0000);
  setUint64(view, at + FULL_BOX_HEADER_BYTES, firstDtsTicks);
  at += TFDT_BYTES;

  writeBoxHeader(view, at, trunBytes, TYPE.trun);
  view.setUint32(at + 8, 0x0100_0000 | TRUN_FLAGS);
  view.setUint32(at + 12, samples.length);
  view.setUint32(at + 16, moofBytes + MDAT_HEADER_BYTES);
  at += TRUN_FIXED_BYTES;
  for (const sample of samples) {
    view.setUint32(at, sample.durationTicks);
    view.setUint32(at + 4, sample.sizeBytes);
    view.setUint32(at + 8, sampleFlagsOf(sample));
    view.setInt32(at + 12, sample.compositionOffsetTicks);
    at += TRUN_SAMPLE_BYTES;
  }
  return at;
}

function setUint64(view: DataView, at: number, value: number): void {
  view.setUint32(at, Math.floor(value / 0x1_0000_0000));
  view.setUint32(at + 4, value % 0x1_0000_0000);
}
