/** What a site says of its cameras, as text for a terminal. */
import {
  PROBE_FINDING_TEXTS,
  STREAM_FAILURE_TEXTS,
  type StatusAnswer,
  type StreamStatus,
  statusSchema,
} from '@matlang/contract';
import type { ProbedMedia, ProbeReport } from '@matlang/link';
import { formatTable } from '../terminal/table.ts';

const megabits = (bitsPerSecond: number): string => `${(bitsPerSecond / 1e6).toFixed(2)} Mbit/s`;

const streamRow = (camera: StatusAnswer['cameras'][number], status: StreamStatus): readonly string[] => {
  const { measured } = status;
  return [
    camera.name,
    status.stream,
    status.failure === null ? status.message.en : `${status.message.en}: ${status.failure.tryThis.en}`,
    measured?.codec ?? '',
    measured?.widthPixels == null ? '' : `${measured.widthPixels}x${measured.heightPixels}`,
    measured === null ? '' : measured.framesPerSecond.toFixed(1),
    measured === null ? '' : megabits(measured.bitsPerSecond),
    measured?.gopMs == null ? '' : `${(measured.gopMs / 1000).toFixed(1)} s`,
    measured?.clockOffsetMs == null ? '' : `${(measured.clockOffsetMs / 1000).toFixed(1)} s`,
    camera.id,
  ];
};

const LIST_HEAD = ['camera', 'stream', 'state', 'codec', 'size', 'fps', 'bit rate', 'GOP', 'clock off', 'id'];

/** @param document the answer of GET /status. @returns a table, a line a stream. */
export const formatCameraList = (document: unknown): string => {
  const { cameras } = statusSchema.parse(document);
  if (cameras.length === 0) return 'No camera yet. Add one: matlang camera add --name NAME --main rtsp://…';
  return formatTable(
    LIST_HEAD,
    cameras.flatMap((camera) => camera.streams.map((stream) => streamRow(camera, stream))),
  );
};

const mediaSentence = (media: ProbedMedia): string => {
  const facts = [
    media.codecString ?? media.encodingName,
    media.widthPixels === null ? null : `${media.widthPixels}x${media.heightPixels}`,
    media.sampleRateHz === null ? null : `${media.sampleRateHz} Hz`,
    media.framesPerSecond === null ? null : `${media.framesPerSecond.toFixed(1)} pictures a second`,
    megabits(media.bitsPerSecond),
    media.gopMs === null
      ? null
      : `a key frame every ${(media.gopMs / 1000).toFixed(1)} s (${media.gopFrames} pictures)`,
    media.lostPackets === 0
      ? null
      : `${media.lostPackets} of ${media.receivedPackets + media.lostPackets} packets lost`,
  ];
  return `  ${media.kind}: ${facts.filter((fact) => fact !== null).join(', ')}`;
};

/** @returns what a camera offers in plain words. */
export const formatProbeReport = (report: ProbeReport): string => {
  if (report.failure !== null) {
    const text = STREAM_FAILURE_TEXTS[report.failure.code];
    const detail = report.failure.detail === undefined ? '' : ` (${report.failure.detail})`;
    const server = report.server === null ? '' : `\nThe camera calls itself: ${report.server}`;
    return `Failed while ${report.failure.step}: ${text.what.en}${detail}${server}\nTry: ${text.tryThis.en}`;
  }
  const clock =
    report.cameraClockOffsetMs === null
      ? 'not told by the camera'
      : `${(report.cameraClockOffsetMs / 1000).toFixed(2)} s against this machine`;
  return [
    `It works: ${report.transport ?? ''}, sign-in ${report.authentication ?? 'none'}${report.server === null ? '' : `, ${report.server}`}`,
    ...report.media.map(mediaSentence),
    `  clock: ${clock}`,
    ...(report.findings.length === 0 ? ['Nothing unusual.'] : ['Worth knowing:']),
    ...report.findings.map((finding) => `  - ${PROBE_FINDING_TEXTS[finding].en}`),
  ].join('\n');
};
