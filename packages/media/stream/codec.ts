/** The codecs that Mắt Làng stores, by the names used in code, API and index. */
export const VIDEO_CODECS = ['h264', 'h265'] as const;

/** One of `VIDEO_CODECS`. */
export type VideoCodec = (typeof VIDEO_CODECS)[number];

/** `pcma` and `pcmu` are the two laws of G.711. */
export const AUDIO_CODECS = ['aac', 'pcma', 'pcmu'] as const;

/** One of `AUDIO_CODECS`. */
export type AudioCodec = (typeof AUDIO_CODECS)[number];

/** Any codec that can lie in a segment. */
export type Codec = VideoCodec | AudioCodec;
