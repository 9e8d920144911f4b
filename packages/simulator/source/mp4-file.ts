/** MP4 files into tracks: samples in decoding order with their own decode and presentation times. */
import { type MovieTrack, readAtBytes, readMovie } from '@matlang/media/mp4';
import type { ClipUnit, FileTrack } from './clip.ts';

/** Sound of G.711 lies in an MP4 in chunks of any size; cameras send 20 ms a packet. */
const G711_PACKET_MS = 20;
/** RFC 6184 and RFC 7798 allow nothing else for video. */
export const VIDEO_CLOCK_HZ = 90_000;

/** @throws Mp4Error */
export function readMp4Tracks(bytes: Uint8Array): readonly FileTrack[] {
  return readMovie(readAtBytes(bytes)).tracks.map((track) => readTrack(bytes, track));
}

function readTrack(bytes: Uint8Array, track: MovieTrack): FileTrack {
  const { format } = track;
  const clockRateHz = format.kind === 'video' ? VIDEO_CLOCK_HZ : format.sampleRateHz;
  const toClock = clockRateHz / track.timescale;
  const mediaStart = track.edits.find((edit) => edit.mediaStartTicks !== null)?.mediaStartTicks ?? 0;
  const firstDts = track.dtsTicks[0] ?? 0;
  const last = track.sampleCount - 1;
  const durationTicks =
    ((track.dtsTicks[last] ?? 0) + (track.durationsTicks[last] ?? 0) - firstDts) * toClock;
  const retimed = { ...format, timescale: clockRateHz };
  if (format.kind === 'audio' && format.codec !== 'aac') {
    return {
      format: retimed,
      clockRateHz,
      ...g711Units(sampleBytes(bytes, track), clockRateHz, format.channels),
    };
  }
  const units: ClipUnit[] = [];
  for (let i = 0; i < track.sampleCount; i += 1) {
    const dts = (track.dtsTicks[i] ?? 0) - firstDts;
    const pts = dts + firstDts + (track.compositionOffsetsTicks[i] ?? 0) - mediaStart;
    const data = sampleAt(bytes, track, i);
    units.push({
      dtsTicks: dts * toClock,
      ptsTicks: pts * toClock,
      sync: track.sync[i] === 1,
      parts: format.kind === 'video' ? splitLengthPrefixed(data) : [data],
    });
  }
  return { format: retimed, clockRateHz, units, durationTicks };
}

function sampleAt(bytes: Uint8Array, track: MovieTrack, index: number): Uint8Array {
  const offset = track.offsetsBytes[index] ?? 0;
  return bytes.subarray(offset, offset + (track.sizesBytes[index] ?? 0));
}

function sampleBytes(bytes: Uint8Array, track: MovieTrack): Uint8Array {
  const pieces = Array.from({ length: track.sampleCount }, (_, i) => sampleAt(bytes, track, i));
  return Uint8Array.from(Buffer.concat(pieces));
}

/** Coded sound of G.711 cut into packets of 20 ms; what is left at the end is shorter. */
export function g711Units(
  sound: Uint8Array,
  clockRateHz: number,
  channels: number,
): { readonly units: readonly ClipUnit[]; readonly durationTicks: number } {
  const packetTicks = (clockRateHz * G711_PACKET_MS) / 1000;
  const units: ClipUnit[] = [];
  const durationTicks = Math.floor(sound.length / channels);
  for (let ticks = 0; ticks < durationTicks; ticks += packetTicks) {
    const part = sound.subarray(ticks * channels, Math.min(ticks + packetTicks, durationTicks) * channels);
    units.push({ dtsTicks: ticks, ptsTicks: ticks, sync: true, parts: [part] });
  }
  return { units, durationTicks };
}

/** Views; a length that leads past the end ends the list. */
function splitLengthPrefixed(data: Uint8Array): readonly Uint8Array[] {
  const view = new DataView(data.buffer, data.byteOffset, data.byteLength);
  const parts: Uint8Array[] = [];
  for (let at = 0; at + 4 <= data.length; ) {
    const sizeBytes = view.getUint32(at);
    if (at + 4 + sizeBytes > data.length) break;
    if (sizeBytes > 0) parts.push(data.subarray(at + 4, at + 4 + sizeBytes));
    at += 4 + sizeBytes;
  }
  return parts;
}
