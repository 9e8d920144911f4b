/** The site's own authority and given certificates: witnessed by OpenSSL, by Node's own reader, and by TLS connections on the loopback. */
import { execFileSync } from 'node:child_process';
import { generateKeyPairSync, X509Certificate } from 'node:crypto';
import { once } from 'node:events';
import { chmodSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connect, createServer, type TLSSocket } from 'node:tls';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { addressBytes, isDnsName } from './host-name.ts';
import {
  type Authority,
  type CertificateError,
  EARLIEST_UNIX_MS,
  fingerprintOf,
  hasAuthority,
  makeServerCertificate,
  namesOf,
  normalizeHost,
  openAuthority,
  readGivenCertificate,
  readServerCertificate,
  type ServerCertificate,
} from './index.ts';
import { signServer } from './sign-certificate.ts';

const DAY_MS = 86_400_000;
const NOW = Date.now();
const NAMES = ['matlang.lan', 'localhost', '127.0.0.1', '192.168.1.10', 'fd00::12', '::1'];

let data: string;
beforeEach(() => {
  data = mkdtempSync(join(tmpdir(), 'matlang-certificate-'));
});
afterEach(() => {
  rmSync(data, { recursive: true });
});

const authorityOf = (names: readonly string[] = [], nowUnixMs = NOW): Authority =>
  openAuthority(data, { siteName: 'Xã Tân Lập', names, nowUnixMs });
const serverOf = (
  authority: Authority,
  names: readonly string[] = NAMES,
  nowUnixMs = NOW,
): ServerCertificate => makeServerCertificate(data, authority, { names, nowUnixMs });

/** By the program `openssl`, for a purpose and a name. @returns what it says; `OK` at the end of the first line where it agrees */
function opensslVerify(
  authority: Authority,
  server: Pick<ServerCertificate, 'chain'>,
  ...more: string[]
): string {
  const [root, leaf] = [join(data, 'root.pem'), join(data, 'leaf.pem')];
  writeFileSync(root, authority.certificate.toString());
  writeFileSync(leaf, server.chain);
  try {
    const parameters = ['verify', '-x509_strict', '-purpose', 'sslserver', '-CAfile', root, ...more, leaf];
    return execFileSync('openssl', parameters, { encoding: 'utf8', stdio: 'pipe' });
  } catch (error) {
    return (error as { stderr: string }).stderr;
  }
}

/** A TLS server with the certificate, and what a client that trusts the authority alone says of it. */
async function shake(
  authority: Authority,
  { key, chain }: ServerCertificate,
  servername: string,
): Promise<string> {
  const server = createServer({ key, cert: chain }, (socket) => socket.on('error', () => {}).end());
  server.on('tlsClientError', () => {});
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as { port: number };
  const socket: TLSSocket = connect({
    host: '127.0.0.1',
    port,
    servername,
    ca: authority.certificate.toString(),
  });
  try {
    await once(socket, 'secureConnect');
    return socket.getProtocol() ?? '';
  } catch (error) {
    // What Node has no code for it says in OpenSSL's words.
    const { code, message } = error as Error & { readonly code: string };
    return code === 'UNSPECIFIED' ? message : code;
  } finally {
    socket.destroy();
    server.close();
  }
}

