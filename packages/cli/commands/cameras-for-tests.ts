/** `matlang` as a process, and cameras for it: files that `matlang rtsp-serve` plays behind a password. */
import { execFile } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import {
  type FinishingContext,
  type StartedProcess,
  startProcess,
  temporaryDirectory,
} from '@matlang/testkit';
import type { Result } from '../run-here-for-tests.ts';

const MAIN = fileURLToPath(new URL('../main.ts', import.meta.url));
/** Whatever the locale of whoever runs the tests. */
const VIETNAMESE = { MATLANG_LANGUAGE: 'vi' };
const USERNAME = 'admin';
const PASSWORD = 'Bí mật 12';

/** Runs a command to its end; `nodeOptions` stand before the program. */
export const matlang = (args: readonly string[], nodeOptions: readonly string[] = []): Promise<Result> =>
  new Promise((resolve) => {
    execFile(
      process.execPath,
      [...nodeOptions, MAIN, ...args],
      { timeout: 90_000, env: { ...process.env, ...VIETNAMESE } },
      (error, stdout, stderr) => {
        resolve({ code: error === null ? 0 : Number(error.code ?? 1), stdout, stderr });
      },
    );
  });

/** Starts a command that runs until it is ended, which happens at the end of the test if not before. */
export const startMatlang = async (
  context: FinishingContext,
  args: readonly string[],
  nodeOptions: readonly string[] = [],
): Promise<StartedProcess> => {
  const started = await startProcess(process.execPath, [...nodeOptions, MAIN, ...args], { env: VIETNAMESE });
  context.onTestFinished(() => started.kill());
  return started;
};

/** What the commands need to reach the camera. */
export interface ServedCamera {
  readonly process: StartedProcess;
  /** H.264, 1280x720, 6 pictures a second, a key frame every 4 s. */
  readonly mainUrl: string;
  /** H.265, 640x360, 5 pictures a second, a key frame every 4 s. */
  readonly subUrl: string;
  /** `--username` and `--password-file`. */
  readonly signIn: readonly string[];
}

const clip = (name: string): string =>
  fileURLToPath(new URL(`../../simulator/clips/${name}`, import.meta.url));

/** Two bundled clips as the streams of a camera. */
export const serveCamera = async (context: FinishingContext): Promise<ServedCamera> => {
  const passwordFile = join(await temporaryDirectory(context), 'password');
  writeFileSync(passwordFile, `${PASSWORD}\n`, { mode: 0o600 });
  const signIn = ['--username', USERNAME, '--password-file', passwordFile];
  const files = [clip('cong-cho-main.mp4'), clip('cau-ben-da-sub.mp4')];
  const served = await startMatlang(context, ['rtsp-serve', ...files, ...signIn, '--json']);
  const { urls } = JSON.parse(await served.waitForLine(/^\{"urls":/, 40_000)) as { urls: string[] };
  const [mainUrl = '', subUrl = ''] = urls;
  return { process: served, mainUrl, subUrl, signIn };
};
