/** What a role is called: those of the program in each language, a site's own as it was named. */
import type { Bilingual, RoleListAnswer } from '@matlang/contract';
import { ROLE_TEXTS } from '../../i18n/role-texts.ts';

/** One of the answer. */
export type Role = RoleListAnswer['roles'][number];

/** The id where nothing is known of it. */
export function roleName(id: string, roles: readonly Role[]): Bilingual {
  const own = roles.find((role) => role.id === id)?.name ?? id;
  return ROLE_TEXTS[id]?.name ?? { vi: own, en: own };
}
