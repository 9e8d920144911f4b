/** When a certificate is made anew and when it is not, on files of a real folder, with a clock that is told. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  EARLIEST_UNIX_MS,
  makeServerCertificate,
  namesOf,
  openAuthority,
  type ServerCertificate,
} from '@matlang/keys/certificate';
import { afterEach, beforeEach, expect, test } from 'vitest';
import {
  CertificateKeeper,
  type CertificateWish,
  type MadeCertificate,
  STEADY_CLOCK_MS,
} from './certificate-keeper.ts';

const DAY_MS = 86_400_000;
const NOW = Date.UTC(2026, 10, 27, 8, 0, 0);
const OWN = {
  kind: 'own',
  names: ['camera.lan'],
  ownNames: ['192.168.1.10', 'may-truc'],
} as const satisfies CertificateWish;

let data: string;
beforeEach(() => {
  data = mkdtempSync(join(tmpdir(), 'matlang-keeper-'));
});
afterEach(() => {
  rmSync(data, { recursive: true });
});

/** A machine that is switched on: its monotonic clock begins at 0, its wall clock says what it is told. */
function switchOn(unixMs: number) {
  const machine = { unixMs, monotonicMs: 0 };
  const made: MadeCertificate[] = [];
  const keeper = new CertificateKeeper({
    dataDirectory: data,
    siteName: 'Xã Tân Lập',
    clock: { nowUnixMs: () => machine.unixMs },
    monotonicMs: () => machine.monotonicMs,
    onMade: (one) => made.push(one),
  });
  /** Ticks every ten seconds, as the server does. @returns how often another certificate came */
  const pass = (ms: number): number => {
    let changes = 0;
    for (let passed = 0; passed < ms; passed += 10_000) {
      machine.unixMs += 10_000;
      machine.monotonicMs += 10_000;
      if (keeper.tick()) changes += 1;
    }
    return changes;
  };
  const setClock = (to: number): void => {
    machine.unixMs = to;
  };
  return { keeper, made, pass, setClock };
}

const serial = ({ current }: CertificateKeeper): string => current?.certificate.serialNumber ?? 'none';
const holdsAt = ({ current }: CertificateKeeper, unixMs: number): boolean =>
  current !== null &&
  current.certificate.validFromDate.getTime() <= unixMs &&
  current.certificate.validToDate.getTime() > unixMs;

test('the first is made at once, a second start takes the same; a public address that comes later is left out', () => {
  const first = switchOn(NOW);
  expect(first.keeper.want(null)).toBe(false);
  expect(first.keeper.want(OWN)).toBe(true);
  expect(first.made.map(({ kind }) => kind)).toEqual(['authority', 'server']);
  // A name without a dot would make the authority one for a whole domain of the Internet.
  expect(namesOf(first.keeper.current!.certificate)).toEqual([
    'camera.lan',
    '192.168.1.10',
    'localhost',
    '127.0.0.1',
    '::1',
  ]);
  const second = switchOn(NOW + DAY_MS);
  second.keeper.want(OWN);
  expect(serial(second.keeper)).toBe(serial(first.keeper));
  second.keeper.want({ ...OWN, ownNames: [...OWN.ownNames, '8.8.8.8', 'other-name'] });
  expect(second.pass(600_000)).toBe(0);
  expect(second.made).toEqual([]);
});

test('it is made anew 30 days before its end, once, while the site runs', () => {
  const { keeper, pass, setClock, made } = switchOn(NOW);
  keeper.want(OWN);
  const until = keeper.current!.certificate.validToDate.getTime();
  setClock(until - 31 * DAY_MS);
  expect(pass(1_200_000)).toBe(0);
  setClock(until - 30 * DAY_MS + 1000);
  expect(pass(STEADY_CLOCK_MS - 10_000)).toBe(0);
  expect(pass(3_600_000)).toBe(1);
  expect(keeper.current!.certificate.validToDate.getTime()).toBeGreaterThan(until + 300 * DAY_MS);
  expect(made.map(({ kind }) => kind)).toEqual(['authority', 'server', 'server']);
});

test.each([
  ['1970', 0],
  ['2045', Date.UTC(2045, 0, 1)],
])('clock years wrong at start (%s) and right a minute later: the certificate stays', (_, wrong) => {
  const before = switchOn(NOW);
  before.keeper.want(OWN);
  const { keeper, pass, setClock, made } = switchOn(wrong);
  keeper.want(OWN);
  expect(pass(60_000)).toBe(0);
  setClock(NOW + DAY_MS);
  expect(pass(3_600_000)).toBe(0);
  expect(serial(keeper)).toBe(serial(before.keeper));
  expect(made).toEqual([]);
});

