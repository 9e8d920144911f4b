/** What is shown of cameras: the demo's table, the list, what changed, and a probe. */
import { expect, test } from 'vitest';
import { stateLines } from '../demo/state-display.ts';
import { sayIn } from '../language/say.ts';
import { SiteChanges } from '../run/site-changes.ts';
import { columnWidth } from '../terminal/column-width.ts';
import { formatCameraList } from './camera-list.ts';
import { describeProbe } from './probe-report.ts';
import { camera, failed, receiving, siteStatus } from './status-for-tests.ts';
import { stateWord } from './stream-words.ts';

const say = sayIn('vi');
const { measured: _, ...failedOver } = failed('main');

test('a dark camera has a short cell in the table and its sentence below it', () => {
  const lines = stateLines(
    say,
    siteStatus([
      camera('Cổng chợ Đồng Xuân 1', receiving('main'), receiving('sub')),
      camera('Cầu Bến Đá', failed('main'), failed('sub')),
    ]),
  );
  const table = lines.slice(0, 4);
  expect(table[0]).toMatch(/^mắt camera +luồng chính +kiểu nén +hình\/giây +Mbit\/s +luồng phụ$/);
  expect(table[2]).toMatch(/^Cổng chợ Đồng Xuân 1 +đang ghi +H\.264 +25,0 +2,05 +đang ghi$/);
  expect(table[3]).toMatch(/^Cầu Bến Đá +mất tín hiệu +mất tín hiệu$/);
  expect(Math.max(...table.map(columnWidth))).toBeLessThanOrEqual(80);
  expect(lines[4]).toBe('Đang nhận 2/4 luồng; đã ghi 13,8 MB');
  expect(lines.slice(5)).toEqual([expect.stringMatching(/^Cầu Bến Đá, luồng chính, luồng phụ: /)]);
});

test('the list leaves out figures of a dark stream, and says of a recorder that is away what it is', () => {
  const site = { runs: true, dataHint: '', ids: true };
  const cameras = [
    camera('Cổng chợ', receiving('main')),
    camera('Cầu', { ...receiving('main'), ...failedOver }),
  ];
  const list = formatCameraList(say, siteStatus(cameras), site).split('\n');
  expect(list[1]).toMatch(
    /^mắt camera +luồng +trạng thái +nén +cỡ hình +\/giây +Mbit\/s +I-frame +camera +mã$/,
  );
  expect(list[3]).toMatch(
    /^Cổng chợ +chính +đang ghi +H\.264 +1920x1080 +25,0 +2,05 +2,0 s +chậm 1,5 s +01990000-/,
  );
  expect(list[4]).toMatch(/^Cầu +chính +mất tín hiệu +01990000-/);
  expect(list.slice(5)).toEqual(['', expect.stringMatching(/^Cầu, luồng chính: /)]);
  const status = siteStatus(cameras);
  const away = {
    ...status.processes.recorder,
    state: 'absent',
    message: { vi: 'không trả lời', en: '' },
  } as const;
  const still = formatCameraList(
    say,
    { ...status, processes: { ...status.processes, recorder: away } },
    site,
  );
  expect(still.split('\n').slice(0, 3)).toEqual([
    'không trả lời',
    '',
    expect.stringMatching(/^mắt camera +các luồng +mã$/),
  ]);
  expect(formatCameraList(say, siteStatus([]), { runs: false, dataHint: ' --data x', ids: false })).toMatch(
    /^Hệ thống đang không chạy: .* matlang run --data x\n\nChưa có mắt camera nào\./,
  );
});

test('a disk that is away is said above the table, and no stream is said to be recorded', () => {
  const stream = receiving('main');
  const idle = { ...stream, measured: { ...stream.measured!, recording: false, clockOffsetMs: 20 } };
  const name = 'Cổng chợ Đồng Xuân 1';
  const status = siteStatus(
    [camera(name, idle), { ...camera('Cầu', idle), record: 'none' }, camera('Cổng', receiving('main'))],
    'failed',
  );
  const lines = formatCameraList(say, status, { runs: true, dataHint: '', ids: false }).split('\n');
  expect(lines.slice(0, 2)).toEqual([
    'KHÔNG GHI ĐƯỢC: ổ lưu trữ (/srv/matlang) chưa gắn hoặc bị hỏng. Kiểm tra dây và nguồn của ổ, rồi gắn lại (mount -a). Ổ trở lại là hệ thống tự ghi tiếp.',
    '',
  ]);
  expect(lines[5]).toMatch(/^Cổng chợ Đồng Xuân 1 +chính +có hình, chưa ghi +H\.264 .* đúng$/);
  expect(lines[6]).toMatch(/^Cầu +chính +đang nhận hình +/);
  expect(Math.max(...lines.slice(2).map(columnWidth))).toBeLessThanOrEqual(100);
  const well = formatCameraList(say, siteStatus([camera(name, stream)]), {
    runs: true,
    dataHint: '',
    ids: false,
  });
  expect(Math.max(...well.split('\n').map(columnWidth))).toBeLessThanOrEqual(100);
});

