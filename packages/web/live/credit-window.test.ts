/** A channel over a network that takes less than the stream, in simulated time: what is shown stays of now, and a network that is wide again is used again. */
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { CreditWindow } from './credit-window.ts';

const FIRST_BYTES = 256 * 1024;
const PICTURE_MS = 100;
/** 118 kB a second, a key frame of 40 kB every 4 s: as a sub stream of a good picture. */
const GOP_PICTURES = 40;
const KEY_FRAME_BYTES = 40_000;
const PICTURE_BYTES = 11_000;
/** As the recorder's: without credit for so long, and all is left out up to the next key frame. */
const SKIP_MS = 1000;
const SLOW = 20_000;
const FAST = 2_000_000;

beforeEach(() => {
  vi.useFakeTimers({ now: 0 });
});
afterEach(() => {
  vi.useRealTimers();
});

interface Picture {
  readonly sentMs: number;
  readonly bytes: number;
  readonly sync: boolean;
}

/** The site's side of a channel, and a network that hands on so many bytes a second, in order. */
class Channel {
  bytesPerSecond = FAST;
  skips = 0;
  /** How late each picture came, by when. */
  readonly came: { readonly atMs: number; readonly lateMs: number; readonly sync: boolean }[] = [];
  readonly window = new CreditWindow(FIRST_BYTES, (bytes) => {
    this.#creditBytes += bytes;
  });
  readonly #waiting: Picture[] = [];
  readonly #onTheWay: Picture[] = [];
  #creditBytes = this.window.open();
  #skipping = false;
  #carriedBytes = 0;
  #pictures = 0;

  /** @param ms in steps of a tenth of a picture */
  run(ms: number): void {
    for (let stepMs = 0; stepMs < ms; stepMs += PICTURE_MS / 10) {
      if (Date.now() % PICTURE_MS === 0) this.#offer();
      this.#send();
      this.#carry(PICTURE_MS / 10);
      vi.advanceTimersByTime(PICTURE_MS / 10);
    }
  }

  since(ms: number): readonly number[] {
    return this.came.filter(({ atMs }) => atMs >= Date.now() - ms).map(({ lateMs }) => lateMs);
  }

  #offer(): void {
    const sync = this.#pictures % GOP_PICTURES === 0;
    this.#pictures += 1;
    const picture = { sentMs: Date.now(), bytes: sync ? KEY_FRAME_BYTES : PICTURE_BYTES, sync };
    if (this.#skipping && (!sync || this.#creditBytes < picture.bytes)) return;
    this.#skipping = false;
    this.#waiting.push(picture);
  }

  #send(): void {
    for (let next = this.#waiting[0]; next !== undefined; next = this.#waiting[0]) {
      if (next.bytes > this.#creditBytes) break;
      this.#creditBytes -= next.bytes;
      this.#onTheWay.push(next);
      this.#waiting.shift();
    }
    if (Date.now() - (this.#waiting[0]?.sentMs ?? Date.now()) < SKIP_MS) return;
    this.#waiting.length = 0;
    this.#skipping = true;
    this.skips += 1;
  }

  #carry(ms: number): void {
    this.#carriedBytes += (this.bytesPerSecond * ms) / 1000;
    for (let next = this.#onTheWay[0]; ; next = this.#onTheWay[0]) {
      if (next === undefined) this.#carriedBytes = 0;
      if (next === undefined || next.bytes > this.#carriedBytes) return;
      this.#carriedBytes -= next.bytes;
      this.#onTheWay.shift();
      const lateMs = Date.now() - next.sentMs;
      this.came.push({ atMs: Date.now(), lateMs, sync: next.sync });
      this.window.arrived(next.bytes, lateMs, Date.now());
      this.window.take(next.bytes);
    }
  }
}

test('a network that takes a sixth: pictures of now, each key frame that there is room for, and the rest left out', () => {
  const channel = new Channel();
  channel.run(20_000);
  expect(channel.skips).toBe(0);
  expect(channel.since(15_000).length).toBe(150);
  expect(Math.max(...channel.since(15_000))).toBeLessThanOrEqual(PICTURE_MS);

  channel.bytesPerSecond = SLOW;
  // What was on its way when it became narrow comes late, and nobody can take it back.
  channel.run((FIRST_BYTES / SLOW) * 1000 + 5000);
  channel.run(60_000);
  const late = channel.since(60_000);
  expect(channel.skips).toBeGreaterThan(10);
  // A key frame alone takes two seconds here.
  expect(Math.max(...late)).toBeLessThan(4000);
  expect(channel.came.filter(({ atMs, sync }) => sync && atMs >= Date.now() - 60_000).length).toBeGreaterThan(
    10,
  );

  channel.bytesPerSecond = FAST;
  channel.run(10_000);
  const { skips } = channel;
  channel.run(30_000);
  expect(channel.skips).toBe(skips);
  expect(channel.since(25_000).length).toBe(250);
});

test('a key frame that is larger than all there is room for: there is more room for the next', () => {
  const given: number[] = [];
  const window = new CreditWindow(FIRST_BYTES, (bytes) => given.push(bytes));
  window.open();
  window.skipped();
  vi.advanceTimersByTime(300);
  expect(given).toEqual([FIRST_BYTES]);
  // Nothing is left of it: this was no large picture.
  window.arrived(2 * FIRST_BYTES, 100, 0);
  window.skipped();
  vi.advanceTimersByTime(300);
  expect(given).toEqual([FIRST_BYTES]);
});

test('another connection begins with room for a GOP, or with what was found to be narrow', () => {
  const given: number[] = [];
  const window = new CreditWindow(FIRST_BYTES, (bytes) => given.push(bytes));
  const receive = (lateMs: number, fromMs: number): void => {
    for (let ms = 0; ms <= 3000; ms += 500) {
      window.arrived(PICTURE_BYTES, lateMs, fromMs + ms);
      window.take(PICTURE_BYTES);
    }
  };
  expect(window.open()).toBe(FIRST_BYTES);
  receive(100, 0);
  expect(window.open()).toBe(FIRST_BYTES);
  receive(5000, 10_000);
  const narrow = window.open();
  expect(narrow).toBeGreaterThanOrEqual(PICTURE_BYTES);
  expect(narrow).toBeLessThan(3 * PICTURE_BYTES);
  // All of it is given back, and no more.
  given.length = 0;
  window.take(narrow);
  vi.advanceTimersByTime(300);
  expect(given).toEqual([narrow]);
});
