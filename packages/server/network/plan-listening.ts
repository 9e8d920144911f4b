/** The one place that decides on which addresses the site listens, and why. Pure: the machine's addresses are handed in. */
import { isIP } from 'node:net';
import type { ListeningReason } from '@matlang/contract';

/** `site`: pages and API. `redirect`: what is needed to trust the site, and the way to HTTPS. */
export interface Endpoint {
  readonly address: string;
  readonly port: number;
  readonly secure: boolean;
  readonly serves: 'site' | 'redirect';
}

/** What it is decided from. */
export interface ListeningFacts {
  readonly hasAdministrator: boolean;
  /** As asked; `0.0.0.0` and `::` stand for what the machine has. */
  readonly listen: readonly string[];
  readonly wantsHttps: boolean;
  /** There is one that can be used. */
  readonly hasCertificate: boolean;
  readonly allowHttp: boolean;
  /** Of the machine's network cards. */
  readonly ownAddresses: readonly string[];
  /** On which the machine's own entrance listens, at 127.0.0.1. */
  readonly localPort: number;
  /** For the network. */
  readonly port: number;
}

/** Beside the machine's own entrance. */
export interface ListeningPlan {
  readonly reason: ListeningReason;
  readonly endpoints: readonly Endpoint[];
}

const LOOPBACK = /^(?:127\.|::1$)/;

/** Beyond the loopback only where somebody administers the site, and encrypted or explicitly not. */
export function planListening(facts: ListeningFacts): ListeningPlan {
  const closed = (reason: ListeningReason): ListeningPlan => ({ reason, endpoints: [] });
  const { listen, wantsHttps, allowHttp, localPort, port } = facts;
  if (listen.length === 0) return closed('not-asked');
  if (!wantsHttps && !allowHttp) return closed('no-choice');
  if (!facts.hasAdministrator) return closed('no-administrator');
  if (wantsHttps && !facts.hasCertificate) return closed('no-certificate');
  const addresses = addressesOf(facts);
  if (addresses.length === 0) return closed('no-address');
  const isTaken = (address: string, at: number): boolean => address === '127.0.0.1' && at === localPort;
  const site = addresses
    .filter((address) => !isTaken(address, port))
    .map((address): Endpoint => ({ address, port, secure: wantsHttps, serves: 'site' }));
  const redirects = addresses
    // Where both ports are the same there is no room for it.
    .filter((address) => wantsHttps && localPort !== port && !isTaken(address, localPort))
    .map((address): Endpoint => ({ address, port: localPort, secure: false, serves: 'redirect' }));
  return { reason: wantsHttps ? 'https' : 'plain-http', endpoints: [...site, ...redirects] };
}

function addressesOf({ listen, ownAddresses }: ListeningFacts): readonly string[] {
  const all = listen.flatMap((address) =>
    address === '0.0.0.0'
      ? ['127.0.0.1', ...ownAddresses.filter((own) => isIP(own) === 4)]
      : address === '::'
        ? ['127.0.0.1', '::1', ...ownAddresses]
        : // One that the machine does not have at the moment comes with its network.
          ownAddresses.includes(address) || LOOPBACK.test(address)
          ? [address]
          : [],
  );
  const unique = [...new Set(all)];
  // The loopback alone was not what everybody's address was asked for.
  const named = listen.some((address) => LOOPBACK.test(address));
  return named || unique.some((address) => !LOOPBACK.test(address)) ? unique : [];
}