describe('the own authority', () => {
  test('is made once, for its owner only, is named after the site, and holds for ten years', () => {
    expect(hasAuthority(data)).toBe(false);
    const authority = authorityOf();
    const { certificate } = authority;
    expect(hasAuthority(data)).toBe(true);
    expect(authorityOf().certificate.raw).toEqual(certificate.raw);
    expect(statSync(join(data, 'keys', 'authority.pem')).mode & 0o777).toBe(0o600);
    expect(authority.commonName).toBe('Mắt Làng Xã Tân Lập');
    expect(certificate.ca).toBe(true);
    expect(certificate.verify(certificate.publicKey)).toBe(true);
    const years = (certificate.validToDate.getTime() - NOW) / DAY_MS / 365.25;
    expect(years).toBeGreaterThan(9.9);
    expect(years).toBeLessThan(10.1);
    expect(fingerprintOf(certificate).replaceAll(' ', '')).toBe(
      certificate.fingerprint256.replaceAll(':', ''),
    );
  });

  test('a file that others may read, or that holds a key of another certificate, is refused', () => {
    authorityOf();
    const path = join(data, 'keys', 'authority.pem');
    chmodSync(path, 0o640);
    expect(() => authorityOf()).toThrow(expect.objectContaining({ code: 'key-file-readable-by-others' }));
    chmodSync(path, 0o600);
    const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    const certificate = /-----BEGIN CERT[\s\S]*/.exec(readFileSync(path, 'utf8'))?.[0] ?? '';
    writeFileSync(path, privateKey.export({ type: 'pkcs8', format: 'pem' }).toString() + certificate);
    expect(() => authorityOf()).toThrow(expect.objectContaining({ code: 'key-file-invalid' }));
  });

  test('a server certificate is believed by OpenSSL, by Node and over TLS 1.3, for each of its names and no other', async () => {
    const authority = authorityOf();
    const server = serverOf(authority);
    expect(opensslVerify(authority, server)).toMatch(/: OK\n$/);
    expect(opensslVerify(authority, server, '-verify_hostname', 'matlang.lan')).toMatch(/: OK\n$/);
    expect(opensslVerify(authority, server, '-verify_ip', '192.168.1.10')).toMatch(/: OK\n$/);
    expect(opensslVerify(authority, server, '-verify_ip', 'fd00::12')).toMatch(/: OK\n$/);
    expect(opensslVerify(authority, server, '-verify_hostname', 'other.lan')).toContain('ostname mismatch');
    expect(opensslVerify(authority, server, '-verify_ip', '192.168.1.11')).toContain('IP address mismatch');
    expect(server.certificate.checkIssued(authority.certificate)).toBe(true);
    expect(server.certificate.verify(authority.certificate.publicKey)).toBe(true);
    expect(namesOf(server.certificate)).toEqual(NAMES);
    expect(server.certificate.ca).toBe(false);
    expect(await shake(authority, server, 'matlang.lan')).toBe('TLSv1.3');
    expect(await shake(authority, server, 'other.lan')).toBe('ERR_TLS_CERT_ALTNAME_INVALID');
    const { validFromDate, validToDate } = server.certificate;
    expect((validToDate.getTime() - validFromDate.getTime() + 1000) / DAY_MS).toBe(397);
    expect(statSync(join(data, 'keys', 'server.pem')).mode & 0o777).toBe(0o600);
  });

  test('a stolen key of the authority makes no certificate of a bank, nor another authority', async () => {
    const authority = authorityOf(['camera.tanlap.vn']);
    const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    const frame = { commonName: 'x', fromUnixMs: NOW - DAY_MS, untilUnixMs: NOW + DAY_MS };
    const key = privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
    const made = (names: readonly string[]): ServerCertificate => {
      const certificate = new X509Certificate(signServer(frame, publicKey, authority, names));
      return { key, chain: certificate.toString(), certificate };
    };
    expect(opensslVerify(authority, made(['camera.tanlap.vn']))).toMatch(/: OK\n$/);
    for (const name of ['vietcombank.com.vn', 'tanlap.vn', 'local.example.org', '8.8.8.8', '2001:db8::1'])
      expect(opensslVerify(authority, made([name])), name).toContain('permitted subtree violation');
    expect(await shake(authority, made(['vietcombank.com.vn']), 'vietcombank.com.vn')).toBe(
      'permitted subtree violation',
    );
    expect(
      ['camera.tanlap.vn', 'x.camera.tanlap.vn', 'a.local', '10.1.2.3', 'fd12::1'].map(authority.permits),
    ).toEqual(Array.from({ length: 5 }, () => true));
    expect(
      ['tanlap.vn', 'xlocal', '172.32.0.1', '2001:db8::1', '::ffff:8.8.8.8'].map(authority.permits),
    ).toEqual(Array.from({ length: 5 }, () => false));
  });

  test('what was made last is read again; of another authority, or damaged, it counts as none', () => {
    const authority = authorityOf();
    expect(readServerCertificate(data, authority)).toBeNull();
    const server = serverOf(authority);
    const read = readServerCertificate(data, authority);
    expect([read?.key, read?.chain]).toEqual([server.key, server.chain]);
    rmSync(join(data, 'keys', 'authority.pem'));
    expect(readServerCertificate(data, authorityOf())).toBeNull();
    writeFileSync(join(data, 'keys', 'server.pem'), server.key);
    expect(readServerCertificate(data, authority)).toBeNull();
  });

  test.each([
    ['1970', 0],
    ['2000', Date.UTC(2000, 0, 1)],
    ['2045', Date.UTC(2045, 5, 1)],
    ['2060', Date.UTC(2060, 5, 1)],
  ])('clock years wrong at start: an authority that was made in %s holds today', (_, wrongUnixMs) => {
    const authority = authorityOf([], wrongUnixMs);
    expect(authority.certificate.validFromDate.getTime()).toBe(EARLIEST_UNIX_MS);
    expect(authority.certificate.validToDate.getTime()).toBeGreaterThan(NOW + 8 * 365 * DAY_MS);
    expect(opensslVerify(authority, serverOf(authority))).toMatch(/: OK\n$/);
    const early = serverOf(authority, NAMES, 0);
    expect(early.certificate.validFromDate.getTime()).toBe(EARLIEST_UNIX_MS);
  });
});

