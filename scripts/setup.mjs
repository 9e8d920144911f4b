/**
 * Makes the checkout ready with nothing but git, npm and some Node >= 20: installs what the lock file names when that is
 * missing or stale. Plain JavaScript, because it runs on whatever Node the machine has; everything else runs on the Node
 * that the lock file pins.
 */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { buildApplication } from './build-application.mjs';

export const root = dirname(dirname(fileURLToPath(import.meta.url)));
const stampFile = join(root, 'node_modules', '.matlang-installed');
/** The Node that the lock file pins. */
export const pinnedNode = join(root, 'node_modules', 'node', 'bin', 'node');

const run = (args) =>
  spawnSync('npm', args, {
    cwd: root,
    stdio: ['ignore', 2, 2],
    shell: process.platform === 'win32',
  });

/** SHA-256 of the lock file: what is installed is right exactly when this has not changed. */
const lockDigest = () =>
  createHash('sha256')
    .update(readFileSync(join(root, 'package-lock.json')))
    .digest('hex');

/**
 * Installs what the lock file names and builds the web application; ends the process with a sentence when nothing could be installed.
 * All that it says goes to standard error: what `npx matlang … --json` prints is read by programs.
 */
export const setUp = () => {
  install();
  if (buildApplication(root, pinnedNode, environment())) return;
  console.error(
    'Không dựng được trang web: xem các dòng ở trên. Việc ghi hình vẫn chạy.\n' +
      'The web application could not be built: see the lines above. Recording goes on without it.',
  );
};

const install = () => {
  const digest = lockDigest();
  if (existsSync(pinnedNode) && existsSync(stampFile) && readFileSync(stampFile, 'utf8').trim() === digest)
    return;
  console.error(
    'Đang cài những gì còn thiếu: một lần, khoảng hai phút, khoảng 1 GB, cần Internet …\n' +
      'Installing what is missing: once, about two minutes, about 1 GB, needs the Internet …',
  );
  // Install scripts are left off for every package but `node`, whose script unpacks the pinned Node itself.
  const installed = run(['ci', '--ignore-scripts', '--loglevel=error']);
  const unpacked =
    installed.status === 0
      ? run(['rebuild', 'node', '--ignore-scripts=false', '--loglevel=error'])
      : installed;
  if (unpacked.status !== 0 || !existsSync(pinnedNode)) {
    console.error(
      'Không cài được: xem các dòng ở trên. Máy có vào được Internet (registry của npm) không? Chưa có gì khác thay đổi; hãy chạy lại.\n' +
        'The installation failed: see the lines above. Is the npm registry reachable? Nothing else was changed; try again.',
    );
    process.exit(1);
  }
  writeFileSync(stampFile, `${digest}\n`);
};

/** The environment in which programs of the checkout are found first, the pinned Node among them. */
export const environment = () => ({
  ...process.env,
  PATH: `${join(root, 'node_modules', '.bin')}${process.platform === 'win32' ? ';' : ':'}${process.env.PATH ?? ''}`,
});
