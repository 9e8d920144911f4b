/** Builds the web application when what it is made of has changed since the last build. Plain JavaScript, as setup.mjs is. */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';

/** The packages whose sources go into the build. */
const SOURCES = ['web', 'contract', 'domain', 'media'];

/** SHA-256 of the lock file and of every source with its name. */
const sourcesDigest = (root) => {
  const hash = createHash('sha256').update(readFileSync(join(root, 'package-lock.json')));
  for (const name of SOURCES) {
    const folder = join(root, 'packages', name);
    const files = readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && !/\.test\.tsx?$/.test(entry.name))
      .map((entry) => relative(folder, join(entry.parentPath, entry.name)))
      .filter((file) => !/^(?:dist|node_modules)(?:\/|\\)/.test(file));
    for (const file of files.toSorted())
      hash.update(`${name}/${file}\0`).update(readFileSync(join(folder, file)));
  }
  return hash.digest('hex');
};

/** @returns false: it could not be built; the lines above say why. */
export const buildApplication = (root, node, env) => {
  const folder = join(root, 'packages', 'web');
  const stamp = join(folder, 'dist', '.built-from');
  const digest = sourcesDigest(root);
  if (existsSync(stamp) && readFileSync(stamp, 'utf8').trim() === digest) return true;
  console.error(
    'Đang dựng trang web (một lần sau mỗi thay đổi, vài giây) …\n' +
      'Building the web application (once after each change, a few seconds) …',
  );
  const vite = join(root, 'node_modules', 'vite', 'bin', 'vite.js');
  const built = spawnSync(node, [vite, 'build', '--logLevel', 'error'], {
    cwd: folder,
    stdio: ['ignore', 2, 2],
    env,
  });
  if (built.status !== 0) return false;
  writeFileSync(stamp, `${digest}\n`);
  return true;
};
