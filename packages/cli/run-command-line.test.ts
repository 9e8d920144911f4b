/** What a wrong line, a wrong folder and a wrong value get: one sentence in the asked language, never a stack trace. */
import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { KeyError } from '@matlang/keys';
import { temporaryDirectory } from '@matlang/testkit';
import { expect, test } from 'vitest';
import { failureOf } from './command-line/failure-of.ts';
import { dataHint, defaultDataDirectory } from './commands/shared-options.ts';
import { sayIn } from './language/say.ts';
import { runHere } from './run-here-for-tests.ts';
import { requireWritableFolder } from './site/site-folder.ts';
import { startFailureText } from './site/start-failure.ts';

test.each([
  [['--nope'], 'Không có tuỳ chọn --nope.'],
  [['camera', 'list', '--dta', 'x'], 'Không có tuỳ chọn --dta. Có phải là --data?'],
  [['exprot'], 'Không có lệnh “exprot”. Có phải là export?'],
  [['nonsense'], 'Không có lệnh “nonsense”.'],
  [['camera', 'probe'], 'Thiếu tham số <địa-chỉ>.'],
  [['camera', 'add', '--name', 'x'], 'Thiếu tuỳ chọn --main <địa-chỉ>.'],
  [['check', '--data'], 'Sau --data <thư-mục> phải có giá trị.'],
  [['camera', 'list', 'x', 'y'], 'Thừa tham số: x, y.'],
  [
    ['camera', 'probe', 'rtsp://h/', '--transport', 'tls'],
    '--transport <loại>: không nhận “tls”, phải là một trong: tcp, udp.',
  ],
  [['--language', 'fr', 'check'], '--language <mã>: không nhận “fr”, phải là một trong: vi, en.'],
  [['camera', 'probe', 'rtsp://h/', '--seconds', 'abc'], '--seconds: “abc” phải là số nguyên từ 1 đến 60.'],
  [['camera', 'probe', 'rtsp://h/', '--seconds', '0'], 'từ 1 đến 60'],
  [['run', '--listen', 'camera.lan'], '--listen camera.lan: phải là địa chỉ IP của máy này'],
  [['run', '--listen', '0.0.0.0:99999'], '--listen 0.0.0.0:99999: phải là địa chỉ IP'],
  [['run', '--host-name', 'http://x'], '--host-name http://x: phải là tên máy'],
  [['run', '--certificate', 'a.crt'], '--certificate và --key phải đi cùng nhau.'],
  [['run', '--https', '--allow-http'], '--allow-http là không mã hoá'],
  [['run', '--port', '70000'], '--port: “70000” phải là số nguyên từ 1 đến 65535.'],
  [
    ['camera', 'add', '--name', 'x', '--main', 'rtsp://h/', '--retention-days', '1.5'],
    '--retention-days: “1.5”',
  ],
  [['camera', 'probe', 'http://h/'], 'Địa chỉ camera phải bắt đầu bằng rtsp://'],
  [['camera', 'probe', 'rtsp://h/', '--password-file', '/nothing/here'], 'không đọc được tệp /nothing/here'],
  [['export', 'x', '-o', 'y'], 'Phải nêu khoảng thời gian: --from và --to, hoặc --last 1m.'],
])('%j is refused with a sentence', async (args, sentence) => {
  const { code, stdout, stderr } = await runHere(...args);
  expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
  expect(stderr).toContain(sentence);
  expect(stderr).not.toMatch(/error:|Error|\n\s+at /);
});

test('the same in English', async () => {
  const { code, stderr } = await runHere('camera', 'probe', '--language', 'en');
  expect(code).toBe(2);
  expect(stderr).toBe(
    'matlang: The argument <url> is missing. Put --help behind the command to see how it is used.\n',
  );
});

