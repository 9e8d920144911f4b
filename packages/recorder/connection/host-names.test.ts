/** Names and the threads that look them up; the resolver is scripted, time is simulated. */
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { HostNames } from './host-names.ts';

interface Asked {
  readonly host: string;
  readonly answer: (address: string) => void;
  readonly refuse: (code: string) => void;
}
let asked: Asked[];
let names: HostNames;

beforeEach(() => {
  vi.useFakeTimers();
  asked = [];
  names = new HostNames(
    (host) =>
      new Promise((answer, reject) => {
        asked.push({ host, answer, refuse: (code) => reject(Object.assign(new Error(code), { code })) });
      }),
  );
});
afterEach(() => {
  vi.useRealTimers();
});

const hosts = (): string[] => asked.map(({ host }) => host);
const lastOf = (host: string): Asked => asked.findLast((one) => one.host === host)!;

test('whoever asks for the same name gets the one answer', async () => {
  const both = Promise.all([names.resolve('cam-1.lan'), names.resolve('cam-1.lan')]);
  expect(hosts()).toEqual(['cam-1.lan']);
  asked[0]!.answer('10.0.0.1');
  expect(await both).toEqual(['10.0.0.1', '10.0.0.1']);
});

test('names that never resolve, asked for again and again, leave a thread to all others', async () => {
  const silent = ['a.lan', 'b.lan', 'c.lan', 'd.lan'];
  for (let attempt = 0; attempt < 5; attempt += 1) {
    const tries = silent.map((host) => names.resolve(host));
    await vi.advanceTimersByTimeAsync(5_000);
    expect(await Promise.all(tries)).toEqual([null, null, null, null]);
    // No time-out of ours ends a look-up: none is begun a second time while the first goes on.
    expect(asked).toHaveLength(3);
  }
  // Their server gives up after 25 s; then the fourth gets its first thread, and is slow too.
  for (const { refuse } of asked.slice()) {
    refuse('EAI_AGAIN');
  }
  void names.resolve('d.lan');
  await vi.advanceTimersByTimeAsync(5_000);
  lastOf('d.lan').refuse('EAI_AGAIN');
  await vi.advanceTimersByTimeAsync(0);
  asked = [];
  for (const host of silent) {
    void names.resolve(host);
  }
  const good = names.resolve('good.lan');
  expect(hosts()).toEqual(['a.lan', 'b.lan', 'good.lan']);
  lastOf('good.lan').answer('10.0.0.9');
  expect(await good).toBe('10.0.0.9');
});

test('where the server is silent the address of the last time counts, until the name is gone', async () => {
  const first = names.resolve('cam.lan');
  lastOf('cam.lan').answer('10.0.0.1');
  expect(await first).toBe('10.0.0.1');
  const silent = names.resolve('cam.lan');
  await vi.advanceTimersByTimeAsync(5_000);
  expect(await silent).toBe('10.0.0.1');
  lastOf('cam.lan').refuse('EAI_AGAIN');
  await vi.advanceTimersByTimeAsync(0);
  const gone = names.resolve('cam.lan');
  lastOf('cam.lan').refuse('ENOTFOUND');
  expect(await gone).toBeNull();
});

test('any number of names waits within a limit', async () => {
  for (let name = 0; name < 5_000; name += 1) {
    void names.resolve(`cam-${name}.lan`);
  }
  expect(asked).toHaveLength(3);
  expect(vi.getTimerCount()).toBeLessThanOrEqual(1024);
  await vi.advanceTimersByTimeAsync(5_000);
  expect(vi.getTimerCount()).toBe(0);
});

test('the machine knows itself', async () => {
  vi.useRealTimers();
  expect(await new HostNames().resolve('localhost')).toMatch(/^(127\.0\.0\.1|::1)$/);
});
