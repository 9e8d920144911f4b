/** Names this start of the machine, so that the archive can tell a power cut from a crash of the program. */
import { readFileSync } from 'node:fs';
import { uptime } from 'node:os';

/** Linux names it; elsewhere it is the minute of the start. Synchronous, at start only. */
export function readBootId(nowUnixMs: number): string {
  try {
    return readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
  } catch {
    return `boot-${Math.round((nowUnixMs - uptime() * 1000) / 60_000)}`;
  }
}
