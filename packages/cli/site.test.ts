/** The command line against real processes: the demo from start to Ctrl-C, a real site, and what wrong input gets. */
import { execFile } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmdirSync,
  statSync,
  unlinkSync,
  writeFileSync,
} from 'node:fs';
import { type AddressInfo, createServer } from 'node:net';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { fileURLToPath } from 'node:url';
import {
  requireWitness,
  runProgram,
  type StartedProcess,
  skipHere,
  startProcess,
  temporaryDirectory,
} from '@matlang/testkit';
import { describe, expect, onTestFinished, test } from 'vitest';
import { type Result, runHere } from './run-here-for-tests.ts';

/** Whatever the locale of whoever runs the tests. */
const VIETNAMESE = { MATLANG_LANGUAGE: 'vi' };
/** Of util-linux: runs a command on a terminal of its own. */
const SCRIPT = '/usr/bin/script';
const MAIN = fileURLToPath(new URL('main.ts', import.meta.url));

const matlang = (...args: readonly string[]): Promise<Result> =>
  new Promise((resolve) => {
    execFile(
      process.execPath,
      [MAIN, ...args],
      { timeout: 60_000, env: { ...process.env, ...VIETNAMESE } },
      (error, stdout, stderr) => {
        resolve({ code: error === null ? 0 : Number(error.code ?? 1), stdout, stderr });
      },
    );
  });

const startMatlang = async (...args: readonly string[]): Promise<StartedProcess> => {
  const started = await startProcess(process.execPath, [MAIN, ...args], { env: VIETNAMESE });
  onTestFinished(() => started.kill());
  return started;
};

const waitUntilGone = async (pids: readonly number[]): Promise<void> => {
  for (const pid of pids) {
    while (existsSync(`/proc/${pid}`)) await new Promise((resolve) => setTimeout(resolve, 50));
  }
};

const childrenOf = (pid: number): readonly number[] =>
  readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name) && existsSync(`/proc/${name}/task/${name}/children`))
    .filter((name) => Number(statField(name)) === pid)
    .map(Number);

const statField = (name: string): string => {
  try {
    return /^PPid:\s+(\d+)/m.exec(readFileSync(`/proc/${name}/status`, 'utf8'))?.[1] ?? '';
  } catch {
    return '';
  }
};

const withoutMarks = (text: string): string =>
  text
    .normalize('NFD')
    .replace(/\p{Mark}/gu, '')
    .replace(/[đĐ]/g, 'd')
    .toLowerCase();

/** Subject and purpose of each export in a site's audit log, in order. */
const exportsInAuditLog = (data: string): readonly unknown[] => {
  const database = new DatabaseSync(join(data, 'site.sqlite'), { readOnly: true });
  try {
    return database
      .prepare(
        "select subject_id as subject, detail from audit_entry where action = 'footage.exported' order by seq",
      )
      .all()
      .map(({ subject, detail }) => ({
        subject,
        purpose: (JSON.parse(String(detail)) as { purpose: string }).purpose,
      }));
  } finally {
    database.close();
  }
};

