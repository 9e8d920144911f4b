/** Gives somebody a role: which, where, from when until when. */
import { Alert, Button, NativeSelect, Radio, SimpleGrid, Stack, Text, TextInput } from '@mantine/core';
import { type PersonAnswer, parseSpokenInstant } from '@matlang/contract';
import { useMutation } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { ask } from '../../api/client.ts';
import { errorText } from '../../i18n/error-text.ts';
import { useSpeech } from '../../i18n/language.tsx';
import { PERMISSION_TEXTS, ROLE_TEXTS } from '../../i18n/role-texts.ts';
import { instantText } from '../../i18n/time-text.ts';
import { DialogActions, PageDialog } from '../../page/page-dialog.tsx';
import { CameraChecks } from '../../span/camera-checks.tsx';
import classes from './people-page.module.css';
import { useAfterChange } from './people-queries.ts';
import { type Role, roleName } from './role-names.ts';

/** As the server: more is the whole site. */
const MOST_CAMERAS = 256;
/** What most people are here for. */
const USUAL_ROLE = 'duty-watcher';

interface GrantProps {
  readonly person: PersonAnswer;
  readonly roles: readonly Role[];
  readonly now: () => number;
  readonly onClose: () => void;
}

/** Over the page, until it is closed. */
export function GrantDialog(props: GrantProps): ReactNode {
  const { t } = useSpeech();
  return (
    <PageDialog title={t('grantTitle', { name: props.person.name })} size="lg" opened onClose={props.onClose}>
      <GrantForm {...props} />
    </PageDialog>
  );
}

/** Undefined: it can't be understood; null: nothing was typed. */
type Typed = number | null | undefined;

function GrantForm({ person, roles, now, onClose }: GrantProps): ReactNode {
  const { t, say } = useSpeech();
  const after = useAfterChange();
  const [role, setRole] = useState(USUAL_ROLE);
  const [everywhere, setEverywhere] = useState(true);
  const [cameras, setCameras] = useState<readonly string[]>([]);
  const [from, setFrom] = useState<Typed>(null);
  const [until, setUntil] = useState<Typed>(null);
  const given = useMutation({
    mutationFn: () =>
      after(
        ask('addGrant', {
          params: { id: person.id },
          body: {
            role,
            cameras: everywhere ? null : [...cameras],
            until: until ?? null,
            ...(typeof from === 'number' ? { from } : {}),
          },
        }),
      ),
    onSuccess: onClose,
  });
  const whole = from !== undefined && until !== undefined && (everywhere || cameras.length > 0);
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        if (whole) given.mutate();
      }}
    >
      <Stack>
        <NativeSelect
          data-autofocus
          label={t('grantRole')}
          value={role}
          data={roles.map(({ id }) => ({ value: id, label: say(roleName(id, roles)) }))}
          onChange={(event) => setRole(event.currentTarget.value)}
        />
        <RoleNote role={roles.find(({ id }) => id === role) ?? null} />
        <Radio.Group
          label={t('grantPlace')}
          value={everywhere ? 'site' : 'some'}
          onChange={(value) => setEverywhere(value === 'site')}
        >
          <Stack gap="xs" mt={4}>
            <Radio value="site" label={t('grantSite')} />
            <Radio value="some" label={t('grantSome')} />
          </Stack>
        </Radio.Group>
        {!everywhere && <CameraChecks value={cameras} onChange={setCameras} most={MOST_CAMERAS} />}
        <SimpleGrid cols={{ base: 1, xs: 2 }} spacing="sm">
          <MomentField
            label={t('grantFrom')}
            hint={t('grantFromHint')}
            value={from}
            now={now}
            onChange={setFrom}
          />
          <MomentField
            label={t('grantUntil')}
            hint={t('grantUntilHint')}
            value={until}
            now={now}
            onChange={setUntil}
          />
        </SimpleGrid>
        <DialogActions>
          {given.isError && <Alert color="red">{say(errorText(given.error))}</Alert>}
          <Button variant="default" onClick={onClose}>
            {t('close')}
          </Button>
          <Button type="submit" disabled={!whole} loading={given.isPending}>
            {t('grantAdd')}
          </Button>
        </DialogActions>
      </Stack>
    </form>
  );
}

function RoleNote({ role }: { readonly role: Role | null }): ReactNode {
  const { t, say } = useSpeech();
  if (role === null) return null;
  const what = ROLE_TEXTS[role.id]?.what;
  return (
    <div>
      {what !== undefined && <Text size="sm">{say(what)}</Text>}
      {role.needsSecondFactor && <Text size="sm">{t('grantFactor')}</Text>}
      <Text size="sm" mt="xs">
        {t(role.permissions.length === 0 ? 'grantNothing' : 'grantPermissions')}
      </Text>
      <ul className={classes['permissions']}>
        {role.permissions.map((permission) => (
          <li key={permission}>{say(PERMISSION_TEXTS[permission])}</li>
        ))}
      </ul>
    </div>
  );
}

/** A moment as officers say it, or none; what was understood stands below. */
function MomentField({
  label,
  hint,
  value,
  now,
  onChange,
}: {
  readonly label: string;
  readonly hint: string;
  readonly value: Typed;
  readonly now: () => number;
  readonly onChange: (moment: Typed) => void;
}): ReactNode {
  const { t } = useSpeech();
  const [text, setText] = useState('');
  return (
    <TextInput
      label={label}
      value={text}
      maxLength={100}
      placeholder="15/02/2026 07:00"
      description={typeof value === 'number' ? instantText(value) : hint}
      error={value === undefined ? t('timeNotUnderstood') : false}
      inputWrapperOrder={['label', 'input', 'description', 'error']}
      onChange={({ currentTarget: { value: typed } }) => {
        setText(typed);
        onChange(typed.trim() === '' ? null : (parseSpokenInstant(typed, now()) ?? undefined));
      }}
    />
  );
}
