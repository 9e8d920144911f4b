import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { hideAddressSecrets, lacksAddressSecret } from './address-secrets.ts';
import { checkCameraChange, checkNewCamera } from './camera-draft.ts';

const NAMES = [
  'password',
  'Passwd',
  'pwd',
  'PASS',
  'psw',
  'pw',
  'token',
  'loginpas',
  'user_password',
  'authbasic',
];
/** Printable, as an address may hold it, and nothing that ends a value. */
const secret = fc
  .string({
    unit: fc.integer({ min: 0x21, max: 0x7e }).map((code) => String.fromCharCode(code)),
    minLength: 4,
    maxLength: 40,
  })
  .filter((text) => !/[&#]/.test(text) && !/_[a-z]+=/i.test(text));

describe('hideAddressSecrets', () => {
  test.each([
    [
      'rtsp://10.0.0.5/user=admin&password=x&channel=1&stream=0.sdp?',
      'rtsp://10.0.0.5/user=admin&password=***&channel=1&stream=0.sdp?',
    ],
    [
      'rtsp://10.0.0.5/user=admin_password=tlJwpbo6_channel=1_stream=0.sdp',
      'rtsp://10.0.0.5/user=admin_password=***_channel=1_stream=0.sdp',
    ],
    ['rtsp://10.0.0.5/live?password=a/b?c&x=1', 'rtsp://10.0.0.5/live?password=***&x=1'],
    ['rtsp://10.0.0.5/user=admin_password=_channel=1', 'rtsp://10.0.0.5/user=admin_password=_channel=1'],
    ['rtsp://10.0.0.5/Streaming/Channels/101?transportmode=unicast', null],
    ['rtsp://10.0.0.5/cam/realmonitor?channel=1&subtype=0', null],
    ['rtsp://10.0.0.5/passage/stream1', null],
  ])('%s', (url, hidden) => {
    expect(hideAddressSecrets(url)).toBe(hidden ?? url);
  });

  test('whatever the name, the place and the secret: it is not in what is shown, and once hidden it stays so', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...NAMES),
        secret,
        fc.constantFrom('/user=admin&', '/live?', '/a;', '/user=u_', '/?x=1&'),
        fc.constantFrom('', '&channel=1', '_channel=1_stream=0.sdp'),
        (name, value, before, after) => {
          const url = `rtsp://10.0.0.5:554${before}${name}=${value}${after}`;
          const hidden = hideAddressSecrets(url);
          fc.pre(!`rtsp://10.0.0.5:554${before}${name}=***${after}`.includes(value));
          expect(hidden).not.toContain(value);
          expect(hidden).toContain('rtsp://10.0.0.5:554');
          expect(hideAddressSecrets(hidden)).toBe(hidden);
          expect(lacksAddressSecret(hidden)).toBe(true);
        },
      ),
      { numRuns: 2000 },
    );
  });
});

describe('a camera whose address holds a password', () => {
  const url = 'rtsp://10.0.0.5/user=admin&password=x9y8&channel=1';
  const hidden = 'rtsp://10.0.0.5/user=admin&password=***&channel=1';
  const made = checkNewCamera({ name: 'a', main: { url } });
  if (!made.ok) throw new Error('the draft is lawful');
  const change = (more: Parameters<typeof checkCameraChange>[1]) => {
    const result = checkCameraChange(made.value.settings, more);
    return result.ok ? result.value : result.violation;
  };

  test('settings show it hidden, the whole address stands apart', () => {
    expect(made.value.settings.mainUrl).toBe(hidden);
    expect(made.value.addresses).toEqual({ main: url, sub: null });
  });

  test('an address that is not changed, or comes back as it was shown, stays the whole one', () => {
    expect(change({ name: 'b' })).toMatchObject({ addresses: { main: undefined, sub: null } });
    expect(change({ main: { url: hidden } })).toMatchObject({ addresses: { main: undefined } });
  });

  test('another address replaces it; one that is hidden and another is refused', () => {
    expect(change({ main: { url: 'rtsp://10.0.0.6/1' } })).toMatchObject({
      settings: { mainUrl: 'rtsp://10.0.0.6/1' },
      addresses: { main: null },
    });
    expect(change({ main: { url: hidden.replace('=1', '=2') } })).toEqual({
      field: 'main.url',
      rule: 'camera-url-characters',
    });
    expect(change({ sub: { url: hidden } })).toEqual({ field: 'sub.url', rule: 'camera-url-characters' });
  });
});
