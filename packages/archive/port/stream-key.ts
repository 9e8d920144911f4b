/** The recorded streams of a camera. Sound is a stream of its own, with its own segments. */
export const STREAM_KINDS = ['main', 'sub', 'audio'] as const;
/** `main` and `sub` are pictures, `audio` is the camera's sound; also the name of the stream's directory. */
export type StreamKind = (typeof STREAM_KINDS)[number];

/** Names one stream everywhere in the archive: the camera's UUID and which of its streams. */
export interface StreamKey {
  readonly cameraId: string;
  readonly kind: StreamKind;
}

/** `camera/kind`: how a stream is named in maps, in journals, in texts for the log, and where its files lie. */
export function streamName({ cameraId, kind }: StreamKey): string {
  return `${cameraId}/${kind}`;
}
