/** What a check says of an audit log that is not what was written: entries, the tree beside them, what they are searched by. */
import { expect, test } from 'vitest';
import { auditLogAnswer, auditLogHolds, describeAuditLog } from './check.ts';

test('entries that were altered, a tree that differs and a list that hides are said apart, with the place', () => {
  const said = (broken: Parameters<typeof auditLogHolds>[0]) => describeAuditLog(broken);
  const of = (kind: 'content' | 'cut' | 'root' | 'search') =>
    said({ entries: 9, broken: { seq: 7, kind }, provenSeq: 4 });
  expect(of('content').en).toMatch(/altered from entry 7 on \[content\]/);
  expect(of('cut').vi).toMatch(/từ mục 7 \[cut\]/);
  expect(of('search').en).toMatch(/entries of the audit log are intact.*entry 7 on.*\[search\]/);
  expect(of('root').en).toMatch(/from entry 7 on the audit log and the tree/);
  expect(said({ entries: 9, broken: { seq: 5, kind: 'subtree', level: 2 }, provenSeq: 4 }).vi).toMatch(
    /từ mục 5.*\[subtree\]/,
  );
  const whole = { entries: 9, broken: null, provenSeq: 8 };
  expect(said(whole).en).toMatch(/9 entries/);
  expect(auditLogAnswer(whole)).toEqual(whole);
  expect(auditLogHolds({ entries: 9, broken: { seq: 7, kind: 'search' }, provenSeq: 0 })).toBe(false);
});
