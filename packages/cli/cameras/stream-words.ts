/** A stream's state in a word for a cell of a table, and what is wrong with cameras as sentences below it. */
import { type Bilingual, STREAM_STATE_TEXTS, type StatusAnswer, type StreamStatus } from '@matlang/contract';
import { filled, joined } from '../language/say.ts';
import { CAMERA_TEXTS, STREAM_TEXTS } from '../texts/camera-texts.ts';

type CameraStatus = StatusAnswer['cameras'][number];

/** The state without its explanation: a long cell would break the table. */
export const stateWord = (state: StreamStatus['state']): Bilingual => {
  const { vi, en } = STREAM_STATE_TEXTS[state];
  return { vi: vi.replace(/[:(].*/, '').trim(), en: en.replace(/[:(].*/, '').trim() };
};

/** As `stateWord`, but says of a stream that is written that it is. */
export const streamWord = ({ state, measured }: StreamStatus): Bilingual =>
  state === 'receiving' && measured?.recording === true ? CAMERA_TEXTS.recorded : stateWord(state);

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
