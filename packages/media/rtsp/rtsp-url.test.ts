import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseRtspUrl, redactCredentials } from './index.ts';

describe('addresses', () => {
  test.each([
    ['rtsp://cam/live', 'cam', 554, null, null, 'rtsp://cam/live'],
    ['RTSP://cam:8554', 'cam', 8554, null, null, 'rtsp://cam:8554'],
    ['rtsp://cam:/x', 'cam', 554, null, null, 'rtsp://cam:/x'],
    ['rtsp://[fe80::1%25eth0]:10554/x', 'fe80::1%eth0', 10554, null, null, 'rtsp://[fe80::1%25eth0]:10554/x'],
    ['rtsp://u:p@[::1]/x', '::1', 554, 'u', 'p', 'rtsp://[::1]/x'],
    ['rtsp://u@cam', 'cam', 554, 'u', null, 'rtsp://cam'],
    ['rtsp://u:@cam', 'cam', 554, 'u', '', 'rtsp://cam'],
    // Percent-encoded as it should be, and as people type it.
    ['rtsp://a%40b:p%2Fq%3A%25@cam/x', 'cam', 554, 'a@b', 'p/q:%', 'rtsp://cam/x'],
    ['rtsp://admin:p@ss@cam/x', 'cam', 554, 'admin', 'p@ss', 'rtsp://cam/x'],
    ['rtsp://admin:pa/ss@cam/x', 'cam', 554, 'admin', 'pa/ss', 'rtsp://cam/x'],
    ['rtsp://admin:pa?s#s@cam:5544/x?y=1', 'cam', 5544, 'admin', 'pa?s#s', 'rtsp://cam:5544/x?y=1'],
    ['rtsp://admin:a:b:c@cam/x', 'cam', 554, 'admin', 'a:b:c', 'rtsp://cam/x'],
    ['rtsp://admin:100%@cam/x', 'cam', 554, 'admin', '100%', 'rtsp://cam/x'],
    // An @ in the path is no end of credentials.
    ['rtsp://cam:554/live@2', 'cam', 554, null, null, 'rtsp://cam:554/live@2'],
    ['rtsp://cam/live?user=a@b', 'cam', 554, null, null, 'rtsp://cam/live?user=a@b'],
    // Dahua: path and query to the letter.
    [
      'rtsp://1.2.3.4:554/cam/realmonitor?channel=1&subtype=1',
      '1.2.3.4',
      554,
      null,
      null,
      'rtsp://1.2.3.4:554/cam/realmonitor?channel=1&subtype=1',
    ],
  ])('%s', (text, host, port, username, password, withoutCredentials) => {
    expect(parseRtspUrl(text)).toEqual({ host, port, username, password, withoutCredentials });
  });

  test.each([
    ['rtsps://cam/x', 'encrypted-not-supported'],
    ['http://cam/x', 'not-rtsp'],
    ['cam/x', 'not-rtsp'],
    ['', 'not-rtsp'],
    ['rtsp:///x', 'no-host'],
    ['rtsp://u:p@/x', 'no-host'],
    ['rtsp://cam:0/x', 'bad-port'],
    ['rtsp://cam:65536/x', 'bad-port'],
    ['rtsp://cam:port/x', 'bad-port'],
    ['rtsp://[::1/x', 'bad-port'],
    ['rtsp://u:p w@cam/x', 'bad-character'],
    ['rtsp://cam/x\r\nEvil: yes', 'bad-character'],
    ['rtsp://cam/\u0000', 'bad-character'],
    [`rtsp://cam/${'x'.repeat(2_048)}`, 'too-long'],
  ])('%j is refused: %s', (text, problem) => {
    expect(parseRtspUrl(text)).toBe(problem);
  });

  test('credentials come back as they were encoded, and stay nowhere else', () => {
    fc.assert(
      fc.property(fc.string({ minLength: 1 }), fc.string({ unit: 'binary' }), (username, password) => {
        fc.pre(password.isWellFormed());
        const text = `rtsp://${encodeURIComponent(username)}:${encodeURIComponent(password)}@cam:1/p?q`;
        expect(parseRtspUrl(text)).toEqual({
          host: 'cam',
          port: 1,
          username,
          password,
          withoutCredentials: 'rtsp://cam:1/p?q',
        });
      }),
    );
  });
});

