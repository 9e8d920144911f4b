/** The words between an RtspClient and whoever owns its socket. */
import type { MediaDescription, SessionDescription } from '@matlang/media/sdp';
import type { Credentials, Digests } from './authorization.ts';

/** How far a conversation is. */
export type RtspStep =
  | 'options'
  | 'describing'
  | 'authenticating'
  | 'setting-up'
  | 'starting'
  | 'playing'
  | 'ended';

/** Why a conversation ended without media; what to do about it is the connection's business. */
export type RtspFailureCode =
  /** What answers does not speak RTSP. */
  | 'not-rtsp'
  | 'response-timeout'
  | 'credentials-missing'
  | 'credentials-refused'
  | 'authentication-unsupported'
  | 'forbidden'
  | 'stream-not-found'
  /** 453 and 503: the camera serves no further session. */
  | 'too-many-sessions'
  /** 461: this transport is not offered; the other may be. */
  | 'transport-refused'
  /** Any other status: see `statusCode`. */
  | 'rtsp-status'
  | 'redirect-refused'
  | 'description-invalid'
  /** Nothing in the description was chosen. */
  | 'media-missing'
  /** 454, or the server ended the session. */
  | 'session-lost';

/** A failure with the step at which it happened; `statusCode` is null where no answer was the cause. */
export interface RtspFailure {
  readonly step: RtspStep;
  readonly code: RtspFailureCode;
  readonly statusCode: number | null;
  /** English, for the log; holds nothing secret. */
  readonly detail: string;
}

/** What a camera does wrong without stopping: told once per kind and connection. */
export type RtspWarning =
  | 'garbage-between-packets'
  | 'other-channels-than-asked'
  | 'unknown-channel'
  | 'sequence-mismatch'
  | 'options-refused'
  | 'keep-alive-refused'
  | 'session-header-missing'
  | 'transport-differs'
  | 'content-base-other-host'
  /** PLAY was refused and is asked for in another way. */
  | 'play-repeated'
  /** A media behind the first could not be set up; it goes on without. */
  | 'media-left-out';

/** The local ports that a SETUP over UDP names, for RTP and for RTCP. */
export interface UdpPorts {
  readonly rtpPort: number;
  readonly rtcpPort: number;
}

/** One chosen media after its SETUP. */
export interface RtspTrack {
  /** Its place in the description. */
  readonly mediaIndex: number;
  readonly media: MediaDescription;
  readonly ssrc: number | null;
  /** Null over TCP. */
  readonly udp: {
    readonly local: UdpPorts;
    readonly server: UdpPorts | null;
    readonly source: string | null;
  } | null;
}

/** Whom to ask for what; the URL's credentials are taken out of it before. */
export interface RtspClientOptions {
  /** Without credentials. */
  readonly url: string;
  readonly credentials: Credentials | null;
  readonly transport: 'tcp' | 'udp';
  readonly userAgent: string;
  readonly digests: Digests;
  /** Fresh random hexadecimal text for client nonces. */
  readonly randomHex: () => string;
}

/** Everything that a client does to the world. Views are valid during the call only. */
export interface RtspClientHandler {
  write(bytes: Uint8Array): void;
  onStep(step: RtspStep): void;
  /**
   * @returns the places in `description.media` that are to be set up, the indispensable one first: another one that is
   * refused is left out. None is a failure `media-missing`.
   */
  chooseMedia(description: SessionDescription): readonly number[];
  /** Asked before each SETUP over UDP: a pair of bound ports, the first even. */
  udpPorts(mediaIndex: number): UdpPorts;
  onTrack(track: RtspTrack): void;
  /**
   * Chosen, behind the first, and not to be had: no answer, or a refusal. Not needed where a single media is chosen; the
   * warning `media-left-out` says it too.
   */
  onLeftOut?(mediaIndex: number, failure: RtspFailure): void;
  /** One packet of TCP as it came, RTP header included. */
  onRtp(mediaIndex: number, bytes: Uint8Array, nowMonotonicMs: number): void;
  onRtcp(mediaIndex: number, bytes: Uint8Array): void;
  onWarning(warning: RtspWarning, detail: string): void;
  /** The conversation is over; the socket is to be closed. */
  onFailure(failure: RtspFailure): void;
  /**
   * The conversation is over: another one with this address is wanted.
   * @param url holds no credentials.
   * @param credentials those that the camera wrote into the address.
   */
  onRedirect(url: string, credentials: Credentials | null): void;
}
