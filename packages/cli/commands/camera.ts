/** `matlang camera add|list|probe|remove`: the cameras of a site from a terminal. */
import { parseRtspUrl } from '@matlang/media/rtsp';
import { Command, Option } from 'commander';
import { CommandFailure, EXIT_CODES } from '../exit-code.ts';
import { withSite } from '../site/site-client.ts';
import { type CameraAddOptions, cameraAddRequest } from './camera-add-request.ts';
import { formatCameraList, formatProbeReport } from './camera-texts.ts';
import { readPasswordFile } from './password-file.ts';
import { dataDirectory, dataOption, jsonOption } from './shared-options.ts';

const print = (json: boolean | undefined, document: unknown, text: () => string): void => {
  process.stdout.write(json === true ? `${JSON.stringify(document)}\n` : `${text()}\n`);
};

/** The verb with its sub-verbs. */
export const cameraCommand = (): Command =>
  new Command('camera')
    .description('add, list, look at and remove cameras')
    .addCommand(addCommand())
    .addCommand(listCommand())
    .addCommand(probeCommand())
    .addCommand(removeCommand());

const addCommand = (): Command =>
  new Command('add')
    .description('add a camera; it is recorded as soon as the site runs')
    .requiredOption('--name <text>', 'name of the camera, e.g. "Cổng chợ"')
    .requiredOption('--main <url>', 'RTSP address of the full-size stream')
    .option('--sub <url>', 'RTSP address of the small stream')
    .option('--username <text>', 'user on the camera')
    .option('--password-file <file>', 'file whose first line is the password; - reads standard input')
    .addOption(new Option('--transport <kind>', 'how media comes').choices(['tcp', 'udp']))
    .addOption(new Option('--record <what>', 'what goes to disk').choices(['main', 'both', 'sub', 'none']))
    .option('--audio-reason <text>', 'record sound, for this reason (off otherwise)')
    .option('--retention-days <n>', 'how long footage is kept', Number)
    .addOption(dataOption())
    .addOption(jsonOption())
    .action(async (options: CameraAddOptions & { data: string; json?: boolean }) => {
      const camera = await withSite(dataDirectory(options), (site) =>
        site.call('POST', '/api/v1/cameras', cameraAddRequest(options)),
      );
      print(options.json, camera, () => `Added. See it with: matlang camera list --data ${options.data}`);
    });

const listCommand = (): Command =>
  new Command('list')
    .description('list the cameras with the state of each stream')
    .addOption(dataOption())
    .addOption(jsonOption())
    .action(async (options: { data: string; json?: boolean }) => {
      const status = await withSite(dataDirectory(options), (site) => site.call('GET', '/api/v1/status'));
      print(options.json, status, () => formatCameraList(status));
    });

const probeCommand = (): Command =>
  new Command('probe')
    .description('look at a camera for some seconds and say what it offers')
    .argument('<url>', 'RTSP address')
    .option('--username <text>', 'user on the camera')
    .option('--password-file <file>', 'file whose first line is the password; - reads standard input')
    .addOption(new Option('--transport <kind>', 'how media comes').choices(['tcp', 'udp']).default('tcp'))
    .option('--seconds <n>', 'how long to measure', Number, 6)
    .addOption(jsonOption())
    .action(
      async (
        url: string,
        options: {
          username?: string;
          passwordFile?: string;
          transport: 'tcp' | 'udp';
          seconds: number;
          json?: boolean;
        },
      ) => {
        const address = parseRtspUrl(url);
        if (typeof address === 'string')
          throw new CommandFailure(EXIT_CODES.usage, `the address is no RTSP address: ${address}`);
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
        print(options.json, report, () => formatProbeReport(report));
        if (report.failure !== null) process.exitCode = 1;
      },
    );

const removeCommand = (): Command =>
  new Command('remove')
    .description('remove a camera; its footage stays until its time is up unless told otherwise')
    .argument('<id>', 'id of the camera, see `matlang camera list`')
    .addOption(
      new Option('--footage <what>', 'what becomes of its recordings')
        .choices(['keep', 'delete'])
        .default('keep'),
    )
    .addOption(dataOption())
    .addOption(jsonOption())
    .action(async (id: string, options: { footage: string; data: string; json?: boolean }) => {
      const path = `/api/v1/cameras/${encodeURIComponent(id)}?footage=${options.footage}`;
      const answer = await withSite(dataDirectory(options), (site) => site.call('DELETE', path));
      print(options.json, answer, () => `Removed; footage: ${options.footage}.`);
    });
