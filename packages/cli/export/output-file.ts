/** The files of an export: their names, and writing one so that a half-written file never has the name that was asked for. */
import { createWriteStream, existsSync, renameSync, rmSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { pipeline } from 'node:stream/promises';
import type { ArchiveReader, ExportPart } from '@matlang/archive/reading';
import { CommandFailure, EXIT_CODES } from '../exit-code.ts';
import { bytes, duration } from '../language/figures.ts';
import { filled, type Say } from '../language/say.ts';
import { requireWritableFolder } from '../site/site-folder.ts';
import { ProgressLine } from '../terminal/progress.ts';
import { EXPORT_TEXTS } from '../texts/export-texts.ts';

/** `x.mp4`, `x-2.mp4`, `x-3.mp4` … */
export const outputNames = (output: string, count: number): readonly string[] =>
  Array.from({ length: count }, (_, index) =>
    index === 0 ? output : output.replace(/(\.[^./]*)?$/, `-${index + 1}$1`),
  );

/** @throws CommandFailure for a folder that is missing or refuses, and for a file that is there already. */
export const requireFreeNames = (names: readonly string[], overwrite: boolean): void => {
  const folder = dirname(resolve(names[0] ?? ''));
  if (!existsSync(folder))
    throw new CommandFailure(EXIT_CODES.notFound, filled(EXPORT_TEXTS.outputFolderMissing, { folder }));
  requireWritableFolder(folder);
  const taken = overwrite ? undefined : names.find((name) => existsSync(name));
  if (taken !== undefined)
    throw new CommandFailure(EXIT_CODES.failed, filled(EXPORT_TEXTS.outputExists, { file: taken }));
};

/** Footage shows people: for its owner and group, whatever else the umask takes away. */
const FILE_MODE = 0o640;

/** Writes beside the final name and renames when whole. */
export const writePart = async (
  reader: ArchiveReader,
  part: ExportPart,
  file: string,
  say: Say,
): Promise<void> => {
  const progress = new ProgressLine();
  const partial = `${file}.partial`;
  let doneBytes = 0;
  const describe = ({ percent, leftMs }: { percent: number; leftMs: number | null }): string =>
    say(
      filled(EXPORT_TEXTS.progress, {
        file,
        percent,
        done: bytes(doneBytes),
        all: bytes(part.totalBytes),
        left:
          leftMs === null
            ? ''
            : filled(EXPORT_TEXTS.timeLeft, { time: duration(Math.ceil(leftMs / 1000) * 1000) }),
      }),
    );
  const counted = async function* (): AsyncGenerator<Uint8Array> {
    for await (const chunk of reader.readExport(part, 0, part.totalBytes)) {
      doneBytes += chunk.length;
      progress.update(doneBytes, part.totalBytes, describe);
      yield chunk;
    }
  };
  try {
    // Flushed before it gets its name: a power cut right after must not leave empty evidence under it.
    // One that was left behind would keep the rights it had.
    rmSync(partial, { force: true });
    await pipeline(counted, createWriteStream(partial, { flush: true, mode: FILE_MODE }));
    renameSync(partial, file);
  } catch (error) {
    rmSync(partial, { force: true });
    throw error;
  } finally {
    progress.end();
  }
};
