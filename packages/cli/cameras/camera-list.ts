/** What a site says of its cameras, as text for a terminal. */
import { type Bilingual, type StatusAnswer, type StreamStatus, statusSchema } from '@matlang/contract';
import { decimal, megabits } from '../language/figures.ts';
import { filled, joined, type Say, verbatim } from '../language/say.ts';
import { formatTable } from '../terminal/table.ts';
import { STREAM_TEXTS, CAMERA_TEXTS as TEXTS } from '../texts/camera-texts.ts';
import { cameraTroubles, streamWord } from './stream-words.ts';

type CameraStatus = StatusAnswer['cameras'][number];

const HEAD = [
  TEXTS.headCamera,
  TEXTS.headStream,
  TEXTS.headState,
  TEXTS.headCodec,
  TEXTS.headSize,
  TEXTS.headFrames,
  TEXTS.headRate,
  TEXTS.headGop,
  TEXTS.headClock,
  TEXTS.headId,
] as const;

const NOTHING = verbatim('');

const seconds = (milliseconds: number | null | undefined): Bilingual =>
  milliseconds == null ? NOTHING : filled(TEXTS.seconds1, { figure: decimal(milliseconds / 1000, 1) });

const row = (camera: CameraStatus, status: StreamStatus): readonly Bilingual[] => {
  const { stream, state } = status;
  // Figures of a stream that is dark are of another time.
  const measured = state === 'receiving' ? status.measured : null;
  return [
    verbatim(camera.name),
    STREAM_TEXTS[stream],
    streamWord(status),
    verbatim(measured?.codec ?? ''),
    verbatim(measured?.widthPixels == null ? '' : `${measured.widthPixels}x${measured.heightPixels}`),
    measured === null ? NOTHING : decimal(measured.framesPerSecond, 1),
    measured === null ? NOTHING : megabits(measured.bitsPerSecond),
    seconds(measured?.gopMs),
    seconds(measured?.clockOffsetMs),
    verbatim(camera.id),
  ];
};

/**
 * @param document the answer of GET /status
 * @param site whether it runs, and how `--data` is written behind a command that is proposed
 */
export const formatCameraList = (
  say: Say,
  document: unknown,
  site: { readonly runs: boolean; readonly dataHint: string },
): string => {
  const { cameras, processes } = statusSchema.parse(document);
  const alarm = !site.runs
    ? [filled(TEXTS.siteStopped, { data: site.dataHint })]
    : processes.recorder.state === 'absent'
      ? [processes.recorder.message]
      : [];
  const lines = [...alarm.map(say), ''].slice(0, alarm.length * 2);
  if (cameras.length === 0) return [...lines, say(TEXTS.none)].join('\n');
  const table =
    alarm.length > 0
      ? stillTable(say, cameras)
      : formatTable(
          HEAD.map(say),
          cameras.flatMap((camera) => camera.streams.map((stream) => row(camera, stream).map(say))),
        );
  const troubles = cameras.flatMap(cameraTroubles).map(({ sentence }) => say(sentence));
  return [...lines, table, ...(troubles.length === 0 ? [] : ['', ...troubles])].join('\n');
};

/** Of a site that says nothing about its streams: no column of "unknown". */
const stillTable = (say: Say, cameras: readonly CameraStatus[]): string =>
  formatTable(
    [TEXTS.headCamera, TEXTS.headStreams, TEXTS.headId].map(say),
    cameras.map(({ name, streams, id }) => [
      name,
      say(
        joined(
          streams.map(({ stream }) => STREAM_TEXTS[stream]),
          ', ',
        ),
      ),
      id,
    ]),
  );
