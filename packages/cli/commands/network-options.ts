/** Options of `matlang run` that open the site to the network, and the sentences about what came of them. */
import { isIP } from 'node:net';
import type { Bilingual, NetworkNotice } from '@matlang/contract';
import { normalizeHost } from '@matlang/keys/certificate';
import type { Command } from 'commander';
import { CommandFailure, EXIT_CODES } from '../exit-code.ts';
import { filled, type Say } from '../language/say.ts';
import { NETWORK_TEXTS as TEXTS } from '../texts/network-texts.ts';
import { OPTION_TEXTS } from '../texts/option-texts.ts';

/** As commander gives them. */
export interface NetworkOptions {
  readonly listen?: readonly string[];
  readonly hostName?: readonly string[];
  readonly https?: boolean;
  readonly certificate?: string;
  readonly key?: string;
  readonly allowHttp?: boolean;
}

const MAX_PORT = 65_535;
/** `192.168.1.10`, `0.0.0.0:8443`, `[::]:8443`; an IPv6 address without port may do without brackets. */
const ADDRESS = /^(?:\[(?<six>[0-9a-f:.]+)\]|(?<four>[0-9.]+))(?::(?<port>\d{1,5}))?$/i;

/** @returns the same command. */
export const addNetworkOptions = (command: Command, say: Say): Command => {
  const file = say(OPTION_TEXTS.fileWord);
  return command
    .option(`--listen <${say(TEXTS.addressWord)}>`, say(TEXTS.listen), readListen)
    .option('--https', say(TEXTS.https))
    .option(`--certificate <${file}>`, say(TEXTS.certificate))
    .option(`--key <${file}>`, say(TEXTS.key))
    .option('--allow-http', say(TEXTS.allowHttp))
    .option(`--host-name <${say(TEXTS.nameWord)}>`, say(TEXTS.hostName), readHostName);
};

/** @returns arguments of the server. @throws CommandFailure (usage) for what does not go together. */
export const networkArgsOf = (options: NetworkOptions): readonly string[] => {
  const { listen = [], hostName = [], https = false, certificate, key, allowHttp = false } = options;
  if ((certificate === undefined) !== (key === undefined))
    throw new CommandFailure(EXIT_CODES.usage, TEXTS.pair);
  if (allowHttp && (https || certificate !== undefined))
    throw new CommandFailure(EXIT_CODES.usage, TEXTS.contradiction);
  return [
    ...listen.flatMap((address) => ['--listen', address]),
    ...hostName.flatMap((name) => ['--host-name', name]),
    ...(https ? ['--https'] : []),
    ...(certificate === undefined || key === undefined ? [] : ['--certificate', certificate, '--key', key]),
    ...(allowHttp ? ['--allow-http'] : []),
  ];
};

/** From where the site is reached, why, and what is not as it was asked for. */
export const networkLines = ({ access, urls, problems, trustUrl }: NetworkNotice): readonly Bilingual[] => [
  access,
  ...problems,
  ...(urls.length === 0 ? [] : [filled(TEXTS.open, { urls: urls.join('  ') })]),
  ...(trustUrl === null ? [] : [filled(TEXTS.trust, { url: trustUrl })]),
];

const readListen = (text: string, before: readonly string[] = []): readonly string[] => {
  const { six, four, port } = ADDRESS.exec(text)?.groups ?? {};
  const host = normalizeHost(six ?? four ?? text);
  const number = Number(port ?? 1);
  if (host === null || isIP(host) === 0 || number < 1 || number > MAX_PORT)
    throw new CommandFailure(EXIT_CODES.usage, filled(TEXTS.listenForm, { value: text }));
  return [...before, text];
};

const readHostName = (text: string, before: readonly string[] = []): readonly string[] => {
  if (normalizeHost(text) === null)
    throw new CommandFailure(EXIT_CODES.usage, filled(TEXTS.hostNameForm, { value: text }));
  return [...before, text];
};
