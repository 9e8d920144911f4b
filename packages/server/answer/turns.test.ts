import { expect, test } from 'vitest';
import { ApiError } from './api-error.ts';
import { Turns } from './turns.ts';

/** Work that ends when told, and says when it began. */
class Work {
  readonly begun: string[] = [];
  readonly #ends = new Map<string, () => void>();

  run(turns: Turns, name: string, signal?: AbortSignal): Promise<string> {
    return turns.run(() => {
      this.begun.push(name);
      return new Promise((resolve) => this.#ends.set(name, () => resolve(name)));
    }, signal);
  }

  end(name: string): void {
    this.#ends.get(name)?.();
  }
}

const settle = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

test('so many at once, the others in the order they came; a failure gives its turn on', async () => {
  const turns = new Turns(2);
  const work = new Work();
  const first = work.run(turns, 'a');
  const failing = turns.run(() => Promise.reject(new Error('no')));
  const rest = ['b', 'c', 'd'].map((name) => work.run(turns, name));
  await expect(failing).rejects.toThrow('no');
  await settle();
  expect(work.begun).toEqual(['a', 'b']);
  work.end('a');
  expect(await first).toBe('a');
  await settle();
  expect(work.begun).toEqual(['a', 'b', 'c']);
  for (const name of ['b', 'c']) work.end(name);
  await settle();
  work.end('d');
  expect(await Promise.all(rest)).toEqual(['b', 'c', 'd']);
});

test('whoever goes while waiting never begins, and takes nobody’s turn', async () => {
  const turns = new Turns(1);
  const work = new Work();
  const gone = new AbortController();
  const [a, b, c] = [
    work.run(turns, 'a'),
    work.run(turns, 'b', gone.signal),
    work.run(turns, 'c', new AbortController().signal),
  ];
  await settle();
  gone.abort();
  await expect(b).rejects.toBeInstanceOf(ApiError);
  work.end('a');
  await a;
  await settle();
  expect(work.begun).toEqual(['a', 'c']);
  const late = new AbortController();
  const d = work.run(turns, 'd', late.signal);
  const e = work.run(turns, 'e');
  await settle();
  work.end('c');
  await c;
  // Its turn has come or comes just then: whichever it is, the next one's does.
  late.abort();
  await settle();
  work.end('d');
  await d.catch(() => undefined);
  await settle();
  expect(work.begun).toContain('e');
  work.end('e');
  expect(await e).toBe('e');
  await expect(work.run(turns, 'f', AbortSignal.abort())).rejects.toMatchObject({ code: 'too-busy' });
});
