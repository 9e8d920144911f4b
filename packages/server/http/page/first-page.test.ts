/** What an officer sees at `/status`: dark cameras first with a reason, disks, the moment, and no word without its colour. */
import { createHash } from 'node:crypto';
import { errorAnswer, parseSpokenInstant, type StatusAnswer } from '@matlang/contract';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { errorPage } from './error-page.ts';
import { firstPage as pageOf } from './first-page.ts';
import { bytesText } from './page-number.ts';
import { PAGE_HEADERS } from './page-shell.ts';
import { PAGE_TEXTS } from './page-texts.ts';
import { camera, failed, PAGE_NOW_UNIX_MS, statusOf, stream, volume, waiting } from './status-for-tests.ts';
import { durationText, fullTimeText, shortTimeText } from './vietnam-time.ts';
import { wantsPage } from './wants-page.ts';

const MINUTE = 60_000;

const firstPage = (status: StatusAnswer): string => pageOf(status, { language: 'vi', hasApplication: true });
const englishPage = (status: StatusAnswer): string =>
  pageOf(status, { language: 'en', hasApplication: true });

/** The cards of a page: tone, heading, and the text without tags. */
function cardsOf(html: string): readonly { tone: string; name: string; text: string }[] {
  return [...html.matchAll(/<li class="card (\w+)">\n<h3>(.*?)<\/h3>([\s\S]*?)<\/li>/g)].map((match) => ({
    tone: match[1] ?? '',
    name: match[2] ?? '',
    text: textOf(match[3] ?? ''),
  }));
}

function textOf(html: string): string {
  return html
    .replaceAll(/<style>[\s\S]*?<\/style>/g, '')
    .replaceAll(/<[^>]*>/g, ' ')
    .replaceAll(/\s+/g, ' ')
    .trim();
}

