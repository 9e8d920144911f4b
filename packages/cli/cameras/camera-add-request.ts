/** From the options of `matlang camera add` to the body of POST /cameras. */
import { readPasswordFile } from '../commands/password-file.ts';

/** As commander gives them. */
export interface CameraAddOptions {
  readonly name: string;
  readonly main: string;
  readonly sub?: string;
  readonly username?: string;
  readonly passwordFile?: string;
  readonly transport?: string;
  readonly record?: string;
  readonly audioReason?: string;
  readonly retentionDays?: number;
}

/** Leaves out what was not given: the server's defaults hold, and its rules judge what was. */
export const cameraAddRequest = (options: CameraAddOptions): Readonly<Record<string, unknown>> => ({
  name: options.name,
  main: { url: options.main },
  ...(options.sub === undefined ? {} : { sub: { url: options.sub } }),
  ...(options.username === undefined ? {} : { username: options.username }),
  ...(options.passwordFile === undefined ? {} : { password: readPasswordFile(options.passwordFile) }),
  ...(options.transport === undefined ? {} : { transport: options.transport }),
  ...(options.record === undefined ? {} : { record: options.record }),
  ...(options.audioReason === undefined ? {} : { audio: { enabled: true, reason: options.audioReason } }),
  ...(options.retentionDays === undefined ? {} : { retentionDays: options.retentionDays }),
});
