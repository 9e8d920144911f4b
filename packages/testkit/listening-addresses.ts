/** Where a process listens, as the kernel has it: what nobody can say about itself by mistake. Linux. */
import { readdirSync, readFileSync, readlinkSync } from 'node:fs';

/** State of a socket in /proc/net/tcp that waits for connections. */
const LISTEN = '0A';

/** Local addresses of its listening TCP sockets as the kernel writes them, each once: `7f000001` is 127.0.0.1; IPv6 has 32 digits. */
export function listeningAddresses(pid: number): readonly string[] {
  const inodes = new Set(
    readdirSync(`/proc/${pid}/fd`).map(
      (fd) => /^socket:\[(\d+)\]$/.exec(linkOf(`/proc/${pid}/fd/${fd}`))?.[1],
    ),
  );
  const addresses = ['tcp', 'tcp6'].flatMap((table) =>
    readFileSync(`/proc/${pid}/net/${table}`, 'latin1')
      .split('\n')
      .slice(1)
      .map((line) => line.trim().split(/\s+/))
      .filter((fields) => fields[3] === LISTEN && inodes.has(fields[9]))
      .map((fields) => bigEndian(fields[1]?.split(':')[0] ?? '')),
  );
  return [...new Set(addresses)];
}

/** The kernel writes each 32 bits in the machine's order. */
const bigEndian = (digits: string): string =>
  (digits.match(/.{8}/g) ?? [])
    .map((word) => (word.match(/../g) ?? []).toReversed().join(''))
    .join('')
    .toLowerCase();

/** A descriptor that was closed meanwhile leads nowhere. */
function linkOf(path: string): string {
  try {
    return readlinkSync(path);
  } catch {
    return '';
  }
}
