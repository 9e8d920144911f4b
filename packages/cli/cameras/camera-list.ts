/** What a site says of its cameras, as text for a terminal. */
import { type Bilingual, type StatusAnswer, type StreamStatus, statusSchema } from '@matlang/contract';
import { decimal } from '../language/figures.ts';
import { filled, joined, type Say, verbatim } from '../language/say.ts';
import { formatTable } from '../terminal/table.ts';
import { SHORT_STREAM_TEXTS, STREAM_TEXTS, CAMERA_TEXTS as TEXTS } from '../texts/camera-texts.ts';
import { cameraTroubles, clockWords, codecName, streamWord, volumeTroubles } from './stream-words.ts';

type CameraStatus = StatusAnswer['cameras'][number];

/** With names of up to 20 letters the table fits a terminal of 100 columns. */
const HEAD = [
  TEXTS.headCamera,
  TEXTS.headStream,
  TEXTS.headState,
  TEXTS.headShortCodec,
  TEXTS.headSize,
  TEXTS.headShortFrames,
  TEXTS.headMegabits,
  TEXTS.headGop,
  TEXTS.headClock,
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
    SHORT_STREAM_TEXTS[stream],
    streamWord(status, camera.record),
    verbatim(codecName(measured?.codec ?? '')),
    verbatim(measured?.widthPixels == null ? '' : `${measured.widthPixels}x${measured.heightPixels}`),
    measured === null ? NOTHING : decimal(measured.framesPerSecond, 1),
    measured === null ? NOTHING : decimal(measured.bitsPerSecond / 1e6, 2),
    seconds(measured?.gopMs),
    measured?.clockOffsetMs == null ? NOTHING : clockWords(measured.clockOffsetMs),
  ];
};

/** How a list is shown. */
export interface ListedSite {
  readonly runs: boolean;
  /** How `--data` is written behind a command that is proposed. */
  readonly dataHint: string;
  /** With the id of each camera. */
  readonly ids: boolean;
}

/** @param document the answer of GET /status */
export const formatCameraList = (say: Say, document: unknown, site: ListedSite): string => {
  const { cameras, processes, volumes } = statusSchema.parse(document);
  const away = !site.runs
    ? [filled(TEXTS.siteStopped, { data: site.dataHint })]
    : processes.recorder.state === 'absent'
      ? [processes.recorder.message]
      : [];
  // What is known of disks while nobody records is of another time.
  const alarms = away.length > 0 ? away : volumeTroubles(volumes);
  const lines = alarms.length > 0 ? [...alarms.map(say), ''] : [];
  if (cameras.length === 0) return [...lines, say(filled(TEXTS.none, { data: site.dataHint }))].join('\n');
  const table = away.length > 0 ? stillTable(say, cameras, site.ids) : streamTable(say, cameras, site.ids);
  const troubles = cameras.flatMap(cameraTroubles).map(({ sentence }) => say(sentence));
  return [...lines, table, ...(troubles.length === 0 ? [] : ['', ...troubles])].join('\n');
};

const streamTable = (say: Say, cameras: readonly CameraStatus[], ids: boolean): string =>
  formatTable(
    [...HEAD, ...(ids ? [TEXTS.headId] : [])].map(say),
    cameras.flatMap((camera) =>
      camera.streams.map((stream) => [...row(camera, stream).map(say), ...(ids ? [camera.id] : [])]),
    ),
  );

/** Of a site that says nothing about its streams: no column of "unknown". */
const stillTable = (say: Say, cameras: readonly CameraStatus[], ids: boolean): string =>
  formatTable(
    [TEXTS.headCamera, TEXTS.headStreams, ...(ids ? [TEXTS.headId] : [])].map(say),
    cameras.map(({ name, streams, id }) => [
      name,
      say(
        joined(
          streams.map(({ stream }) => STREAM_TEXTS[stream]),
          ', ',
        ),
      ),
      ...(ids ? [id] : []),
    ]),
  );
