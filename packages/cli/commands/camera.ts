/** `matlang camera add|list|probe|remove`: the cameras of a site from a terminal. */
import { type CameraAnswer, cameraListSchema } from '@matlang/contract';
import { parseRtspUrl } from '@matlang/media/rtsp';
import { Command, Option } from 'commander';
import { type CameraAddOptions, cameraAddRequest } from '../cameras/camera-add-request.ts';
import { formatCameraList } from '../cameras/camera-list.ts';
import { describeProbe } from '../cameras/probe-report.ts';
import { CommandFailure, EXIT_CODES } from '../exit-code.ts';
import { filled, type Say } from '../language/say.ts';
import { day } from '../language/site-time.ts';
import { findCamera, unknown, withoutDiacritics } from '../site/find-camera.ts';
import type { SiteClient } from '../site/site-client.ts';
import { withSite } from '../site/with-site.ts';
import { askLine } from '../terminal/ask-line.ts';
import { CAMERA_TEXTS as TEXTS, URL_PROBLEM_TEXTS } from '../texts/camera-texts.ts';
import { OPTION_TEXTS } from '../texts/option-texts.ts';
import { readPasswordFile } from './password-file.ts';
import { dataDirectory, dataHint, dataOption, jsonOption } from './shared-options.ts';
import { wholeNumber } from './whole-number-argument.ts';

/** As the laws of a camera have it. */
const MAX_RETENTION_DAYS = 3650;
/** What the recorder measures at most: a GOP of a minute is seen whole. */
const MAX_PROBE_SECONDS = 60;
const DAY_MS = 86_400_000;

const print = (json: boolean | undefined, document: unknown, text: () => string): void => {
  process.stdout.write(json === true ? `${JSON.stringify(document)}\n` : `${text()}\n`);
};

const knownCameras = async (site: SiteClient): Promise<readonly CameraAnswer[]> =>
  cameraListSchema.parse(await site.call('GET', '/api/v1/cameras')).cameras;

/** The verb with its sub-verbs. */
export const cameraCommand = (say: Say): Command =>
  new Command('camera')
    .description(say(TEXTS.description))
    .addCommand(addCommand(say))
    .addCommand(listCommand(say))
    .addCommand(probeCommand(say))
    .addCommand(removeCommand(say));

const transportOption = (say: Say): Option =>
  new Option(`--transport <${say(OPTION_TEXTS.kindWord)}>`, say(TEXTS.transport)).choices(['tcp', 'udp']);

const addCommand = (say: Say): Command =>
  new Command('add')
    .description(say(TEXTS.addDescription))
    .requiredOption(`--name <${say(OPTION_TEXTS.textWord)}>`, say(TEXTS.name))
    .requiredOption(`--main <${say(OPTION_TEXTS.urlWord)}>`, say(TEXTS.main))
    .option(`--sub <${say(OPTION_TEXTS.urlWord)}>`, say(TEXTS.sub))
    .option(`--username <${say(OPTION_TEXTS.textWord)}>`, say(TEXTS.username))
    .option(`--password-file <${say(OPTION_TEXTS.fileWord)}>`, say(TEXTS.passwordFile))
    .addOption(transportOption(say))
    .addOption(
      new Option(`--record <${say(TEXTS.recordWord)}>`, say(TEXTS.record)).choices([
        'main',
        'both',
        'sub',
        'none',
      ]),
    )
    .option(`--audio-reason <${say(OPTION_TEXTS.textWord)}>`, say(TEXTS.audioReason))
    .option(
      `--retention-days <${say(OPTION_TEXTS.numberWord)}>`,
      say(TEXTS.retentionDays),
      wholeNumber('--retention-days', 1, MAX_RETENTION_DAYS),
    )
    .addOption(dataOption(say))
    .addOption(jsonOption(say))
    .action(async (options: CameraAddOptions & { data: string; json?: boolean }) => {
      const request = cameraAddRequest(options);
      const { camera, runs } = await withSite(dataDirectory(options), async (site) => {
        refuseTakenName(options.name, await knownCameras(site));
        return { camera: await site.call('POST', '/api/v1/cameras', request), runs: site.siteRuns };
      });
      print(options.json, camera, () =>
        say(filled(runs ? TEXTS.added : TEXTS.addedStopped, { name: options.name, data: dataHint(options) })),
      );
      warnOfPassword(say, options.json, options.main, options.sub ?? '');
    });

/** Whoever types a password into a line leaves it in files and lists that others read. */
const warnOfPassword = (say: Say, json: boolean | undefined, ...urls: readonly string[]): void => {
  const hasPassword = urls.some((url) => {
    const address = parseRtspUrl(url);
    return typeof address !== 'string' && (address.password ?? '') !== '';
  });
  if (hasPassword && json !== true) process.stderr.write(`${say(TEXTS.passwordInAddress)}\n`);
};

/** Two cameras whose names differ by a mark or a capital would be mixed up by people, and by whoever types a name. */
const refuseTakenName = (name: string, cameras: readonly { id: string; name: string }[]): void => {
  const taken = cameras.find((camera) => withoutDiacritics(camera.name) === withoutDiacritics(name));
  if (taken !== undefined) {
    const { id } = taken;
    throw new CommandFailure(EXIT_CODES.failed, filled(TEXTS.nameTaken, { name: taken.name, id }));
  }
};

