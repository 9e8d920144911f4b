/** What is measured on one stream, told once a second. Measured, never what the camera declares. */
import { z } from 'zod';
import { MAX_CAMERAS, MAX_VOLUMES } from '../configuration/recorder-configuration.ts';
import { STREAM_KINDS, streamKindSchema } from './stream-state.ts';

const count = z.int().min(0);
const unixMs = z.int().min(0);

/** One stream. */
export const streamStatisticsSchema = z.strictObject({
  cameraId: z.uuid(),
  kind: streamKindSchema,
  /** Over the last 10 s. */
  bitsPerSecond: count,
  framesPerSecond: z.number().min(0),
  /** Of the last whole GOP; null before two key frames came. */
  gopMs: count.nullable(),
  gopFrames: count.nullable(),
  /** RFC 3550 6.4.1, in ms. */
  jitterMs: z.number().min(0),
  /** RTP packets, since the recorder started. */
  receivedPackets: count,
  lostPackets: count,
  /** What the camera did wrong in units that came in: incomplete pictures, broken NAL units. */
  damagedUnits: count,
  /** Of another payload type, late, doubled, or no RTP: left out. */
  foreignPackets: count,
  /** What is tolerated of what the camera does wrong, by kind (`FAULT_KINDS` of media, `presentation-time-moved`), since the recorder started. */
  faults: z.array(z.strictObject({ kind: z.string().regex(/^[a-z-]{1,40}$/), count })).max(64),
  receivedBytes: count,
  reconnects: count,
  /** Camera clock minus site clock by sender reports, with its drift; null where the camera sends none. */
  cameraClock: z
    .strictObject({ offsetMs: z.number(), driftPpm: z.number().nullable(), atUnixMs: unixMs })
    .nullable(),
  codec: z.string().max(40).nullable(),
  codecString: z.string().max(80).nullable(),
  widthPixels: count.nullable(),
  heightPixels: count.nullable(),
  transport: z.enum(['tcp', 'udp']).nullable(),
  /** Site time of the newest unit. */
  newestUnixMs: unixMs.nullable(),
  /** False while it is only live or nothing arrives. */
  recording: z.boolean(),
  subscribers: count,
  gopCacheBytes: count,
});
/** See streamStatisticsSchema. */
export type StreamStatistics = z.infer<typeof streamStatisticsSchema>;

/** An error of the system with its path may be longer: whoever tells it cuts it. */
export const MAX_VOLUME_DETAIL_CHARACTERS = 1000;

/** One volume, as the archive tells it. */
export const volumeStatisticsSchema = z.strictObject({
  volumeId: z.string().max(64),
  path: z.string().max(4096),
  totalBytes: count,
  freeBytes: count,
  heldBytes: count,
  archiveBytes: count,
  queuedBytes: count,
  state: z.enum(['recording', 'stalled', 'full', 'read-only', 'failed']),
  detail: z.string().max(MAX_VOLUME_DETAIL_CHARACTERS).nullable(),
  oldestUnixMs: unixMs.nullable(),
});
/** See volumeStatisticsSchema. */
export type VolumeStatistics = z.infer<typeof volumeStatisticsSchema>;

/** The recorder at one moment. */
export const recorderStatisticsSchema = z.strictObject({
  atUnixMs: unixMs,
  startedUnixMs: unixMs,
  /** Of the configuration worked by; null before the first could be read. */
  configurationRevision: count.nullable(),
  /** Why the newest configuration file was not taken. */
  configurationProblem: z.string().max(2000).nullable(),
  /** Site clock minus system clock, being slewed away. */
  siteClockOffsetMs: z.number(),
  streams: z.array(streamStatisticsSchema).max(STREAM_KINDS.length * MAX_CAMERAS),
  volumes: z.array(volumeStatisticsSchema).max(MAX_VOLUMES),
});
/** See recorderStatisticsSchema. */
export type RecorderStatistics = z.infer<typeof recorderStatisticsSchema>;
