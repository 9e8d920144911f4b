/** The status as figures for Prometheus, text format 0.0.4. Names are kept for ever: dashboards hang on them. */
import type { StatusAnswer, StreamStatus, VolumeStatus } from '@matlang/contract';

type Labels = Readonly<Record<string, string>>;

interface Family<Subject> {
  readonly name: string;
  readonly type: 'gauge' | 'counter';
  readonly meaning: string;
  /** Null where it is not known: an absent figure is not zero. */
  readonly value: (subject: Subject) => number | null;
}

const gauge = <Subject>(name: string, meaning: string, value: Family<Subject>['value']): Family<Subject> => ({
  name,
  type: 'gauge',
  meaning,
  value,
});
const counter = <Subject>(
  name: string,
  meaning: string,
  value: Family<Subject>['value'],
): Family<Subject> => ({ name, type: 'counter', meaning, value });

const SITE_FAMILIES: readonly Family<StatusAnswer>[] = [
  gauge('matlang_recorder_connected', '1 while the recorder answers', ({ processes }) =>
    Number(processes.recorder.state === 'running'),
  ),
  gauge('matlang_analyst_connected', '1 while the analyst answers', ({ processes }) =>
    Number(processes.analyst.state === 'running'),
  ),
  gauge(
    'matlang_server_resident_bytes',
    'Memory of the server',
    ({ processes }) => processes.server.memoryBytes,
  ),
];

const STREAM_FAMILIES: readonly Family<StreamStatus>[] = [
  gauge('matlang_stream_receiving', '1 while something comes in', ({ state }) =>
    Number(state === 'receiving'),
  ),
  gauge('matlang_stream_failed', '1 while the stream is failed', ({ state }) => Number(state === 'failed')),
  gauge('matlang_stream_recording', '1 while it is written', ({ measured }) => flag(measured?.recording)),
  gauge('matlang_stream_frames_per_second', 'Over 10 s', ({ measured }) => measured?.framesPerSecond ?? null),
  gauge('matlang_stream_bits_per_second', 'Over 10 s', ({ measured }) => measured?.bitsPerSecond ?? null),
  gauge('matlang_stream_gop_seconds', 'Of the last whole GOP', ({ measured }) => seconds(measured?.gopMs)),
  gauge('matlang_stream_clock_offset_seconds', 'Camera clock minus site clock', ({ measured }) =>
    seconds(measured?.clockOffsetMs),
  ),
  gauge('matlang_stream_last_fragment_timestamp_seconds', 'Site time of the newest unit', ({ measured }) =>
    seconds(measured?.lastFragmentAt),
  ),
  counter(
    'matlang_stream_reconnections_total',
    'Since the recorder started',
    ({ measured }) => measured?.reconnections ?? null,
  ),
  counter(
    'matlang_stream_received_bytes_total',
    'Since the recorder started',
    ({ measured }) => measured?.receivedBytes ?? null,
  ),
  counter(
    'matlang_stream_lost_packets_total',
    'Since the recorder started',
    ({ measured }) => measured?.lostPackets ?? null,
  ),
  counter(
    'matlang_stream_damaged_units_total',
    'Since the recorder started',
    ({ measured }) => measured?.damagedUnits ?? null,
  ),
  counter(
    'matlang_stream_foreign_packets_total',
    'Left out since the recorder started',
    ({ measured }) => measured?.foreignPackets ?? null,
  ),
  counter(
    'matlang_stream_faults_total',
    'Tolerated faults of the camera since the recorder started',
    ({ measured }) => measured?.faults.reduce((sum, { count }) => sum + count, 0) ?? null,
  ),
];

const VOLUME_FAMILIES: readonly Family<VolumeStatus>[] = [
  gauge('matlang_volume_total_bytes', 'Size of the volume', ({ totalBytes }) => totalBytes),
  gauge('matlang_volume_free_bytes', 'Free on the volume', ({ freeBytes }) => freeBytes),
  gauge('matlang_volume_archive_bytes', 'Recordings on the volume', ({ archiveBytes }) => archiveBytes),
  gauge('matlang_volume_held_bytes', 'Kept from retention', ({ heldBytes }) => heldBytes),
  gauge('matlang_volume_queued_bytes', 'Waiting to be written', ({ queuedBytes }) => queuedBytes),
  gauge('matlang_volume_recording', '1 while it takes recordings', ({ state }) =>
    state === 'unknown' ? null : Number(state === 'recording'),
  ),
];

/** The whole page. */
export function metricsText(status: StatusAnswer): string {
  const streams = status.cameras.flatMap((camera) =>
    camera.streams.map(
      (stream) => [{ camera: camera.id, name: camera.name, stream: stream.stream }, stream] as const,
    ),
  );
  const volumes = status.volumes.map((volume) => [{ volume: volume.id }, volume] as const);
  return [
    ...SITE_FAMILIES.map((family) => familyText(family, [[{}, status]])),
    ...STREAM_FAMILIES.map((family) => familyText(family, streams)),
    ...VOLUME_FAMILIES.map((family) => familyText(family, volumes)),
  ].join('');
}

function familyText<Subject>(
  { name, type, meaning, value }: Family<Subject>,
  subjects: readonly (readonly [Labels, Subject])[],
): string {
  const lines = subjects.flatMap(([labels, subject]) => {
    const figure = value(subject);
    return figure === null ? [] : [`${name}${labelText(labels)} ${figure}`];
  });
  return lines.length === 0 ? '' : `# HELP ${name} ${meaning}\n# TYPE ${name} ${type}\n${lines.join('\n')}\n`;
}

function seconds(milliseconds: number | null | undefined): number | null {
  return milliseconds == null ? null : milliseconds / 1000;
}

function flag(value: boolean | undefined): number | null {
  return value === undefined ? null : Number(value);
}

function labelText(labels: Labels): string {
  const pairs = Object.entries(labels).map(([name, value]) => `${name}="${escapeLabel(value)}"`);
  return pairs.length === 0 ? '' : `{${pairs.join(',')}}`;
}

function escapeLabel(value: string): string {
  return value
    .replaceAll('\\', String.raw`\\`)
    .replaceAll('"', String.raw`\"`)
    .replaceAll('\n', String.raw`\n`);
}