const listCommand = (say: Say): Command =>
  new Command('list')
    .description(say(TEXTS.listDescription))
    .option('--ids', say(TEXTS.ids))
    .addOption(dataOption(say))
    .addOption(jsonOption(say))
    .action(async (options: { data: string; ids?: boolean; json?: boolean }) => {
      await withSite(dataDirectory(options), async (site) => {
        const status = await site.call('GET', '/api/v1/status');
        print(options.json, status, () =>
          formatCameraList(say, status, {
            runs: site.siteRuns,
            dataHint: dataHint(options),
            ids: options.ids === true,
          }),
        );
      });
    });

interface ProbeCommandOptions {
  readonly username?: string;
  readonly passwordFile?: string;
  readonly transport: 'tcp' | 'udp';
  readonly seconds: number;
  readonly json?: boolean;
}

const probeCommand = (say: Say): Command =>
  new Command('probe')
    .description(say(TEXTS.probeDescription))
    .argument(`<${say(OPTION_TEXTS.urlWord)}>`, say(TEXTS.url))
    .option(`--username <${say(OPTION_TEXTS.textWord)}>`, say(TEXTS.username))
    .option(`--password-file <${say(OPTION_TEXTS.fileWord)}>`, say(TEXTS.passwordFile))
    .addOption(transportOption(say).default('tcp'))
    .option(
      `--seconds <${say(OPTION_TEXTS.numberWord)}>`,
      say(TEXTS.seconds),
      wholeNumber('--seconds', 1, MAX_PROBE_SECONDS),
      6,
    )
    .addOption(jsonOption(say))
    .action(async (url: string, options: ProbeCommandOptions) => {
      const address = parseRtspUrl(url);
      if (typeof address === 'string') throw new CommandFailure(EXIT_CODES.usage, URL_PROBLEM_TEXTS[address]);
      const username = options.username ?? address.username ?? undefined;
      const password =
        options.passwordFile === undefined
          ? (address.password ?? '')
          : readPasswordFile(options.passwordFile);
      const { machineClocks, probeCamera, ReadPacer, SiteClock } = await import('@matlang/recorder');
      const siteClock = new SiteClock(machineClocks);
      const report = await probeCamera({
        url: address.withoutCredentials,
        credentials: username === undefined ? null : { username, password },
        transport: options.transport,
        measureMs: options.seconds * 1000,
        siteClock,
        pacer: new ReadPacer(() => siteClock.monotonicMs(), false),
        log: (event, details) => process.stderr.write(`${JSON.stringify({ event, ...details })}\n`),
      });
      print(options.json, report, () => say(describeProbe(report)));
      warnOfPassword(say, options.json, url);
      if (report.failure !== null) process.exitCode = EXIT_CODES.failed;
    });

const removeCommand = (say: Say): Command =>
  new Command('remove')
    .description(say(TEXTS.removeDescription))
    .argument(`<${say(TEXTS.cameraWord)}>`, say(TEXTS.camera))
    .addOption(
      new Option(`--footage <${say(TEXTS.footageWord)}>`, say(TEXTS.footage))
        .choices(['keep', 'delete'])
        .default('keep'),
    )
    .option('--yes', say(TEXTS.yes))
    .addOption(dataOption(say))
    .addOption(jsonOption(say))
    .action((asked: string, options: RemoveCommandOptions) => removeCamera(say, asked, options));

interface RemoveCommandOptions {
  readonly footage: 'keep' | 'delete';
  readonly yes?: boolean;
  readonly data: string;
  readonly json?: boolean;
}

const removeCamera = async (say: Say, asked: string, options: RemoveCommandOptions): Promise<void> => {
  const deletes = options.footage === 'delete';
  if (deletes && options.yes !== true && !process.stdin.isTTY)
    throw new CommandFailure(EXIT_CODES.usage, TEXTS.deleteNeedsYes);
  await withSite(dataDirectory(options), async (site) => {
    const cameras = await knownCameras(site);
    const found = findCamera(cameras, asked);
    // An id that is not among them may be of a removed camera whose footage is to be deleted.
    const { id, name } = found ?? { id: asked.toLowerCase(), name: asked };
    if (deletes && options.yes !== true) await confirmDeletion(say, name);
    const path = `/api/v1/cameras/${id}?footage=${options.footage}`;
    const answer = await site.call('DELETE', path).catch((error: unknown) => {
      throw error instanceof CommandFailure && error.exitCode === EXIT_CODES.notFound
        ? unknown(asked, cameras)
        : error;
    });
    const days = found?.retentionDays ?? 0;
    const until = day(Date.now() + days * DAY_MS);
    print(options.json, answer, () =>
      say(
        deletes
          ? filled(TEXTS.removedDeleting, { name })
          : filled(TEXTS.removedKeeping, { name, days, until }),
      ),
    );
  });
};

/** Its name has to be typed: what is deleted can't be had back, and Enter is pressed by habit. */
const confirmDeletion = async (say: Say, name: string): Promise<void> => {
  const typed = await askLine(say(filled(TEXTS.deleteAsked, { name })));
  if (withoutDiacritics(typed ?? '') !== withoutDiacritics(name))
    throw new CommandFailure(EXIT_CODES.failed, TEXTS.deleteNotConfirmed);
};