test('a state is one word without its explanation', () => {
  expect(stateWord('unknown')).toEqual({ vi: 'chưa biết', en: 'unknown' });
  expect(stateWord('waiting-for-key-frame').vi).toBe('đang đợi khung hình khoá');
});

test('what changes is told once, in sentences', () => {
  const changes = new SiteChanges('');
  const look = (...of: Parameters<typeof siteStatus>) => changes.look(siteStatus(...of)).map(say);
  const well = [camera('Cổng chợ', receiving('main'), receiving('sub'))];
  const dark = [camera('Cổng chợ', failed('main'), failed('sub'))];
  expect(look(well)).toEqual(['Đang nhận 2/2 luồng.']);
  expect(look(well)).toEqual([]);
  expect(look(dark)).toEqual([
    expect.stringMatching(/^Cổng chợ, luồng chính, luồng phụ: .+\. .+\.$/),
    'Đang nhận 0/2 luồng.',
  ]);
  expect(look(dark)).toEqual([]);
  expect(look([camera('Cổng chợ', failed('main', 'credentials-refused'), failed('sub'))])).toHaveLength(1);
  expect(look(well)).toEqual(['Cổng chợ, luồng chính, luồng phụ: có hình trở lại.', 'Đang nhận 2/2 luồng.']);
  expect(look(well, 'failed')).toEqual([
    'Ổ lưu trữ /srv/matlang: chưa gắn hoặc bị hỏng, KHÔNG ghi được hình. Hãy kiểm tra ổ đĩa.',
  ]);
  expect(look(well, 'unknown')).toEqual([]);
  expect(look(well)).toEqual(['Ổ lưu trữ /srv/matlang: đang ghi bình thường.']);
});

test('a probe is told in both languages', () => {
  const report: Parameters<typeof describeProbe>[0] = {
    failure: null,
    transport: 'tcp',
    server: 'Hipcam',
    authentication: 'digest-md5',
    measuredMs: 6000,
    firstPacketMs: 1,
    firstKeyFrameMs: 1,
    cameraClockOffsetMs: -2500,
    media: [
      {
        kind: 'video',
        encodingName: 'H264',
        codec: 'h264',
        codecString: 'avc1.4d001f',
        widthPixels: 1920,
        heightPixels: 1080,
        sampleRateHz: null,
        framesPerSecond: 24.96,
        declaredFramesPerSecond: null,
        bitsPerSecond: 2_050_000,
        gopMs: 2000,
        gopFrames: 50,
        reorderDepth: 0,
        jitterMs: 1,
        receivedPackets: 98,
        lostPackets: 2,
      },
    ],
    findings: ['packets-lost'],
  };
  expect(describeProbe(report).vi.split('\n')).toEqual([
    'Xem được: TCP, đăng nhập Digest MD5, Hipcam',
    '  hình: H.264 (avc1.4d001f), 1920x1080, 25,0 hình/giây, 2,05 Mbit/s, khung hình khoá (I-frame) mỗi 2,0 s (50 hình), mất 2 trong 100 gói tin',
    '  đồng hồ camera: chậm 2,5 s so với máy này',
    'Nên biết:',
    '  - Có gói tin bị mất trên đường.',
  ]);
  const refused = describeProbe({
    ...report,
    failure: { step: 'connecting', code: 'connection-refused', detail: 'ECONNREFUSED' },
  });
  expect(refused.vi).toMatch(
    /^Không xem được camera \(bước kết nối\): .+\nCamera tự giới thiệu: Hipcam\nNên thử: /,
  );
  expect(refused.vi).not.toContain('ECONNREFUSED');
  expect(refused.en).toMatch(/^Failed while connecting: /);
});
