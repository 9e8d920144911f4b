/** Accounts from the terminal, on a site that does not run: the first administrator, and one who has lost everything. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { runHere } from '../run-here-for-tests.ts';

test('init makes the administrator without a question; a lost one is invited anew; secrets come from files alone', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'matlang-user-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const data = join(folder, 'site');
  const passwordFile = join(folder, 'password');
  writeFileSync(passwordFile, 'trâu vàng uống nước ao sâu\n');
  const alone = await runHere('init', '--data', data, '--admin', 'lan');
  expect([alone.code, alone.stderr]).toEqual([2, expect.stringContaining('--password-file')]);
  const made = await runHere('init', '--data', data, '--admin', 'lan', '--password-file', passwordFile);
  expect(made.code).toBe(0);
  expect(made.stdout).toContain('Người quản trị: lan');
  expect(made.stdout).not.toContain('trâu vàng');
  const again = await runHere('init', '--data', data, '--admin', 'minh', '--password-file', passwordFile);
  expect(again.code).toBe(1);
  expect(again.stderr).toContain('đã có người quản trị');
  const list = await runHere('user', 'list', '--data', data, '--json');
  expect(JSON.parse(list.stdout)).toMatchObject({
    people: [
      { userName: 'lan', joined: true, grants: [{ role: 'administrator', cameras: null, until: null }] },
    ],
  });
  const invited = await runHere('user', 'invite', 'LAN', '--remove-second-factor', '--data', data);
  expect(invited.stdout).toMatch(/Lời mời cho lan: ([2-9A-HJ-NP-Z]{4}-){3}[2-9A-HJ-NP-Z]{4}\n/);
  const sheet = await runHere('user', 'recovery-sheet', '--data', data);
  expect(sheet.stdout).toMatch(/Mã khôi phục: +([2-9A-HJ-NP-Z]{4}-){5}[2-9A-HJ-NP-Z]{4}\n/);
  expect(sheet.stdout).toContain('lan (lan)');
  const created = await runHere(
    'token',
    'create',
    '--name',
    'màn hình',
    '--scope',
    'status.read',
    '--scope',
    'metrics.read',
    '--json',
    '--data',
    data,
  );
  const { secret, token } = JSON.parse(created.stdout) as {
    secret: string;
    token: { id: string; permissions: string[] };
  };
  expect(secret).toMatch(/^mlt_/);
  expect(token.permissions).toEqual(['status.read', 'metrics.read']);
  expect((await runHere('token', 'revoke', token.id, '--data', data)).stdout).toContain(
    'Đã thu hồi khoá “màn hình”',
  );
  const tokens = await runHere('token', 'list', '--data', data);
  expect(tokens.stdout).toMatch(/màn hình +đã thu hồi +status\.read, metrics\.read/);
  expect((await runHere('token', 'create', '--name', 'x', '--scope', 'all', '--data', data)).code).toBe(2);
  const unknown = await runHere('user', 'invite', 'minh', '--data', data);
  expect([unknown.code, unknown.stderr]).toEqual([3, expect.stringContaining('Có: lan')]);
}, 120_000);
