/** A pointer that moves faster than pictures come. */
import { expect, test } from 'vitest';
import { NewestWish } from './newest-wish.ts';

interface Question {
  readonly unixMs: number;
  readonly signal: AbortSignal;
  readonly answer: () => void;
  readonly refuse: () => void;
}

function watched(): { readonly wishes: NewestWish; readonly asked: Question[] } {
  const asked: Question[] = [];
  const wishes = new NewestWish(
    (unixMs, signal) =>
      new Promise<void>((resolve, reject) => {
        asked.push({ unixMs, signal, answer: resolve, refuse: () => reject(new Error('no footage')) });
      }),
  );
  return { wishes, asked };
}
const settled = (): Promise<void> => new Promise((resolve) => setTimeout(resolve));
const instants = (asked: readonly Question[]): readonly number[] => asked.map(({ unixMs }) => unixMs);

test('one question at a time; what was wished meanwhile is passed over for the newest', async () => {
  const { wishes, asked } = watched();
  for (const unixMs of [1, 2, 3, 4]) wishes.wish(unixMs);
  await settled();
  expect(instants(asked)).toEqual([1]);
  asked[0]?.answer();
  await settled();
  expect(instants(asked)).toEqual([1, 4]);
  asked[1]?.answer();
  await settled();
  expect([instants(asked), wishes.unixMs]).toEqual([[1, 4], null]);
  wishes.wish(4);
  expect(instants(asked)).toEqual([1, 4, 4]);
});

test('a question that fails is followed by the next wish', async () => {
  const { wishes, asked } = watched();
  wishes.wish(1);
  wishes.wish(2);
  asked[0]?.refuse();
  await settled();
  expect(instants(asked)).toEqual([1, 2]);
});

test('stopped, the question is given up; the next wish asks at once, and the old answer changes nothing', async () => {
  const { wishes, asked } = watched();
  wishes.wish(1);
  wishes.stop();
  expect([asked[0]?.signal.aborted, wishes.unixMs]).toEqual([true, null]);
  wishes.wish(2);
  expect(instants(asked)).toEqual([1, 2]);
  asked[0]?.answer();
  await settled();
  expect([instants(asked), wishes.unixMs]).toEqual([[1, 2], 2]);
});
