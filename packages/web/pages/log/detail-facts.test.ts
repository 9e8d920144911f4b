/** The detail of an entry in words: what an officer reads instead of JSON. */
import { fillText } from '@matlang/contract';
import { expect, test } from 'vitest';
import { TEXTS } from '../../i18n/texts.ts';
import { detailFacts, type FactSpeech, roleText, whoText } from './detail-facts.ts';

const speechIn = (language: 'vi' | 'en'): FactSpeech => ({
  language,
  say: (text, values = {}) => fillText(text, values)[language],
  t: (key, values = {}) => fillText(TEXTS[key], values)[language],
  nameOf: (id) => (id === 'c1' ? 'Cổng chợ' : id),
});

const AT = Date.UTC(2026, 1, 15, 7, 30);

test('an export: which cameras, which span, why; what has no words stays where the entry is shown as written', () => {
  const detail = {
    cameraIds: ['c1', 'c2'],
    startUnixMs: AT,
    endUnixMs: AT + 300_000,
    stream: 'main',
    withAudio: false,
    purpose: 'trộm xe máy',
    totalBytes: 1_200_000_000,
    failure: null,
  };
  expect(detailFacts(detail, speechIn('vi'))).toEqual([
    '15/02/2026 14:30:00 – 14:35:00',
    'Mắt camera: Cổng chợ, c2',
    'Có âm thanh: không',
    'Mục đích: trộm xe máy',
    'Dung lượng: 1,2\u00a0GB',
  ]);
  expect(detailFacts(detail, speechIn('en'))[3]).toBe('Purpose: trộm xe máy');
});

test('what was looked at: each span that was played, single pictures with their number, and what for', () => {
  const detail = {
    purpose: 'Vụ việc số 12/2026',
    purposeId: 'p1',
    startUnixMs: AT,
    endUnixMs: AT + 3_600_000,
    played: [
      { startUnixMs: AT, endUnixMs: AT + 60_000 },
      { startUnixMs: AT + 3_000_000, endUnixMs: AT + 3_600_000 },
    ],
    stills: [{ startUnixMs: AT, endUnixMs: AT, count: 1 }],
  };
  expect(detailFacts(detail, speechIn('vi'))).toEqual([
    '15/02/2026 14:30:00 – 15:30:00',
    'Mục đích: Vụ việc số 12/2026',
    'Đoạn đã phát: 15/02/2026 14:30:00 – 14:31:00, 15/02/2026 15:20:00 – 15:30:00',
    'Ảnh tĩnh đã xem (số ảnh): 15/02/2026 14:30:00 (1)',
  ]);
});

test('a change says what was, and what is; what stayed as it was is not repeated', () => {
  const before = { name: 'Cổng', retentionDays: 30, subUrl: null, hasPassword: true };
  const after = { name: 'Cổng chợ', retentionDays: 30, subUrl: 'rtsp://h/2', hasPassword: true };
  expect(detailFacts({ before, after, passwordChanged: false }, speechIn('vi'))).toEqual([
    'Đổi mật khẩu camera: không',
    'Tên: từ Cổng thành Cổng chợ',
    'Địa chỉ luồng phụ: từ không có thành rtsp://h/2',
  ]);
});

test('what somebody altered into nonsense is shown and breaks nothing', () => {
  const detail = { startUnixMs: 1e300, endUnixMs: 1e300, reviewUnixMs: 1e300, purpose: { a: [1] }, name: '' };
  expect(detailFacts(detail, speechIn('vi'))).toEqual(['Xem xét lại: 1e+300', 'Mục đích: {"a":[1]}']);
  const many = detailFacts({ cameraIds: Array.from({ length: 25 }, () => 'c1') }, speechIn('vi'));
  expect(many[0]).toMatch(/^Mắt camera: (Cổng chợ, ){19}Cổng chợ … \(25\)$/);
});

test('who did it, and as what', () => {
  const { t, say } = speechIn('vi');
  expect(['lan', 'local', 'token:màn hình', 'recorder'].map((actor) => whoText(actor, { t }))).toEqual([
    'lan',
    'người dùng tại máy',
    'Chương trình “màn hình”',
    'Bộ ghi hình',
  ]);
  expect(roleText('commander', { say })).toBe('Chỉ huy');
  expect(roleText('0199', { say })).toBe('0199');
});
