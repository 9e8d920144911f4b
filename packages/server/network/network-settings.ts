/** What was set about the network: read from the database, checked, and overridden by the command line. */
import {
  NETWORK_DEFAULTS,
  NETWORK_SETTINGS,
  type NetworkSettings,
  networkSettingsSchema,
} from '@matlang/contract';
import { normalizeHost } from '@matlang/keys/certificate';
import { ApiError, FieldError } from '../answer/api-error.ts';
import type { Stores } from '../store/site-database.ts';

/** What the command line says; what it leaves out is as set. */
export type NetworkOverrides = Partial<NetworkSettings>;

/**
 * As stored. What an older program did not know yet is as by default, what a newer one knew is left out: an upgrade closes no site to its
 * network. The defaults where nothing was stored, or what is there makes no sense to this program.
 */
export async function readNetworkSettings(stores: Stores, siteId: string): Promise<NetworkSettings> {
  const stored: unknown = await stores.settings.find(siteId, 'network');
  const known = Object.entries(stored ?? {}).filter(([name]) => Object.hasOwn(NETWORK_DEFAULTS, name));
  const settings = { ...NETWORK_DEFAULTS, ...Object.fromEntries(known) };
  return networkSettingsSchema.safeParse(settings).data ?? NETWORK_DEFAULTS;
}

/** The names of what the command line says. */
export const overriddenBy = (overrides: NetworkOverrides): NetworkAnswerOverridden =>
  NETWORK_SETTINGS.filter((name) => overrides[name] !== undefined);
type NetworkAnswerOverridden = (keyof NetworkSettings)[];

/**
 * In the form in which they are kept and compared.
 * @param ownAddresses of the machine
 * @throws FieldError for what is no name or address, ApiError for what does not go together
 */
export function checkedSettings(typed: NetworkSettings, ownAddresses: readonly string[]): NetworkSettings {
  const hosts = (field: 'listen' | 'names'): string[] =>
    typed[field].map((text, index) => {
      const host = normalizeHost(text);
      if (host === null) throw new FieldError(`${field}.${index}`, 'host-form');
      return host;
    });
  const settings = { ...typed, listen: [...new Set(hosts('listen'))], names: [...new Set(hosts('names'))] };
  for (const [index, address] of settings.listen.entries()) {
    if (/[a-z]/.test(address) && !address.includes(':')) throw new FieldError(`listen.${index}`, 'host-form');
    if (!isAnyAddress(address) && !isLoopback(address) && !ownAddresses.includes(address))
      throw new ApiError('address-not-here', { address, own: ownAddresses.join(', ') });
  }
  if (settings.listen.length > 0 && settings.https === 'off' && !settings.allowHttp)
    throw new ApiError('network-needs-https');
  if (settings.https === 'given') {
    if (settings.certificateFile === null) throw new FieldError('certificateFile', 'required');
    if (settings.keyFile === null) throw new FieldError('keyFile', 'required');
    if (settings.names.length === 0) throw new ApiError('names-missing');
  }
  return settings;
}

const isAnyAddress = (address: string): boolean => address === '0.0.0.0' || address === '::';
const isLoopback = (address: string): boolean => address.startsWith('127.') || address === '::1';
