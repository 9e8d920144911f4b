import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { Authorizer, type Challenge, type Credentials, type Digests, parseChallenges } from './index.ts';

const DIGESTS: Digests = {
  md5Hex: (bytes) => createHash('md5').update(bytes).digest('hex'),
  sha256Hex: (bytes) => createHash('sha256').update(bytes).digest('hex'),
};

function authorizer(header: string, credentials: Credentials, cnonce: string): Authorizer {
  const challenge: Challenge = parseChallenges([header])[0]!;
  return new Authorizer(challenge, credentials, DIGESTS, cnonce);
}

describe('the worked examples of the standards', () => {
  test('RFC 2617, section 3.5', () => {
    const header =
      'Digest realm="testrealm@host.com", qop="auth,auth-int", nonce="dcd98b7102dd2f0e8b11d0f600bfb0c093", opaque="5ccc069c403ebaf9f0171e9517f40e41"';
    const credentials = { username: 'Mufasa', password: 'Circle Of Life' };
    expect(authorizer(header, credentials, '0a4f113b').authorize('GET', '/dir/index.html')).toBe(
      'Digest username="Mufasa", realm="testrealm@host.com", nonce="dcd98b7102dd2f0e8b11d0f600bfb0c093", uri="/dir/index.html", response="6629fae49393a05397450978507c4ef1", opaque="5ccc069c403ebaf9f0171e9517f40e41", qop=auth, nc=00000001, cnonce="0a4f113b"',
    );
  });

  test.each([
    ['MD5', '8ca523f5e9506fed4657c9700eebdbec'],
    ['SHA-256', '753927fa0e85d155564e2e272a28d1802ca10daf4496794697cf8db5856cb6c1'],
  ])('RFC 7616, section 3.9.1, %s', (algorithm, response) => {
    const header = `Digest realm="http-auth@example.org", qop="auth, auth-int", algorithm=${algorithm}, nonce="7ypf/xlj9XXwfDPEoM4URrv/xwf94BcCAzFZH4GiTo0v", opaque="FQhe/qaU925kfnzjCev0ciny7QMkPqMAFRtzCUYo5tdS"`;
    const credentials = { username: 'Mufasa', password: 'Circle of Life' };
    const cnonce = 'f2/wE4q74E6zIJEtWaHKaf5wv/H5QzzpXusqGemxURZJ';
    expect(authorizer(header, credentials, cnonce).authorize('GET', '/dir/index.html')).toContain(
      `response="${response}"`,
    );
  });

  test('RFC 7617: Basic with UTF-8', () => {
    const basic = authorizer('Basic realm="x"', { username: 'Aladdin', password: 'open sesame' }, '');
    expect(basic.authorize('GET', '/')).toBe('Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ==');
    const utf8 = authorizer('Basic realm="x"', { username: 'test', password: '123£' }, '');
    expect(utf8.authorize('GET', '/')).toBe('Basic dGVzdDoxMjPCow==');
  });
});

describe('what cameras want', () => {
  const credentials = { username: 'ad"min\\', password: 'p' };

  test('without qop the old form, and no algorithm that was not named (Dahua)', () => {
    const text = authorizer('Digest realm="r", nonce="n"', { username: 'u', password: 'p' }, 'c').authorize(
      'OPTIONS',
      'rtsp://cam/',
    );
    const md5 = (value: string): string => DIGESTS.md5Hex(Buffer.from(value));
    expect(text).toBe(
      `Digest username="u", realm="r", nonce="n", uri="rtsp://cam/", response="${md5(`${md5('u:r:p')}:n:${md5('OPTIONS:rtsp://cam/')}`)}"`,
    );
  });

  test('a nonce is counted, quotes are escaped, the password stands nowhere', () => {
    const counted = authorizer('Digest realm="r\\"", nonce="n", qop=auth', credentials, 'c');
    expect(counted.authorize('PLAY', 'rtsp://cam/')).toContain('nc=00000001');
    const second = counted.authorize('PLAY', 'rtsp://cam/');
    expect(second).toContain('nc=00000002');
    expect(second).toContain('username="ad\\"min\\\\", realm="r\\""');
    expect(parseChallenges([second])[0]).toMatchObject({ realm: 'r"', nonce: 'n' });
  });

  test('session keys: the secret is hashed with both nonces', () => {
    const text = authorizer(
      'Digest realm="r", nonce="n", algorithm=MD5-sess, qop=auth',
      { username: 'u', password: 'p' },
      'c',
    ).authorize('PLAY', '/');
    const md5 = (value: string): string => DIGESTS.md5Hex(Buffer.from(value));
    const secret = md5(`${md5('u:r:p')}:n:c`);
    expect(text).toContain(`response="${md5(`${secret}:n:00000001:c:auth:${md5('PLAY:/')}`)}"`);
    expect(text).toContain('algorithm=MD5-sess');
  });
});
