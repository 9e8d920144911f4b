/** Digital zoom: the picture covers its frame whatever is done, and what the pointer is on stays under it. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { MOST_ZOOM, movedBy, WHOLE, zoomedBy } from './zoom.ts';

const part = fc.double({ min: -0.5, max: 0.5, noNaN: true });
const at = fc.record({ x: part, y: part });
const step = fc.oneof(
  fc.record({ factor: fc.double({ min: 0.2, max: 5, noNaN: true }), at }),
  fc.record({ by: fc.record({ x: fc.double({ min: -3, max: 3, noNaN: true }), y: part }) }),
);

test('the picture covers its frame, whatever is done', () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 30 }), (steps) => {
      let zoom = WHOLE;
      for (const one of steps)
        zoom = 'factor' in one ? zoomedBy(zoom, one.factor, one.at) : movedBy(zoom, one.by);
      expect(zoom.scale).toBeGreaterThanOrEqual(1);
      expect(zoom.scale).toBeLessThanOrEqual(MOST_ZOOM);
      for (const middle of [zoom.x, zoom.y])
        expect(Math.abs(middle)).toBeLessThanOrEqual((zoom.scale - 1) / 2 + 1e-9);
    }),
  );
});

test('what the pointer is on stays under it while zooming in', () => {
  fc.assert(
    fc.property(at, fc.double({ min: 1, max: 5, noNaN: true }), (pointer, factor) => {
      const zoom = zoomedBy(WHOLE, factor, pointer);
      // A point of the picture, from the picture's middle, is drawn at middle + point * scale.
      expect(zoom.x + pointer.x * zoom.scale).toBeCloseTo(pointer.x, 9);
      expect(zoom.y + pointer.y * zoom.scale).toBeCloseTo(pointer.y, 9);
    }),
  );
});

test('zooming out ends at the whole picture', () => {
  expect(zoomedBy(zoomedBy(WHOLE, 4, { x: 0.4, y: 0.1 }), 0.1, { x: 0, y: 0 })).toEqual(WHOLE);
});
