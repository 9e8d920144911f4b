/** Reads `<data>/recorder/cameras.json` for commands that work on the archive alone, without a running site. */
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { type RecorderConfiguration, recorderConfigurationSchema } from '@matlang/link';
import { CommandFailure, EXIT_CODES } from '../exit-code.ts';
import { filled } from '../language/say.ts';
import { FAILURE_TEXTS } from '../texts/failure-texts.ts';
import { requireSite } from './site-folder.ts';

/** @throws CommandFailure when the folder is no site or its file can't be understood. */
export const readRecorderConfiguration = (dataDirectory: string): RecorderConfiguration => {
  const file = join(dataDirectory, 'recorder', 'cameras.json');
  requireSite(dataDirectory);
  const text = readFileSync(file, 'utf8');
  let document: unknown;
  try {
    document = JSON.parse(text);
  } catch (error) {
    throw new CommandFailure(EXIT_CODES.failed, filled(FAILURE_TEXTS.configurationMalformed, { file }), {
      cause: error,
    });
  }
  const parsed = recorderConfigurationSchema.safeParse(document);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    const detail = `${issue?.path.join('.') ?? ''}: ${issue?.message ?? ''}`;
    throw new CommandFailure(EXIT_CODES.failed, filled(FAILURE_TEXTS.configurationInvalid, { file, detail }));
  }
  return parsed.data;
};

/** The volumes of a site with absolute paths. */
export const volumesOf = (
  dataDirectory: string,
  configuration: RecorderConfiguration,
): readonly { readonly id: string; readonly path: string }[] =>
  configuration.volumes.map(({ id, path }) => ({ id, path: resolve(dataDirectory, path) }));
