/** What the page's playback does about decoders that can't follow, in simulated time. */
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { PlaybackControl } from './playback-control.ts';

const AT = 1.7e12;
const CAMERA = 'a';

beforeEach(() => void vi.useFakeTimers({ toFake: ['performance', 'setInterval', 'clearInterval'] }));
afterEach(() => void vi.useRealTimers());

/** Plays at a rate. @param late whether the decoder has footage and shows nothing */
function playing(rate: number) {
  const control = new PlaybackControl(AT, rate, () => AT + 3_600_000);
  const end = control.start();
  control.play();
  return { control, end, late: (isLate: boolean) => control.setWaiting(CAMERA, isLate ? 'decoder' : null) };
}

test.each([
  [0.25, 5000],
  [1, 5000],
  [4, 1000],
])('at %fx a decoder that does not follow is given %i ms, then key frames only', (rate, patienceMs) => {
  const { control, end, late } = playing(rate);
  late(true);
  vi.advanceTimersByTime(patienceMs);
  expect(control.facts().keyFramesOnly).toBe(false);
  expect(control.mode(false)).toBe('all');
  // Meanwhile it is waited for.
  expect(control.instantUnixMs).toBeLessThan(AT + 200 * rate);
  vi.advanceTimersByTime(300);
  expect(control.facts().keyFramesOnly).toBe(true);
  expect(control.mode(false)).toBe('keys');
  // It goes on by them, and stays so, until it stands: then all pictures are shown again.
  late(false);
  vi.advanceTimersByTime(10_000);
  expect(control.facts().keyFramesOnly).toBe(true);
  expect(control.instantUnixMs).toBeGreaterThan(AT + 9000 * rate);
  control.pause();
  expect(control.mode(false)).toBe('all');
  control.play();
  expect(control.facts().keyFramesOnly).toBe(false);
  end();
});

test('short delays, and those of jumps and starts, change nothing; nor does footage that does not come', () => {
  const { control, end, late } = playing(1);
  for (let count = 0; count < 5; count += 1) {
    late(true);
    vi.advanceTimersByTime(4000);
    late(false);
    vi.advanceTimersByTime(200);
  }
  // Somebody goes on by the arrows faster than anything can be decoded.
  late(true);
  for (let count = 0; count < 5; count += 1) {
    vi.advanceTimersByTime(4000);
    control.seek(AT + count * 5000);
  }
  // It did not follow while it stood either; from the start on it is given its time.
  control.pause();
  vi.advanceTimersByTime(20_000);
  control.play();
  vi.advanceTimersByTime(4000);
  expect(control.facts().keyFramesOnly).toBe(false);
  control.setWaiting(CAMERA, 'footage');
  vi.advanceTimersByTime(60_000);
  expect(control.facts().keyFramesOnly).toBe(false);
  end();
});
