/** Grants give rights: where, when, and no more than the naive reading of them. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  BUILT_IN_ROLES,
  checkGrant,
  isPermission,
  MAX_GRANT_CAMERAS,
  needsSecondFactor,
  PERMISSIONS,
  type Permission,
  Rights,
} from '../index.ts';

const ROLES = new Map<string, { permissions: readonly Permission[] }>([
  ['watch', { permissions: ['live.view', 'cameras.read'] }],
  ['review', { permissions: ['footage.view', 'cameras.read'] }],
  ['nothing', { permissions: [] }],
]);
const CAMERAS = ['a', 'b', 'c'] as const;

const grant = fc.record({
  roleId: fc.constantFrom('watch', 'review', 'nothing', 'unknown'),
  cameraIds: fc.option(fc.subarray([...CAMERAS], { minLength: 1 }), { nil: null }),
  fromUnixMs: fc.nat(20),
  untilUnixMs: fc.option(fc.nat(20), { nil: null }),
});

describe('rights', () => {
  test('are what some grant gives at that time for that camera', () => {
    fc.assert(
      fc.property(fc.array(grant, { maxLength: 5 }), fc.nat(20), (grants, atUnixMs) => {
        const rights = Rights.of(grants, ROLES);
        const holding = (permission: Permission) =>
          grants.filter(
            ({ roleId, fromUnixMs, untilUnixMs }) =>
              ROLES.get(roleId)?.permissions.includes(permission) === true &&
              fromUnixMs <= atUnixMs &&
              atUnixMs < (untilUnixMs ?? Infinity),
          );
        for (const permission of ['live.view', 'footage.view', 'cameras.read', 'people.manage'] as const) {
          const held = holding(permission);
          const whole = held.filter(({ cameraIds }) => cameraIds === null);
          expect(rights.may(permission, 'any', atUnixMs)).toBe(held.length > 0);
          expect(rights.may(permission, 'site', atUnixMs)).toBe(whole.length > 0);
          for (const cameraId of CAMERAS) {
            const covering = held.filter(({ cameraIds }) => cameraIds?.includes(cameraId) ?? true);
            expect(rights.may(permission, { cameraId }, atUnixMs)).toBe(covering.length > 0);
            const capacity = rights.capacityFor(permission, { cameraId }, atUnixMs);
            expect(capacity).toBe(covering[0]?.roleId ?? null);
          }
          const cameras = rights.camerasFor(permission, atUnixMs);
          expect(cameras === null).toBe(whole.length > 0);
          if (cameras !== null)
            expect([...cameras].toSorted()).toEqual(
              [...new Set(held.flatMap(({ cameraIds }) => cameraIds ?? []))].toSorted(),
            );
        }
        expect(
          rights.permissionsAt(atUnixMs).every((permission) => rights.may(permission, 'any', atUnixMs)),
        ).toBe(true);
      }),
    );
  });

  test('a camera that is not named is never covered, whatever its name', () => {
    const rights = Rights.of(
      [{ roleId: 'watch', cameraIds: ['a'], fromUnixMs: 0, untilUnixMs: null }],
      ROLES,
    );
    for (const cameraId of ['', 'A', 'a ', '__proto__', 'constructor', 'undefined'])
      expect(rights.may('live.view', { cameraId }, 1)).toBe(false);
  });

  test('can be narrowed, never widened', () => {
    const all = Rights.all(PERMISSIONS, 'administrator');
    const early = all.without(new Set(['people.manage', 'footage.export']));
    expect(early.may('footage.export', 'any', 0)).toBe(false);
    expect(early.may('footage.view', 'site', 0)).toBe(true);
  });
});

describe('rights that others bound', () => {
  const wide = fc.option(fc.subarray([...CAMERAS]), { nil: null });

  test('hold where both do, in the capacity of before', () => {
    fc.assert(
      fc.property(fc.array(grant, { maxLength: 5 }), wide, fc.nat(20), (grants, named, atUnixMs) => {
        const rights = Rights.of(grants, ROLES);
        const within = rights.within(new Set(['footage.view']), named === null ? null : new Set(named));
        expect(within.may('live.view', 'any', atUnixMs)).toBe(false);
        for (const cameraId of CAMERAS)
          expect(within.capacityFor('footage.view', { cameraId }, atUnixMs)).toBe(
            named === null || named.includes(cameraId)
              ? rights.capacityFor('footage.view', { cameraId }, atUnixMs)
              : null,
          );
        if (named !== null) expect(within.may('footage.view', 'site', atUnixMs)).toBe(false);
        const both = within.and(rights.within(new Set(['live.view']), null));
        for (const permission of ['footage.view', 'live.view'] as const)
          expect(both.may(permission, 'any', atUnixMs)).toBe(
            permission === 'live.view'
              ? rights.may(permission, 'any', atUnixMs)
              : within.may(permission, 'any', atUnixMs),
          );
      }),
    );
  });
});

describe('roles', () => {
  test('those of the law: who watches live sees no recordings, who mends devices neither, who audits no picture', () => {
    const pictures = ['live.view', 'footage.view', 'footage.export'] as const;
    const seen = (role: keyof typeof BUILT_IN_ROLES) =>
      pictures.filter((permission) => BUILT_IN_ROLES[role].some((one) => one === permission));
    expect(seen('duty-watcher')).toEqual(['live.view']);
    expect(seen('technician')).toEqual(['live.view']);
    expect(seen('auditor')).toEqual([]);
    expect(seen('treasurer')).toEqual([]);
    expect(seen('officer')).toEqual([...pictures]);
  });

  test('hold no permission twice and none that is unknown', () => {
    for (const permissions of Object.values(BUILT_IN_ROLES)) {
      expect(new Set(permissions).size).toBe(permissions.length);
      expect(permissions.filter((permission) => !isPermission(permission))).toEqual([]);
    }
    expect(isPermission('toString')).toBe(false);
  });

  test('a second factor is asked of whoever exports or administers', () => {
    const asked = Object.entries(BUILT_IN_ROLES).filter(([, permissions]) => needsSecondFactor(permissions));
    expect(asked.map(([role]) => role).toSorted()).toEqual([
      'administrator',
      'commander',
      'officer',
      'technician',
    ]);
  });
});

test('a grant has a period that is one, and names some cameras or the whole site', () => {
  const draft = { personId: 'p', roleId: 'watch', cameraIds: null, fromUnixMs: 5, untilUnixMs: null };
  expect(checkGrant(draft)).toMatchObject({ ok: true });
  expect(checkGrant({ ...draft, untilUnixMs: 5 })).toMatchObject({
    violation: { field: 'until', rule: 'span-order' },
  });
  expect(checkGrant({ ...draft, cameraIds: [] })).toMatchObject({ violation: { rule: 'too-few', limit: 1 } });
  expect(checkGrant({ ...draft, cameraIds: ['a', 'b', 'a'] })).toMatchObject({
    value: { cameraIds: ['a', 'b'] },
  });
  const many = Array.from({ length: MAX_GRANT_CAMERAS + 1 }, (_, index) => String(index));
  expect(checkGrant({ ...draft, cameraIds: many })).toMatchObject({ violation: { rule: 'too-many' } });
});
