/** A site's status for tests of the pages, with what a test says of its cameras and disks. */
import {
  LISTENING_TEXTS,
  STREAM_FAILURE_TEXTS,
  STREAM_STATE_TEXTS,
  type StatusAnswer,
  type StreamFailureCode,
  type StreamStateName,
  type StreamStatus,
  type VolumeStatus,
} from '@matlang/contract';
import type { CameraStatus } from './camera-standing.ts';

/** 26/11/2026 20:57:03 in Vietnam. */
export const PAGE_NOW_UNIX_MS = Date.UTC(2026, 10, 26, 13, 57, 3);

/** A stream that works, recorded at 15 pictures a second; what `changes` says is otherwise. */
export function stream(kind: StreamStatus['stream'], changes: Partial<StreamStatus> = {}): StreamStatus {
  return {
    stream: kind,
    state: 'receiving',
    since: PAGE_NOW_UNIX_MS - 5 * 3_600_000,
    message: STREAM_STATE_TEXTS.receiving,
    failure: null,
    measured: {
      framesPerSecond: 15,
      bitsPerSecond: 1_540_000,
      gopMs: 2000,
      gopFrames: 30,
      jitterMs: 1,
      clockOffsetMs: null,
      clockDriftPpm: null,
      codec: 'h264',
      codecString: 'avc1.4d001f',
      widthPixels: 1280,
      heightPixels: 720,
      transport: 'tcp',
      lastFragmentAt: PAGE_NOW_UNIX_MS,
      reconnections: 0,
      receivedPackets: 1,
      lostPackets: 0,
      damagedUnits: 0,
      foreignPackets: 0,
      faults: [],
      receivedBytes: 1,
      recording: true,
      viewers: 0,
    },
    ...changes,
  };
}

/** A stream in a state without pictures. */
export function waiting(kind: StreamStatus['stream'], state: StreamStateName): StreamStatus {
  return stream(kind, { state, message: STREAM_STATE_TEXTS[state], measured: null });
}

/** A stream that failed while connecting. */
export function failed(
  kind: StreamStatus['stream'],
  code: StreamFailureCode,
  sinceUnixMs: number,
): StreamStatus {
  const { what, tryThis } = STREAM_FAILURE_TEXTS[code];
  return stream(kind, {
    state: 'failed',
    since: sinceUnixMs,
    measured: null,
    message: { vi: `Mất tín hiệu (bước kết nối): ${what.vi}`, en: `Failed while connecting: ${what.en}` },
    failure: {
      step: 'connecting',
      code,
      statusCode: null,
      detail: 'EHOSTUNREACH',
      tryThis,
      since: sinceUnixMs,
      nextTryAt: PAGE_NOW_UNIX_MS + 27_000,
      attempts: 12,
    },
  });
}

/** Switched on, both streams recorded. */
export function camera(name: string, streams: readonly StreamStatus[]): CameraStatus {
  return {
    id: '01a20fc6-0083-7c5e-8259-235187bcb577',
    name,
    enabled: true,
    record: 'both',
    streams: [...streams],
  };
}

/** A disk of 4 TB that records. */
export function volume(path: string, changes: Partial<VolumeStatus> = {}): VolumeStatus {
  return {
    id: 'default',
    path,
    state: 'recording',
    detail: null,
    totalBytes: 4_000_000_000_000,
    freeBytes: 1_250_000_000_000,
    heldBytes: 0,
    archiveBytes: 2_700_000_000_000,
    queuedBytes: 0,
    oldestAt: PAGE_NOW_UNIX_MS - 30 * 86_400_000,
    ...changes,
  };
}

/** A site whose processes run. */
export function statusOf(
  cameras: readonly CameraStatus[],
  volumes: readonly VolumeStatus[] = [volume('/srv/matlang/archive')],
): StatusAnswer {
  const process = {
    state: 'running',
    since: 0,
    restarts: 0,
    message: { vi: 'đang chạy', en: 'running' },
  } as const;
  return {
    site: { id: '01a20fc6-0083-7c5e-8259-235187bcb577', name: 'Hệ thống camera xã Tân Lập' },
    version: '0.1.0',
    now: PAGE_NOW_UNIX_MS,
    access: LISTENING_TEXTS['no-administrator'],
    processes: {
      server: { ...process, startedAt: 0, memoryBytes: 1 },
      recorder: {
        ...process,
        startedAt: 0,
        configurationRevision: 1,
        writtenRevision: 1,
        configurationProblem: null,
        siteClockOffsetMs: 0,
      },
      analyst: process,
    },
    cameras: [...cameras],
    volumes: [...volumes],
  };
}
