/** One stream of a camera as status shows it: the recorder's words with a sentence and what to try. */
import {
  type Bilingual,
  STREAM_FAILURE_TEXTS,
  STREAM_STATE_TEXTS,
  STREAM_STEP_TEXTS,
  type StreamKind,
  type StreamStatus,
} from '@matlang/contract';
import type { StreamState, StreamStatistics } from '@matlang/link';
import type { KnownStreamState } from '../../live/recorder-link.ts';

/** @param known null while the recorder is away or has not told */
export function streamStatus(
  stream: StreamKind,
  known: KnownStreamState | null,
  statistics: StreamStatistics | null,
): StreamStatus {
  const base = { stream, measured: statistics === null ? null : measuredOf(statistics) };
  if (known === null) {
    return { ...base, state: 'unknown', since: null, message: STREAM_STATE_TEXTS.unknown, failure: null };
  }
  const { state, sinceUnixMs } = known;
  return {
    ...base,
    state: state.state,
    since: sinceUnixMs,
    message: messageOf(state),
    failure: state.state === 'failed' ? failureOf(state) : null,
  };
}

function messageOf(state: StreamState): Bilingual {
  if (state.state !== 'failed') {
    return STREAM_STATE_TEXTS[state.state];
  }
  const { what } = STREAM_FAILURE_TEXTS[state.code];
  const step = STREAM_STEP_TEXTS[state.step];
  return {
    vi: `Mất tín hiệu (bước ${step.vi}): ${what.vi}`,
    en: `Failed ${step.en}: ${what.en}`,
  };
}

function failureOf(state: Extract<StreamState, { state: 'failed' }>): NonNullable<StreamStatus['failure']> {
  return {
    step: state.step,
    code: state.code,
    statusCode: state.statusCode ?? null,
    detail: state.detail ?? null,
    tryThis: STREAM_FAILURE_TEXTS[state.code].tryThis,
    since: state.sinceUnixMs,
    nextTryAt: state.nextTryUnixMs,
    attempts: state.attempts,
  };
}

function measuredOf(statistics: StreamStatistics): NonNullable<StreamStatus['measured']> {
  return {
    framesPerSecond: statistics.framesPerSecond,
    bitsPerSecond: statistics.bitsPerSecond,
    gopMs: statistics.gopMs,
    gopFrames: statistics.gopFrames,
    jitterMs: statistics.jitterMs,
    clockOffsetMs: statistics.cameraClock?.offsetMs ?? null,
    clockDriftPpm: statistics.cameraClock?.driftPpm ?? null,
    codec: statistics.codec,
    codecString: statistics.codecString,
    widthPixels: statistics.widthPixels,
    heightPixels: statistics.heightPixels,
    transport: statistics.transport,
    lastFragmentAt: statistics.newestUnixMs,
    reconnections: statistics.reconnects,
    receivedPackets: statistics.receivedPackets,
    lostPackets: statistics.lostPackets,
    damagedUnits: statistics.damagedUnits,
    foreignPackets: statistics.foreignPackets,
    faults: statistics.faults,
    receivedBytes: statistics.receivedBytes,
    recording: statistics.recording,
    viewers: statistics.subscribers,
  };
}
