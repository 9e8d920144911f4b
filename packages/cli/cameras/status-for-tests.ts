/** Status of a made-up site for tests of what is shown of it. */
import {
  STREAM_FAILURE_TEXTS,
  STREAM_STATE_TEXTS,
  type StatusAnswer,
  type StreamStatus,
} from '@matlang/contract';

type CameraStatus = StatusAnswer['cameras'][number];

/** A stream that is received at 25 pictures a second. */
export const receiving = (stream: StreamStatus['stream']): StreamStatus => ({
  stream,
  state: 'receiving',
  since: 1,
  message: STREAM_STATE_TEXTS.receiving,
  failure: null,
  measured: {
    framesPerSecond: 25,
    bitsPerSecond: 2_050_000,
    gopMs: 2000,
    gopFrames: 50,
    jitterMs: 1,
    clockOffsetMs: -1500,
    clockDriftPpm: null,
    codec: 'h264',
    codecString: 'avc1.4d001f',
    widthPixels: 1920,
    heightPixels: 1080,
    transport: 'tcp',
    lastFragmentAt: 1,
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
});

/** A stream whose camera does not answer. */
export const failed = (
  stream: StreamStatus['stream'],
  code: NonNullable<StreamStatus['failure']>['code'] = 'host-unreachable',
): StreamStatus => ({
  stream,
  state: 'failed',
  since: 1,
  message: STREAM_FAILURE_TEXTS[code].what,
  failure: {
    step: 'connecting',
    code,
    statusCode: null,
    detail: null,
    tryThis: STREAM_FAILURE_TEXTS[code].tryThis,
    since: 1,
    nextTryAt: 2,
    attempts: 3,
  },
  measured: null,
});

/** A camera with streams; its id is made of the length of its name. */
export const camera = (name: string, ...streams: StreamStatus[]): CameraStatus => ({
  id: `01990000-0000-7000-8000-${String(name.length).padStart(12, '0')}`,
  name,
  enabled: true,
  record: 'both',
  streams,
});

/** A site that runs, with one disk. */
export const siteStatus = (
  cameras: readonly CameraStatus[],
  volumeState: StatusAnswer['volumes'][number]['state'] = 'recording',
): StatusAnswer => {
  const process = { state: 'running', since: 1, restarts: 0, message: { vi: 'chạy', en: 'runs' } } as const;
  return {
    site: { id: '01990000-0000-7000-8000-000000000000', name: 'Xã Tân Lập' },
    version: '0',
    now: 1,
    access: { vi: '', en: '' },
    processes: {
      server: { ...process, startedAt: 1, memoryBytes: 1 },
      recorder: {
        ...process,
        startedAt: 1,
        configurationRevision: 1,
        writtenRevision: 1,
        configurationProblem: null,
        siteClockOffsetMs: 0,
      },
      analyst: process,
    },
    cameras: [...cameras],
    volumes: [
      {
        id: 'default',
        path: '/srv/matlang',
        state: volumeState,
        detail: null,
        totalBytes: 1,
        freeBytes: 1,
        heldBytes: 0,
        archiveBytes: 13_800_000,
        queuedBytes: 0,
        oldestAt: null,
      },
    ],
  };
};
