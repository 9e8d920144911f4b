/** Real time: what is tested is when the thread sleeps. */
import { expect, test } from 'vitest';
import { PACE_MS, type Paced, ReadPacer } from './read-pacer.ts';

class Member implements Paced {
  patient = true;
  readonly stepped: boolean[] = [];
  readonly beats: number[] = [];

  setStepped(stepped: boolean): void {
    this.stepped.push(stepped);
  }

  beat(nowMonotonicMs: number): void {
    this.beats.push(nowMonotonicMs);
  }
}

const now = () => performance.now();
const wait = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

test('on a thread of its own the loop sleeps while all are patient: nobody is stepped, beats keep their distance', async () => {
  const pacer = new ReadPacer(now, true);
  const member = new Member();
  pacer.add(member);
  await wait(20 * PACE_MS);
  pacer.remove(member);
  expect(member.stepped.length).toBeGreaterThan(5);
  expect(member.stepped).not.toContain(true);
  const distances = member.beats.slice(1).map((beat, i) => beat - (member.beats[i] ?? 0));
  expect(Math.min(...distances)).toBeGreaterThanOrEqual(PACE_MS - 1.5);
});

test('one that is watched wakes the loop for all: the patient ones are stepped, it is not', async () => {
  let aheadMs = 0;
  const pacer = new ReadPacer(() => now() + aheadMs, true);
  const [watched, patient] = [new Member(), new Member()];
  pacer.add(watched);
  pacer.add(patient);
  await wait(4 * PACE_MS);
  watched.patient = false;
  await wait(4 * PACE_MS);
  watched.stepped.length = 0;
  patient.stepped.length = 0;
  // While awake, the loop turns for anything at once.
  const startMs = now();
  for (let turn = 0; turn < 20; turn += 1) await new Promise((resolve) => setImmediate(resolve));
  expect(now() - startMs).toBeLessThan(5 * PACE_MS);
  await wait(4 * PACE_MS);
  expect(new Set(patient.stepped)).toEqual(new Set([true]));
  expect(new Set(watched.stepped)).toEqual(new Set([false]));
  watched.patient = true;
  // The viewer may come back in a moment.
  await wait(4 * PACE_MS);
  expect(patient.stepped.at(-1)).toBe(true);
  aheadMs = 2000;
  await wait(4 * PACE_MS);
  expect(patient.stepped.at(-1)).toBe(false);
  pacer.remove(watched);
  pacer.remove(patient);
});

test('on a shared thread nothing sleeps: every patient socket is stepped', async () => {
  const pacer = new ReadPacer(now, false);
  const member = new Member();
  pacer.add(member);
  await wait(4 * PACE_MS);
  expect(new Set(member.stepped)).toEqual(new Set([true]));
  pacer.remove(member);
  const beats = member.beats.length;
  await wait(4 * PACE_MS);
  expect(member.beats.length).toBe(beats);
});
