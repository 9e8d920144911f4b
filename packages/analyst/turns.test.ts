/** A line for a few places: in the order they came, bounded, and left at once by who goes away. */
import { expect, test } from 'vitest';
import { LineFullError, Turns } from './turns.ts';

const never = new AbortController().signal;

/** Work that ends when told. */
class Told {
  readonly begun: number[] = [];
  readonly #ends = new Map<number, () => void>();

  work(name: number): () => Promise<number> {
    return async () => {
      this.begun.push(name);
      await new Promise<void>((resolve) => this.#ends.set(name, resolve));
      return name;
    };
  }

  end(name: number): void {
    this.#ends.get(name)?.();
  }
}

const settled = async (): Promise<void> => await new Promise((resolve) => setImmediate(resolve));

test('so many at once, the others in the order they came, and nobody who comes later goes first', async () => {
  const turns = new Turns(2, 10);
  const told = new Told();
  const all = [0, 1, 2, 3].map((name) => turns.run(told.work(name), never));
  await settled();
  expect(told.begun).toEqual([0, 1]);
  told.end(0);
  // In the same turn of the event loop as the place comes free.
  all.push(turns.run(told.work(4), never));
  await settled();
  expect(told.begun).toEqual([0, 1, 2]);
  for (const name of [1, 2, 3, 4]) {
    told.end(name);
    await settled();
  }
  expect(await Promise.all(all)).toEqual([0, 1, 2, 3, 4]);
  expect(told.begun).toEqual([0, 1, 2, 3, 4]);
});

test('the line has an end; who leaves it makes room at once, however many come and go', async () => {
  const turns = new Turns(1, 3);
  const told = new Told();
  const running = turns.run(told.work(0), never);
  for (let round = 0; round < 1000; round += 1) {
    const gone = new AbortController();
    const waiting = [1, 2, 3].map((name) => turns.run(told.work(name), gone.signal));
    expect(turns.isFull).toBe(true);
    await expect(turns.run(told.work(9), never)).rejects.toBeInstanceOf(LineFullError);
    gone.abort(new Error('gone'));
    const outcomes = await Promise.allSettled(waiting);
    expect(outcomes.map((outcome) => outcome.status)).toEqual(['rejected', 'rejected', 'rejected']);
    expect(turns.waiting).toBe(0);
  }
  told.end(0);
  await running;
  expect(told.begun).toEqual([0]);
});

test('work that fails, or whose asker went away as its turn came, gives its place on', async () => {
  const turns = new Turns(1, 3);
  await expect(turns.run(() => Promise.reject(new Error('broken')), never)).rejects.toThrow('broken');
  const told = new Told();
  const gone = new AbortController();
  const first = turns.run(told.work(1), never);
  const second = turns.run(told.work(2), gone.signal);
  const third = turns.run(told.work(3), never);
  await settled();
  told.end(1);
  void first.then(() => gone.abort(new Error('gone')));
  await expect(second).rejects.toThrow('gone');
  await settled();
  expect(told.begun).toEqual([1, 3]);
  told.end(3);
  expect(await third).toBe(3);
});
