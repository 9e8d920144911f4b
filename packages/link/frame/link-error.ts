/** What the other end of the socket got wrong. */

/** Closed list of what can be wrong with a frame. */
export type LinkErrorCode =
  | 'frame-too-large'
  | 'frame-malformed'
  | 'frame-type-unknown'
  /** The bytes are no JSON, or not the JSON of this frame. */
  | 'payload-invalid'
  | 'version-differs';

/** After it the connection is of no further use: close it. */
export class LinkError extends Error {
  readonly code: LinkErrorCode;
  /** Of the frame that was refused; null when not even that is known. */
  readonly frameType: number | null;

  constructor(code: LinkErrorCode, message: string, frameType: number | null, options?: ErrorOptions) {
    super(message, options);
    this.name = 'LinkError';
    this.code = code;
    this.frameType = frameType;
  }
}
