/** Names and addresses that the machine has by itself. They change while it runs: a router gives another address, a cable is plugged in. */
import { hostname, networkInterfaces } from 'node:os';
import { normalizeHost } from '@matlang/keys/certificate';

/** A machine with more has bridges for containers by the dozen. */
const MAX_ADDRESSES = 16;

/** As `normalizeHost` gives them. */
export interface OwnNames {
  /** Of its network cards, those of the loopback left out. */
  readonly addresses: readonly string[];
  /** As others find it without a name server (RFC 6762): the bare name would make the site's authority one for all that ends in it. */
  readonly names: readonly string[];
}

/** As the system has them now. Addresses that hold on one cable only (`fe80::`) are left out: no page can be opened by them. */
export function readOwnNames(): OwnNames {
  const addresses = Object.values(networkInterfaces())
    .flatMap((cards) => cards ?? [])
    .filter(({ internal }) => !internal)
    .map(({ address }) => normalizeHost(address))
    .filter((address) => address !== null && !address.startsWith('fe80:'));
  const name = normalizeHost(hostname());
  const isBare = name !== null && !name.includes('.');
  return {
    addresses: [...new Set(addresses)].filter((address) => address !== null).slice(0, MAX_ADDRESSES),
    names: name === null || name === 'localhost' ? [] : [isBare ? `${name}.local` : name],
  };
}
