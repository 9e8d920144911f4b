/** What people prove with who they are, against the texts that define it. */
import { describe, expect, test } from 'vitest';
import { COOKIES, cookieHeader, droppedCookie, readCookie } from './cookies.ts';
import { authenticatorUri, base32, matchOneTimeCode, oneTimeCode } from './one-time-code.ts';
import { checkPasswordHash, hashPassword } from './password-hash.ts';
import { Pending } from './pending.ts';
import { createReadableCode, createSecretToken, normalizeReadableCode } from './secret-token.ts';
import { WrongTries } from './wrong-tries.ts';

describe('codes of an authenticator', () => {
  const secret = Buffer.from('12345678901234567890');

  // RFC 6238, appendix B, SHA-1: eight digits there, the last six of them here.
  test.each([
    [59, '287082'],
    [1_111_111_109, '081804'],
    [1_111_111_111, '050471'],
    [1_234_567_890, '005924'],
    [2_000_000_000, '279037'],
    [20_000_000_000, '353130'],
  ])('are those of RFC 6238 at %i s', (seconds, code) => {
    expect(oneTimeCode(secret, Math.floor(seconds / 30))).toBe(code);
    expect(matchOneTimeCode(secret, code, seconds * 1000, 0)).toBe(Math.floor(seconds / 30));
  });

  test('are good once, for a step to either side, and in no other form', () => {
    const nowUnixMs = 1_234_567_890_000;
    const step = Math.floor(nowUnixMs / 30_000);
    for (const off of [-1, 0, 1]) {
      const code = oneTimeCode(secret, step + off);
      expect(matchOneTimeCode(secret, code, nowUnixMs, 0)).toBe(step + off);
      expect(matchOneTimeCode(secret, code, nowUnixMs, step + off)).toBe(null);
    }
    for (const off of [-2, 2])
      expect(matchOneTimeCode(secret, oneTimeCode(secret, step + off), nowUnixMs, 0)).toBe(null);
    for (const typed of ['', '12345', '1234567', 'abcdef', '１２３４５６'])
      expect(matchOneTimeCode(secret, typed, nowUnixMs, 0)).toBe(null);
  });

  // RFC 4648, section 10.
  test.each([
    ['', ''],
    ['f', 'MY'],
    ['fo', 'MZXQ'],
    ['foo', 'MZXW6'],
    ['foob', 'MZXW6YQ'],
    ['fooba', 'MZXW6YTB'],
    ['foobar', 'MZXW6YTBOI'],
  ])('base32 of %j', (text, encoded) => {
    expect(base32(Buffer.from(text))).toBe(encoded);
  });

  test('the key URI bears site and user, whatever they are called', () => {
    const uri = new URL(authenticatorUri(secret, 'Xã Tân Lập: chợ', 'lan'));
    expect(decodeURIComponent(uri.pathname)).toBe('/Xã Tân Lập  chợ:lan');
    expect(uri.searchParams.get('issuer')).toBe('Xã Tân Lập  chợ');
    expect(uri.searchParams.get('secret')).toBe(base32(secret));
  });
});

describe('password hashes', () => {
  test('are of OWASP’s figures, salted, and check', async () => {
    const [one, other] = [
      await hashPassword('trâu vàng uống nước'),
      await hashPassword('trâu vàng uống nước'),
    ];
    expect(one).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
    expect(one).not.toBe(other);
    expect(await checkPasswordHash(one, 'trâu vàng uống nước')).toBe('right');
    expect(await checkPasswordHash(one, 'trâu vàng uống nướ')).toBe('wrong');
    expect(await checkPasswordHash(null, 'trâu vàng uống nước')).toBe('wrong');
  });

  // The command line of the reference implementation's own test (phc-winner-argon2, test.c: Argon2id, m=2^16, t=2, p=1).
  test('the reference’s own is read, and is to be hashed anew', async () => {
    const theirs = '$argon2id$v=19$m=65536,t=2,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc';
    expect(await checkPasswordHash(theirs, 'password')).toBe('outdated');
    expect(await checkPasswordHash(theirs, 'passwore')).toBe('wrong');
  });

  test('a row that would take all memory is refused', async () => {
    const huge = '$argon2id$v=19$m=9999999,t=2,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc';
    await expect(checkPasswordHash(huge, 'x')).rejects.toThrow(TypeError);
    await expect(checkPasswordHash('', 'x')).rejects.toThrow(TypeError);
  });
});

