/** `matlang rtsp-serve`: files as simulated cameras, for trying things without a camera. */
import { createRtspServe } from '@matlang/simulator';
import { Command, Option } from 'commander';
import { untilStopped } from '../terminal/until-stopped.ts';
import { readPasswordFile } from './password-file.ts';
import { parsePort } from './port-argument.ts';

/** The verb with its options. */
export const rtspServeCommand = (): Command =>
  new Command('rtsp-serve')
    .description('play files endlessly as RTSP cameras on 127.0.0.1: MP4, .h264, .h265 and coded sound')
    .argument('<files...>', 'files to play; each becomes /name-of-the-file')
    .option('--port <n>', 'port (default: a free one)', parsePort)
    .option('--username <text>', 'ask for this user (Digest)')
    .option('--password-file <file>', 'file whose first line is the password')
    .addOption(
      new Option('--transport <kind>', 'transports to offer').choices(['any', 'tcp', 'udp']).default('any'),
    )
    .option('--json', 'print the addresses as one JSON document')
    .action(
      async (
        files: string[],
        options: {
          port?: number;
          username?: string;
          passwordFile?: string;
          transport: 'any' | 'tcp' | 'udp';
          json?: boolean;
        },
      ) => {
        const password = options.passwordFile === undefined ? '' : readPasswordFile(options.passwordFile);
        const serve = await createRtspServe(files, {
          transports: options.transport,
          ...(options.port === undefined ? {} : { port: options.port }),
          ...(options.username === undefined
            ? {}
            : { authentication: { username: options.username, password } }),
        });
        process.stdout.write(
          options.json === true
            ? `${JSON.stringify({ urls: serve.urls })}\n`
            : `${serve.urls.join('\n')}\nCtrl-C ends.\n`,
        );
        await untilStopped();
        await serve.close();
      },
    );
