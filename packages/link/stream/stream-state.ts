/**
 * What a camera's stream is doing, as data: the recorder tells it, server and web application show it. The sentences
 * for people (Vietnamese, English, what to try) belong in contract, one for each code.
 */
import { z } from 'zod';

/** The streams of a camera, by the names that the archive uses too. */
export const STREAM_KINDS = ['main', 'sub', 'audio'] as const;
/** One of STREAM_KINDS. */
export type StreamKind = (typeof STREAM_KINDS)[number];
/** See STREAM_KINDS. */
export const streamKindSchema = z.enum(STREAM_KINDS);

/** The steps from nothing to pictures, in order; a failure names the one it happened in. */
export const STREAM_STEPS = [
  'configuring',
  'resolving',
  'connecting',
  'authenticating',
  'describing',
  'setting-up',
  'waiting-for-media',
  'waiting-for-key-frame',
  'receiving',
] as const;
/** One of STREAM_STEPS. */
export type StreamStep = (typeof STREAM_STEPS)[number];

/** Everything that stops a stream. Closed: each has a sentence with what to try in contract. */
export const STREAM_FAILURE_CODES = [
  /** The sealed password does not open with this site's key. */
  'password-unreadable',
  /** DNS does not know the name. */
  'host-unknown',
  /** No route: cable, VLAN, camera without power. */
  'host-unreachable',
  /** The host answers, nothing listens on the port: RTSP is off or the port is wrong. */
  'connection-refused',
  'connect-timeout',
  /** The camera closed or reset the connection. */
  'connection-lost',
  /** What listens there does not speak RTSP. */
  'not-rtsp',
  /** An RTSP request was not answered in time. */
  'response-timeout',
  /** The camera asks for a user and none is configured. */
  'credentials-missing',
  /** User or password is wrong (401 after an answer to the challenge). */
  'credentials-refused',
  /** The camera offers only authentication that we do not speak. */
  'authentication-unsupported',
  /** 403: the user may not view this stream. */
  'forbidden',
  /** 404: no stream at this path. */
  'stream-not-found',
  /** 453, 503: the camera serves no further session. */
  'too-many-sessions',
  /** 461 with both transports. */
  'transport-refused',
  /** Another status of RTSP: see `statusCode`. */
  'rtsp-status',
  'redirect-refused',
  'description-invalid',
  /** The description has no video (or, for sound, no audio). */
  'media-missing',
  'codec-not-recorded',
  /** PLAY was accepted, nothing came. */
  'no-media',
  /** Packets come, none begins a picture that can be decoded alone. */
  'no-key-frame',
  /** Packets came and stopped. */
  'media-stalled',
  /** A fault of ours: the log has the details. */
  'internal',
] as const;
/** One of STREAM_FAILURE_CODES. */
export type StreamFailureCode = (typeof STREAM_FAILURE_CODES)[number];

const unixMs = z.int().min(0);
const passing = <Name extends StreamStep>(state: Name) => z.strictObject({ state: z.literal(state) });

/** A union on `state`: off, a step, or failed with everything that is known. */
export const streamStateSchema = z.discriminatedUnion('state', [
  z.strictObject({ state: z.literal('off') }),
  passing('resolving'),
  passing('connecting'),
  passing('authenticating'),
  passing('describing'),
  passing('setting-up'),
  passing('waiting-for-media'),
  passing('waiting-for-key-frame'),
  passing('receiving'),
  z.strictObject({
    state: z.literal('failed'),
    step: z.enum(STREAM_STEPS),
    code: z.enum(STREAM_FAILURE_CODES),
    /** Of RTSP, where a status is the reason. */
    statusCode: z.exactOptional(z.int().min(100).max(999)),
    /** A fact for people who know: codec name, host, header; never a secret. */
    detail: z.exactOptional(z.string().max(300)),
    /** When the stream last worked, or was first tried. */
    sinceUnixMs: unixMs,
    nextTryUnixMs: unixMs,
    /** Tries in a row that failed. */
    attempts: z.int().min(1),
  }),
]);
/** See streamStateSchema. */
export type StreamState = z.infer<typeof streamStateSchema>;
