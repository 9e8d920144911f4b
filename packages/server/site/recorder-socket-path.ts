/** Where the recorder of a data directory listens. */
import { join } from 'node:path';
import { RECORDER_SOCKET } from '@matlang/link';

/** `<data>/run/recorder.sock`. */
export function recorderSocketPath(dataDirectory: string): string {
  return join(dataDirectory, RECORDER_SOCKET);
}
