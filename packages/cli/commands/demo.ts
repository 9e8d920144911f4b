/** `matlang demo`: a site that records nine simulated cameras, to try everything without a camera. */
import { mkdirSync } from 'node:fs';
import { Command } from 'commander';
import { addDemoCameras } from '../demo/add-demo-cameras.ts';
import { startSimulatedCameras } from '../demo/simulated-cameras.ts';
import { StateDisplay } from '../demo/state-display.ts';
import { CommandFailure, EXIT_CODES } from '../exit-code.ts';
import { openLogFile } from '../site/log-file.ts';
import { refuseSecondSite } from '../site/refuse-second-site.ts';
import { SiteClient } from '../site/site-client.ts';
import { SiteProcesses } from '../supervisor/site-processes.ts';
import { untilStopped } from '../terminal/until-stopped.ts';
import { parsePort } from './port-argument.ts';
import { dataDirectory } from './shared-options.ts';

/** The verb with its options. */
export const demoCommand = (): Command =>
  new Command('demo')
    .description('try a site with nine simulated cameras; records them under the data folder until Ctrl-C')
    .option('--data <dir>', 'folder of the demo', 'data/demo')
    .option('--port <n>', 'port of the server on 127.0.0.1 (default: 8080 or the next free one)', parsePort)
    .option('--clips', 'play bundled clips instead of drawing pictures')
    .action(async (options: { data: string; port?: number; clips?: boolean }) => {
      const directory = dataDirectory(options);
      mkdirSync(directory, { recursive: true });
      await refuseSecondSite(directory);
      const out = process.stdout;
      out.write('Mắt Làng demo: nine simulated cameras of a made-up commune. Ctrl-C ends everything.\n');
      const cameras = await startSimulatedCameras({
        clips: options.clips === true,
        log: openLogFile(directory, 'cameras'),
      });
      out.write(`${cameras.kind}\n`);
      const ended = Promise.withResolvers<string>();
      const display = new StateDisplay(out, directory);
      const site = new SiteProcesses({
        dataDirectory: directory,
        port: options.port ?? null,
        logOf: (role) => openLogFile(directory, role),
        onAddress: (url) => {
          void addDemoCameras(new SiteClient(url), cameras.cameras).then(
            () => display.start(url),
            (error: unknown) =>
              ended.resolve(
                `the demo cameras could not be added: ${error instanceof Error ? error.message : String(error)}`,
              ),
          );
        },
        onEnd: (role, how, final) => {
          if (final)
            ended.resolve(
              `${role} ended (${how}) and starting it again can't help; see ${directory}/log/${role}.log`,
            );
        },
      });
      site.start();
      const reason = await Promise.race([untilStopped().then(() => null), ended.promise]);
      display.stop();
      out.write('\nEnding: the recordings are closed …\n');
      await site.stop();
      await cameras.stop();
      if (reason !== null) throw new CommandFailure(EXIT_CODES.busy, reason);
      out.write(
        `Everything is closed. The recordings are in ${directory}/archive; look at them with \`npx matlang check --data ${options.data}\`.\n`,
      );
    });
