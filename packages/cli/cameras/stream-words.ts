/** A stream's state in a word for a cell of a table, and what is wrong with cameras as sentences below it. */
import {
  type Bilingual,
  STREAM_STATE_TEXTS,
  type StatusAnswer,
  type StreamStatus,
  VOLUME_STATE_TEXTS,
  VOLUME_TRY_TEXTS,
} from '@matlang/contract';
import { decimal } from '../language/figures.ts';
import { filled, joined } from '../language/say.ts';
import { CAMERA_TEXTS, STREAM_TEXTS } from '../texts/camera-texts.ts';

type CameraStatus = StatusAnswer['cameras'][number];

/** The state without its explanation: a long cell would break the table. */
export const stateWord = (state: StreamStatus['state']): Bilingual => {
  const { vi, en } = STREAM_STATE_TEXTS[state];
  return { vi: vi.replace(/[:(].*/, '').trim(), en: en.replace(/[:(].*/, '').trim() };
};

/**
 * As `stateWord`, but says of a stream that is written that it is, and of one that should be that it is not.
 * @param record what goes to disk of its camera
 */
export const streamWord = ({ stream, state, measured }: StreamStatus, record: string): Bilingual => {
  if (state !== 'receiving' || measured === null) return stateWord(state);
  if (measured.recording) return CAMERA_TEXTS.recorded;
  const wanted = record === 'both' || record === stream || (stream === 'audio' && record !== 'none');
  return wanted ? CAMERA_TEXTS.unrecorded : stateWord(state);
};

const CODEC_NAMES: Readonly<Record<string, string>> = {
  h264: 'H.264',
  h265: 'H.265',
  aac: 'AAC',
  pcma: 'G.711 A',
  pcmu: 'G.711 µ',
};

/** As standards name it; one that is not known stays as it is. */
export const codecName = (codec: string): string => CODEC_NAMES[codec] ?? codec;

/** `chậm 0,3 s`; what is under a twentieth of a second nobody sees. @param offsetMs of the camera's clock against the site's. */
export const clockWords = (offsetMs: number): Bilingual => {
  const figure = decimal(Math.abs(offsetMs) / 1000, 1);
  if (figure.en === '0.0') return CAMERA_TEXTS.clockRight;
  return filled(offsetMs < 0 ? CAMERA_TEXTS.clockSlow : CAMERA_TEXTS.clockFast, { figure });
};

/** One for each volume that does not record as it should. */
export const volumeTroubles = (volumes: StatusAnswer['volumes']): readonly Bilingual[] =>
  volumes.flatMap(({ path, state }) => {
    const tryThis = VOLUME_TRY_TEXTS[state];
    if (tryThis === undefined) return [];
    const text = state === 'stalled' ? CAMERA_TEXTS.volumeSlow : CAMERA_TEXTS.volumeIdle;
    return [filled(text, { path, state: VOLUME_STATE_TEXTS[state], tryThis })];
  });

/** What is wrong with a camera for one reason. */
export interface CameraTrouble {
  readonly camera: string;
  readonly streams: readonly StreamStatus[];
  readonly sentence: Bilingual;
}

/** @returns one for each camera and reason: main and sub stream mostly fail together. */
export const cameraTroubles = (camera: CameraStatus): readonly CameraTrouble[] => {
  const byReason = new Map<string, StreamStatus[]>();
  for (const stream of camera.streams) {
    if (stream.failure === null) continue;
    const reason = `${stream.failure.step} ${stream.failure.code}`;
    byReason.set(reason, [...(byReason.get(reason) ?? []), stream]);
  }
  return [...byReason.values()].flatMap((streams) => {
    const [first] = streams;
    if (first?.failure == null) return [];
    const sentence = filled(CAMERA_TEXTS.failing, {
      camera: camera.name,
      streams: joined(
        streams.map(({ stream }) => STREAM_TEXTS[stream]),
        ', ',
      ),
      what: first.message,
      tryThis: first.failure.tryThis,
    });
    return [{ camera: camera.name, streams, sentence }];
  });
};
