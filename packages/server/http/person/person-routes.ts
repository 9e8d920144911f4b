/** Routes of people and their roles. */
import type { GrantAnswer, NewPersonAnswer, PersonAnswer, RoleListAnswer } from '@matlang/contract';
import { type Grant, isBuiltInRole, needsSecondFactor } from '@matlang/domain';
import type { Grants } from '../../access/grants.ts';
import type { NewInvitation, People, PersonState } from '../../access/people.ts';
import type { Roster } from '../../access/roster.ts';
import type { SiteContext } from '../../site/site-context.ts';
import type { CameraService } from '../camera/camera-service.ts';
import type { SomeHandlers } from '../registration/route-types.ts';

type PersonRoutes =
  | 'listPeople'
  | 'addPerson'
  | 'changePerson'
  | 'invitePerson'
  | 'listRoles'
  | 'addGrant'
  | 'endGrant';

/** What the routes work with. */
export interface PersonRouteParts {
  readonly context: SiteContext;
  readonly people: People;
  readonly grants: Grants;
  readonly roster: Roster;
  readonly cameras: CameraService;
}

/** Handlers over the people. */
export function personRoutes({
  context,
  people,
  grants,
  roster,
  cameras,
}: PersonRouteParts): SomeHandlers<PersonRoutes> {
  return {
    listPeople: async () => ({ status: 200, body: { people: (await people.list()).map(personAnswer) } }),
    addPerson: async ({ body: { password, ...draft }, requester }) => {
      const { state, invitation } = await people.add(draft, password ?? null, requester);
      return { status: 201, body: newPersonAnswer(state, invitation) };
    },
    changePerson: async ({ params, body, requester }) => ({
      status: 200,
      body: personAnswer(await people.change(params.id, body, requester)),
    }),
    invitePerson: async ({ params, requester }) => {
      const { state, invitation } = await people.invite(params.id, requester);
      return { status: 201, body: newPersonAnswer(state, invitation) };
    },
    listRoles: async () => ({ status: 200, body: await roleList(context, roster) }),
    addGrant: async ({ params, body: { role, cameras: cameraIds, from, until }, requester }) => {
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
    endGrant: async ({ params, requester }) => ({
      status: 200,
      body: grantAnswer(await grants.end(params.id, params.grant, requester)),
    }),
  };
}

async function roleList({ database, siteId }: SiteContext, roster: Roster): Promise<RoleListAnswer> {
  const names = new Map((await database.stores.grants.roles(siteId)).map(({ id, name }) => [id, name]));
  return {
    roles: Array.from(await roster.roles(), ([id, { permissions }]) => ({
      id,
      name: isBuiltInRole(id) ? null : (names.get(id) ?? null),
      permissions: [...permissions],
      needsSecondFactor: needsSecondFactor(permissions),
    })),
  };
}

function grantAnswer({ id, roleId, cameraIds, fromUnixMs, untilUnixMs, endedUnixMs }: Grant): GrantAnswer {
  const cameras = cameraIds === null ? null : [...cameraIds];
  // Taken away is over for whoever reads the list as well.
  const until = endedUnixMs === null ? untilUnixMs : Math.min(endedUnixMs, untilUnixMs ?? Infinity);
  return { id, role: roleId, cameras, from: fromUnixMs, until };
}

function personAnswer({ person, grants, secondFactor, joined }: PersonState): PersonAnswer {
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
  };
}

const newPersonAnswer = (state: PersonState, invitation: NewInvitation | null): NewPersonAnswer => ({
  person: personAnswer(state),
  invitation: invitation?.code ?? null,
  invitationEndsAt: invitation?.endsUnixMs ?? null,
});
