/** What a simulated camera's RTSP server is told and what it offers. */

import type { CameraFaults } from '../faults/camera-faults.ts';
import type { MediaSource } from '../source/media-source.ts';
import type { WireTap } from './wire-tap.ts';

const AUTHENTICATION_SCHEMES = ['basic', 'digest-md5', 'digest-sha256'] as const;

/** One of `AUTHENTICATION_SCHEMES`. */
export type AuthenticationScheme = (typeof AUTHENTICATION_SCHEMES)[number];

/** Who may look, and how the camera asks who it is. */
export interface AuthenticationOptions {
  readonly username: string;
  readonly password: string;
  /** Offered in this order, each in a WWW-Authenticate line of its own; only these are accepted. Default: digest-md5. */
  readonly schemes?: readonly AuthenticationScheme[];
  readonly realm?: string;
  /** Whether the challenge offers `qop="auth"`. Default true. */
  readonly qop?: boolean;
  /** A nonce is answered with `stale=true` after so many uses. Default: never. */
  readonly nonceUses?: number;
}

/** A source at an address. */
export interface Mount {
  /** Begins with a slash, e.g. `/Streaming/Channels/101`; a query is part of it. */
  readonly path: string;
  readonly source: MediaSource;
}

/** What the camera offers and which habits it has; the defaults are those of a camera without any. */
export interface RtspServerOptions {
  readonly mounts: readonly Mount[];
  /** Default 127.0.0.1. */
  readonly host?: string;
  /** Default 0: a free one. */
  readonly port?: number;
  /** Default null: everybody may look. */
  readonly authentication?: AuthenticationOptions | null;
  /** Told in Session headers and enforced. Default 60. */
  readonly sessionTimeoutSeconds?: number;
  /** What a viewer says is a sign of life: `anything` (default), RTCP reports too, or `requests` alone. */
  readonly keptAliveBy?: 'anything' | 'requests';
  /** One more SETUP than this is answered with 453. Default 1000. */
  readonly maxSessions?: number;
  /** Another transport is answered with 461. Default any. */
  readonly transports?: 'any' | 'tcp' | 'udp';
  /** Default `slash`: the address with a slash at its end. `bare`: without. `absent`: no such header. */
  readonly contentBase?: 'slash' | 'bare' | 'absent';
  /** Default `relative`: `trackID=0`. */
  readonly controls?: 'relative' | 'absolute' | 'rooted';
  /** Default true. */
  readonly parameterSetsInSdp?: boolean;
  /** Default `\r\n`; some cameras end lines of SDP otherwise. */
  readonly sdpLineEnd?: '\r\n' | '\n' | '\r';
  /** More bytes than this waiting in a viewer's socket drop its units up to the next key frame. Default 2 MiB. */
  readonly maxViewerQueueBytes?: number;
  /** `sync` (default): the first unit that a viewer gets is a key frame. `now`: whatever is due. */
  readonly joinAt?: 'sync' | 'now';
  /** Default 5000; the first goes out with the first packet. */
  readonly senderReportMs?: number;
  /** Of every session's tracks. Default: by the seed. */
  readonly firstSequenceNumber?: number;
  /** RTP time of a source's tick 0 in every session. Default: by the seed. */
  readonly firstRtpTime?: number;
  /** Source of sequence numbers, SSRCs, nonces and faults. Default 1. */
  readonly seed?: number;
  readonly faults?: CameraFaults | null;
  /** Hears what went onto the wire. */
  readonly tap?: WireTap | null;
}

/** A running camera; it listens until `close`. */
export interface RtspServer {
  readonly host: string;
  readonly port: number;
  /** `rtsp://host:port/path` without credentials. */
  urlOf(path: string): string;
  /** Sessions that are playing now. */
  readonly viewerCount: number;
  readonly connectionCount: number;
  /** Applies to what happens from now on. */
  setFaults(faults: CameraFaults | null): void;
  /** Cuts every connection without a word, as a camera that loses power. The listener stays. */
  dropConnections(): void;
  /** Ends connections, sessions and the listener; sources are closed by whoever made them. */
  close(): Promise<void>;
}
