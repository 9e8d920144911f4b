/**
 * Reads `prft` and `moof` as `fragment.ts` writes them, and nothing else: a segment file has one author, so
 * any other shape is damage and is said as such.
 */
import type { Sample } from '../stream/index.ts';
import {
  FRAGMENT_TRACK_ID,
  FULL_BOX_HEADER_BYTES,
  MDAT_HEADER_BYTES,
  MFHD_BYTES,
  MOOF_FIXED_BYTES,
  TFDT_BYTES,
  TFHD_BYTES,
  TFHD_FLAGS,
  TRUN_FIXED_BYTES,
  TRUN_FLAGS,
  TRUN_SAMPLE_BYTES,
  TYPE,
} from './fragment-layout.ts';
import { isDisposableByFlags, isLeadingByFlags, isSyncByFlags } from './sample-flags.ts';
import { unixMsOfNtp } from './wall-time.ts';

/** A box that isn't as it must be; the offset counts from the start of the view read. */
export interface TableFault {
  readonly box: string;
  readonly boxOffsetBytes: number;
  readonly what: string;
}

/** What `moof` says: decode times and sizes of the samples, in ticks of the track's timescale. */
export interface FragmentTable {
  readonly sequenceNumber: number;
  readonly startTicks: number;
  readonly durationTicks: number;
  readonly payloadBytes: number;
  readonly samples: readonly Sample[];
}

/** `view` covers exactly the `prft` box. */
export function readPrft(view: DataView): { wallStartUnixMs: number; mediaTicks: number } | TableFault {
  if (view.getUint8(8) !== 1) return fault('prft', 0, `version ${view.getUint8(8)}`);
  if (view.getUint32(12) !== FRAGMENT_TRACK_ID) return fault('prft', 0, `track ${view.getUint32(12)}`);
  return {
    wallStartUnixMs: unixMsOfNtp(view.getUint32(16), view.getUint32(20)),
    mediaTicks: view.getUint32(24) * 0x1_0000_0000 + view.getUint32(28),
  };
}

/** `view` covers exactly the `moof` box, at least `MOOF_FIXED_BYTES` long. */
export function readMoof(view: DataView): FragmentTable | TableFault {
  const moofBytes = view.byteLength;
  const mfhd = 8;
  const traf = mfhd + MFHD_BYTES;
  const tfhd = traf + 8;
  const tfdt = tfhd + TFHD_BYTES;
  const trun = tfdt + TFDT_BYTES;
  const sampleCount = (moofBytes - MOOF_FIXED_BYTES) / TRUN_SAMPLE_BYTES;

  const misplaced =
    boxFault(view, mfhd, 'mfhd', TYPE.mfhd, MFHD_BYTES, 0) ??
    headerFault(view, traf, 'traf', TYPE.traf, moofBytes - traf) ??
    boxFault(view, tfhd, 'tfhd', TYPE.tfhd, TFHD_BYTES, TFHD_FLAGS) ??
    boxFault(view, tfdt, 'tfdt', TYPE.tfdt, TFDT_BYTES, 0x0100_0000) ??
    boxFault(view, trun, 'trun', TYPE.trun, moofBytes - trun, 0x0100_0000 | TRUN_FLAGS);
  if (misplaced !== null) return misplaced;

  const trackId = view.getUint32(tfhd + FULL_BOX_HEADER_BYTES);
  if (trackId !== FRAGMENT_TRACK_ID) return fault('tfhd', tfhd, `track ${trackId}`);
  const startTicks = view.getUint32(tfdt + 12) * 0x1_0000_0000 + view.getUint32(tfdt + 16);
  if (!Number.isSafeInteger(startTicks)) return fault('tfdt', tfdt, 'decode time beyond 2^53');
  if (sampleCount < 1 || view.getUint32(trun + 12) !== sampleCount) {
    return fault('trun', trun, `${view.getUint32(trun + 12)} samples in room for ${sampleCount}`);
  }
  const dataOffset = view.getUint32(trun + 16);
  if (dataOffset !== moofBytes + MDAT_HEADER_BYTES) return fault('trun', trun, `data offset ${dataOffset}`);
  return readSamples(view, trun, sampleCount, startTicks);
}

function readSamples(
  view: DataView,
  trun: number,
  sampleCount: number,
  startTicks: number,
): FragmentTable | TableFault {
  const samples: Sample[] = [];
  let dtsTicks = startTicks;
  let payloadBytes = 0;
  let at = trun + TRUN_FIXED_BYTES;
  for (let i = 0; i < sampleCount; i += 1) {
    const durationTicks = view.getUint32(at);
    const sizeBytes = view.getUint32(at + 4);
    const flags = view.getUint32(at + 8);
    const compositionOffsetTicks = view.getInt32(at + 12);
    if (compositionOffsetTicks < 0) return fault('trun', trun, `sample ${i} is shown before it is decoded`);
    samples.push({
      dtsTicks,
      compositionOffsetTicks,
      durationTicks,
      sizeBytes,
      sync: isSyncByFlags(flags),
      leading: isLeadingByFlags(flags),
      disposable: isDisposableByFlags(flags),
    });
    dtsTicks += durationTicks;
    payloadBytes += sizeBytes;
    at += TRUN_SAMPLE_BYTES;
  }
  if (!Number.isSafeInteger(dtsTicks)) return fault('trun', trun, 'decode time beyond 2^53');
  const sequenceNumber = view.getUint32(8 + FULL_BOX_HEADER_BYTES);
  return { sequenceNumber, startTicks, durationTicks: dtsTicks - startTicks, payloadBytes, samples };
}

function fault(box: string, boxOffsetBytes: number, what: string): TableFault {
  return { box, boxOffsetBytes, what };
}

function headerFault(
  view: DataView,
  at: number,
  box: string,
  type: number,
  sizeBytes: number,
): TableFault | null {
  if (view.getUint32(at + 4) !== type) return fault(box, at, 'is not where it belongs');
  if (view.getUint32(at) !== sizeBytes)
    return fault(box, at, `size ${view.getUint32(at)} instead of ${sizeBytes}`);
  return null;
}

function boxFault(
  view: DataView,
  at: number,
  box: string,
  type: number,
  sizeBytes: number,
  versionAndFlags: number,
): TableFault | null {
  const misplaced = headerFault(view, at, box, type, sizeBytes);
  if (misplaced !== null || view.getUint32(at + 8) === versionAndFlags) return misplaced;
  return fault(box, at, `version and flags ${view.getUint32(at + 8).toString(16)}`);
}