test('help and version are no errors; an option that does not exist is one, also beside --help', async () => {
  expect(await runHere('--version')).toMatchObject({
    code: 0,
    stdout: expect.stringMatching(/^matlang \d+\./),
  });
  for (const args of [[], ['--lang', 'en'], ['--language=en']])
    expect(await runHere(...args)).toMatchObject({ code: 0, stdout: expect.stringContaining('matlang [') });
  expect((await runHere('check', '--lang', 'en', '--help')).stdout).toContain('Usage: matlang check');
  const wrong = await runHere('camera', 'list', '--idz', '--help');
  expect(wrong).toMatchObject({ code: 2, stdout: '' });
  expect(wrong.stderr).toContain('Không có tuỳ chọn --idz.');
  expect(await runHere('camera', 'list', '--ids', '--help')).toMatchObject({ code: 0 });
});

test('a server that does not start says why in words', async (context) => {
  const data = join(await temporaryDirectory(context), 'site');
  expect(await runHere('init', '--data', data)).toMatchObject({ code: 0 });
  writeFileSync(join(data, 'site.sqlite'), 'no database at all, but longer than the header of one would be');
  const damaged = await runHere('camera', 'list', '--data', data);
  expect(damaged).toMatchObject({ code: 1, stdout: '' });
  expect(damaged.stderr).toContain('cơ sở dữ liệu (site.sqlite) bị hỏng');
  expect(startFailureText('SchemaTooNewError', '')?.vi).toContain('phiên bản mới hơn');
  expect(startFailureText('', 'something else')).toBeNull();
});

test('help is asked for and no error', async () => {
  const { code, stdout } = await runHere('--help');
  expect(code).toBe(0);
  expect(stdout).toContain('ghi hình các camera của xã, phường');
  expect(stdout).toContain('Mã kết thúc: 0 xong');
});

test.each([
  [['check']],
  [['verify-chain']],
  [['run']],
  [['camera', 'list']],
  [['camera', 'add', '--name', 'x', '--main', 'rtsp://127.0.0.1/']],
  [['camera', 'remove', 'x']],
  [['export', 'x', '--last', '1m', '-o', 'x.mp4']],
])('%j on a folder that is no site makes none', async (args) => {
  const folder = join('/tmp', `no-site-${process.pid}`);
  const { code, stderr } = await runHere(...args, '--data', folder);
  expect(code).toBe(3);
  expect(stderr).toBe(
    `matlang: Thư mục ${folder} chưa phải là hệ thống Mắt Làng. Kiểm tra --data; nếu cài mới, chạy: matlang init --data ${folder}\n`,
  );
  expect(existsSync(folder)).toBe(false);
});

test('a cameras.json that is no JSON, or not one of ours, is one sentence', async (context) => {
  const data = await temporaryDirectory(context);
  mkdirSync(join(data, 'recorder'));
  writeFileSync(join(data, 'recorder', 'cameras.json'), '{"cameras":');
  const broken = await runHere('check', '--data', data);
  expect(broken).toMatchObject({ code: 1 });
  expect(broken.stderr).toContain('cameras.json không phải JSON hợp lệ');
  writeFileSync(join(data, 'recorder', 'cameras.json'), '{}');
  const foreign = await runHere('check', '--data', data);
  expect(foreign).toMatchObject({ code: 1 });
  expect(foreign.stderr).toContain('cameras.json không đúng dạng');
});

/** A user that every Linux has and that owns nothing. */
const NOBODY = 65_534;

function asOtherThanRoot(run: () => void): void {
  const isRoot = process.geteuid?.() === 0;
  if (isRoot) process.seteuid?.(NOBODY);
  try {
    run();
  } finally {
    if (isRoot) process.seteuid?.(0);
  }
}