describe('cameras', () => {
  const working = camera('Chợ', [stream('main'), stream('sub')]);

  test('the dark come first, the longest dark before the others; then what is partly down, waits, works, is off', () => {
    const page = firstPage(
      statusOf([
        { ...camera('Tắt', [waiting('main', 'off')]), enabled: false },
        working,
        camera('Một phần', [stream('main'), failed('sub', 'no-media', PAGE_NOW_UNIX_MS - MINUTE)]),
        camera('Mới tối', [failed('main', 'connect-timeout', PAGE_NOW_UNIX_MS - MINUTE)]),
        camera('Chờ', [waiting('main', 'connecting')]),
        camera('Chưa biết', [waiting('main', 'unknown')]),
        camera('Tối lâu', [failed('main', 'connect-timeout', PAGE_NOW_UNIX_MS - 26 * MINUTE)]),
        { ...working, name: 'Chỉ xem', record: 'none' },
        camera('Ấp 10', [stream('main'), stream('sub')]),
        camera('Ấp 9', [stream('main'), stream('sub')]),
      ]),
    );
    expect(
      cardsOf(page)
        .slice(0, 10)
        .map(({ name, tone }) => `${name}: ${tone}`),
    ).toEqual([
      'Tối lâu: bad',
      'Mới tối: bad',
      'Một phần: warn',
      'Chưa biết: warn',
      'Chờ: warn',
      'Ấp 9: good',
      'Ấp 10: good',
      'Chợ: good',
      'Chỉ xem: off',
      'Tắt: off',
    ]);
    expect(textOf(page)).toContain(
      '2 mất tín hiệu hoặc chưa ghi · 3 cần chú ý · 3/10 mắt camera có hình đầy đủ',
    );
    expect(page).toContain('<title>(2) Hệ thống camera xã Tân Lập · Tình trạng</title>');
  });

  test('a dark one says since when, at which step, what to try, and when it is tried again', () => {
    const since = PAGE_NOW_UNIX_MS - 26 * MINUTE;
    const dark = camera('Cầu', [
      failed('main', 'host-unreachable', since),
      failed('sub', 'host-unreachable', since),
    ]);
    const [card] = cardsOf(firstPage(statusOf([dark])));
    expect(card?.text).toContain('Mất tín hiệu Từ 20:31:03 (26 phút)');
    expect(card?.text).toContain('Mất tín hiệu (bước kết nối): Không có đường mạng tới camera.');
    expect(card?.text).toContain('Hãy thử: Xem camera có điện không');
    expect(card?.text).toContain('Đã thử 12 lần; lần tới lúc 20:57:30.');
    expect(card?.text).toContain('Luồng chính mất tín hiệu Luồng phụ mất tín hiệu');
    // Two streams that fail alike are one sentence.
    expect(card?.text.split('Hãy thử').length).toBe(2);
  });

  test('one that works says what each stream is, in the words of the glossary', () => {
    const [card] = cardsOf(firstPage(statusOf([working])));
    expect(card?.text).toContain('Đang ghi hình Từ 15:57:03 (5 giờ)');
    expect(card?.text).toContain(
      'Luồng chính H.264 · 1280×720 · 15,0 hình/giây · 1,54 Mbit/s Luồng phụ H.264',
    );
  });

  test('pictures that no disk takes are not called recorded', () => {
    const full = volume('/a', { state: 'full', detail: 'the disk is at its floor' });
    const page = firstPage(statusOf([working], [full]));
    expect(cardsOf(page)[0]).toMatchObject({ tone: 'bad', name: 'Chợ' });
    expect(cardsOf(page)[0]?.text).toContain('Có hình nhưng chưa ghi');
    const other = firstPage(statusOf([working], [full, volume('/b')]));
    expect(cardsOf(other)[0]?.tone).toBe('good');
    expect(textOf(other)).toContain('Ổ lưu trữ /a không ghi được');
  });

  test('until the first statistics nobody claims that it is recorded', () => {
    const fresh = camera('Chợ', [stream('main', { measured: null })]);
    expect(cardsOf(firstPage(statusOf([fresh])))[0]?.text).toContain('Đang nhận hình');
  });

  test('a site without cameras says how to add one', () => {
    const text = textOf(firstPage(statusOf([])));
    expect(text).toContain('Chưa có mắt camera nào');
    expect(text).toContain('npx matlang camera add --name &quot;Cổng chợ&quot;');
    expect(text).not.toContain('0/0');
    // Of a folder that is not known here no path is made up.
    expect(text).toContain('--data THƯ_MỤC_HỆ_THỐNG');
    const status = statusOf([]);
    const site = { ...status.site, dataDirectory: '/srv/xã Tân Lập' };
    expect(textOf(firstPage({ ...status, site }))).toContain('--data &#39;/srv/xã Tân Lập&#39;');
  });

  test('what people typed stays text', () => {
    const nasty = { ...statusOf([camera('<script>"\'&', [stream('main')])]) };
    const page = firstPage({ ...nasty, site: { ...nasty.site, name: '</title><b>' } });
    expect(page).toContain('&lt;script&gt;&quot;&#39;&amp;');
    expect(page).not.toMatch(/<script|<\/title><b>/);
  });
});

