/** Where the room on the disks goes, how long it will do, and what is deleted next. */
import { z } from 'zod';
import { cameraIdSchema } from '../camera/camera-schemas.ts';
import { unixMsSchema } from '../instant/instant.ts';

/** `age`: its days are over; `space`: the disk is at its floor, the oldest goes first. */
const deletionReason = z.enum(['age', 'space']);

const volumeSchema = z.strictObject({
  id: z.string(),
  path: z.string(),
  /** `missing`, `unreadable`: what lies on it is not in the figures. */
  state: z.enum(['ready', 'missing', 'unreadable']),
  /** Told by the recorder; null while it is away. */
  totalBytes: z.int().nullable(),
  freeBytes: z.int().nullable(),
  archiveBytes: z.int().nullable(),
  /** What stays free. */
  floorBytes: z.int().nullable(),
  heldBytes: z.int(),
  bytesPerDay: z.int(),
  /** For how many days of footage the disk has room at that rate; null where either is not known. */
  lastsDays: z.number().nullable(),
  /** What the retention of all its cameras needs at that rate. */
  neededBytes: z.int(),
  /** What there is for it: the archive and what is free above the floor, without what is held. */
  roomBytes: z.int().nullable(),
});

const cameraStorageSchema = z.strictObject({
  cameraId: cameraIdSchema,
  /** Null: its row is gone. */
  name: z.string().nullable(),
  removed: z.boolean(),
  retentionDays: z.int().nullable(),
  bytes: z.int(),
  heldBytes: z.int(),
  /** By the last 24 h; null where less than a minute of them was recorded. */
  bytesPerDay: z.int().nullable(),
  oldestAt: unixMsSchema.nullable(),
  /** The last days, the oldest first; bytes of segments that began then. */
  days: z.array(z.strictObject({ startAt: unixMsSchema, bytes: z.int() })).max(31),
  /** The footage that goes first, and when; null where nothing is due that is known of. */
  next: z
    .strictObject({ from: unixMsSchema, to: unixMsSchema, dueAt: unixMsSchema, reason: deletionReason })
    .nullable(),
  /** What goes within 24 h because its days are over. */
  dueBytes: z.int(),
});

/** The whole answer; `measuredAt` says how old the figures from the index are. */
export const storageSchema = z.strictObject({
  measuredAt: unixMsSchema,
  volumes: z.array(volumeSchema),
  cameras: z.array(cameraStorageSchema),
  /** What holds that are not lifted keep, by themselves. */
  holds: z.array(z.strictObject({ holdId: z.string(), bytes: z.int() })),
});
/** As the schema says. */
export type StorageAnswer = z.infer<typeof storageSchema>;
