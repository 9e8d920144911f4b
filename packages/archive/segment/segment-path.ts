/** Where a segment's file lies in its volume, and what a file's name says. The layout is in docs/design/archive.md. */
import { STREAM_KINDS, type StreamKey, type StreamKind, streamName } from '../port/stream-key.ts';

/** In the root of a volume; where neither it nor the journal is there, the folder is no volume yet. */
export const INDEX_FILE = 'index.sqlite';
/** The lock is held on it, see `VolumeLock`: a database apart from the index, whose readers it must not keep out. */
export const LOCK_FILE = 'lock.sqlite';
/** One file a UTC day. No camera may be called so. */
export const JOURNAL_DIRECTORY = 'journal';
/** Files that were moved out of the way instead of being unlinked: the layout below it is the volume's own. */
export const PUT_ASIDE_DIRECTORY = 'put-aside';

/** All that a path says of a segment; `startUnixMs` is that of its first fragment. */
export interface SegmentName {
  readonly stream: StreamKey;
  readonly startUnixMs: number;
  readonly seq: number;
}

const NAME = /^(\d{1,15})-(\d{1,10})\.mp4$/;
const DAY = /^\d{4}-\d{2}-\d{2}$/;
const CAMERA_ID = /^[0-9A-Za-z][0-9A-Za-z_-]{0,63}$/;
const DAY_MS = 86_400_000;

/** `2026-11-24`: the UTC day in which an instant lies. */
export function utcDayName(unixMs: number): string {
  return new Date(unixMs).toISOString().slice(0, 10);
}

/** Whether a name is one of a day's directory or journal. */
export function isDayName(name: string): boolean {
  return DAY.test(name);
}

/** Start of the UTC day after the one in which `unixMs` lies. */
export function nextUtcDayUnixMs(unixMs: number): number {
  return (Math.floor(unixMs / DAY_MS) + 1) * DAY_MS;
}

/** Camera ids become directory names: UUIDs in practice, and nothing that could leave the volume. */
export function isCameraId(id: string): boolean {
  return CAMERA_ID.test(id) && id !== JOURNAL_DIRECTORY && id !== PUT_ASIDE_DIRECTORY;
}

/** Directories from the volume's root down to the segment's own: `camera`, `camera/kind`, `camera/kind/day`. */
export function segmentDirectories(
  stream: StreamKey,
  startUnixMs: number,
): readonly [string, string, string] {
  const kind = streamName(stream);
  return [stream.cameraId, kind, `${kind}/${utcDayName(startUnixMs)}`];
}

/** Relative to the volume's root, with `/`. */
export function segmentPath(segment: SegmentName): string {
  const { stream, startUnixMs, seq } = segment;
  return `${streamName(stream)}/${utcDayName(startUnixMs)}/${startUnixMs}-${seq}.mp4`;
}

/** The inverse of `segmentPath`; null for any other path, also for a day that isn't that of the start. */
export function parseSegmentPath(path: string): SegmentName | null {
  const [cameraId, kindName, day, name, ...rest] = path.split('/');
  const numbers = NAME.exec(name ?? '');
  const kind = STREAM_KINDS.find((known: StreamKind) => known === kindName);
  if (cameraId === undefined || !isCameraId(cameraId) || kind === undefined) return null;
  if (numbers === null || rest.length > 0) return null;
  const segment = { stream: { cameraId, kind }, startUnixMs: Number(numbers[1]), seq: Number(numbers[2]) };
  return utcDayName(segment.startUnixMs) === day && segmentPath(segment) === path ? segment : null;
}
