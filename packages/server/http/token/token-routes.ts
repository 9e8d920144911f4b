/** Routes of tokens. */
import type { TokenAnswer } from '@matlang/contract';
import type { Tokens } from '../../access/tokens.ts';
import type { ApiToken } from '../../store/sql-token-store.ts';
import type { CameraService } from '../camera/camera-service.ts';
import type { SomeHandlers } from '../registration/route-types.ts';

type TokenRoutes = 'listTokens' | 'addToken' | 'revokeToken';

/** Handlers over the tokens. */
export function tokenRoutes(tokens: Tokens, cameras: CameraService): SomeHandlers<TokenRoutes> {
  return {
    listTokens: async () => ({ status: 200, body: { tokens: (await tokens.list()).map(tokenAnswer) } }),
    addToken: async ({ body: { name, permissions, cameras: cameraIds, until }, requester, identity }) => {
      for (const cameraId of cameraIds ?? []) await cameras.get(cameraId);
      const wish = { name, permissions, cameraIds, untilUnixMs: until ?? null };
      const { token, secret } = await tokens.add(wish, identity.rights, requester);
      return { status: 201, body: { token: tokenAnswer(token), secret } };
    },
    revokeToken: async ({ params, requester }) => ({
      status: 200,
      body: tokenAnswer(await tokens.revoke(params.id, requester)),
    }),
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
