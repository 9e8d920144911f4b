/** The formats of streams: what codec, size and parameter sets a run of samples has. */
import type { AudioCodec, VideoCodec } from './codec.ts';

/**
 * What a decoder must know before the first sample: everything that goes into a sample entry.
 * Two runs with different formats can't share an init segment.
 */
export type StreamFormat = VideoFormat | AudioFormat;

/** The format of a video stream; its sample entry is `avc1` or `hvc1` with exactly these parameter sets. */
export interface VideoFormat {
  readonly kind: 'video';
  readonly codec: VideoCodec;
  /** Ticks per second of every media time of the stream: the RTP clock rate, 90000 for video. */
  readonly timescale: number;
  /** Size of the picture after cropping. */
  readonly widthPixels: number;
  readonly heightPixels: number;
  readonly pixelAspect: { readonly horizontal: number; readonly vertical: number } | null;
  /** RFC 6381, e.g. `avc1.4d001f`, `hvc1.1.6.L93.B0`. */
  readonly codecString: string;
  /** NAL units without start code or length. H.264 has no VPS: the list is empty. */
  readonly parameterSets: {
    readonly vps: readonly Uint8Array[];
    readonly sps: readonly Uint8Array[];
    readonly pps: readonly Uint8Array[];
  };
  /** Most pictures that precede another in decoding order and follow it in output order; null where the sets don't say. */
  readonly reorderDepth: number | null;
  /** Ticks from picture to picture by the parameter sets' timing information; a declaration, never trusted for time. */
  readonly declaredFrameTicks: number | null;
}

/** The format of a sound stream; its sample entry is `mp4a`, `alaw` or `ulaw`. */
export interface AudioFormat {
  readonly kind: 'audio';
  readonly codec: AudioCodec;
  /** Ticks per second: the RTP clock rate. */
  readonly timescale: number;
  readonly sampleRateHz: number;
  readonly channels: number;
  /** AAC: the AudioSpecificConfig as in SDP `config`; otherwise null. */
  readonly audioSpecificConfig: Uint8Array | null;
  /** RFC 6381: `mp4a.40.2`, `alaw`, `ulaw`. */
  readonly codecString: string;
}