describe('cookies', () => {
  const value = createSecretToken();

  test('are for this site alone and for no script', () => {
    expect(cookieHeader(COOKIES.session, value, false)).toBe(
      `matlang-session=${value}; Path=/; HttpOnly; SameSite=Strict`,
    );
    expect(cookieHeader(COOKIES.session, value, true)).toBe(
      `__Host-matlang-session=${value}; Path=/; HttpOnly; SameSite=Strict; Secure`,
    );
    expect(cookieHeader(COOKIES.pending, value, true)).toMatch(/Max-Age=300$/);
    expect(droppedCookie(COOKIES.device, true)).toMatch(/^__Host-matlang-device=; .*Max-Age=0$/);
  });

  test('one that comes twice, or is of another form, is not believed', () => {
    const read = (cookie: string, secure = false) => readCookie({ cookie }, COOKIES.session, secure);
    const other = createSecretToken();
    expect(read(`a=b; matlang-session=${value}`)).toBe(value);
    expect(read(`matlang-session=${value}; matlang-session=${other}`)).toBe(null);
    // By HTTPS only what HTTPS set: a cookie without the prefix may be of anybody on the way.
    expect(read(`__Host-matlang-session=${value}; x`, true)).toBe(value);
    expect(read(`matlang-session=${other}; __Host-matlang-session=${value}`, true)).toBe(value);
    expect(read(`matlang-session=${value}`, true)).toBe(null);
    expect(read(`__Host-matlang-session=${value}`)).toBe(null);
    expect(read(`xmatlang-session=${value}`)).toBe(null);
    expect(read('matlang-session=short')).toBe(null);
    expect(read(`matlang-session=${value.slice(0, -1)}%`)).toBe(null);
  });
});

describe('wrong tries', () => {
  const setUp = () => {
    const time = { ms: 0 };
    return { time, tries: new WrongTries(() => time.ms) };
  };
  const from = (address: string, knownDevice: string | null = null) => ({
    userName: 'lan',
    address,
    knownDevice,
  });

  test('some are free, then the wait doubles to a quarter of an hour, and an hour of peace forgets', () => {
    const { time, tries } = setUp();
    const waits: number[] = [];
    for (let wrong = 0; wrong < 20; wrong += 1) {
      waits.push(tries.waitMs(from('10.0.0.1')));
      time.ms += waits.at(-1) ?? 0;
      tries.countWrong(from('10.0.0.1'));
    }
    expect(waits.slice(0, 9)).toEqual([0, 0, 0, 0, 0, 2000, 4000, 8000, 16_000]);
    expect(waits.at(-1)).toBe(900_000);
    time.ms += 3_600_000;
    expect(tries.waitMs(from('10.0.0.1'))).toBe(0);
  });

  test('a thousand addresses make the account wait, but not the browser that it knows', () => {
    const { tries } = setUp();
    for (let one = 0; one < 1000; one += 1) tries.countWrong(from(`10.0.${one >> 8}.${one & 255}`));
    expect(tries.waitMs(from('192.168.1.20'))).toBeGreaterThan(0);
    expect(tries.waitMs(from('192.168.1.20', 'a known browser'))).toBe(0);
    for (let wrong = 0; wrong < 10; wrong += 1) tries.countWrong(from('192.168.1.20', 'a known browser'));
    expect(tries.waitMs(from('192.168.1.20', 'a known browser'))).toBeGreaterThan(0);
  });

  test('an address that tries many names waits, with its whole IPv6 network', () => {
    const { tries } = setUp();
    for (let wrong = 0; wrong < 20; wrong += 1)
      tries.countWrong({
        userName: `name-${wrong}`,
        address: `2001:db8:1:2::${wrong.toString(16)}`,
        knownDevice: null,
      });
    const next = { userName: 'another', knownDevice: null };
    expect(tries.waitMs({ ...next, address: '2001:db8:1:2:aaaa::1' })).toBeGreaterThan(0);
    expect(tries.waitMs({ ...next, address: '2001:db8:1:3::1' })).toBe(0);
  });

  test('the one after which others wait is told once; a right one forgets the account', () => {
    const { time, tries } = setUp();
    const told = Array.from({ length: 8 }, () => tries.countWrong(from('10.0.0.9')));
    expect(told).toEqual([false, false, false, false, true, false, false, false]);
    time.ms += 900_000;
    tries.countRight(from('10.0.0.9'));
    expect(tries.waitMs(from('10.0.0.9'))).toBe(0);
  });
});

test('what was begun ends in time, and never fills the memory', () => {
  const time = { ms: 0 };
  const pending = new Pending<number>(() => time.ms, { most: 3, keepMs: 1000 });
  const tokens = [1, 2, 3, 4].map((value) => pending.put(value));
  expect(tokens.map((token) => pending.find(token))).toEqual([null, 2, 3, 4]);
  time.ms = 1000;
  expect(pending.find(tokens[3] ?? '')).toBe(null);
});

test('codes for paper are read as they are typed', () => {
  const code = createReadableCode(3);
  expect(code).toMatch(/^[2-9A-HJ-NP-Z]{4}(-[2-9A-HJ-NP-Z]{4}){2}$/);
  expect(normalizeReadableCode(` ${code.toLowerCase().replaceAll('-', ' ')} `)).toBe(
    code.replaceAll('-', ''),
  );
});
