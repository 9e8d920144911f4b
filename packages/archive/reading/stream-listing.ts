/** What is there at all: volumes and streams. */
import type { StreamKey } from '../port/stream-key.ts';

/** `missing`: no directory or no index (an unmounted disk); `unreadable`: the index can't be opened or read. */
export interface VolumeState {
  readonly id: string;
  readonly path: string;
  readonly state: 'ready' | 'missing' | 'unreadable';
  /** For people, in English; null when ready. */
  readonly detail: string | null;
}

/** A stream over all volumes that could be read; it is listed also when all its footage is gone. */
export interface RecordedStream {
  readonly stream: StreamKey;
  /** In which it has segments. */
  readonly volumeIds: readonly string[];
  /** Null when it has no segment left. */
  readonly firstUnixMs: number | null;
  /** End of the newest complete fragment. */
  readonly lastUnixMs: number | null;
  /** Of the newest run, e.g. `avc1.4d001f`. */
  readonly codecString: string | null;
  readonly widthPixels: number | null;
  readonly heightPixels: number | null;
}

/** Streams in no order that means anything; `volumes` says whether some may be missing among them. */
export interface StreamListing {
  readonly streams: readonly RecordedStream[];
  readonly volumes: readonly VolumeState[];
}
