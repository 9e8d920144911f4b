/** Makes a role of the site's own, or changes one: a name, and what it gives. */
import { Alert, Button, Checkbox, Stack, TextInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { ask } from '../../api/client.ts';
import { type Permission, SESSION_QUERY, useSession } from '../../api/use-session.ts';
import { errorText } from '../../i18n/error-text.ts';
import { useSpeech } from '../../i18n/language.tsx';
import { PERMISSION_TEXTS } from '../../i18n/role-texts.ts';
import { DialogActions, PageDialog } from '../../page/page-dialog.tsx';
import { ROLES_QUERY } from './people-queries.ts';
import type { Role } from './role-names.ts';

const MAX_NAME_CHARACTERS = 60;
// oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the catalogue has each permission once
const ALL = Object.keys(PERMISSION_TEXTS) as readonly Permission[];

/** Over the page, until it is closed. @param props.role null: a new one */
export function RoleDialog({
  role,
  onClose,
}: {
  readonly role: Role | null;
  readonly onClose: () => void;
}): ReactNode {
  const { t } = useSpeech();
  const title = role === null ? t('roleNew') : t('roleEditOf', { name: role.name ?? '' });
  return (
    <PageDialog title={title} size="lg" opened onClose={onClose}>
      <RoleForm role={role} onClose={onClose} />
    </PageDialog>
  );
}

function RoleForm({
  role,
  onClose,
}: {
  readonly role: Role | null;
  readonly onClose: () => void;
}): ReactNode {
  const { t, say } = useSpeech();
  const queries = useQueryClient();
  const session = useSession();
  const [name, setName] = useState(role?.name ?? '');
  const [permissions, setPermissions] = useState<readonly Permission[]>(role?.permissions ?? []);
  const saved = useMutation({
    mutationFn: () => {
      const body = { name, permissions: [...permissions] };
      return role === null ? ask('makeRole', { body }) : ask('changeRole', { params: { id: role.id }, body });
    },
    onSuccess: async () => {
      // Whoever changes a role may have it.
      void queries.invalidateQueries({ queryKey: SESSION_QUERY.queryKey });
      await queries.invalidateQueries({ queryKey: ROLES_QUERY.queryKey });
      onClose();
    },
  });
  // What one does not hold the server would refuse to give.
  const offered = ALL.filter(
    (permission) =>
      typeof session === 'string' ||
      session.permissions.includes(permission) ||
      permissions.includes(permission),
  );
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        saved.mutate();
      }}
    >
      <Stack>
        <TextInput
          required
          data-autofocus
          label={t('roleName')}
          description={t('roleNameHint')}
          maxLength={MAX_NAME_CHARACTERS}
          autoComplete="off"
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
        />
        <Checkbox.Group
          label={t('rolePermissions')}
          value={[...permissions]}
          onChange={(chosen) => setPermissions(ALL.filter((permission) => chosen.includes(permission)))}
        >
          <Stack gap="xs" mt="xs">
            {offered.map((permission) => (
              <Checkbox key={permission} value={permission} label={say(PERMISSION_TEXTS[permission])} />
            ))}
          </Stack>
        </Checkbox.Group>
        <DialogActions>
          {saved.isError && <Alert color="red">{say(errorText(saved.error))}</Alert>}
          <Button variant="default" onClick={onClose}>
            {t('close')}
          </Button>
          <Button type="submit" disabled={permissions.length === 0} loading={saved.isPending}>
            {t('roleSave')}
          </Button>
        </DialogActions>
      </Stack>
    </form>
  );
}