describe('languages and the way to the application', () => {
  const gone = volume('/srv/b', { state: 'failed', detail: 'ENODEV' });
  const all = statusOf(
    [
      camera('Cầu', [failed('main', 'host-unreachable', PAGE_NOW_UNIX_MS - MINUTE), stream('sub')]),
      camera('Chợ', [stream('main'), stream('audio')]),
      camera('Chờ', [waiting('main', 'connecting')]),
    ],
    [volume('/srv/a', { heldBytes: 5e9 }), gone],
  );
  const message = { vi: 'phần mềm ghi hình không trả lời', en: 'the recorder does not answer' };
  const recorder = {
    ...all.processes.recorder,
    state: 'absent' as const,
    message,
    configurationProblem: 'EIO',
  };
  const worst = { ...all, processes: { ...all.processes, recorder } };
  // What the site itself is called, what cameras are called, and the link to the other language are as they are.
  const own = /Hệ thống camera xã Tân Lập|Mắt Làng|Cầu|Chợ|Chờ|Tiếng Việt/g;
  const vietnamese = /[ăâđêôơưáàảãạếềểễệíìỉĩịóòỏõọốồổỗộớờởỡợúùủũụứừửữựýỳỷỹỵ]/i;

  test('each page speaks one language', () => {
    for (const status of [worst, statusOf([], [])]) {
      expect(textOf(englishPage(status)).replaceAll(own, '')).not.toMatch(vietnamese);
      const page = textOf(firstPage(status));
      for (const { en } of Object.values(PAGE_TEXTS))
        if (en.length > 8 && !en.includes('Mắt Làng'))
          expect(page).not.toContain(en.replace(/\{.*/, '').trim() || '\0');
      for (const { message: said } of status.cameras.flatMap(({ streams }) => streams))
        expect(page).not.toContain(said.en);
    }
    expect(englishPage(worst)).toContain('<html lang="en">');
    expect(firstPage(worst)).toContain('<html lang="vi">');
    expect(textOf(englishPage(worst))).toContain('no signal');
    expect(textOf(englishPage(worst))).toContain('15.0\u00a0pictures/s'.replace('\u00a0', ' '));
  });

  test('each leads to the other, and to the application where it is there', () => {
    expect(firstPage(all)).toContain('lang="en" hreflang="en" href="/status?lang=en">English</a>');
    expect(englishPage(all)).toContain('lang="vi" hreflang="vi" href="/status?lang=vi">Tiếng Việt</a>');
    expect(firstPage(all)).toContain('href="/live">Mở Mắt Làng</a>');
    expect(englishPage(all)).toContain('href="/live">Open Mắt Làng</a>');
    expect(pageOf(all, { language: 'vi', hasApplication: false })).not.toMatch(/href="\/(?:live|review)"/);
  });
});

describe('disks, processes and the moment', () => {
  test('a disk shows its room and how far back it goes', () => {
    const [card] = cardsOf(firstPage(statusOf([], [volume('/srv/<matlang>')])));
    expect(card).toMatchObject({ tone: 'good', name: '/srv/&lt;matlang&gt;' });
    expect(card?.text).toContain('Còn trống 1,3 TB trên 4,0 TB');
    expect(card?.text).toContain('Có từ 20:57:03 ngày 27/10/2026');
    expect(card?.text).not.toContain('Khoá không xoá');
    expect(card?.text).not.toContain('Hãy thử');
  });

  test('a disk that is gone is red, with the reason and without figures that would be zeros', () => {
    const gone = volume('/srv/b', {
      state: 'failed',
      detail: 'the disk of /srv/b is not mounted',
      totalBytes: 0,
      freeBytes: 0,
    });
    const [card] = cardsOf(firstPage(statusOf([], [gone])));
    expect(card?.tone).toBe('bad');
    expect(card?.text).toContain('chưa gắn hoặc bị hỏng');
    expect(card?.text).toContain('is not mounted');
    expect(card?.text).toContain('Hãy thử: Kiểm tra dây và nguồn của ổ, rồi gắn lại (mount -a).');
    expect(card?.text).not.toContain('Còn trống');
  });

  test('a recorder that is away is said above everything', () => {
    const status = statusOf([]);
    const message = { vi: 'phần mềm ghi hình không trả lời', en: 'the recorder does not answer' };
    const recorder = { ...status.processes.recorder, state: 'absent' as const, message };
    const page = firstPage({ ...status, processes: { ...status.processes, recorder } });
    expect(page).toMatch(/class="notice bad"><strong>phần mềm ghi hình không trả lời/);
    expect(firstPage(status)).not.toContain('notice bad');
  });

  test('the page says of which moment it is, and asks again by itself', () => {
    const page = firstPage(statusOf([]));
    expect(textOf(page)).toContain('Tình trạng lúc 20:57:03 ngày 26/11/2026 (giờ Việt Nam).');
    expect(page).toContain('<meta http-equiv="refresh" content="15">');
    expect(page).toContain('width=device-width');
  });

  test('its one style is the one that its policy names; there is neither script nor style of an element', () => {
    const page = firstPage(statusOf([camera('Chợ', [stream('main')])]));
    const style = /<style>([\s\S]*?)<\/style>/.exec(page)?.[1] ?? '';
    const hash = createHash('sha256').update(style).digest('base64');
    expect(PAGE_HEADERS['content-security-policy']).toContain(`style-src 'sha256-${hash}'`);
    expect(PAGE_HEADERS['content-security-policy']).not.toMatch(/unsafe|script-src|\*/);
    expect(page).not.toMatch(/<script| style=| on\w+=|<link|<img/);
  });
});

test('times are those of Vietnam, also over midnight, and short today', () => {
  const lateEvening = Date.UTC(2026, 11, 31, 17, 0, 0);
  expect(fullTimeText(lateEvening, 'vi')).toBe('00:00:00 ngày 01/01/2027');
  expect(fullTimeText(lateEvening, 'en')).toBe('00:00:00 on 01/01/2027');
  expect(shortTimeText(lateEvening - 1000, lateEvening, 'vi')).toBe('23:59:59 ngày 31/12/2026');
  expect(shortTimeText(lateEvening, lateEvening + 1000, 'vi')).toBe('00:00:00');
  expect(durationText(187_200_000, 'en')).toBe('2 d 4 h');
  const lengths = [-5, 999, 59_999, 60_000, 3_900_000, 86_400_000, 187_200_000];
  expect(lengths.map((length) => durationText(length, 'vi'))).toEqual([
    '0 giây',
    '0 giây',
    '59 giây',
    '1 phút',
    '1 giờ 5 phút',
    '1 ngày',
    '2 ngày 4 giờ',
  ]);
});

test('a time that the page tells is understood where it is typed', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: Date.UTC(2100, 0) / 1000 }), (seconds) => {
      const unixMs = seconds * 1000;
      for (const language of ['vi', 'en'] as const)
        expect(parseSpokenInstant(fullTimeText(unixMs, language), unixMs)).toBe(unixMs);
    }),
  );
});

