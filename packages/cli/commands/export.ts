/** `matlang export`: a span of a camera as an MP4 file, from the archive alone; the site need not run. */
import {
  ArchiveReadError,
  type ArchiveReader,
  type ExportPart,
  type ExportPlan,
  explainMissing,
  openArchiveReader,
} from '@matlang/archive/reading';
import type { Bilingual } from '@matlang/contract';
import { Command, Option } from 'commander';
import { CommandFailure, EXIT_CODES } from '../exit-code.ts';
import { type AskedSpan, askedSpan, type SpanOptions } from '../export/asked-span.ts';
import { auditExport } from '../export/audit-export.ts';
import { causeText, explainGaps, type GapKnowledge, type MissingSpan } from '../export/explain-gaps.ts';
import { outputNames, requireFreeNames, writePart } from '../export/output-file.ts';
import { bytes, duration } from '../language/figures.ts';
import { filled, joined, type Say } from '../language/say.ts';
import { clock, exactSpan, span } from '../language/site-time.ts';
import { findCamera } from '../site/find-camera.ts';
import { neverRecorded } from '../site/never-recorded.ts';
import { readRecorderConfiguration, volumesOf } from '../site/recorder-configuration-file.ts';
import { CAMERA_TEXTS } from '../texts/camera-texts.ts';
import { EXPORT_TEXTS as TEXTS } from '../texts/export-texts.ts';
import { OPTION_TEXTS } from '../texts/option-texts.ts';
import { dataDirectory, dataHint, dataOption, jsonOption } from './shared-options.ts';

interface ExportOptions extends SpanOptions {
  readonly data: string;
  readonly output: string;
  readonly overwrite?: boolean;
  readonly stream: 'main' | 'sub' | 'audio';
  readonly audio?: boolean;
  readonly purpose: string;
  readonly json?: boolean;
}

/** More are in --json. */
const SHOWN_GAPS = 20;
/** As in the API. */
const MAX_PURPOSE_CHARACTERS = 200;

/** The verb with its options. */
export const exportCommand = (say: Say): Command =>
  new Command('export')
    .description(say(TEXTS.description))
    .argument(`<${say(CAMERA_TEXTS.cameraWord)}>`, say(TEXTS.camera))
    .option(`--from <${say(TEXTS.instantWord)}>`, say(TEXTS.from))
    .option(`--to <${say(TEXTS.instantWord)}>`, say(TEXTS.to))
    .option(`--last <${say(TEXTS.lastWord)}>`, say(TEXTS.last))
    .requiredOption(`-o, --output <${say(OPTION_TEXTS.fileWord)}>`, say(TEXTS.output))
    .option('--overwrite', say(TEXTS.overwrite))
    .addOption(
      new Option(`--stream <${say(OPTION_TEXTS.kindWord)}>`, say(TEXTS.stream))
        .choices(['main', 'sub', 'audio'])
        .default('main'),
    )
    .option('--audio', say(TEXTS.audio))
    .addOption(
      new Option(`--purpose <${say(OPTION_TEXTS.textWord)}>`, say(TEXTS.purpose)).default(
        'unstated',
        say(TEXTS.purposeUnstated),
      ),
    )
    .addOption(dataOption(say))
    .addOption(jsonOption(say))
    .action((camera: string, options: ExportOptions) => exportFootage(say, camera, options));

const exportFootage = async (say: Say, asked: string, options: ExportOptions): Promise<void> => {
  const nowUnixMs = Date.now();
  const wanted = askedSpan(options, nowUnixMs);
  if (options.purpose.trim() === '' || options.purpose.length > MAX_PURPOSE_CHARACTERS)
    throw new CommandFailure(
      EXIT_CODES.usage,
      filled(TEXTS.purposeInvalid, { most: MAX_PURPOSE_CHARACTERS }),
    );
  const directory = dataDirectory(options);
  const configuration = readRecorderConfiguration(directory);
  // A removed camera is known by its id alone: its footage may still be there.
  const camera = findCamera(configuration.cameras, asked) ?? { id: asked.toLowerCase(), name: asked };
  const volumes = volumesOf(directory, configuration);
  if (neverRecorded(directory, volumes))
    throw new CommandFailure(EXIT_CODES.notFound, filled(TEXTS.neverRecorded, { data: dataHint(options) }));
  requireFreeNames([options.output], options.overwrite === true);
  const note = (text: Bilingual): void => {
    if (options.json !== true) process.stderr.write(`${say(text)}\n`);
  };
  note(filled(TEXTS.spanUnderstood, { span: span(wanted.fromUnixMs, wanted.toUnixMs) }));
  if (wanted.cutAtNow) note(filled(TEXTS.futureCut, { now: clock(nowUnixMs) }));
  const reader = openArchiveReader({ volumes });
  try {
    const { plan, known, missingPaths } = await planOf(reader, camera, options, wanted, nowUnixMs);
    const names = outputNames(options.output, plan.parts.length);
    requireFreeNames(names, options.overwrite === true);
    const unaudited = await auditExport({
      dataDirectory: directory,
      cameraId: camera.id,
      stream: options.stream,
      withAudio: options.audio === true,
      purpose: options.purpose,
      parts: plan.parts,
    });
    if (unaudited !== null) note(filled(TEXTS.notAudited, { why: unaudited }));
    const files: WrittenFile[] = [];
    for (const [index, part] of plan.parts.entries()) {
      const file = names[index] ?? options.output;
      await writePart(reader, part, file, say);
      const { totalBytes, spans } = part;
      files.push({ file, totalBytes, spans, gaps: explainGaps(part.gaps, known) });
    }
    const lacks =
      missingPaths !== '' && files.some(({ gaps }) => gaps.some(({ cause }) => cause === 'volume-missing'));
    process.stdout.write(
      options.json === true
        ? `${JSON.stringify({ files, audited: unaudited === null })}\n`
        : `${say(joined(files.map(describeFile), '\n'))}\n`,
    );
    if (lacks)
      throw new CommandFailure(EXIT_CODES.failed, filled(TEXTS.volumeMissingPartly, { paths: missingPaths }));
  } catch (error) {
    throw error instanceof ArchiveReadError ? readFailure(error, dataHint(options)) : error;
  } finally {
    reader.close();
  }
};

