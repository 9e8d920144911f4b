/** Adds a shared screen; its code comes with the answer. */
import { Alert, Button, Radio, Stack, Text, TextInput } from '@mantine/core';
import type { NewKioskAnswer } from '@matlang/contract';
import { MAX_GRANT_CAMERAS } from '@matlang/domain';
import { useMutation } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { ask } from '../../api/client.ts';
import { errorText } from '../../i18n/error-text.ts';
import { KIOSK_TEXTS } from '../../i18n/kiosk-texts.ts';
import { useSpeech } from '../../i18n/language.tsx';
import { DialogActions, PageDialog } from '../../page/page-dialog.tsx';
import { useProof } from '../../passkey/use-proof.tsx';
import { CameraChecks } from '../../span/camera-checks.tsx';
import { useAfterKioskChange } from './kiosk-queries.ts';

interface DialogProps {
  readonly opened: boolean;
  readonly onClose: () => void;
  readonly onAdded: (answer: NewKioskAnswer) => void;
}

/** Over the page, until it is closed. */
export function NewKioskDialog(props: DialogProps): ReactNode {
  const { say } = useSpeech();
  return (
    <PageDialog title={say(KIOSK_TEXTS.add)} size="lg" opened={props.opened} onClose={props.onClose}>
      <NewKioskForm {...props} />
    </PageDialog>
  );
}

function NewKioskForm({ onClose, onAdded }: DialogProps): ReactNode {
  const { t, say } = useSpeech();
  const after = useAfterKioskChange();
  const { proved, dialog } = useProof();
  const [name, setName] = useState('');
  const [everywhere, setEverywhere] = useState(true);
  const [cameras, setCameras] = useState<readonly string[]>([]);
  const added = useMutation({
    mutationFn: () => {
      const body = { name, cameras: everywhere ? null : [...cameras] };
      return after(proved(() => ask('addKiosk', { body })));
    },
    onSuccess: onAdded,
  });
  return (
    <>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          added.mutate();
        }}
      >
        <Stack>
          <Text size="sm">{say(KIOSK_TEXTS.what)}</Text>
          <TextInput
            required
            data-autofocus
            label={say(KIOSK_TEXTS.name)}
            description={say(KIOSK_TEXTS.nameHint)}
            autoComplete="off"
            maxLength={60}
            value={name}
            onChange={(event) => setName(event.currentTarget.value)}
          />
          <Radio.Group
            label={say(KIOSK_TEXTS.shows)}
            value={everywhere ? 'site' : 'some'}
            onChange={(value) => setEverywhere(value === 'site')}
          >
            <Stack gap="xs" mt={4}>
              <Radio value="site" label={say(KIOSK_TEXTS.showsAll)} />
              <Radio value="some" label={t('grantSome')} />
            </Stack>
          </Radio.Group>
          {!everywhere && <CameraChecks value={cameras} onChange={setCameras} most={MAX_GRANT_CAMERAS} />}
          <DialogActions>
            {added.isError && <Alert color="red">{say(errorText(added.error))}</Alert>}
            <Button variant="default" onClick={onClose}>
              {t('close')}
            </Button>
            <Button type="submit" disabled={!everywhere && cameras.length === 0} loading={added.isPending}>
              {say(KIOSK_TEXTS.add)}
            </Button>
          </DialogActions>
        </Stack>
      </form>
      {dialog}
    </>
  );
}
