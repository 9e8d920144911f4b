/**
 * The server process: `node packages/server/main.ts --data DIR [--port N] [--socket FILE] [--site-name TEXT]
 * [--volume ID=DIR]...`, and what network-arguments.ts lists. Prints one JSON line with its address when it answers, and another whenever
 * it is reached otherwise from the network; ends when the pipe on standard input closes
 * (the supervisor is gone) or at SIGTERM. The recorder is looked for at `<data>/run/recorder.sock` unless told. Name and
 * volumes count at the first start only.
 */
import { fstatSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { type NetworkNotice, RULE_TEXTS } from '@matlang/contract';
import { checkText, MAX_SITE_NAME_CHARACTERS } from '@matlang/domain';
import { KeyError } from '@matlang/keys';
import { EXIT_DO_NOT_RESTART, WISH_SIMULATED_CAMERAS } from '@matlang/link';
import { composeSite, type SiteServer } from './compose-site.ts';
import { ForeignConfigurationError } from './configuration/adopt-configuration.ts';
import { listen, PortTakenError } from './http/listen.ts';
import { createLog, describeError } from './log/log.ts';
import { NETWORK_ARGUMENTS, readNetworkArguments } from './network/network-arguments.ts';
import type { NetworkOverrides } from './network/network-settings.ts';
import { recorderSocketPath } from './site/recorder-socket-path.ts';
import { type SiteSeed, SYSTEM_CLOCK } from './site/site-context.ts';
import { SchemaTooNewError } from './store/migrate.ts';

const log = createLog((line) => process.stderr.write(line), SYSTEM_CLOCK.nowUnixMs);

/** Where the build lies in a checkout. */
const APPLICATION_DIRECTORY = fileURLToPath(new URL('../web/dist', import.meta.url));

interface Options {
  readonly dataDirectory: string;
  readonly port: number | null;
  readonly recorderSocketPath: string;
  readonly seed: SiteSeed;
  readonly applicationDirectory: string;
  readonly network: NetworkOverrides;
  /** Whoever started this server reads WISH_SIMULATED_CAMERAS from its standard output. */
  readonly offersSimulatedCameras: boolean;
}

/** The command line is wrong: its message is all that a person needs, and starting again can't help. */
class UsageError extends Error {
  override readonly name = 'UsageError';
}

function parseOptions(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      options: {
        data: { type: 'string' },
        port: { type: 'string' },
        socket: { type: 'string' },
        'site-name': { type: 'string' },
        volume: { type: 'string', multiple: true },
        application: { type: 'string' },
        'offer-simulated-cameras': { type: 'boolean' },
        ...NETWORK_ARGUMENTS,
      },
    }).values;
  } catch (cause) {
    throw new UsageError(cause instanceof Error ? cause.message : String(cause), { cause });
  }
}

/** @throws UsageError */
function readOptions(args: readonly string[]): Options {
  const values = parseOptions(args);
  if (values.data === undefined) throw new UsageError('--data DIR is missing: where the site keeps its data');
  if (values.port !== undefined && (!/^\d{1,5}$/.test(values.port) || Number(values.port) > 65_535)) {
    throw new UsageError(`--port ${values.port}: a number from 0 to 65535`);
  }
  const dataDirectory = resolve(values.data);
  return {
    dataDirectory,
    port: values.port === undefined ? null : Number(values.port),
    recorderSocketPath: values.socket ?? recorderSocketPath(dataDirectory),
    seed: readSeed(values['site-name'], values.volume),
    applicationDirectory: resolve(values.application ?? APPLICATION_DIRECTORY),
    offersSimulatedCameras: values['offer-simulated-cameras'] === true,
    network: readNetwork(values),
  };
}

/** @throws UsageError */
function readNetwork(values: Parameters<typeof readNetworkArguments>[0]): NetworkOverrides {
  try {
    return readNetworkArguments(values);
  } catch (cause) {
    throw new UsageError(cause instanceof Error ? cause.message : String(cause), { cause });
  }
}

