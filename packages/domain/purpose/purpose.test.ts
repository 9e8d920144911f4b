/** Purposes, and what was looked at for them. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { auditSubjects, checkPurpose, type PurposeDraft, ViewedSpans } from '../index.ts';

const HOUR = 3_600_000;
const NOW = 1_771_140_600_000;
const draft = (given: Partial<PurposeDraft>): PurposeDraft => ({
  kind: 'test',
  number: '',
  text: '',
  untilUnixMs: null,
  ...given,
});

describe('a purpose', () => {
  test('says what its kind needs, in one form', () => {
    const incident = draft({ kind: 'incident', number: ' 12/2026 ', text: 'mất xe ở chợ'.normalize('NFD') });
    expect(checkPurpose(incident, NOW, null)).toMatchObject({
      ok: true,
      value: { kind: 'incident', number: '12/2026', text: 'mất xe ở chợ' },
    });
    expect(checkPurpose(draft({}), NOW, null)).toMatchObject({ ok: true, value: { number: '', text: '' } });
    const refused: readonly (readonly [Partial<PurposeDraft>, field: string, rule: string])[] = [
      [{ kind: 'incident' }, 'number', 'text-empty'],
      [{ kind: 'incident', number: 'x'.repeat(51) }, 'number', 'text-too-long'],
      [{ kind: 'inspection', number: '12' }, 'number', 'number-of-incidents-only'],
      [{ kind: 'other' }, 'text', 'text-empty'],
      [{ kind: 'other', text: 'x'.repeat(131) }, 'text', 'text-too-long'],
      [{ kind: 'inspection', text: 'a\u202eb' }, 'text', 'text-control-characters'],
      [{ untilUnixMs: NOW }, 'until', 'end-in-the-past'],
      [{ untilUnixMs: NOW + 24 * HOUR + 1 }, 'until', 'purpose-too-long'],
    ];
    for (const [given, field, rule] of refused)
      expect(checkPurpose(draft(given), NOW, null)).toMatchObject({ violation: { field, rule } });
  });

  test('lasts a shift unless told, and never longer than its session', () => {
    const until = (given: Partial<PurposeDraft>, latest: number | null): number => {
      const checked = checkPurpose(draft(given), NOW, latest);
      return checked.ok ? checked.value.untilUnixMs : 0;
    };
    expect(until({}, null)).toBe(NOW + 8 * HOUR);
    expect(until({}, NOW + HOUR)).toBe(NOW + HOUR);
    expect(until({ untilUnixMs: NOW + 24 * HOUR }, NOW + 20 * HOUR)).toBe(NOW + 20 * HOUR);
    expect(until({ untilUnixMs: NOW + 1 }, NOW + HOUR)).toBe(NOW + 1);
  });

  test('is found in the log by its id, as the camera is', () => {
    const detail = { purposeId: 'p', purpose: 'vụ 12' };
    expect(auditSubjects({ subjectId: 'c', detail })).toEqual(['c', 'p']);
  });
});

describe('what was looked at', () => {
  test('pieces that touch are one, in whatever order they come', () => {
    const viewed = new ViewedSpans();
    viewed.addPlayed({ startUnixMs: 20_000, endUnixMs: 30_000 });
    viewed.addPlayed({ startUnixMs: 0, endUnixMs: 10_000 });
    viewed.addPlayed({ startUnixMs: 60_000, endUnixMs: 70_000 });
    expect(viewed.played).toHaveLength(3);
    viewed.addPlayed({ startUnixMs: 10_500, endUnixMs: 20_000 });
    viewed.addPlayed({ startUnixMs: 5, endUnixMs: 5 });
    expect(viewed.played).toEqual([
      { startUnixMs: 0, endUnixMs: 30_000 },
      { startUnixMs: 60_000, endUnixMs: 70_000 },
    ]);
  });

  test('no instant is lost or made up, whatever is played', () => {
    const piece = fc.record({ start: fc.nat(400_000), length: fc.integer({ min: 1, max: 30_000 }) });
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 40 }), (pieces) => {
        const viewed = new ViewedSpans();
        for (const { start, length } of pieces)
          viewed.addPlayed({ startUnixMs: start, endUnixMs: start + length });
        const { played } = viewed;
        for (const [index, { startUnixMs, endUnixMs }] of played.entries()) {
          const next = played[index + 1];
          if (next !== undefined) expect(next.startUnixMs).toBeGreaterThan(endUnixMs + 1000);
          // Both ends are of pieces, and no hole inside is longer than what counts as touching.
          const inside = pieces
            .filter(({ start }) => start >= startUnixMs && start < endUnixMs)
            .toSorted((one, other) => one.start - other.start);
          let seen = startUnixMs;
          for (const { start, length } of inside) {
            expect(start - seen).toBeLessThanOrEqual(1000);
            seen = Math.max(seen, start + length);
          }
          expect(seen).toBe(endUnixMs);
        }
        for (const { start, length } of pieces)
          expect(
            played.filter((span) => span.startUnixMs <= start && span.endUnixMs >= start + length),
          ).toHaveLength(1);
      }),
    );
  });

  test('pictures of one search are a stretch with their number', () => {
    const viewed = new ViewedSpans();
    for (let at = 0; at < 100; at += 1) viewed.addStill(at * 20_000);
    viewed.addStill(10 * HOUR);
    expect(viewed.stills).toEqual([
      { startUnixMs: 0, endUnixMs: 1_980_000, count: 100 },
      { startUnixMs: 10 * HOUR, endUnixMs: 10 * HOUR, count: 1 },
    ]);
    expect(viewed.isFull).toBe(false);
    for (let at = 0; at < 64; at += 1) viewed.addStill((20 + at) * HOUR);
    expect(viewed.isFull).toBe(true);
  });
});
