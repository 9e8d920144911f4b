/** Routes of people and their roles. */
import type {
  CapacityAnswer,
  GrantAnswer,
  NewPersonAnswer,
  PersonAnswer,
  RoleAnswer,
  RoleListAnswer,
} from '@matlang/contract';
import {
  type Grant,
  isBuiltInRole,
  needsSecondFactor,
  type Permission,
  type PersonCapacity,
} from '@matlang/domain';
import type { Capacities } from '../../access/capacities.ts';
import type { Grants } from '../../access/grants.ts';
import type { NewInvitation, People, PersonState } from '../../access/people.ts';
import type { Reach } from '../../access/reach.ts';
import type { Roster } from '../../access/roster.ts';
import type { SiteRoles } from '../../access/site-roles.ts';
import type { SiteContext } from '../../site/site-context.ts';
import type { CameraService } from '../camera/camera-service.ts';
import type { SomeHandlers } from '../registration/route-types.ts';

type PersonRoutes =
  | 'listPeople'
  | 'addPerson'
  | 'changePerson'
  | 'invitePerson'
  | 'listRoles'
  | 'addCapacity'
  | 'endCapacity'
  | 'makeRole'
  | 'changeRole'
  | 'removeRole'
  | 'addGrant'
  | 'endGrant';

/** What the routes work with. */
export interface PersonRouteParts {
  readonly context: SiteContext;
  readonly people: People;
  readonly grants: Grants;
  readonly reach: Reach;
  readonly capacities: Capacities;
  readonly roles: SiteRoles;
  readonly roster: Roster;
  readonly cameras: CameraService;
}

/** Handlers over the people. */
export function personRoutes({
  context,
  people,
  grants,
  reach,
  capacities,
  roles,
  roster,
  cameras,
}: PersonRouteParts): SomeHandlers<PersonRoutes> {
  return {
    listPeople: async () => ({ status: 200, body: { people: (await people.list()).map(personAnswer) } }),
    addPerson: async ({ body: { password, ...draft }, requester }) => {
      const { state, invitation } = await people.add(draft, password ?? null, requester);
      return { status: 201, body: newPersonAnswer(state, invitation) };
    },
    changePerson: async ({ identity, params, body, requester }) => {
      await reach.requirePerson(identity.rights, params.id);
      return { status: 200, body: personAnswer(await people.change(params.id, body, requester)) };
    },
    invitePerson: async ({ identity, params, requester }) => {
      await reach.requirePerson(identity.rights, params.id);
      const { state, invitation } = await people.invite(params.id, requester);
      return { status: 201, body: newPersonAnswer(state, invitation) };
    },
    listRoles: async () => ({ status: 200, body: await roleList(context, roster) }),
    addCapacity: async ({ identity, params, body: { capacity, from, until }, requester }) => {
      await reach.requirePerson(identity.rights, params.id);
      // What somebody was before may be kept as well: it gives nothing, and papers of then say it.
      const draft = { capacity, fromUnixMs: from ?? context.clock.nowUnixMs(), untilUnixMs: until };
      return { status: 201, body: capacityAnswer(await capacities.add(params.id, draft, requester)) };
    },
    endCapacity: async ({ identity, params, requester }) => {
      await reach.requirePerson(identity.rights, params.id);
      return {
        status: 200,
        body: capacityAnswer(await capacities.end(params.id, params.capacity, requester)),
      };
    },
    makeRole: async ({ identity: { rights }, body, requester }) => ({
      status: 201,
      body: roleAnswer(await roles.make(body, { rights, requester })),
    }),
    changeRole: async ({ identity: { rights }, params, body, requester }) => ({
      status: 200,
      body: roleAnswer(await roles.change(params.id, body, { rights, requester })),
    }),
    removeRole: async ({ identity: { rights }, params, requester }) => ({
      status: 200,
      body: roleAnswer(await roles.remove(params.id, { rights, requester })),
    }),
    addGrant: async ({ identity, params, body: { role, cameras: cameraIds, from, until }, requester }) => {
      await reach.requireRole(identity.rights, role, until);
      for (const cameraId of cameraIds ?? []) await cameras.get(cameraId);
      const draft = {
        personId: params.id,
        roleId: role,
        cameraIds,
        // Nobody had a role before it was given.
        fromUnixMs: Math.max(from ?? 0, context.clock.nowUnixMs()),
        untilUnixMs: until,
      };
      return { status: 201, body: grantAnswer(await grants.add(draft, requester)) };
    },
    endGrant: async ({ identity, params, requester }) => {
      await reach.requirePerson(identity.rights, params.id);
      return { status: 200, body: grantAnswer(await grants.end(params.id, params.grant, requester)) };
    },
  };
}

async function roleList({ database, siteId }: SiteContext, roster: Roster): Promise<RoleListAnswer> {
  const names = new Map((await database.stores.grants.roles(siteId)).map(({ id, name }) => [id, name]));
  return {
    roles: Array.from(await roster.roles(), ([id, { permissions }]) =>
      roleAnswer({ id, name: isBuiltInRole(id) ? null : (names.get(id) ?? null), permissions }),
    ),
  };
}

function roleAnswer({
  id,
  name,
  permissions,
}: Pick<RoleAnswer, 'id' | 'name'> & { readonly permissions: readonly Permission[] }): RoleAnswer {
  return { id, name, permissions: [...permissions], needsSecondFactor: needsSecondFactor(permissions) };
}

function grantAnswer({ id, roleId, cameraIds, fromUnixMs, untilUnixMs, endedUnixMs }: Grant): GrantAnswer {
  const cameras = cameraIds === null ? null : [...cameraIds];
  // Taken away is over for whoever reads the list as well.
  const until = endedUnixMs === null ? untilUnixMs : Math.min(endedUnixMs, untilUnixMs ?? Infinity);
  return { id, role: roleId, cameras, from: fromUnixMs, until };
}

const capacityAnswer = ({ id, capacity, fromUnixMs, untilUnixMs }: PersonCapacity): CapacityAnswer => ({
  id,
  capacity,
  from: fromUnixMs,
  until: untilUnixMs,
});

function personAnswer({ person, grants, capacities, secondFactor, joined }: PersonState): PersonAnswer {
  const { id, userName, name, position, createdUnixMs, endedUnixMs } = person;
  return {
    id,
    userName,
    name,
    position,
    createdAt: createdUnixMs,
    endedAt: endedUnixMs,
    secondFactor,
    joined,
    grants: grants.map(grantAnswer),
    capacities: capacities.map(capacityAnswer),
  };
}

const newPersonAnswer = (state: PersonState, invitation: NewInvitation | null): NewPersonAnswer => ({
  person: personAnswer(state),
  invitation: invitation?.code ?? null,
  invitationEndsAt: invitation?.endsUnixMs ?? null,
});
