/** Reads `<data>/recorder/cameras.json` for commands that work on the archive alone, without a running site. */
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { type RecorderConfiguration, recorderConfigurationSchema } from '@matlang/link';
import { CommandFailure, EXIT_CODES } from '../exit-code.ts';

/** @throws CommandFailure when the folder is no site or its file can't be understood. */
export const readRecorderConfiguration = (dataDirectory: string): RecorderConfiguration => {
  const file = join(dataDirectory, 'recorder', 'cameras.json');
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    throw new CommandFailure(
      EXIT_CODES.notFound,
      `${dataDirectory} is no site yet: ${file} is not there; run \`matlang init\``,
      {
        cause: error,
      },
    );
  }
  let document: unknown;
  try {
    document = JSON.parse(text);
  } catch (error) {
    throw new CommandFailure(EXIT_CODES.failed, `${file} is no JSON document`, { cause: error });
  }
  const parsed = recorderConfigurationSchema.safeParse(document);
  if (!parsed.success)
    throw new CommandFailure(EXIT_CODES.failed, `${file}: ${parsed.error.issues[0]?.message ?? 'invalid'}`);
  return parsed.data;
};

/** The volumes of a site with absolute paths. */
export const volumesOf = (
  dataDirectory: string,
  configuration: RecorderConfiguration,
): readonly { readonly id: string; readonly path: string }[] =>
  configuration.volumes.map(({ id, path }) => ({ id, path: resolve(dataDirectory, path) }));
