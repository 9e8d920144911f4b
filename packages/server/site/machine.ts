/** What the machine says of itself: whether its clock is put right by others, and what room there is. */
import { execFile } from 'node:child_process';
import { statfs } from 'node:fs/promises';
import { promisify } from 'node:util';
import type { MachineAnswer, TimeSync } from '@matlang/contract';
import type { SiteContext } from './site-context.ts';

const ANSWERS_WITHIN_MS = 3000;

/** The lines of `timedatectl show`. */
export type ReadTimeStatus = () => Promise<string>;

/** Of systemd, which knows of whatever program puts the clock right, because it asks the kernel. */
export const readTimeStatus: ReadTimeStatus = async () => {
  const { stdout } = await promisify(execFile)(
    'timedatectl',
    ['show', '--property=NTP', '--property=NTPSynchronized'],
    { timeout: ANSWERS_WITHIN_MS },
  );
  return stdout;
};

/** @param version of this program */
export async function machineAnswer(
  { dataDirectory, clock }: SiteContext,
  version: string,
  readStatus: ReadTimeStatus,
): Promise<MachineAnswer> {
  const [timeSync, { bavail, bsize }] = await Promise.all([timeSyncOf(readStatus), statfs(dataDirectory)]);
  return {
    now: clock.nowUnixMs(),
    timeSync,
    dataFreeBytes: bavail * bsize,
    version,
    node: process.versions.node,
  };
}

async function timeSyncOf(readStatus: ReadTimeStatus): Promise<TimeSync> {
  let text: string;
  try {
    text = await readStatus();
  } catch {
    // No systemd here, or it does not answer.
    return 'unknown';
  }
  if (/^NTPSynchronized=yes$/m.test(text)) return 'synchronized';
  if (/^NTP=yes$/m.test(text)) return 'waiting';
  return /^NTP=no$/m.test(text) ? 'off' : 'unknown';
}
