/** `matlang run`: a site, until it is told to stop. */
import { mkdirSync } from 'node:fs';
import { Command } from 'commander';
import { CommandFailure, EXIT_CODES } from '../exit-code.ts';
import { refuseSecondSite } from '../site/refuse-second-site.ts';
import { SiteProcesses } from '../supervisor/site-processes.ts';
import { untilStopped } from '../terminal/until-stopped.ts';
import { parsePort } from './port-argument.ts';
import { dataDirectory, dataOption } from './shared-options.ts';

/** The verb with its options. */
export const runCommand = (): Command =>
  new Command('run')
    .description('start a site: recorder, server and analyst, kept running until Ctrl-C')
    .addOption(dataOption())
    .option('--port <n>', 'port of the server on 127.0.0.1 (default: 8080 or the next free one)', parsePort)
    .action(async (options: { data: string; port?: number }) => {
      const directory = dataDirectory(options);
      mkdirSync(directory, { recursive: true });
      await refuseSecondSite(directory);
      let giveUp: (reason: string) => void = () => {};
      const givenUp = new Promise<string>((resolve) => {
        giveUp = resolve;
      });
      const site = new SiteProcesses({
        dataDirectory: directory,
        port: options.port ?? null,
        logOf: () => process.stderr,
        onAddress: (url) => process.stdout.write(`Mắt Làng: ${url}\n`),
        onEnd: (role, how, final) => {
          process.stderr.write(`${JSON.stringify({ role: 'supervisor', ended: role, how, final })}\n`);
          if (!final) return;
          // Recording outranks the page: only a recorder that can't go on ends the site.
          if (role === 'server')
            process.stderr.write(
              `the page is not there: the server ended (${how})${options.port === undefined ? '' : `, port ${options.port} may be taken`}; its last lines say why; recording goes on\n`,
            );
          if (role === 'recorder')
            giveUp(`${role} ended (${how}) and starting it again can't help; its last lines say why`);
        },
      });
      site.start();
      const reason = await Promise.race([untilStopped().then(() => null), givenUp]);
      await site.stop();
      if (reason !== null) throw new CommandFailure(EXIT_CODES.busy, reason);
    });