test.each([
  ['1970', 0],
  ['2045', Date.UTC(2045, 0, 1)],
])(
  'a certificate that was made while the clock said %s is put right once when the clock is, and no more',
  (_, wrong) => {
    const { keeper, pass, setClock, made } = switchOn(wrong);
    keeper.want(OWN);
    setClock(NOW);
    pass(3_600_000);
    expect(holdsAt(keeper, NOW)).toBe(true);
    expect(holdsAt(keeper, Math.max(NOW, EARLIEST_UNIX_MS) + 30 * DAY_MS)).toBe(true);
    const count = made.length;
    expect(count).toBeLessThanOrEqual(3);
    expect(pass(7_200_000)).toBe(0);
  },
);

test('a clock that jumps to and fro makes no certificate after another', () => {
  const { keeper, pass, setClock, made } = switchOn(NOW);
  keeper.want(OWN);
  for (let jump = 0; jump < 50; jump += 1) {
    setClock(jump % 2 === 0 ? Date.UTC(2045, 0, 1) : 0);
    pass(120_000);
  }
  expect(made).toHaveLength(2);
});

test('a certificate that can’t outlive its authority is not made for ever', () => {
  const authority = openAuthority(data, { siteName: 'x', names: [], nowUnixMs: NOW });
  const end = authority.certificate.validToDate.getTime();
  const { keeper, pass, made } = switchOn(end - 20 * DAY_MS);
  keeper.want(OWN);
  expect(keeper.current?.certificate.validToDate.getTime()).toBe(end);
  pass(3_600_000);
  expect(made).toHaveLength(1);
});

test('another address of the machine comes in; one that moves to and fro gets one certificate for both', () => {
  const { keeper, pass, made } = switchOn(NOW);
  keeper.want(OWN);
  const moved: CertificateWish = { ...OWN, ownNames: ['192.168.1.77', 'may-truc'] };
  for (let move = 0; move < 50; move += 1) {
    keeper.want(move % 2 === 0 ? moved : OWN);
    pass(30_000);
  }
  expect(namesOf(keeper.current!.certificate)).toEqual(
    expect.arrayContaining(['192.168.1.77', '192.168.1.10']),
  );
  expect(made).toHaveLength(3);
});

test('a name that the authority was not made for is refused, with the name, and nothing is shown', () => {
  const { keeper } = switchOn(NOW);
  keeper.want(OWN);
  const beyond: CertificateWish = { ...OWN, names: ['camera.xa.vn'] };
  expect(() => keeper.check(beyond)).toThrow(expect.objectContaining({ code: 'name-beyond-authority' }));
  keeper.want(beyond);
  expect(keeper.current).toBeNull();
  expect(keeper.problem).toMatchObject({ code: 'name-beyond-authority' });
});

test('a given certificate is read again when its files change; a bad one leaves the one before and says why', () => {
  const elsewhere = mkdtempSync(join(tmpdir(), 'matlang-other-'));
  const authority = openAuthority(elsewhere, { siteName: 'x', names: [], nowUnixMs: NOW });
  const files = { certificateFile: join(data, 'a.crt'), keyFile: join(data, 'a.key') };
  const write = ({ key, chain }: ServerCertificate): void => {
    writeFileSync(files.certificateFile, chain);
    writeFileSync(files.keyFile, key);
  };
  const give = (nowUnixMs: number): ServerCertificate =>
    makeServerCertificate(elsewhere, authority, { names: ['camera.lan'], nowUnixMs });
  const { keeper, pass, setClock } = switchOn(NOW);
  const wish: CertificateWish = { kind: 'given', names: ['camera.lan'], ...files };
  keeper.want(wish);
  expect(keeper.problem).toMatchObject({ code: 'certificate-file-unreadable' });
  const first = give(NOW);
  write(first);
  expect(pass(10_000)).toBe(1);
  expect(keeper.problem).toBeNull();
  // Half of a renewal: the certificate is there, its key is not.
  const second = give(NOW + 200 * DAY_MS);
  writeFileSync(files.certificateFile, second.chain);
  expect(pass(30_000)).toBe(0);
  expect(keeper.problem).toMatchObject({ code: 'certificate-key-unfit' });
  expect(keeper.current?.chain).toBe(
    readFileSync(files.certificateFile, 'utf8') === second.chain ? first.chain : '',
  );
  write(second);
  setClock(NOW + 200 * DAY_MS);
  expect(pass(10_000)).toBe(1);
  expect(keeper.current?.chain).toBe(second.chain);
  setClock(second.certificate.validToDate.getTime() + 1000);
  pass(10_000);
  expect(keeper.problem).toMatchObject({ code: 'certificate-expired' });
  expect(keeper.current?.chain).toBe(second.chain);
  rmSync(elsewhere, { recursive: true });
});
