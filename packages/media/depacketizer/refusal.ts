/** Why a media description can't be depacketized. What packets bring is never refused this way: see `fault.ts`. */

/**
 * `codec-unsupported`: no depacketizer for it; `mode-unsupported`: a packetization mode that isn't followed;
 * `parameters-invalid`: what SDP says of it makes no sense.
 */
export type DepacketizerRefusalCode = 'codec-unsupported' | 'mode-unsupported' | 'parameters-invalid';

/** Thrown by `createDepacketizer`: the stream can be named to the operator, not recorded. */
export class DepacketizerRefusal extends Error {
  override readonly name = 'DepacketizerRefusal';
  readonly code: DepacketizerRefusalCode;
  /** The encoding name as in SDP. */
  readonly encodingName: string;

  constructor(code: DepacketizerRefusalCode, encodingName: string, message: string, cause?: unknown) {
    super(message, cause === undefined ? undefined : { cause });
    this.code = code;
    this.encodingName = encodingName;
  }
}
