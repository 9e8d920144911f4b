/** `matlang rtsp-serve`: files as simulated cameras, for trying things without a camera. */
import { createRtspServe } from '@matlang/simulator';
import { Command, Option } from 'commander';
import { systemFailure } from '../command-line/failure-of.ts';
import { CommandFailure, EXIT_CODES } from '../exit-code.ts';
import { filled, type Say } from '../language/say.ts';
import { untilStopped } from '../terminal/until-stopped.ts';
import { OPTION_TEXTS } from '../texts/option-texts.ts';
import { RTSP_SERVE_TEXTS as TEXTS } from '../texts/rtsp-serve-texts.ts';
import { readPasswordFile } from './password-file.ts';
import { parsePort } from './whole-number-argument.ts';

interface RtspServeOptions {
  readonly port?: number;
  readonly username?: string;
  readonly passwordFile?: string;
  readonly transport: 'any' | 'tcp' | 'udp';
  readonly json?: boolean;
}

/** The verb with its options. */
export const rtspServeCommand = (say: Say): Command =>
  new Command('rtsp-serve')
    .description(say(TEXTS.description))
    .argument(`<${say(TEXTS.filesWord)}...>`, say(TEXTS.files))
    .option(`--port <${say(OPTION_TEXTS.numberWord)}>`, say(TEXTS.port), parsePort)
    .option(`--username <${say(OPTION_TEXTS.textWord)}>`, say(TEXTS.username))
    .option(`--password-file <${say(OPTION_TEXTS.fileWord)}>`, say(TEXTS.passwordFile))
    .addOption(
      new Option(`--transport <${say(OPTION_TEXTS.kindWord)}>`, say(TEXTS.transport))
        .choices(['any', 'tcp', 'udp'])
        .default('any'),
    )
    .option('--json', say(TEXTS.json))
    .action(async (files: string[], options: RtspServeOptions) => {
      const serve = await open(files, options);
      process.stdout.write(
        options.json === true
          ? `${JSON.stringify({ urls: serve.urls })}\n`
          : `${serve.urls.join('\n')}\n${say(TEXTS.ctrlC)}\n`,
      );
      await untilStopped();
      await serve.close();
    });

/** @throws CommandFailure for a file that is missing or can't be played, and for a port that is taken. */
const open = async (
  files: readonly string[],
  options: RtspServeOptions,
): Promise<Awaited<ReturnType<typeof createRtspServe>>> => {
  const password = options.passwordFile === undefined ? '' : readPasswordFile(options.passwordFile);
  try {
    return await createRtspServe(files, {
      transports: options.transport,
      ...(options.port === undefined ? {} : { port: options.port }),
      ...(options.username === undefined ? {} : { authentication: { username: options.username, password } }),
    });
  } catch (error) {
    const en = (error instanceof Error ? error.message : String(error)).replace(/^path: /, '');
    // What is wrong with it is told in English alone; which file it is says enough.
    const detail = { vi: files.find((file) => en.includes(file)) ?? en, en };
    throw (
      systemFailure(error) ??
      new CommandFailure(EXIT_CODES.failed, filled(TEXTS.fileRefused, { detail }), { cause: error })
    );
  }
};
