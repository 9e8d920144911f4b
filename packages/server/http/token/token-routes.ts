/** Tokens of scripts over HTTP: scoped, expiring, shown once. */
import type { TokenAnswer } from '@matlang/contract';
import { checkText } from '@matlang/domain';
import { createSecretToken, digestOf } from '../../access/secret-token.ts';
import { ApiError, FieldError, lawful } from '../../answer/api-error.ts';
import { createId, type SiteContext } from '../../site/site-context.ts';
import type { ApiToken } from '../../store/sql-token-store.ts';
import type { CameraService } from '../camera/camera-service.ts';
import type { SomeHandlers } from '../registration/route-types.ts';

const DAY_MS = 86_400_000;
const USUAL_MS = 90 * DAY_MS;
const MAX_DAYS = 366;
const MAX_NAME_CHARACTERS = 100;
/** Of a site, those that ended too. */
const MAX_TOKENS = 1000;
/** So that a secret in the wrong place is found by those who look for such. */
const PREFIX = 'mlt_';

type TokenRoutes = 'listTokens' | 'addToken' | 'revokeToken';

/** Handlers over the rows. */
export function tokenRoutes(context: SiteContext, cameras: CameraService): SomeHandlers<TokenRoutes> {
  const { database, siteId, clock } = context;
  return {
    listTokens: async () => {
      const tokens = await database.stores.tokens.list(siteId);
      return { status: 200, body: { tokens: tokens.map(tokenAnswer) } };
    },
    addToken: async ({ body, requester, identity }) => {
      for (const cameraId of body.cameras ?? []) await cameras.get(cameraId);
      const nowUnixMs = clock.nowUnixMs();
      const expiresUnixMs = body.until ?? nowUnixMs + USUAL_MS;
      if (expiresUnixMs <= nowUnixMs) throw new FieldError('until', 'span-order');
      if (expiresUnixMs > nowUnixMs + MAX_DAYS * DAY_MS)
        throw new FieldError('until', 'span-too-long', { limit: MAX_DAYS });
      // Nobody gives a script more than they have themselves.
      for (const permission of body.permissions)
        if (!identity.rights.may(permission, 'site', nowUnixMs)) throw new ApiError('not-permitted');
      const token: ApiToken = {
        id: createId(clock),
        siteId,
        name: lawful(checkText('name', body.name, { maxCharacters: MAX_NAME_CHARACTERS })),
        permissions: [...new Set(body.permissions)],
        cameraIds: body.cameras,
        createdBy: requester.actor,
        createdUnixMs: nowUnixMs,
        expiresUnixMs,
        revokedUnixMs: null,
      };
      const secret = PREFIX + createSecretToken();
      await database.transaction(async ({ tokens, audit }) => {
        if ((await tokens.list(siteId)).length >= MAX_TOKENS)
          throw new ApiError('too-many-tokens', { limit: MAX_TOKENS });
        await tokens.insert(token, digestOf(secret));
        const { name, permissions, cameraIds } = token;
        const detail = { name, permissions, cameraIds, expiresUnixMs };
        await audit.append({
          ...requester,
          siteId,
          atUnixMs: nowUnixMs,
          action: 'token.added',
          subjectId: token.id,
          detail,
        });
      });
      return { status: 201, body: { token: tokenAnswer(token), secret } };
    },
    revokeToken: async ({ params: { id }, requester }) => {
      const atUnixMs = clock.nowUnixMs();
      const revoked = await database.transaction(async ({ tokens, audit }) => {
        if (!(await tokens.revoke(siteId, id, atUnixMs))) throw new ApiError('token-not-found');
        await audit.append({
          ...requester,
          siteId,
          atUnixMs,
          action: 'token.revoked',
          subjectId: id,
          detail: {},
        });
        return (await tokens.list(siteId)).find((token) => token.id === id);
      });
      if (revoked === undefined) throw new ApiError('token-not-found');
      return { status: 200, body: tokenAnswer(revoked) };
    },
  };
}

const tokenAnswer = (token: ApiToken): TokenAnswer => ({
  id: token.id,
  name: token.name,
  permissions: [...token.permissions],
  cameras: token.cameraIds === null ? null : [...token.cameraIds],
  createdBy: token.createdBy,
  createdAt: token.createdUnixMs,
  expiresAt: token.expiresUnixMs,
  revokedAt: token.revokedUnixMs,
});
