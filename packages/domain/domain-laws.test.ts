/** The small laws: ids, spans, holds, the chain of the audit log. */
import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  type AuditEntry,
  auditEntryContent,
  checkBookmark,
  checkHold,
  checkSpan,
  createUuidV7,
  findBrokenLink,
  GENESIS_HASH,
  isUuidV7,
  MAX_SPAN_MS,
} from './index.ts';

describe('createUuidV7', () => {
  test('is the example of RFC 9562, appendix A.6', () => {
    const random = Uint8Array.from([0x0c, 0xc3, 0x18, 0xc4, 0xdc, 0x0c, 0x0c, 0x07, 0x39, 0x8f]);
    expect(createUuidV7(0x017f22e279b0, random)).toBe('017f22e2-79b0-7cc3-98c4-dc0c0c07398f');
  });

  test('sorts by time and is one, whatever the bytes', () => {
    const bytes = fc.uint8Array({ minLength: 10, maxLength: 10 });
    fc.assert(
      fc.property(fc.nat(), bytes, bytes, (unixMs, first, second) => {
        const earlier = createUuidV7(unixMs, first);
        expect(isUuidV7(earlier)).toBe(true);
        expect(earlier < createUuidV7(unixMs + 1, second)).toBe(true);
      }),
    );
  });

  test('refuses misuse', () => {
    expect(() => createUuidV7(-1, new Uint8Array(10))).toThrow(TypeError);
    expect(() => createUuidV7(0, new Uint8Array(9))).toThrow(TypeError);
    expect(isUuidV7('017f22e2-79b0-4cc3-98c4-dc0c0c07398f')).toBe(false);
  });
});

test('spans have an order and a length', () => {
  expect(checkSpan(5, 6)).toMatchObject({ ok: true });
  expect(checkSpan(5, 5)).toMatchObject({ violation: { rule: 'span-order' } });
  expect(checkSpan(0, MAX_SPAN_MS)).toMatchObject({ ok: true });
  expect(checkSpan(0, MAX_SPAN_MS + 1)).toMatchObject({ violation: { rule: 'span-too-long', limit: 31 } });
});

test('a bookmark is of a span or a moment', () => {
  const draft = { startUnixMs: 5, endUnixMs: 5, title: ' cổng ', note: '' };
  expect(checkBookmark(draft)).toMatchObject({ ok: true, value: { title: 'cổng', endUnixMs: 5 } });
  expect(checkBookmark({ ...draft, endUnixMs: 4 })).toMatchObject({ violation: { rule: 'span-order' } });
  const long = { ...draft, endUnixMs: 6 + MAX_SPAN_MS };
  expect(checkBookmark(long)).toMatchObject({ violation: { rule: 'span-too-long', limit: 31 } });
  expect(checkBookmark({ ...long, endUnixMs: 5 + MAX_SPAN_MS })).toMatchObject({ ok: true });
});

test('a hold has a reason, an owner and a day to come', () => {
  const draft = { startUnixMs: 1, endUnixMs: 2, reason: ' vụ 12 ', owner: 'Lan', reviewUnixMs: 100 };
  expect(checkHold(draft, 99)).toMatchObject({ ok: true, value: { reason: 'vụ 12' } });
  expect(checkHold(draft, 100)).toMatchObject({ violation: { rule: 'review-in-the-past' } });
  expect(checkHold({ ...draft, reason: '' }, 0)).toMatchObject({ violation: { field: 'reason' } });
  expect(checkHold({ ...draft, owner: '' }, 0)).toMatchObject({ violation: { field: 'owner' } });
});

describe('the chain of the audit log', () => {
  const sha256Hex = (text: string): string => createHash('sha256').update(text).digest('hex');
  const genesis = { seq: 0, hash: GENESIS_HASH };
  const chainOf = (count: number): AuditEntry[] => {
    const entries: AuditEntry[] = [];
    for (let seq = 1; seq <= count; seq += 1) {
      const unhashed = {
        siteId: 's',
        atUnixMs: seq,
        actor: 'local',
        address: null,
        action: 'camera.added',
        subjectId: `c${seq}`,
        detail: { b: 1, a: { d: [seq], c: null } },
        seq,
        previousHash: entries.at(-1)?.hash ?? GENESIS_HASH,
      };
      entries.push({ ...unhashed, hash: sha256Hex(auditEntryContent(unhashed)) });
    }
    return entries;
  };

  test('holds when nothing was touched, in whatever order a database keeps keys', () => {
    const entries = chainOf(4).map((entry) => ({
      ...entry,
      detail: { a: { c: null, d: [entry.seq] }, b: 1 },
    }));
    expect(findBrokenLink(entries, genesis, sha256Hex)).toBeNull();
  });

  test('locates what was changed, removed, swapped', () => {
    const entries = chainOf(4);
    const [one, two, three, four] = [entries[0]!, entries[1]!, entries[2]!, entries[3]!];
    expect(findBrokenLink([one, { ...two, actor: 'x' }, three], genesis, sha256Hex)).toEqual({
      seq: 2,
      kind: 'content',
    });
    expect(findBrokenLink([one, three, four], genesis, sha256Hex)).toEqual({ seq: 3, kind: 'order' });
    expect(findBrokenLink([one, three, two], genesis, sha256Hex)).toEqual({ seq: 3, kind: 'order' });
    const forged = { ...two, actor: 'x' };
    const rehashed = { ...forged, hash: sha256Hex(auditEntryContent(forged)) };
    expect(findBrokenLink([one, rehashed, three], genesis, sha256Hex)).toEqual({ seq: 3, kind: 'previous' });
  });
});
