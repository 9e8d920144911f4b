/** Real folders, links and users. Parts that need another user's files run as root only, as in a container. */
import {
  chmodSync,
  chownSync,
  lchownSync,
  mkdirSync,
  mkdtempSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { skipHere } from '@matlang/testkit';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { requirePrivateFolders } from './private-folder.ts';

const STRANGER = 65534;
const isRoot = process.getuid?.() === 0;
let parent: string;
let site: string;
beforeEach(() => {
  parent = mkdtempSync(join(tmpdir(), 'matlang-folder-'));
  site = join(parent, 'site');
  for (const name of ['', 'keys', 'recorder', 'run']) mkdirSync(join(site, name), { mode: 0o700 });
});
afterEach(() => rmSync(parent, { recursive: true, force: true }));

const refusal = (path = site): string | null => {
  try {
    requirePrivateFolders(path);
    return null;
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'folder-not-private')) throw error;
    return error.message;
  }
};

test('a folder of one’s own, one that is not there yet, a link of one’s own', () => {
  expect(refusal()).toBeNull();
  expect(refusal(join(parent, 'later'))).toBeNull();
  symlinkSync(site, join(parent, 'link'));
  expect(refusal(join(parent, 'link'))).toBeNull();
});

test.each(['', 'keys', 'recorder', 'run'])(
  '%j that group or others may write is refused, with what to do',
  (name) => {
    for (const mode of [0o770, 0o702, 0o777]) {
      chmodSync(join(site, name), mode);
      expect(refusal(), mode.toString(8)).toContain(`chmod go-w ${join(site, name)}`);
    }
    chmodSync(join(site, name), 0o1777);
    expect(refusal()).toBeNull();
    chmodSync(join(site, name), 0o755);
    expect(refusal()).toBeNull();
  },
);

test('a file in the place of a folder, and a link that leads nowhere', () => {
  rmSync(join(site, 'run'), { recursive: true });
  writeFileSync(join(site, 'run'), '');
  expect(refusal()).toContain('is no folder');
  rmSync(join(site, 'run'));
  symlinkSync(join(parent, 'nowhere'), join(site, 'run'));
  expect(refusal()).toContain('link');
});

describe('another user', () => {
  beforeEach((context) => {
    if (!isRoot) skipHere('only root may give a file to another user', context);
  });

  test.each(['', 'keys', 'recorder', 'run'])('%j that is theirs', (name) => {
    chownSync(join(site, name), STRANGER, STRANGER);
    expect(refusal()).toContain(`uid ${STRANGER}`);
  });

  test.each(['keys', 'recorder', 'run'])('%j as a link of theirs, or to a folder of theirs', (name) => {
    const elsewhere = join(parent, 'elsewhere');
    mkdirSync(elsewhere, { mode: 0o700 });
    rmSync(join(site, name), { recursive: true });
    symlinkSync(elsewhere, join(site, name));
    expect(refusal()).toBeNull();
    lchownSync(join(site, name), STRANGER, STRANGER);
    expect(refusal()).toContain('link');
    lchownSync(join(site, name), 0, 0);
    chownSync(elsewhere, STRANGER, STRANGER);
    expect(refusal()).toContain('link');
  });
});