describe('a given certificate', () => {
  const fileOf = (name: string, text: string): string => {
    writeFileSync(join(data, name), text);
    return join(data, name);
  };
  const ask = (
    server: { readonly key: string; readonly chain: string },
    more: Partial<Parameters<typeof readGivenCertificate>[0]> = {},
  ) =>
    readGivenCertificate({
      certificateFile: fileOf('given.crt', server.chain),
      keyFile: fileOf('given.key', server.key),
      names: ['matlang.lan'],
      nowUnixMs: NOW,
      ...more,
    });
  const refusalOf = (run: () => unknown): CertificateError['detail'] & { readonly code: string } => {
    try {
      run();
    } catch (error) {
      const { code, detail } = error as CertificateError;
      return { code, ...detail };
    }
    return { code: 'none', file: '' };
  };

  test('is taken with its chain when key, time and names are right', () => {
    const authority = authorityOf();
    const server = serverOf(authority);
    const chain = server.chain + authority.certificate.toString();
    expect(ask({ ...server, chain }).chain).toBe(chain);
  });

  test('expired or foreign, not yet valid, a key that does not fit, one under a passphrase, no file: each is said', () => {
    const server = serverOf(authorityOf());
    const other = serverOf(authorityOf());
    const until = server.certificate.validToDate.getTime();
    expect(refusalOf(() => ask(server, { nowUnixMs: until + 1 }))).toMatchObject({
      code: 'certificate-expired',
      atUnixMs: until,
    });
    expect(refusalOf(() => ask(server, { nowUnixMs: 0 })).code).toBe('certificate-not-yet-valid');
    expect(
      refusalOf(() => ask(server, { names: ['camera.xa.vn', 'matlang.lan', '10.0.0.9'] })),
    ).toMatchObject({
      code: 'certificate-foreign',
      names: ['camera.xa.vn', '10.0.0.9'],
    });
    expect(refusalOf(() => ask({ ...server, key: other.key })).code).toBe('certificate-key-unfit');
    const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    const encrypted = privateKey
      .export({ type: 'pkcs8', format: 'pem', cipher: 'aes-256-cbc', passphrase: 'x' })
      .toString();
    expect(refusalOf(() => ask({ ...server, key: encrypted })).code).toBe('certificate-key-malformed');
    expect(refusalOf(() => ask({ ...server, chain: 'none' })).code).toBe('certificate-malformed');
    expect(refusalOf(() => ask({ ...server, chain: server.key })).code).toBe('certificate-malformed');
    for (const path of [join(data, 'nowhere'), data, '/dev/zero'])
      expect(refusalOf(() => ask(server, { certificateFile: path })).code).toMatch(/unreadable|malformed/);
  });
});

describe('names', () => {
  test.each([
    ['Matlang.LAN', 'matlang.lan'],
    ['[::1]', '::1'],
    ['0:0:0:0:0:0:0:1', '::1'],
    ['192.168.1.10', '192.168.1.10'],
    ['a_b.local', 'a_b.local'],
    ['fe80::1%eth0', null],
    ['192.168.1.256', null],
    ['1.2.3', null],
    ['0x7f.1', null],
    ['a..b', null],
    ['-a.lan', null],
    ['xã.vn', null],
    ['a.lan/evil', null],
    ['a.lan@evil.org', null],
    ['a.lan:80', null],
    ['', null],
  ])('%j is %j', (typed, expected) => expect(normalizeHost(typed)).toBe(expected));

  test('any IPv6 address has the bytes that it is written with, shortened or not', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 0xffff }), { minLength: 8, maxLength: 8 }), (groups) => {
        const bytes = Buffer.from(groups.map((group) => group.toString(16).padStart(4, '0')).join(''), 'hex');
        const short = normalizeHost(groups.map((group) => group.toString(16)).join(':')) ?? '';
        expect(addressBytes(short)).toEqual(bytes);
        expect(isDnsName(short)).toBe(false);
      }),
    );
    expect(addressBytes('::ffff:1.2.3.4').toString('hex')).toBe('00000000000000000000ffff01020304');
  });
});
