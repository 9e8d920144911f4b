/** `matlang camera add|list|probe|remove`: the cameras of a site from a terminal. */
import { type Bilingual, cameraListSchema } from '@matlang/contract';
import { parseRtspUrl } from '@matlang/media/rtsp';
import { Command, Option } from 'commander';
import { type CameraAddOptions, cameraAddRequest } from '../cameras/camera-add-request.ts';
import { formatCameraList } from '../cameras/camera-list.ts';
import { describeProbe } from '../cameras/probe-report.ts';
import { CommandFailure, EXIT_CODES } from '../exit-code.ts';
import { filled, type Say } from '../language/say.ts';
import { findCamera, unknown, withoutDiacritics } from '../site/find-camera.ts';
import type { SiteClient } from '../site/site-client.ts';
import { withSite } from '../site/with-site.ts';
import { CAMERA_TEXTS as TEXTS, URL_PROBLEM_TEXTS } from '../texts/camera-texts.ts';
import { OPTION_TEXTS } from '../texts/option-texts.ts';
import { readPasswordFile } from './password-file.ts';
import { dataDirectory, dataHint, dataOption, jsonOption } from './shared-options.ts';
import { wholeNumber } from './whole-number-argument.ts';

/** As the laws of a camera have it. */
const MAX_RETENTION_DAYS = 3650;
/** What the recorder measures at most: a GOP of a minute is seen whole. */
const MAX_PROBE_SECONDS = 60;

const print = (json: boolean | undefined, document: unknown, text: () => string): void => {
  process.stdout.write(json === true ? `${JSON.stringify(document)}\n` : `${text()}\n`);
};

const knownCameras = async (site: SiteClient): Promise<readonly { id: string; name: string }[]> =>
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
      const camera = await withSite(dataDirectory(options), async (site) => {
        refuseTakenName(options.name, await knownCameras(site));
        return await site.call('POST', '/api/v1/cameras', request);
      });
      print(options.json, camera, () => say(filled(TEXTS.added, { name: options.name, data: options.data })));
    });

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
    .addOption(dataOption(say))
    .addOption(jsonOption(say))
    .action(async (options: { data: string; json?: boolean }) => {
      await withSite(dataDirectory(options), async (site) => {
        const status = await site.call('GET', '/api/v1/status');
        print(options.json, status, () =>
          formatCameraList(say, status, { runs: site.siteRuns, dataHint: dataHint(options) }),
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
      const { machineClocks, probeCamera, SiteClock } = await import('@matlang/recorder');
      const report = await probeCamera({
        url: address.withoutCredentials,
        credentials: username === undefined ? null : { username, password },
        transport: options.transport,
        measureMs: options.seconds * 1000,
        siteClock: new SiteClock(machineClocks),
      });
      print(options.json, report, () => say(describeProbe(report)));
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
    .addOption(dataOption(say))
    .addOption(jsonOption(say))
    .action(async (asked: string, options: { footage: string; data: string; json?: boolean }) => {
      await withSite(dataDirectory(options), async (site) => {
        const cameras = await knownCameras(site);
        // An id that is not among them may be of a removed camera whose footage is to be deleted.
        const camera = findCamera(cameras, asked) ?? { id: asked.toLowerCase(), name: asked };
        const path = `/api/v1/cameras/${camera.id}?footage=${options.footage}`;
        const answer = await site.call('DELETE', path).catch((error: unknown) => {
          throw error instanceof CommandFailure && error.exitCode === EXIT_CODES.notFound
            ? unknown(asked, cameras)
            : error;
        });
        const done: Bilingual = filled(
          options.footage === 'delete' ? TEXTS.removedDeleting : TEXTS.removedKeeping,
          { name: camera.name },
        );
        print(options.json, answer, () => say(done));
      });
    });