describe('demo', () => {
  test('records nine cameras, exports and checks while it runs, ends cleanly', {
    timeout: 120_000,
  }, async (context) => {
    const ffprobe = requireWitness('ffprobe', context);
    const folder = await temporaryDirectory(context);
    const data = join(folder, 'demo');
    const demo = await startMatlang(
      'demo',
      '--clips',
      '--data',
      data,
      '--port',
      String(20_000 + (process.pid % 10_000)),
    );
    const url = /http:\S+/.exec(await demo.waitForLine(/^Mắt Làng: http/, 30_000))?.[0] ?? '';
    await demo.waitForLine(/^Đang nhận 18\/18 luồng$/, 60_000);

    const list = await matlang('camera', 'list', '--data', data, '--json');
    const status = JSON.parse(list.stdout) as {
      cameras: {
        id: string;
        name: string;
        streams: { state: string; measured: { codec: string } | null }[];
      }[];
    };
    expect(status.cameras).toHaveLength(9);
    expect(status.cameras.filter(({ streams }) => streams[0]?.measured?.codec === 'h265')).toHaveLength(2);
    expect(list.stdout).not.toContain('password');

    const camera = status.cameras[0];
    const timeline = await fetch(
      `${url}/api/v1/cameras/${camera?.id}/timeline?from=${Date.now() - 60_000}&to=${Date.now()}`,
    );
    const spans = ((await timeline.json()) as { spans: { start: number; end: number; stream: string }[] })
      .spans;
    const span = spans.find(({ stream }) => stream === 'main');
    expect(span).toBeDefined();
    const file = join(folder, 'span.mp4');
    const exported = await matlang(
      'export',
      camera?.name ?? '',
      '--data',
      data,
      '--from',
      String(span?.start),
      '--to',
      String(span?.end),
      '-o',
      file,
      '--json',
    );
    expect(exported).toMatchObject({ code: 0 });
    const { stdout } = await runProgram(ffprobe, [
      '-v',
      'error',
      '-count_frames',
      '-show_entries',
      'stream=nb_read_frames:format_tags=title',
      '-of',
      'json',
      file,
    ]);
    const probed = JSON.parse(stdout) as {
      streams: { nb_read_frames: string }[];
      format: { tags: { title: string } };
    };
    expect(Number(probed.streams[0]?.nb_read_frames)).toBeGreaterThan(0);
    expect(probed.format.tags.title).toBe(camera?.name);
    // Without marks and capitals, over the file that is there, with a purpose for the audit log.
    const again = ['export', withoutMarks(camera?.name ?? ''), '--data', data, '--last', '20s', '-o', file];
    const refused = await runHere(...again);
    expect(refused).toMatchObject({ code: 1, stdout: '' });
    expect(refused.stderr).toContain(`Tệp ${file} đã có`);
    const told = await runHere(...again, '--overwrite', '--purpose', 'thử trích xuất');
    expect(told).toMatchObject({ code: 0 });
    expect(told.stderr).toMatch(/^Khoảng cần trích xuất: \d\d\/\d\d\/\d{4} .* \(giờ Việt Nam, UTC\+7\)$/m);
    const serverLog = readFileSync(join(data, 'log', 'server.log'), 'utf8');
    expect(told.stderr, serverLog.slice(-5000)).not.toContain('nhật ký truy cập');
    expect(told.stdout).toMatch(
      /^ {2}có hình: \d\d\/\d\d\/\d{4} \d\d:\d\d:\d\d – .*\(giờ Việt Nam, UTC\+7\)$/m,
    );
    expect(exportsInAuditLog(data)).toEqual([
      { subject: camera?.id, purpose: 'unstated' },
      { subject: camera?.id, purpose: 'thử trích xuất' },
    ]);
    const checked = await runHere('check', '--data', data);
    expect(checked).toMatchObject({ code: 0 });
    expect(checked.stdout).toContain('Không thấy lỗi');

    const processes = [demo.pid, ...childrenOf(demo.pid)];
    expect(processes.length).toBe(5);
    demo.child.kill('SIGINT');
    expect(await demo.ended).toEqual({ code: 0, signal: null });
    await waitUntilGone(processes);
    const after = await runHere('check', '--data', data, '--deep', '--json');
    const report = JSON.parse(after.stdout) as {
      clean: boolean;
      findings: unknown[];
      volumes: { segments: number }[];
    };
    expect(report).toMatchObject({ clean: true, findings: [], auditLog: { broken: null } });
    // What was recorded up to the stop is signed.
    const journal = join(data, 'archive', 'journal');
    const lines = readdirSync(journal).map((day) => readFileSync(join(journal, day), 'utf8'));
    expect(lines.join('').match(/"type":"head"/g)?.length).toBeGreaterThanOrEqual(18);
    expect(report.volumes[0]?.segments).toBeGreaterThanOrEqual(18);
    const verified = await runHere('verify-chain', '--data', data);
    expect(verified).toMatchObject({ code: 0 });
    expect(verified.stdout).toMatch(/^\d+ đoạn ghi khớp với chuỗi mã băm đã ký\.$/m);
    // The audit log is written without a running site too.
    const later = [
      'export',
      camera?.id ?? '',
      '--data',
      data,
      '--last',
      '10m',
      '-o',
      join(folder, 'later.mp4'),
    ];
    const stopped = await runHere(...later, '--purpose', 'sau khi dừng', '--json');
    expect(JSON.parse(stopped.stdout)).toMatchObject({
      audited: true,
      files: [
        {
          gaps: [{ cause: 'before-first' }, { cause: 'stopped' }],
        },
      ],
    });
    expect(exportsInAuditLog(data).at(-1)).toEqual({ subject: camera?.id, purpose: 'sau khi dừng' });
    // A disk that is not there is no answer to whether something was recorded.
    renameSync(join(data, 'archive'), join(data, 'away'));
    const blind = await runHere(...again, '--overwrite');
    expect(blind).toMatchObject({ code: 1, stdout: '' });
    expect(blind.stderr).toContain(`ổ lưu trữ ${join(data, 'archive')} chưa gắn hoặc bị hỏng`);
    // Nor to whether it was altered: the empty folder that shows in its place is no damaged archive.
    mkdirSync(join(data, 'archive'));
    for (const verb of ['check', 'verify-chain']) {
      const unmounted = await runHere(verb, '--data', data);
      expect(unmounted).toMatchObject({ code: 5 });
      expect(unmounted.stdout).toContain(`ổ lưu trữ chưa gắn (${join(data, 'archive')})`);
      expect(unmounted.stdout).not.toMatch(/KHÔNG khớp|LỖI/);
    }
    rmdirSync(join(data, 'archive'));
    renameSync(join(data, 'away'), join(data, 'archive'));
    const footage = readdirSync(join(data, 'archive'), { recursive: true, encoding: 'utf8' });
    unlinkSync(join(data, 'archive', footage.find((name) => name.endsWith('.mp4')) ?? ''));
    const broken = await runHere('verify-chain', '--data', data);
    expect(broken.code).toBe(1);
    expect(broken.stdout).toMatch(
      /LỖI: mất tệp ghi hình \[row-without-file\] .*, luồng (?:chính|phụ), đoạn \d+: /,
    );
    expect(broken.stdout).toContain('KHÔNG khớp');
    // A stop that was asked for is no crash: the next start says `stopped`, not `recorder-down`.
    expect(statSync(join(data, 'log', 'recorder.log')).size).toBeGreaterThan(0);
  });
});

