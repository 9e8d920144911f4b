/** The roles that there are and what each may do; those of the site's own can be made, changed and removed. */
import { Button, Text, Title } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { useQueryClient } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { ask } from '../../api/client.ts';
import { useSpeech } from '../../i18n/language.tsx';
import { PERMISSION_TEXTS } from '../../i18n/role-texts.ts';
import { ConfirmButton } from '../../page/confirm-button.tsx';
import classes from './people-page.module.css';
import { ROLES_QUERY } from './people-queries.ts';
import { RoleDialog } from './role-dialog.tsx';
import { type Role, roleName } from './role-names.ts';

/** @param props.manages the reader may change them */
export function RoleSection({
  roles,
  manages,
}: {
  readonly roles: readonly Role[];
  readonly manages: boolean;
}): ReactNode {
  const { t } = useSpeech();
  /** `new`, or the id of the one that is changed. */
  const [open, setOpen] = useState<string | null>(null);
  const own = roles.filter(({ name }) => name !== null);
  const chosen = own.find(({ id }) => id === open) ?? null;
  return (
    <section className={classes['roles']}>
      <div className={classes['rolesHead']}>
        <Title order={2} size="h3">
          {t('roleSection')}
        </Title>
        {manages && (
          <Button variant="default" leftSection={<IconPlus size={16} />} onClick={() => setOpen('new')}>
            {t('roleAdd')}
          </Button>
        )}
      </div>
      <Text size="sm">{t('roleSectionWhat')}</Text>
      {own.length === 0 && <Text size="sm">{t('roleNone')}</Text>}
      <RoleList roles={own} manages={manages} onEdit={setOpen} />
      <details>
        <summary>{t('roleBuiltIn')}</summary>
        <RoleList roles={roles.filter(({ name }) => name === null)} manages={false} onEdit={setOpen} />
      </details>
      {open !== null && (open === 'new' || chosen !== null) && (
        <RoleDialog role={chosen} onClose={() => setOpen(null)} />
      )}
    </section>
  );
}

function RoleList({
  roles,
  manages,
  onEdit,
}: {
  readonly roles: readonly Role[];
  readonly manages: boolean;
  readonly onEdit: (id: string) => void;
}): ReactNode {
  const { t, say } = useSpeech();
  const queries = useQueryClient();
  return (
    <ul className={classes['roleList']}>
      {roles.map((role) => {
        const name = say(roleName(role.id, roles));
        const may = role.permissions.map((permission) => say(PERMISSION_TEXTS[permission])).join('; ');
        return (
          <li key={role.id}>
            <div className={classes['grantText']}>
              <b>{name}</b>
              <Text size="sm">{may === '' ? t('grantNothing') : may}</Text>
              {role.needsSecondFactor && <Text size="sm">{t('grantFactor')}</Text>}
            </div>
            {manages && (
              <div className={classes['actions']}>
                <Button
                  variant="default"
                  aria-label={t('roleEditOf', { name })}
                  onClick={() => onEdit(role.id)}
                >
                  {t('roleEdit')}
                </Button>
                <ConfirmButton
                  label={t('roleRemove')}
                  sure={t('roleRemoveSure', { name })}
                  onConfirm={async () => {
                    await ask('removeRole', { params: { id: role.id } });
                    await queries.invalidateQueries({ queryKey: ROLES_QUERY.queryKey });
                  }}
                />
              </div>
            )}
          </li>
        );
      })}
    </ul>
  );
}
