/** What a codec string (RFC 6381) means here: its name among people, its media type, and whether this browser plays it. */

/** As people know it; what they have no word for stays as it is. */
export function codecName(codecString: string): string {
  if (/^(?:hvc|hev)1\b/.test(codecString)) return 'H.265';
  return /^avc[13]\b/.test(codecString) ? 'H.264' : codecString;
}

/** In fragmented MP4, as Media Source Extensions want it. */
export function mediaTypeOf(codecString: string, kind: 'video' | 'audio' = 'video'): string {
  return `${kind}/mp4; codecs="${codecString}"`;
}

/** @returns whether this browser says that it plays a codec in fragmented MP4. */
export function canPlay(codecString: string, kind: 'video' | 'audio' = 'video'): boolean {
  return 'MediaSource' in globalThis && MediaSource.isTypeSupported(mediaTypeOf(codecString, kind));
}
