/** Names and addresses as certificates bear them: what is one, its bytes, and which of them somebody else may also have. */
import { isIP } from 'node:net';

/** RFC 1123, 2.1, with the underscore that some routers give their guests; lower case, without a dot at the end. */
const LABEL = /^[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?$/;
const MAX_NAME_CHARACTERS = 253;

/** Whether it is a DNS name in ASCII and lower case; one that looks like an address is none. */
export function isDnsName(text: string): boolean {
  const labels = text.split('.');
  return (
    text.length <= MAX_NAME_CHARACTERS &&
    labels.every((label) => LABEL.test(label)) &&
    // What ends in digits is read as an address by browsers.
    !/^(?:\d+|0x[0-9a-f]*)$/.test(labels.at(-1) ?? '')
  );
}

/** In the form in which names are compared: a DNS name or an IP address, without brackets; null where it is neither. */
export function normalizeHost(text: string): string | null {
  const lower = text.trim().toLowerCase();
  const bare = /^\[(?<address>[0-9a-f:.]+)\]$/.exec(lower)?.groups?.['address'] ?? lower;
  const kind = isIP(bare);
  if (kind === 4) return bare;
  // As the address of a page has it: `::1`, not `0:0:0:0:0:0:0:1`.
  if (kind === 6) return bare.includes('%') ? null : new URL(`http://[${bare}]`).hostname.slice(1, -1);
  return isDnsName(bare) ? bare : null;
}

/** As it stands in an address: an IPv6 address in brackets. */
export const hostInAddress = (host: string): string => (host.includes(':') ? `[${host}]` : host);

/** 4 or 16 bytes. @param address one that `normalizeHost` gave */
export function addressBytes(address: string): Buffer {
  if (isIP(address) === 4) return Buffer.from(address.split('.').map(Number));
  const embedded = /^(?<head>.*:)(?<ipv4>\d+\.\d+\.\d+\.\d+)$/.exec(address)?.groups;
  const text =
    embedded === undefined
      ? address
      : `${embedded['head']}${(
          Buffer.from((embedded['ipv4'] ?? '').split('.').map(Number))
            .toString('hex')
            .match(/.{4}/g) ?? []
        ).join(':')}`;
  const [head = '', tail] = text.split('::');
  const groups = (part: string): string[] => (part === '' ? [] : part.split(':'));
  const front = groups(head);
  const back = groups(tail ?? '');
  const zeros = tail === undefined ? 0 : 8 - front.length - back.length;
  const all = [...front, ...Array.from({ length: zeros }, () => '0'), ...back];
  return Buffer.from(all.map((group) => group.padStart(4, '0')).join(''), 'hex');
}