describe('run', () => {
  test('prints its address, refuses a second site on the same folder, and takes its processes along when killed', {
    timeout: 60_000,
  }, async (context) => {
    const data = join(await temporaryDirectory(context), 'site');
    const mistyped = await runHere('run', '--data', data);
    expect(mistyped).toMatchObject({ code: 3 });
    expect(mistyped.stderr).toContain(`chạy: matlang init --data ${data}`);
    expect(existsSync(data)).toBe(false);
    expect((await runHere('init', '--data', data)).code).toBe(0);
    const site = await startMatlang('run', '--data', data, '--port', String(30_000 + (process.pid % 10_000)));
    const url = /http:\S+/.exec(await site.waitForLine(/^Mắt Làng: http/))?.[0] ?? '';
    await site.waitForLine(/"event":"configuration"/);
    const status = (await (await fetch(`${url}/api/v1/status`)).json()) as { cameras: unknown[] };
    expect(status.cameras).toEqual([]);

    const second = await startMatlang('run', '--data', data);
    expect((await second.ended).code).toBe(4);

    const children = childrenOf(site.pid);
    expect(children).toHaveLength(3);
    await site.kill('SIGKILL');
    await waitUntilGone(children);
  });

  test('goes on recording without a page when its port is taken', { timeout: 60_000 }, async (context) => {
    const data = join(await temporaryDirectory(context), 'site');
    const holder = createServer();
    await new Promise<void>((resolve) => holder.listen(0, '127.0.0.1', resolve));
    onTestFinished(() => void holder.close());
    const { port } = holder.address() as AddressInfo;
    expect((await runHere('init', '--data', data)).code).toBe(0);
    const site = await startMatlang('run', '--data', data, '--port', String(port));
    const sentence = await site.waitForLine(/^Trang xem không mở được/, 30_000);
    expect(sentence).toContain(`cổng ${port}`);
    expect(sentence).toContain('Việc ghi hình vẫn tiếp tục');
    const commands = childrenOf(site.pid).map((pid) => readFileSync(`/proc/${pid}/cmdline`, 'utf8'));
    expect(commands.filter((command) => command.includes('recorder/main.ts'))).toHaveLength(1);
    expect(commands.filter((command) => command.includes('server/main.ts'))).toEqual([]);
    site.child.kill('SIGINT');
    expect(await site.ended).toEqual({ code: 0, signal: null });
  });
});

