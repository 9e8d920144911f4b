/** `matlang export`: a span of a camera as an MP4 file, from the archive alone; the site need not run. */
import { createWriteStream, renameSync, rmSync } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import {
  ArchiveReadError,
  type ArchiveReader,
  type ExportPart,
  openArchiveReader,
} from '@matlang/archive/reading';
import { Command, Option } from 'commander';
import { CommandFailure, EXIT_CODES } from '../exit-code.ts';
import { readRecorderConfiguration, volumesOf } from '../site/recorder-configuration-file.ts';
import { formatBytes } from '../terminal/bytes.ts';
import { ProgressLine } from '../terminal/progress.ts';
import { parseInstant } from './instant-argument.ts';
import { dataDirectory, dataOption, jsonOption } from './shared-options.ts';

interface ExportOptions {
  readonly data: string;
  readonly from: string;
  readonly to: string;
  readonly output: string;
  readonly stream: 'main' | 'sub' | 'audio';
  readonly audio?: boolean;
  readonly json?: boolean;
}

/** The verb with its options. */
export const exportCommand = (): Command =>
  new Command('export')
    .description(
      'copy a span of a camera into an MP4 file: nothing is re-encoded, exactly the asked instants are shown',
    )
    .argument('<camera>', 'id or name of the camera')
    .requiredOption('--from <instant>', 'first instant: 2026-02-15T14:30:00+07:00 or Unix milliseconds')
    .requiredOption('--to <instant>', 'instant after the last')
    .requiredOption(
      '-o, --output <file>',
      'file to write; a span with several formats becomes FILE-2.mp4, FILE-3.mp4 …',
    )
    .addOption(
      new Option('--stream <kind>', 'which stream').choices(['main', 'sub', 'audio']).default('main'),
    )
    .option('--audio', 'with the recorded sound')
    .addOption(dataOption())
    .addOption(jsonOption())
    .action(exportFootage);

const exportFootage = async (camera: string, options: ExportOptions): Promise<void> => {
  const directory = dataDirectory(options);
  const configuration = readRecorderConfiguration(directory);
  const known = configuration.cameras.find(
    ({ id, name }) => id === camera || name.normalize('NFC') === camera.normalize('NFC'),
  );
  if (known === undefined && !/^[0-9a-f-]{36}$/i.test(camera))
    throw new CommandFailure(EXIT_CODES.notFound, `no camera "${camera}"`);
  const reader = openArchiveReader({ volumes: volumesOf(directory, configuration) });
  try {
    const plan = await reader.planExport({
      cameraId: known?.id ?? camera,
      cameraName: known?.name ?? camera,
      stream: options.stream,
      fromUnixMs: parseInstant('--from', options.from),
      toUnixMs: parseInstant('--to', options.to),
      withAudio: options.audio === true,
    });
    const files = [];
    for (const [index, part] of plan.parts.entries()) {
      const file = index === 0 ? options.output : options.output.replace(/(\.[^./]*)?$/, `-${index + 1}$1`);
      await writePart(reader, part, file);
      files.push({ file, totalBytes: part.totalBytes, spans: part.spans, gaps: part.gaps });
    }
    process.stdout.write(
      options.json === true ? `${JSON.stringify({ files })}\n` : `${files.map(describeFile).join('\n')}\n`,
    );
  } catch (error) {
    if (error instanceof ArchiveReadError) {
      throw new CommandFailure(
        error.code === 'nothing-recorded' ? EXIT_CODES.notFound : EXIT_CODES.failed,
        error.message,
        { cause: error },
      );
    }
    throw error;
  } finally {
    reader.close();
  }
};

/** Writes beside the final name and renames when whole: a half-written file never has the name that was asked for. */
const writePart = async (reader: ArchiveReader, part: ExportPart, file: string): Promise<void> => {
  const progress = new ProgressLine(`Exporting ${file}`);
  const partial = `${file}.partial`;
  let doneBytes = 0;
  const counted = async function* (): AsyncGenerator<Uint8Array> {
    for await (const chunk of reader.readExport(part, 0, part.totalBytes)) {
      doneBytes += chunk.length;
      progress.update(doneBytes, part.totalBytes, formatBytes);
      yield chunk;
    }
  };
  try {
    await pipeline(counted, createWriteStream(partial));
    renameSync(partial, file);
  } catch (error) {
    rmSync(partial, { force: true });
    throw error;
  } finally {
    progress.end();
  }
};

const describeFile = (written: {
  readonly file: string;
  readonly totalBytes: number;
  readonly spans: ExportPart['spans'];
  readonly gaps: ExportPart['gaps'];
}): string =>
  [
    `${written.file}: ${formatBytes(written.totalBytes)}`,
    ...written.spans.map(
      (span) =>
        `  shows ${new Date(span.startUnixMs).toISOString()} to ${new Date(span.endUnixMs).toISOString()}` +
        (span.hiddenPreRollMs > 0
          ? `; ${(span.hiddenPreRollMs / 1000).toFixed(1)} s before it are in the file, hidden`
          : ''),
    ),
    ...written.gaps.map(
      (gap) =>
        `  missing ${new Date(gap.startUnixMs).toISOString()} to ${new Date(gap.endUnixMs).toISOString()}`,
    ),
  ].join('\n');
