/** What a camera says it offers (RFC 4566 as cameras use it), before anything is believed. */

/** One `m=` section. */
export interface MediaDescription {
  /** `video`, `audio`, `application`, or whatever stands there, lower-case. */
  readonly type: string;
  readonly payloadType: number;
  /** Lower-case: `h264`, `h265`, `mpeg4-generic`, `pcma` … From rtpmap, or from a static payload type; null where neither says it. */
  readonly encodingName: string | null;
  readonly clockRateHz: number | null;
  /** Sound only; null where the text says nothing. */
  readonly channels: number | null;
  /** Format parameters of the payload type: names lower-case, values as they stand. */
  readonly formatParameters: ReadonlyMap<string, string>;
  /** `a=control` as it stands; null where missing. */
  readonly control: string | null;
  /** `a=framerate`: a declaration, never trusted. */
  readonly declaredFramesPerSecond: number | null;
  /** ONVIF back channels are `recvonly` or `sendonly`; as it stands, lower-case. */
  readonly direction: 'sendrecv' | 'sendonly' | 'recvonly' | 'inactive' | null;
}

/** The whole description: the lines of the session itself and its media sections, in order. */
export interface SessionDescription {
  /** `s=`, for people. */
  readonly name: string | null;
  readonly tool: string | null;
  /** `a=control` of the session. */
  readonly control: string | null;
  readonly media: readonly MediaDescription[];
}
