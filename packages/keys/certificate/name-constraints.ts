/**
 * For which names the site's authority may speak (RFC 5280, 4.2.1.10). A phone that trusts it trusts whoever has its key: who steals the
 * key may then pretend to be this site or another machine of a private network, and never a bank.
 */
import { isIP } from 'node:net';
import { addressBytes } from './host-name.ts';

/** A name with all names below it, or a range of addresses. */
export interface PermittedNames {
  readonly dnsNames: readonly string[];
  readonly ranges: readonly AddressRange[];
}

interface AddressRange {
  /** 4 or 16 bytes. */
  readonly base: Buffer;
  readonly prefixBits: number;
}

/** RFC 6761, 6762, 8375 and ICANN's `internal`: nobody can own these on the Internet. */
const PRIVATE_NAMES = ['localhost', 'local', 'lan', 'internal', 'home.arpa'] as const;

const range = (address: string, prefixBits: number): AddressRange => ({
  base: addressBytes(address),
  prefixBits,
});

/** RFC 1918, 3927, 6598, 4193, 4291 and loopback. */
const PRIVATE_RANGES: readonly AddressRange[] = [
  range('127.0.0.0', 8),
  range('10.0.0.0', 8),
  range('172.16.0.0', 12),
  range('192.168.0.0', 16),
  range('169.254.0.0', 16),
  range('100.64.0.0', 10),
  range('::1', 128),
  range('fc00::', 7),
  range('fe80::', 10),
];

/**
 * What every private network has, each of these addresses, and each of these names with all below it (RFC 5280, 4.2.1.10). A name without a dot is
 * left out: as a constraint it would be a whole domain of the Internet. @param names as `normalizeHost` gives them
 */
export function permittedNames(names: readonly string[]): PermittedNames {
  const dnsNames = names.filter((name) => isIP(name) === 0 && name.includes('.'));
  const addresses = names.filter((name) => isIP(name) !== 0);
  const already = { dnsNames: PRIVATE_NAMES, ranges: PRIVATE_RANGES };
  return {
    dnsNames: [...PRIVATE_NAMES, ...new Set(dnsNames.filter((name) => !isPermitted(already, name)))],
    ranges: [
      ...PRIVATE_RANGES,
      ...Array.from(new Set(addresses.filter((name) => !isPermitted(already, name)))).map((name) =>
        range(name, isIP(name) === 4 ? 32 : 128),
      ),
    ],
  };
}

/** Whether the name is within. @param name as `normalizeHost` gives it */
export function isPermitted({ dnsNames, ranges }: PermittedNames, name: string): boolean {
  if (isIP(name) === 0) return dnsNames.some((one) => name === one || name.endsWith(`.${one}`));
  const bytes = addressBytes(name);
  return ranges.some(
    ({ base, prefixBits }) => base.length === bytes.length && masked(bytes, prefixBits).equals(base),
  );
}

/** The first bits, the others 0. */
const masked = (bytes: Buffer, prefixBits: number): Buffer =>
  Buffer.from(bytes.map((byte, index) => byte & (maskOf(bytes.length, prefixBits)[index] ?? 0)));

/** As many bytes as an address: 1 for what is compared. */
export function maskOf(length: number, prefixBits: number): Buffer {
  return Buffer.from(
    Array.from({ length }, (_, index) => {
      const bits = Math.min(8, Math.max(0, prefixBits - index * 8));
      return (0xff << (8 - bits)) & 0xff;
    }),
  );
}
