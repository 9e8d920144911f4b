/** `matlang demo`: a site that records nine simulated cameras, to try everything without a camera. */
import { join } from 'node:path';
import type { Bilingual } from '@matlang/contract';
import { Command } from 'commander';
import { failureOf } from '../command-line/failure-of.ts';
import { addDemoCameras } from '../demo/add-demo-cameras.ts';
import { startSimulatedCameras } from '../demo/simulated-cameras.ts';
import { StateDisplay } from '../demo/state-display.ts';
import { CommandFailure, EXIT_CODES } from '../exit-code.ts';
import { filled, type Say } from '../language/say.ts';
import { openLogFile } from '../site/log-file.ts';
import { refuseSecondSite } from '../site/refuse-second-site.ts';
import { SiteClient } from '../site/site-client.ts';
import { requireSiteFolder } from '../site/site-folder.ts';
import { SiteProcesses } from '../supervisor/site-processes.ts';
import { untilStopped } from '../terminal/until-stopped.ts';
import { DEMO_TEXTS as TEXTS } from '../texts/demo-texts.ts';
import { OPTION_TEXTS } from '../texts/option-texts.ts';
import { RUN_TEXTS } from '../texts/run-texts.ts';
import { dataDirectory } from './shared-options.ts';
import { parsePort } from './whole-number-argument.ts';

interface DemoOptions {
  readonly data: string;
  readonly port?: number;
  readonly clips?: boolean;
}

/** The verb with its options. */
export const demoCommand = (say: Say): Command =>
  new Command('demo')
    .description(say(TEXTS.description))
    .option(`--data <${say(OPTION_TEXTS.folderWord)}>`, say(TEXTS.data), 'data/demo')
    .option(`--port <${say(OPTION_TEXTS.numberWord)}>`, say(OPTION_TEXTS.port), parsePort)
    .option('--clips', say(TEXTS.clips))
    .action((options: DemoOptions) => runDemo(say, options));

const runDemo = async (say: Say, options: DemoOptions): Promise<void> => {
  const directory = dataDirectory(options);
  requireSiteFolder(directory);
  await refuseSecondSite(directory);
  const out = process.stdout;
  const tell = (text: Bilingual): void => void out.write(`${say(text)}\n`);
  tell(TEXTS.greeting);
  const cameras = await startSimulatedCameras({
    clips: options.clips === true,
    log: openLogFile(directory, 'cameras'),
    logPath: join(directory, 'log', 'cameras.log'),
  });
  tell(cameras.kind);
  tell(TEXTS.strip);
  const ended = Promise.withResolvers<Bilingual>();
  const display = new StateDisplay(out, say, options.data);
  const site = new SiteProcesses({
    dataDirectory: directory,
    port: options.port ?? null,
    logOf: (role) => openLogFile(directory, role),
    onAddress: (url) => {
      void addDemoCameras(new SiteClient(url, directory), cameras.cameras).then(
        () => display.start(url),
        (error: unknown) => ended.resolve(filled(TEXTS.camerasNotAdded, { why: failureOf(error).text })),
      );
    },
    // They are there already.
    onSimulatedCamerasWished: null,
    onEnd: (role, how, final) => {
      const log = join(directory, 'log', `${role}.log`);
      if (final) ended.resolve(filled(TEXTS.processGone, { role: RUN_TEXTS[role], how, log }));
    },
  });
  site.start();
  const reason = await Promise.race([untilStopped().then(() => null), ended.promise]);
  display.stop();
  out.write('\n');
  tell(TEXTS.ending);
  await site.stop();
  await cameras.stop();
  if (reason !== null) throw new CommandFailure(EXIT_CODES.busy, reason);
  tell(filled(TEXTS.ended, { archive: join(directory, 'archive'), directory: options.data }));
};
