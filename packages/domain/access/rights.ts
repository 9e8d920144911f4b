/**
 * What somebody may do, where and when: grants compiled once, so that each question is a lookup. Made anew whenever a grant or a
 * role changes.
 */
import type { Grant } from './grant.ts';
import type { Permission } from './permission.ts';
import type { Role } from './role.ts';

/** A period in which one permission holds, and in which capacity it is used. */
interface Holding {
  readonly roleId: string;
  /** Null: every camera of the site, and the site itself. */
  readonly cameraIds: ReadonlySet<string> | null;
  readonly fromUnixMs: number;
  readonly untilUnixMs: number;
}

/** What a permission is asked for: one camera, the site as a whole, or anything of it. */
export type Subject = { readonly cameraId: string } | 'site' | 'any';

/** Immutable. */
export class Rights {
  /** Of nobody. */
  static readonly none = new Rights(new Map());
  readonly #holdings: ReadonlyMap<Permission, readonly Holding[]>;

  private constructor(holdings: ReadonlyMap<Permission, readonly Holding[]>) {
    this.#holdings = holdings;
  }

  /** Of a person's grants; one whose role is unknown gives nothing. */
  static of(
    grants: readonly Pick<Grant, 'roleId' | 'cameraIds' | 'fromUnixMs' | 'untilUnixMs'>[],
    roles: ReadonlyMap<string, Pick<Role, 'permissions'>>,
  ): Rights {
    const holdings = new Map<Permission, Holding[]>();
    for (const { roleId, cameraIds, fromUnixMs, untilUnixMs } of grants) {
      const holding = {
        roleId,
        cameraIds: cameraIds === null ? null : new Set(cameraIds),
        fromUnixMs,
        untilUnixMs: untilUnixMs ?? Infinity,
      };
      for (const permission of roles.get(roleId)?.permissions ?? []) {
        const known = holdings.get(permission);
        if (known === undefined) holdings.set(permission, [holding]);
        else known.push(holding);
      }
    }
    return new Rights(holdings);
  }

  /** For ever and everywhere, in one capacity: of this machine's own user while there are no accounts, and of the program itself. */
  static all(permissions: readonly Permission[], capacity: string): Rights {
    const grant = { roleId: capacity, cameraIds: null, fromUnixMs: -Infinity, untilUnixMs: null };
    return Rights.of([grant], new Map([[capacity, { permissions }]]));
  }

  /** Without these: a session that has shown no second factor yet. */
  without(permissions: ReadonlySet<Permission>): Rights {
    return new Rights(new Map([...this.#holdings].filter(([permission]) => !permissions.has(permission))));
  }

  /** What is left of them for these permissions and cameras, each in the capacity and the period as before. @param cameraIds null: all */
  within(permissions: ReadonlySet<Permission>, cameraIds: ReadonlySet<string> | null): Rights {
    const kept = [...this.#holdings].flatMap(([permission, holdings]) =>
      permissions.has(permission)
        ? [[permission, holdings.flatMap((holding) => narrowed(holding, cameraIds))] as const]
        : [],
    );
    return new Rights(new Map(kept));
  }

  /** These and the others. */
  and(others: Rights): Rights {
    const holdings = new Map(this.#holdings);
    for (const [permission, more] of others.#holdings)
      holdings.set(permission, [...(holdings.get(permission) ?? []), ...more]);
    return new Rights(holdings);
  }

  may(permission: Permission, subject: Subject, atUnixMs: number): boolean {
    return this.capacityFor(permission, subject, atUnixMs) !== null;
  }

  /** The role in which the permission is used; null: it is not had. */
  capacityFor(permission: Permission, subject: Subject, atUnixMs: number): string | null {
    const holding = this.#holdings
      .get(permission)
      ?.find((one) => atUnixMs >= one.fromUnixMs && atUnixMs < one.untilUnixMs && covers(one, subject));
    return holding?.roleId ?? null;
  }

  /** The cameras that a permission is had for; null: all of them. */
  camerasFor(permission: Permission, atUnixMs: number): ReadonlySet<string> | null {
    const cameraIds = new Set<string>();
    for (const holding of this.#holdings.get(permission) ?? []) {
      if (atUnixMs < holding.fromUnixMs || atUnixMs >= holding.untilUnixMs) continue;
      if (holding.cameraIds === null) return null;
      for (const cameraId of holding.cameraIds) cameraIds.add(cameraId);
    }
    return cameraIds;
  }

  /** What is had now for anything, for a page that shows no more than what its user may do. */
  permissionsAt(atUnixMs: number): readonly Permission[] {
    return [...this.#holdings.keys()].filter((permission) => this.may(permission, 'any', atUnixMs));
  }
}

function narrowed(holding: Holding, cameraIds: ReadonlySet<string> | null): readonly Holding[] {
  if (cameraIds === null) return [holding];
  const left = new Set([...cameraIds].filter((cameraId) => holding.cameraIds?.has(cameraId) ?? true));
  return left.size === 0 ? [] : [{ ...holding, cameraIds: left }];
}

function covers({ cameraIds }: Holding, subject: Subject): boolean {
  if (cameraIds === null || subject === 'any') return true;
  return subject !== 'site' && cameraIds.has(subject.cameraId);
}