test('a folder that can’t be written is named with its rights, not the server that could not start', async (context) => {
  const refused = await runHere('init', '--data', '/sys/matlang');
  expect(refused).toMatchObject({ code: 1, stdout: '' });
  expect(refused.stderr).toMatch(/^matlang: Không ghi được vào thư mục \/sys:/);
  // Made recursively by Node, a folder in /proc is tried for ever.
  const proc = await runHere('init', '--data', '/proc/matlang/site');
  expect(proc).toMatchObject({ code: 1, stdout: '' });
  expect(proc.stderr).toContain('trong /proc không tạo được thư mục');
  const folder = await temporaryDirectory(context);
  writeFileSync(join(folder, 'file'), '');
  const file = await runHere('init', '--data', join(folder, 'file', 'site'));
  expect(file).toMatchObject({ code: 1 });
  expect(file.stderr).toContain(`${join(folder, 'file')} là một tệp, không phải thư mục`);
  const open = join(folder, 'open');
  mkdirSync(open);
  chmodSync(open, 0o777);
  const shared = await runHere('init', '--data', open);
  expect(shared).toMatchObject({ code: 1 });
  expect(shared.stderr).toMatch(/không để tài khoản khác ghi vào, .* chmod go-w/);
  expect(readdirSync(open)).toEqual([]);
  chmodSync(folder, 0o555);
  // Root may write anywhere: only others meet a folder that is merely closed to them.
  asOtherThanRoot(() => {
    expect(() => requireWritableFolder(join(folder, 'site'))).toThrow(/permissions are 0555/);
  });
});

test('a proposed command is written as it was called, and without a folder that is known anyway', () => {
  const text = { vi: 'matlang run; /opt/matlang run; npx matlang check', en: '' };
  expect(sayIn('vi', 'npx matlang')(text)).toBe('npx matlang run; /opt/matlang run; npx matlang check');
  expect(sayIn('vi')(text)).toBe(text.vi);
  expect(dataHint({ data: defaultDataDirectory() })).toBe('');
  expect(dataHint({ data: '/srv/a b' })).toBe(" --data '/srv/a b'");
});

test('volumes are named while a site is made, and stay', async (context) => {
  const folder = await temporaryDirectory(context);
  const data = join(folder, 'site');
  const disk = join(folder, 'disk');
  expect(await runHere('init', '--data', data, '--volume', `o-2=${disk}`)).toMatchObject({ code: 3 });
  mkdirSync(disk);
  const twice = await runHere('init', '--data', data, '--volume', `o-2=${disk}`, '--volume', 'o-2=x');
  expect(twice).toMatchObject({ code: 2 });
  const made = await runHere('init', '--data', data, '--volume', `o-2=${disk}`);
  expect(made).toMatchObject({ code: 0 });
  expect(made.stdout).toContain('Chưa đặt tên cho hệ thống');
  expect(made.stdout).toContain(`matlang run --data ${data}`);
  const configuration = readFileSync(join(data, 'recorder', 'cameras.json'), 'utf8');
  expect(JSON.parse(configuration)).toMatchObject({
    volumes: [
      { id: 'default', path: 'archive' },
      { id: 'o-2', path: disk },
    ],
  });
  const again = await runHere('init', '--data', data, '--volume', `o-3=${disk}`);
  expect(again).toMatchObject({ code: 1 });
  expect(again.stderr).toContain('Các ổ không đổi');
  expect(await runHere('init', '--data', data)).toMatchObject({ code: 0 });
});

test.each([
  ['ENOENT', 3, 'Không có tệp hoặc thư mục /x.'],
  ['EACCES', 1, 'Không có quyền với /x'],
  ['ENOSPC', 1, 'Ổ đĩa chứa /x đã hết chỗ.'],
  ['EIO', 1, 'Ổ đĩa chứa /x báo lỗi (EIO)'],
])('the system’s %s is told in words', (code, exitCode, sentence) => {
  const failure = failureOf(Object.assign(new Error(`${code}: no such thing`), { code, path: '/x' }));
  expect(failure.exitCode).toBe(exitCode);
  expect(failure.text.vi).toContain(sentence);
  expect(failure.text.en).not.toContain('no such thing');
});

test('a port that is taken, a key that others may read, and a fault of ours', () => {
  const taken = failureOf(Object.assign(new Error('listen'), { code: 'EADDRINUSE', port: 8554 }));
  expect([taken.exitCode, taken.text.vi]).toEqual([4, expect.stringContaining('Cổng 8554')]);
  const key = failureOf(new KeyError('key-file-readable-by-others', '/x/site.key has mode 0644'));
  expect(key.text.en).toContain('/x/site.key has mode 0644');
  expect(key.text.vi).toMatch(/đọc được: \/x\/site\.key\. Sửa/);
  expect(failureOf(new RangeError('x')).text.vi).toBe('Phần mềm Mắt Làng gặp lỗi: x');
});