describe('run in a terminal', () => {
  test('speaks in sentences, and Ctrl-C ends it', { timeout: 60_000 }, async (context) => {
    if (!existsSync(SCRIPT)) skipHere(`${SCRIPT} gives a process its terminal here`, context);
    const data = join(await temporaryDirectory(context), 'site');
    expect((await runHere('init', '--data', data)).code).toBe(0);
    // `exec`: a shell that waits between the terminal and the command would end of the same Ctrl-C with its own 130.
    const command = `exec ${process.execPath} ${MAIN} run --data ${data}`;
    const site = await startProcess(SCRIPT, ['-qec', command, '/dev/null'], { env: VIETNAMESE });
    onTestFinished(() => site.kill());
    await site.waitForLine(/^\d\d:\d\d:\d\d Hệ thống đang khởi động/);
    await site.waitForLine(/Mắt Làng: http/);
    await site.waitForLine(/Chưa có mắt camera nào/);
    site.child.stdin?.write('\u0003');
    await site.waitForLine(/Đã dừng\. Các đoạn ghi đã được đóng\./);
    expect(await site.ended).toEqual({ code: 0, signal: null });
    expect(site.lines.filter((line) => line.includes('{') || line.includes('Trang xem'))).toEqual([]);
    expect(readFileSync(join(data, 'log', 'recorder.log'), 'utf8')).toContain('"event":"configuration"');
  });
});

describe('a site that does not run', () => {
  test('is whole before it has recorded, and keeps cameras without showing a password', async (context) => {
    const folder = await temporaryDirectory(context);
    const data = join(folder, 'site');
    expect(await runHere('init', '--data', data, '--name', 'Xã Tân Lập')).toMatchObject({ code: 0 });
    for (const verb of ['check', 'verify-chain'])
      expect(await runHere(verb, '--data', data)).toMatchObject({ code: 0 });
    expect((await runHere('check', '--data', data)).stdout).toContain('chưa ghi hình lần nào');

    const file = join(folder, 'x.mp4');
    const span = ['--from', '15/02/2026 14:30', '--to', '2026-02-15T14:31:00+07:00', '-o', file];
    const unknown = await runHere('export', 'Cổng chợ', '--data', data, ...span);
    expect(unknown).toMatchObject({ code: 3 });
    expect(unknown.stderr).toContain('hệ thống chưa có mắt camera nào');

    const add = ['camera', 'add', '--data', data, '--name'];
    const added = await matlang(
      ...add,
      'Cổng chợ',
      '--main',
      'rtsp://admin:s3cretpass@127.0.0.1:5540/main',
      '--json',
    );
    expect(added).toMatchObject({ code: 0 });
    const { id } = JSON.parse(added.stdout) as { id: string };
    const json = await runHere('camera', 'list', '--data', data, '--json');
    const list = await runHere('camera', 'list', '--data', data);
    expect(list.stdout.split('\n')).toEqual([
      `Hệ thống đang không chạy: không camera nào được ghi. Chạy: matlang run --data ${data}`,
      '',
      expect.stringMatching(/^mắt camera +các luồng$/),
      expect.stringMatching(/^─/),
      expect.stringMatching(/^Cổng chợ +luồng chính$/),
      '',
    ]);
    const configuration = readFileSync(join(data, 'recorder', 'cameras.json'), 'utf8');
    expect(configuration).toContain('Cổng chợ');
    for (const text of [added.stdout, added.stderr, json.stdout, list.stdout, configuration])
      expect(text).not.toContain('s3cretpass');
    const unrecorded = await runHere('export', 'cong cho', '--data', data, ...span);
    expect(unrecorded).toMatchObject({ code: 3 });
    expect(unrecorded.stderr).toContain('chưa ghi hình lần nào');

    // A log that can't be read is not said to be altered.
    const database = join(data, 'site.sqlite');
    const whole = readFileSync(database);
    writeFileSync(database, 'no database');
    const unreadable = await runHere('check', '--data', data);
    expect(unreadable).toMatchObject({ code: 1 });
    expect(unreadable.stdout).toContain('LỖI: không đọc được nhật ký truy cập');
    writeFileSync(database, whole);

    const twice = await runHere(...add, 'cổng CHỢ', '--main', 'rtsp://h/');
    expect(twice).toMatchObject({ code: 1 });
    expect(twice.stderr).toContain(`Đã có mắt camera tên “Cổng chợ” (mã ${id})`);
    const refused = await runHere(...add, 'Cầu', '--main', 'http://h/');
    expect(refused).toMatchObject({ code: 2 });
    expect(refused.stderr).toContain('phải bắt đầu bằng rtsp://');
    const english = await runHere('camera', 'remove', 'gate', '--data', data, '--language', 'en');
    expect(english).toMatchObject({ code: 3 });
    expect(english.stderr).toContain('There is no camera “gate”. There are: Cổng chợ.');
    expect(await runHere('camera', 'remove', 'cong cho', '--data', data)).toMatchObject({ code: 0 });
    expect(await runHere('camera', 'remove', id, '--data', data)).toMatchObject({ code: 3 });
    expect(existsSync(file)).toBe(false);
  });
});
