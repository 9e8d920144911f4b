/** Tokens of scripts: scoped, expiring, shown once; each change with its entry in the audit log. */
import { checkText, type Permission, type Rights } from '@matlang/domain';
import { ApiError, FieldError, lawful } from '../answer/api-error.ts';
import { createId, type Requester, type SiteContext } from '../site/site-context.ts';
import type { ApiToken } from '../store/sql-token-store.ts';
import { createSecretToken, digestOf } from './secret-token.ts';

const DAY_MS = 86_400_000;
const USUAL_MS = 90 * DAY_MS;
const MAX_DAYS = 366;
const MAX_NAME_CHARACTERS = 100;
/** Of a site, those that ended too. */
const MAX_TOKENS = 1000;
/** So that a secret in the wrong place is found by those who look for such. */
const PREFIX = 'mlt_';

/** A script that makes accounts and tokens would be all that its maker is, for ever; who is let in from where is decided by a person. */
export const mayBeTokens = (permission: Permission): boolean =>
  permission !== 'people.manage' && permission !== 'settings.manage';

/** What somebody wants a script to have. */
export interface TokenWish {
  readonly name: string;
  readonly permissions: readonly Permission[];
  /** Null: the whole site. */
  readonly cameraIds: readonly string[] | null;
  /** Null: the usual time. */
  readonly untilUnixMs: number | null;
}

/** Over the rows. */
export class Tokens {
  readonly #context: SiteContext;

  constructor(context: SiteContext) {
    this.#context = context;
  }

  /** Newest first. */
  async list(): Promise<readonly ApiToken[]> {
    const { database, siteId } = this.#context;
    return await database.stores.tokens.list(siteId);
  }

  /**
   * @param rights of whoever makes it: nobody gives a script more than they have themselves
   * @returns the token and its secret, which is kept nowhere
   * @throws FieldError, ApiError `not-permitted`, `too-many-tokens`
   */
  async add(
    wish: TokenWish,
    rights: Rights,
    requester: Requester,
  ): Promise<{ readonly token: ApiToken; readonly secret: string }> {
    const { clock, database, siteId } = this.#context;
    const nowUnixMs = clock.nowUnixMs();
    for (const permission of wish.permissions)
      if (!mayBeTokens(permission) || !rights.may(permission, 'site', nowUnixMs))
        throw new ApiError('not-permitted');
    const token: ApiToken = {
      id: createId(clock),
      siteId,
      name: lawful(checkText('name', wish.name, { maxCharacters: MAX_NAME_CHARACTERS })),
      permissions: [...new Set(wish.permissions)],
      cameraIds: wish.cameraIds,
      createdBy: requester.actor,
      createdUnixMs: nowUnixMs,
      expiresUnixMs: endOf(wish, nowUnixMs),
      revokedUnixMs: null,
    };
    const secret = PREFIX + createSecretToken();
    await database.transaction(async ({ tokens, audit }) => {
      if ((await tokens.list(siteId)).length >= MAX_TOKENS)
        throw new ApiError('too-many-tokens', { limit: MAX_TOKENS });
      await tokens.insert(token, digestOf(secret));
      const { id: subjectId, name, permissions, cameraIds, expiresUnixMs } = token;
      const detail = { name, permissions, cameraIds, expiresUnixMs };
      await audit.append({
        ...requester,
        siteId,
        atUnixMs: nowUnixMs,
        action: 'token.added',
        subjectId,
        detail,
      });
    });
    return { token, secret };
  }

  /** @throws ApiError `token-not-found` */
  async revoke(id: string, requester: Requester): Promise<ApiToken> {
    const { clock, database, siteId } = this.#context;
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
    return revoked;
  }
}

function endOf({ untilUnixMs }: TokenWish, nowUnixMs: number): number {
  if (untilUnixMs === null) return nowUnixMs + USUAL_MS;
  if (untilUnixMs <= nowUnixMs) throw new FieldError('until', 'span-order');
  if (untilUnixMs > nowUnixMs + MAX_DAYS * DAY_MS)
    throw new FieldError('until', 'span-too-long', { limit: MAX_DAYS });
  return untilUnixMs;
}
