/** What the command line says of the network, as text and as settings. */
import { isIP } from 'node:net';
import { resolve } from 'node:path';
import { MAX_LISTEN_ADDRESSES, MAX_SITE_NAMES } from '@matlang/contract';
import { normalizeHost } from '@matlang/keys/certificate';
import type { NetworkOverrides } from './network-settings.ts';

/** As typed, after the program's own names of options. */
export interface NetworkArguments {
  readonly listen?: readonly string[];
  readonly 'host-name'?: readonly string[];
  readonly https?: boolean;
  readonly certificate?: string;
  readonly key?: string;
  readonly 'allow-http'?: boolean;
}

/** As `parseArgs` takes it. */
export const NETWORK_ARGUMENTS = {
  listen: { type: 'string', multiple: true },
  'host-name': { type: 'string', multiple: true },
  https: { type: 'boolean' },
  certificate: { type: 'string' },
  key: { type: 'string' },
  'allow-http': { type: 'boolean' },
} as const;

/** `192.168.1.10`, `0.0.0.0:8443`, `[::]:8443`; an IPv6 address without port may do without brackets. */
const ADDRESS = /^(?:\[(?<six>[0-9a-f:.]+)\]|(?<four>[0-9.]+))(?::(?<port>\d{1,5}))?$/i;

/** @throws TypeError that says what is wrong with which option */
export function readNetworkArguments(given: NetworkArguments): NetworkOverrides {
  const {
    listen,
    certificate,
    key,
    https = false,
    'host-name': names,
    'allow-http': allowHttp = false,
  } = given;
  if ((certificate === undefined) !== (key === undefined))
    throw new TypeError('--certificate FILE and --key FILE belong together');
  const wantsHttps = https || certificate !== undefined;
  if (wantsHttps && allowHttp)
    throw new TypeError('--allow-http says that there is no encryption: it does not go with HTTPS');
  return {
    ...(listen === undefined ? {} : readListen(listen)),
    ...(names === undefined ? {} : { names: readNames(names) }),
    ...(wantsHttps ? { https: certificate === undefined ? 'own' : 'given', allowHttp: false } : {}),
    ...(allowHttp ? { https: 'off', allowHttp: true } : {}),
    ...(certificate === undefined || key === undefined
      ? {}
      : { certificateFile: resolve(certificate), keyFile: resolve(key) }),
  };
}

function readListen(listen: readonly string[]): NetworkOverrides {
  if (listen.length > MAX_LISTEN_ADDRESSES)
    throw new TypeError(`--listen: at most ${MAX_LISTEN_ADDRESSES} addresses`);
  const parsed = listen.map((text) => {
    const { six, four, port } = ADDRESS.exec(text)?.groups ?? {};
    const host = normalizeHost(six ?? four ?? text);
    if (host === null || isIP(host) === 0 || Number(port ?? 1) < 1 || Number(port ?? 1) > 65_535)
      throw new TypeError(
        `--listen ${text}: an IP address of this machine, or 0.0.0.0 for all, with or without a port: 0.0.0.0:8443`,
      );
    return { host, port: port === undefined ? null : Number(port) };
  });
  const ports = new Set(parsed.flatMap(({ port }) => (port === null ? [] : [port])));
  if (ports.size > 1) throw new TypeError('--listen: one port for all addresses');
  const [port] = ports;
  return { listen: parsed.map(({ host }) => host), ...(port === undefined ? {} : { port }) };
}

function readNames(names: readonly string[]): string[] {
  if (names.length > MAX_SITE_NAMES) throw new TypeError(`--host-name: at most ${MAX_SITE_NAMES} names`);
  return names.map((text) => {
    const name = normalizeHost(text);
    if (name === null)
      throw new TypeError(
        `--host-name ${text}: a host name (camera.lan) or an IP address, without http:// and port`,
      );
    return name;
  });
}