test('sizes are in the units that disks are sold by', () => {
  expect(
    [0, 999, 1000, 13_800_000, 99_960_000, 999_600_000, 8.7e12].map((bytes) =>
      bytesText(bytes, 'vi').replace('\u00a0', ' '),
    ),
  ).toEqual(['0 byte', '999 byte', '1,0 kB', '13,8 MB', '100 MB', '1,0 GB', '8,7 TB']);
});

test.each([
  ['text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,*/*;q=0.8', true],
  ['text/html', true],
  ['TEXT/HTML;q=0.5, application/json;q=0.5', true],
  ['application/json, text/html;q=0.9', false],
  ['text/html;q=0', false],
  ['text/html;q=x', false],
  ['application/json', false],
  ['*/*', false],
  ['', false],
  [undefined, false],
])('Accept: %s', (accept, page) => {
  expect(wantsPage(accept)).toBe(page);
});

test('an error page has the sentences in both languages, the parts that can be fetched, and a way back', () => {
  const answer = errorAnswer('several-parts', { count: 2 });
  const part = { from: PAGE_NOW_UNIX_MS, to: PAGE_NOW_UNIX_MS + 1000, sizeBytes: 1_000_000, codec: 'h264' };
  const parts = [{ ...part, fileName: 'a"<b>.mp4', url: '/api/v1/x?from=1&to=2' }];
  const page = errorPage(409, { error: { ...answer.error, parts } });
  expect(page).toContain('Khoảng này có 2 đoạn');
  expect(page).toContain('The span has 2 parts');
  expect(page).toContain('<a href="/api/v1/x?from=1&amp;to=2">a&quot;&lt;b&gt;.mp4</a>');
  expect(page).toContain('<a class="back" href="/">Về trang đầu</a>');
  expect(page).toContain('<title>Không thực hiện được · Mắt Làng</title>');
  // Whoever typed an address is told of pages, not of the API.
  const none = errorPage(404, errorAnswer('not-found'));
  expect(none).toContain('Không có trang nào ở địa chỉ này.');
  expect(none).not.toContain('openapi');
  // Under a wrong name the first page is as far away.
  expect(errorPage(421, errorAnswer('host-refused'))).not.toContain('href="/"');
});