describe('redaction', () => {
  test.each([
    ['rtsp://admin:secret@cam/x', 'rtsp://***@cam/x'],
    [
      'could not reach rtsp://admin:se/cr@et@cam:554/x, retrying',
      'could not reach rtsp://***@cam:554/x, retrying',
    ],
    ['url="http://u:p@h/"', 'url="http://***@h/"'],
    ['rtsp://a:b@h,rtsp://c:d@i', 'rtsp://***@i'],
    ['rtsp://cam:554/live@2', 'rtsp://cam:554/live@2'],
    ['mail a@b, see rtsp://cam/x', 'mail a@b, see rtsp://cam/x'],
    ['two\n lines  stay', 'two\n lines  stay'],
    // What can't be told apart is hidden rather than shown.
    ['rtsp://u:p@ss/word@cam/x', 'rtsp://***@cam/x'],
    ['rtsp://u:p?q@', 'rtsp://***@'],
    // XMEye and others have it in the path.
    [
      'rtsp://cam/user=admin_password=tlJwpbo6_channel=1_stream=0.sdp',
      'rtsp://cam/user=admin_password=***_channel=1_stream=0.sdp',
    ],
    ['rtsp://cam/user=admin&password=x/y?z', 'rtsp://cam/user=admin&password=***'],
    ['rtsp://cam/live?usr=a&pwd=b#c', 'rtsp://cam/live?usr=a&pwd=***'],
    ['http://h/x?token=abc&channel=1', 'http://h/x?token=***&channel=1'],
    ['{"password": "x y\\"z", "authToken":"abc","a":1}', '{"password": "***", "authToken":"***","a":1}'],
    [String.raw`"{\"secret\":\"a b\",\"c\":1}"`, String.raw`"{\"secret\":\"***\",\"c\":1}"`],
    ['Authorization: Digest username="u", response="abc"\r\nCSeq: 1', 'Authorization: ***\r\nCSeq: 1'],
    ['no-key-frame', 'no-key-frame'],
  ])('%j', (text, shown) => {
    expect(redactCredentials(text)).toBe(shown);
  });

  test('no value that is named like a secret is ever shown, as query, path, JSON or plain text', () => {
    const secret = fc
      .array(fc.constantFrom(..."QZJ@/:%?#=[].;,'}{".split('')), { minLength: 3, maxLength: 12 })
      .map((letters) => letters.join(''))
      .filter((text) => /^[QZJ].*[QZJ]{2}/.test(text));
    const name = fc.constantFrom(
      'password',
      'passwd',
      'pass',
      'PWD',
      'token',
      'secret',
      'apikey',
      'authToken',
    );
    const wrap = fc.constantFrom<(name: string, value: string) => string>(
      (key, value) => `rtsp://cam/x?a=1&${key}=${value}&b=2`,
      (key, value) => `http://10.0.0.1/user=admin_${key}=${value}_channel=1`,
      (key, value) => JSON.stringify({ a: 1, [key]: value, b: 'c' }),
      (key, value) => JSON.stringify({ text: JSON.stringify({ [key]: value }) }),
      (key, value) => `failed with ${key}: ${value} at last`,
    );
    fc.assert(
      fc.property(name, secret, wrap, (key, value, inText) => {
        const shown = redactCredentials(inText(key, value));
        expect(shown).not.toMatch(/[QZJ]/);
        expect(redactCredentials(shown)).not.toMatch(/[QZJ]/);
      }),
      { numRuns: 1000 },
    );
  });

  test('no password of an address that parses is ever shown, in any text', () => {
    // Letters that stand nowhere else in the text, and everything that ends parts of an address.
    const secret = fc
      .array(fc.constantFrom(...'QZJ@/:%?#=&[].;'.split('')), { minLength: 3, maxLength: 12 })
      .map((letters) => letters.join(''))
      .filter((text) => /[QZJ]{2}/.test(text));
    fc.assert(
      fc.property(
        secret,
        fc.constantFrom('cam', 'cam:554', '[::1]:8554', '10.0.0.1'),
        fc.constantFrom('', '/x', '/x?a=1&b=2', '/x#y'),
        fc.constantFrom('', 'failed: ', 'x="', '('),
        (password, host, path, before) => {
          const url = `rtsp://admin:${password}@${host}${path}`;
          const parsed = parseRtspUrl(url);
          fc.pre(typeof parsed === 'object' && parsed.password !== null);
          const shown = redactCredentials(`${before}${url} again`);
          expect(shown).toContain('rtsp://***@');
          for (const part of password.match(/[QZJ]{2,}/g) ?? []) expect(shown).not.toContain(part);
        },
      ),
      { numRuns: 2_000 },
    );
  });

  test('long texts take linear time', () => {
    const started = performance.now();
    redactCredentials('a'.repeat(200_000));
    redactCredentials('a://'.repeat(50_000));
    redactCredentials(`rtsp://${'@'.repeat(200_000)}`);
    redactCredentials(`rtsp://cam/${'pass='.repeat(50_000)}`);
    redactCredentials(`rtsp://cam/pass=${'_a'.repeat(50_000)}`);
    parseRtspUrl(`rtsp://x:y/${'@'.repeat(1_900)}`);
    expect(performance.now() - started).toBeLessThan(2_000);
  });
});
