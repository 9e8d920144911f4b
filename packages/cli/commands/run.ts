/** `matlang run`: a site, until it is told to stop. In a terminal it speaks in sentences, for a service manager in lines of JSON. */
import { join } from 'node:path';
import type { Bilingual } from '@matlang/contract';
import { Command } from 'commander';
import { failureOf } from '../command-line/failure-of.ts';
import { TriedCameras } from '../demo/tried-cameras.ts';
import { CommandFailure, EXIT_CODES } from '../exit-code.ts';
import { filled, type Say } from '../language/say.ts';
import { clock } from '../language/site-time.ts';
import { SiteChanges } from '../run/site-changes.ts';
import { openLogFile } from '../site/log-file.ts';
import { refuseSecondSite } from '../site/refuse-second-site.ts';
import { requireSite, requireSiteFolder } from '../site/site-folder.ts';
import { StatusPoll } from '../site/status-poll.ts';
import { SiteProcesses } from '../supervisor/site-processes.ts';
import { untilStopped } from '../terminal/until-stopped.ts';
import { DEMO_TEXTS } from '../texts/demo-texts.ts';
import { OPTION_TEXTS } from '../texts/option-texts.ts';
import { RUN_TEXTS as TEXTS } from '../texts/run-texts.ts';
import { addNetworkOptions, type NetworkOptions, networkArgsOf, networkLines } from './network-options.ts';
import { dataDirectory, dataHint, dataOption } from './shared-options.ts';
import { parsePort } from './whole-number-argument.ts';

interface RunOptions extends NetworkOptions {
  readonly data: string;
  readonly port?: number;
  readonly json?: boolean;
}

/** The verb with its options. */
export const runCommand = (say: Say): Command =>
  addNetworkOptions(
    new Command('run')
      .description(say(TEXTS.description))
      .addOption(dataOption(say))
      .option(`--port <${say(OPTION_TEXTS.numberWord)}>`, say(OPTION_TEXTS.port), parsePort),
    say,
  )
    .option('--json', say(TEXTS.json))
    .action((options: RunOptions) => runSite(say, options));

const runSite = async (say: Say, options: RunOptions): Promise<void> => {
  const directory = dataDirectory(options);
  const networkArgs = networkArgsOf(options);
  requireSite(directory);
  requireSiteFolder(directory);
  await refuseSecondSite(directory);
  const inTerminal = process.stderr.isTTY && options.json !== true;
  const tell = (text: Bilingual): void => {
    process.stderr.write(inTerminal ? `${clock(Date.now())} ${say(text)}\n` : `${say(text)}\n`);
  };
  const changes = new SiteChanges(dataHint(options));
  const poll = new StatusPoll(directory, (status) => changes.look(status).forEach(tell));
  let stopping = false;
  let giveUp: (reason: Bilingual) => void = () => {};
  const givenUp = new Promise<Bilingual>((resolve) => {
    giveUp = resolve;
  });
  const tried = new TriedCameras(directory, (error) =>
    tell(filled(DEMO_TEXTS.camerasNotAdded, { why: failureOf(error).text })),
  );
  const site = new SiteProcesses({
    dataDirectory: directory,
    port: options.port ?? null,
    networkArgs,
    onNetwork: (notice) => {
      if (inTerminal && !stopping) networkLines(notice).forEach(tell);
    },
    logOf: (role) => (inTerminal ? openLogFile(directory, role) : process.stderr),
    onAddress: (url, setUpCode) => {
      process.stdout.write(`Mắt Làng: ${url}\n`);
      // To a terminal, and to no log.
      if (setUpCode !== null && process.stdout.isTTY)
        process.stdout.write(`${say(filled(TEXTS.setUp, { url, code: setUpCode }))}\n`);
      if (inTerminal) poll.start(url);
      tried.serverAnswers(url);
    },
    onSimulatedCamerasWished: () => tried.wish(),
    onEnd: (role, how, final) => {
      if (!inTerminal)
        process.stderr.write(`${JSON.stringify({ role: 'supervisor', ended: role, how: how.en, final })}\n`);
      // What ends because it was told to is no news.
      if (stopping) return;
      // Recording outranks the page: only a recorder that can't go on ends the site.
      if (final && role === 'server') tell(pageAway(how, options.port));
      else if (final && role === 'analyst') tell(filled(TEXTS.analystAway, { how }));
      else if (final) giveUp(filled(TEXTS.gaveUp, { role: TEXTS[role], how }));
      else if (inTerminal) tell(filled(TEXTS.processEnded, { role: TEXTS[role], how }));
    },
  });
  if (inTerminal) tell(filled(TEXTS.started, { log: join(directory, 'log') }));
  site.start();
  const reason = await Promise.race([untilStopped().then(() => null), givenUp]);
  stopping = true;
  poll.stop();
  if (inTerminal && reason === null) tell(TEXTS.ending);
  await site.stop();
  await tried.stop();
  if (reason !== null) throw new CommandFailure(EXIT_CODES.busy, reason);
  if (inTerminal) tell(TEXTS.ended);
};

const pageAway = (how: Bilingual, port: number | undefined): Bilingual =>
  port === undefined ? filled(TEXTS.pageAway, { how }) : filled(TEXTS.pageAwayPort, { how, port });