interface Planned {
  readonly plan: ExportPlan;
  readonly known: GapKnowledge;
  /** Of volumes that can't be looked at; empty when all can. */
  readonly missingPaths: string;
}

/** @throws CommandFailure where nothing was recorded, or where that can't be known because a volume is missing. */
const planOf = async (
  reader: ArchiveReader,
  camera: { readonly id: string; readonly name: string },
  options: ExportOptions,
  { fromUnixMs, toUnixMs }: AskedSpan,
  nowUnixMs: number,
): Promise<Planned> => {
  const { streams, volumes } = await reader.streams();
  const missingPaths = volumes
    .filter(({ state }) => state !== 'ready')
    .map(({ path }) => path)
    .join(', ');
  const recorded = streams.find(
    ({ stream }) => stream.cameraId === camera.id && stream.kind === options.stream,
  );
  const known: GapKnowledge = {
    nowUnixMs,
    firstUnixMs: recorded?.firstUnixMs ?? addedUnixMs(camera.id),
    lastUnixMs: recorded?.lastUnixMs ?? null,
    volumesMissing: missingPaths !== '',
  };
  try {
    const plan = await reader.planExport({
      cameraId: camera.id,
      cameraName: camera.name,
      stream: options.stream,
      fromUnixMs,
      toUnixMs,
      withAudio: options.audio === true,
    });
    return { plan, known, missingPaths };
  } catch (error) {
    if (!(error instanceof ArchiveReadError) || error.code !== 'nothing-recorded') throw error;
    if (missingPaths !== '')
      throw new CommandFailure(EXIT_CODES.failed, filled(TEXTS.volumeMissing, { paths: missingPaths }), {
        cause: error,
      });
    const timeline = await reader.timeline({ cameraIds: [camera.id], fromUnixMs, toUnixMs, maxPoints: 0 });
    const ledger = (timeline.cameras[0]?.gaps ?? [])
      .filter(({ stream }) => stream === options.stream)
      .map(({ start, end, cause }) => ({ startUnixMs: start, endUnixMs: end, cause }));
    const gaps = explainGaps(explainMissing({ startUnixMs: fromUnixMs, endUnixMs: toUnixMs }, ledger), known);
    const sentence = filled(TEXTS.nothingRecorded, { camera: camera.name, span: span(fromUnixMs, toUnixMs) });
    throw new CommandFailure(EXIT_CODES.notFound, joined([sentence, ...describeGaps(gaps)], '\n'), {
      cause: error,
    });
  }
};

/** A UUIDv7 begins with the instant it was made: when the camera was added. Null for an id of another kind. */
const addedUnixMs = (id: string): number | null =>
  /^[0-9a-f]{8}-[0-9a-f]{4}-7/.test(id) ? Number.parseInt(id.slice(0, 8) + id.slice(9, 13), 16) : null;

const readFailure = (error: ArchiveReadError, data: string): CommandFailure => {
  const text: Bilingual =
    error.code === 'segment-gone' || error.code === 'segment-changed'
      ? TEXTS.segmentGone
      : error.code === 'too-large'
        ? TEXTS.tooLarge
        : filled(TEXTS.unreadable, { data });
  return new CommandFailure(EXIT_CODES.failed, text, { cause: error });
};

interface WrittenFile {
  readonly file: string;
  readonly totalBytes: number;
  readonly spans: ExportPart['spans'];
  readonly gaps: readonly MissingSpan[];
}

/** It is told in tenths of a second: less would read as none. */
const LEAST_TOLD_PRE_ROLL_MS = 50;

const describeFile = ({ file, totalBytes, spans, gaps }: WrittenFile): Bilingual =>
  joined(
    [
      filled(TEXTS.written, { file, size: bytes(totalBytes) }),
      ...spans.flatMap((shown) => [
        filled(TEXTS.shows, { span: span(shown.startUnixMs, shown.endUnixMs) }),
        ...(shown.hiddenPreRollMs >= LEAST_TOLD_PRE_ROLL_MS
          ? [filled(TEXTS.preRoll, { time: duration(shown.hiddenPreRollMs) })]
          : []),
      ]),
      ...describeGaps(gaps),
    ],
    '\n',
  );

const describeGaps = (gaps: readonly MissingSpan[]): readonly Bilingual[] => [
  ...gaps.slice(0, SHOWN_GAPS).map(({ startUnixMs, endUnixMs, cause }) =>
    filled(TEXTS.missing, {
      span: exactSpan(startUnixMs, endUnixMs),
      time: duration(endUnixMs - startUnixMs),
      cause: causeText(cause),
    }),
  ),
  ...(gaps.length > SHOWN_GAPS ? [filled(TEXTS.missingMore, { count: gaps.length - SHOWN_GAPS })] : []),
];
