/** Who has an account, in which roles, where and how long; and what an administrator does about it. */
import { Button, Group } from '@mantine/core';
import type { NewPersonAnswer, PersonAnswer } from '@matlang/contract';
import { IconPlus } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { type ReactNode, useState } from 'react';
import { mayUse, useSession } from '../../api/use-session.ts';
import { useSiteNow } from '../../app/use-site-now.ts';
import { useSpeech } from '../../i18n/language.tsx';
import { LoadState, Page } from '../../page/page.tsx';
import { RecoverySheetState } from '../recovery-sheet/recovery-sheet-state.tsx';
import { FactorMissing } from '../settings/factor-missing.tsx';
import { GrantDialog } from './grant-dialog.tsx';
import { InvitationDialog } from './invitation-dialog.tsx';
import { KioskSection } from './kiosk-section.tsx';
import { NewPersonDialog } from './new-person-dialog.tsx';
import { PEOPLE_QUERY, ROLES_QUERY } from './people-queries.ts';
import { PersonDialog } from './person-dialog.tsx';
import { PersonTable } from './person-table.tsx';
import { RoleSection } from './role-section.tsx';

/** Over the page; one at a time. */
type Open =
  | { readonly kind: 'new' }
  | { readonly kind: 'grant' | 'edit'; readonly personId: string }
  | { readonly kind: 'invitation'; readonly answer: NewPersonAnswer }
  | null;

/** The page at `/people`. */
export function PeoplePage(): ReactNode {
  const { t } = useSpeech();
  const session = useSession();
  const people = useQuery(PEOPLE_QUERY);
  const roles = useQuery(ROLES_QUERY);
  const now = useSiteNow();
  const [open, setOpen] = useState<Open>(null);
  const close = (): void => setOpen(null);
  const manages = mayUse(session, 'people.manage');
  const chosen: PersonAnswer | undefined =
    open !== null && 'personId' in open
      ? people.data?.people.find(({ id }) => id === open.personId)
      : undefined;
  const invited = (answer: NewPersonAnswer): void => setOpen({ kind: 'invitation', answer });
  return (
    <Page
      title={t('people')}
      actions={
        manages && (
          <Group gap="xs">
            <Button variant="default" renderRoot={(props) => <Link to="/hand-over" {...props} />}>
              {t('handOver')}
            </Button>
            <Button leftSection={<IconPlus size={16} />} onClick={() => setOpen({ kind: 'new' })}>
              {t('personAdd')}
            </Button>
          </Group>
        )
      }
    >
      <FactorMissing />
      <RecoverySheetState />
      <LoadState query={people} />
      {people.data !== undefined && now !== null && (
        <PersonTable
          people={people.data.people}
          roles={roles.data?.roles ?? []}
          nowUnixMs={now()}
          manages={manages}
          onGrant={(personId) => setOpen({ kind: 'grant', personId })}
          onEdit={(personId) => setOpen({ kind: 'edit', personId })}
        />
      )}
      {roles.data !== undefined && <RoleSection roles={roles.data.roles} manages={manages} />}
      <KioskSection manages={manages} />
      <NewPersonDialog opened={open?.kind === 'new'} onClose={close} onAdded={invited} />
      {open?.kind === 'invitation' && <InvitationDialog answer={open.answer} onClose={close} />}
      {open?.kind === 'grant' && chosen !== undefined && now !== null && (
        <GrantDialog person={chosen} roles={roles.data?.roles ?? []} now={now} onClose={close} />
      )}
      {open?.kind === 'edit' && chosen !== undefined && now !== null && (
        <PersonDialog person={chosen} nowUnixMs={now()} onClose={close} onInvited={invited} />
      )}
    </Page>
  );
}
