/**
 * What the supervisor knows of a site's processes: it leaves it in `<data>/run/processes.json` at each start of one. Without
 * a supervisor there is no such file, or one of a supervisor that is gone; nobody knows then.
 */
import { open } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';

/** Three processes take 200 bytes; what is longer is no file of ours. */
const MAX_BYTES = 4096;

const startsSchema = z.strictObject({
  supervisorPid: z.int().min(1),
  /** Starts again since the supervisor's own start, a role each. */
  restarts: z.strictObject({ recorder: z.int().min(0), server: z.int().min(0), analyst: z.int().min(0) }),
});

/** How often each process was started again by the supervisor that runs now. */
export type ProcessRestarts = z.infer<typeof startsSchema>['restarts'];

/** Null where no supervisor tells: its file is missing, unreadable, or another one's than `supervisorPid`. */
export async function readProcessRestarts(
  dataDirectory: string,
  supervisorPid: number,
): Promise<ProcessRestarts | null> {
  try {
    await using file = await open(join(dataDirectory, 'run', 'processes.json'), 'r');
    const { buffer, bytesRead } = await file.read(Buffer.alloc(MAX_BYTES), 0, MAX_BYTES, 0);
    const told = startsSchema.parse(JSON.parse(buffer.toString('utf8', 0, bytesRead)));
    return told.supervisorPid === supervisorPid ? told.restarts : null;
  } catch {
    return null;
  }
}
