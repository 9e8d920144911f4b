/** Where the recorder of a data directory listens. */
import { join } from 'node:path';

/** `<data>/run/recorder.sock`. */
export function recorderSocketPath(dataDirectory: string): string {
  return join(dataDirectory, 'run', 'recorder.sock');
}
