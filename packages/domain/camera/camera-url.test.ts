import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { splitCameraUrl } from './camera-url.ts';

const split = (text: string) => splitCameraUrl('main.url', text);
const refusal = (text: string) => {
  const result = split(text);
  return result.ok ? null : result.violation.rule;
};

describe('splitCameraUrl', () => {
  test.each([
    ['rtsp://10.0.0.5/stream1', 'rtsp://10.0.0.5/stream1', null, null],
    ['RTSP://cam.lan:8554', 'rtsp://cam.lan:8554', null, null],
    [
      'rtsp://admin:pass@10.0.0.5:554/Streaming/Channels/101',
      'rtsp://10.0.0.5:554/Streaming/Channels/101',
      'admin',
      'pass',
    ],
    ['rtsp://admin:p%40ss%2F1@10.0.0.5/a', 'rtsp://10.0.0.5/a', 'admin', 'p@ss/1'],
    ['rtsp://admin:p@ss:w@10.0.0.5/a', 'rtsp://10.0.0.5/a', 'admin', 'p@ss:w'],
    ['rtsp://admin:100%@10.0.0.5/a', 'rtsp://10.0.0.5/a', 'admin', '100%'],
    ['rtsp://admin@[fe80::1]:554/a', 'rtsp://[fe80::1]:554/a', 'admin', null],
    ['rtsp://10.0.0.5/user=admin_password=x@y', 'rtsp://10.0.0.5/user=admin_password=x@y', null, null],
    ['  rtsp://10.0.0.5?a=1&b=2 ', 'rtsp://10.0.0.5?a=1&b=2', null, null],
  ])('%s', (text, url, username, password) => {
    expect(split(text)).toEqual({ ok: true, value: { url, username, password } });
  });

  test.each([
    ['http://10.0.0.5/', 'camera-url-scheme'],
    ['10.0.0.5/stream1', 'camera-url-scheme'],
    ['', 'camera-url-scheme'],
    ['rtsp://', 'camera-url-host'],
    ['rtsp:///path', 'camera-url-host'],
    ['rtsp://chợ.lan/', 'camera-url-host'],
    ['rtsp://a b/', 'camera-url-host'],
    ['rtsp://admin:pa/ss@host/', 'camera-url-port'],
    ['rtsp://host:0/', 'camera-url-port'],
    ['rtsp://host:70000/', 'camera-url-port'],
    ['rtsp://host:/', 'camera-url-port'],
    ['rtsp://host/a\r\nDESCRIBE', 'camera-url-characters'],
    ['rtsp://host/đường', 'camera-url-characters'],
    ['rtsp://host#x', 'camera-url-characters'],
    [`rtsp://host/${'a'.repeat(2048)}`, 'camera-url-too-long'],
  ])('refuses %s', (text, rule) => {
    expect(refusal(text)).toBe(rule);
  });

  test('no accepted address carries a user, whatever is given', () => {
    const part = fc.string({ maxLength: 20 });
    fc.assert(
      fc.property(part, part, part, (user, password, path) => {
        const result = split(`rtsp://${user}:${password}@host/${path}`);
        if (!result.ok) return;
        const authority = /^rtsp:\/\/([^/?#]*)/.exec(result.value.url)?.[1] ?? '';
        expect(authority).not.toContain('@');
      }),
    );
  });
});
