/** Payload types that need no rtpmap: RFC 3551, tables 4 and 5, those that cameras use. */

interface StaticPayloadType {
  readonly encodingName: string;
  readonly clockRateHz: number;
  readonly channels: number | null;
}

/** By payload type number. */
export const STATIC_PAYLOAD_TYPES: Readonly<Record<number, StaticPayloadType>> = {
  0: { encodingName: 'pcmu', clockRateHz: 8000, channels: 1 },
  8: { encodingName: 'pcma', clockRateHz: 8000, channels: 1 },
  9: { encodingName: 'g722', clockRateHz: 8000, channels: 1 },
  10: { encodingName: 'l16', clockRateHz: 44100, channels: 2 },
  11: { encodingName: 'l16', clockRateHz: 44100, channels: 1 },
  14: { encodingName: 'mpa', clockRateHz: 90000, channels: null },
  26: { encodingName: 'jpeg', clockRateHz: 90000, channels: null },
  32: { encodingName: 'mpv', clockRateHz: 90000, channels: null },
  33: { encodingName: 'mp2t', clockRateHz: 90000, channels: null },
};