/** What a site is made with at its first start; one that is there stays as it is. */
function readSeed(name: string | undefined, volumes: readonly string[] | undefined): SiteSeed {
  const checked =
    name === undefined ? null : checkText('--site-name', name, { maxCharacters: MAX_SITE_NAME_CHARACTERS });
  if (checked?.ok === false) throw new UsageError(`--site-name: ${RULE_TEXTS[checked.violation.rule].en}`);
  const named = volumes?.map((volume) => {
    const [, id, path] = /^([a-z0-9][a-z0-9-]{0,63})=(.{1,1024})$/.exec(volume) ?? [];
    if (id === undefined || path === undefined)
      throw new UsageError(`--volume ${volume}: ID=DIRECTORY, the id of a-z, 0-9 and -`);
    return { id, path };
  });
  if (named !== undefined && new Set(named.map(({ id }) => id)).size < named.length) {
    throw new UsageError('--volume: an id occurs twice');
  }
  return {
    ...(checked === null ? {} : { name: checked.value }),
    ...(named === undefined ? {} : { volumes: named }),
  };
}

function readVersion(): string {
  const text = readFileSync(new URL('package.json', import.meta.url), 'utf8');
  const parsed: unknown = JSON.parse(text);
  return typeof parsed === 'object' && parsed !== null && 'version' in parsed ? String(parsed.version) : '0';
}

/** A pipe or socket is a supervisor; a terminal or /dev/null is not. */
function isSupervised(): boolean {
  const input = fstatSync(0);
  return input.isFIFO() || input.isSocket();
}

async function run(): Promise<void> {
  // Database, plans and configuration hold user names, addresses and sealed passwords: for nobody else on the machine.
  process.umask(0o077);
  const options = readOptions(process.argv.slice(2));
  const site = await composeSite({
    ...options,
    version: readVersion(),
    clock: SYSTEM_CLOCK,
    log,
    ...(options.offersSimulatedCameras
      ? {
          wishSimulatedCameras: () =>
            void process.stdout.write(`${JSON.stringify(WISH_SIMULATED_CAMERAS)}\n`),
        }
      : {}),
  });
  const url = await listen(site.app, options.port);
  await site.network.start(site.app.server, Number(new URL(url).port || 80));
  let ending = false;
  const end = (why: string): void => {
    if (ending) return;
    ending = true;
    log('info', 'the server ends', { why });
    site.close().then(
      () => process.exit(0),
      (error: unknown) => {
        log('error', 'the server could not end cleanly', { error: describeError(error) });
        process.exit(1);
      },
    );
  };
  process.on('SIGTERM', () => end('SIGTERM'));
  if (isSupervised()) {
    // Ctrl-C reaches the whole group; the supervisor ends its processes in order, by their pipes.
    process.on('SIGINT', () => {});
    process.stdin
      .on('end', () => end('standard input closed'))
      .on('error', () => end('standard input failed'));
    process.stdin.resume();
  } else {
    process.on('SIGINT', () => end('SIGINT'));
  }
  log('info', 'the server answers', { url });
  const ready = {
    ready: true,
    role: 'server',
    url,
    pid: process.pid,
    siteId: site.context.siteId,
    setUpCode: site.setUpCode,
    ...noticeOf(site),
  };
  process.stdout.write(`${JSON.stringify(ready)}\n`);
  site.network.onChange(() => void process.stdout.write(`${JSON.stringify(noticeOf(site))}\n`));
}

const noticeOf = ({ network: { access, urls, problems, trustUrl } }: SiteServer): NetworkNotice => ({
  access,
  urls: [...urls],
  problems: [...problems],
  trustUrl,
});

/** Which of the known reasons it is, for whoever started the server and words it in a person's language. */
function kindOf(error: unknown): string {
  if (!(error instanceof Error)) return '';
  return 'code' in error && typeof error.code === 'string' ? error.code : error.name;
}

for (const fault of ['uncaughtException', 'unhandledRejection'] as const) {
  process.on(fault, (error: unknown) => {
    log('error', 'the server has a fault and ends', { fault, error: describeError(error) });
    process.exit(1);
  });
}

run().catch((error: unknown) => {
  const hopeless =
    error instanceof SchemaTooNewError ||
    error instanceof PortTakenError ||
    error instanceof KeyError ||
    error instanceof ForeignConfigurationError ||
    error instanceof UsageError;
  log('error', hopeless && error instanceof Error ? error.message : 'the server could not start', {
    error: hopeless ? '' : describeError(error),
    kind: kindOf(error),
  });
  process.exit(hopeless ? EXIT_DO_NOT_RESTART : 1);
});
