/** The choice of who can open the site, and what goes with it. */
import { Alert, Button, Checkbox, NumberInput, Radio, Stack, Textarea, TextInput } from '@mantine/core';
import type { NetworkAnswer, NetworkSettings } from '@matlang/contract';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { ask } from '../../api/client.ts';
import { errorText } from '../../i18n/error-text.ts';
import { type SettingKey, useSettingSpeech } from '../../i18n/setting-speech.ts';
import { NETWORK_QUERY } from './network-query.ts';
import classes from './settings-page.module.css';

type Mode = 'here' | 'own' | 'given' | 'http';
/** As typed: lists as lines. */
interface Typed {
  readonly mode: Mode;
  readonly names: string;
  readonly listen: string;
  readonly port: number | '';
  readonly hsts: boolean;
  readonly certificateFile: string;
  readonly keyFile: string;
}

const MODES: readonly { readonly mode: Mode; readonly text: SettingKey; readonly what?: SettingKey }[] = [
  { mode: 'here', text: 'networkModeHere' },
  { mode: 'own', text: 'networkModeOwn', what: 'networkModeOwnWhat' },
  { mode: 'given', text: 'networkModeGiven', what: 'networkModeGivenWhat' },
  { mode: 'http', text: 'networkModeHttp', what: 'networkModeHttpWhat' },
];
const EVERYWHERE = '0.0.0.0';

const typedOf = (settings: NetworkSettings): Typed => ({
  mode: settings.listen.length === 0 ? 'here' : settings.https === 'off' ? 'http' : settings.https,
  names: settings.names.join('\n'),
  listen: (settings.listen.length === 0 ? [EVERYWHERE] : settings.listen).join('\n'),
  port: settings.port ?? '',
  hsts: settings.hsts,
  certificateFile: settings.certificateFile ?? '',
  keyFile: settings.keyFile ?? '',
});

const linesOf = (text: string): string[] =>
  text
    .split(/[\n,]/)
    .map((line) => line.trim())
    .filter((line) => line !== '');

const settingsOf = (typed: Typed): NetworkSettings => ({
  listen: typed.mode === 'here' ? [] : linesOf(typed.listen),
  port: typed.port === '' ? null : typed.port,
  https: typed.mode === 'own' || typed.mode === 'given' ? typed.mode : 'off',
  names: linesOf(typed.names),
  allowHttp: typed.mode === 'http',
  hsts: typed.hsts,
  certificateFile: typed.certificateFile.trim() || null,
  keyFile: typed.keyFile.trim() || null,
});

/** @param props.network as the server has it when the form is opened */
export function NetworkForm({ network }: { readonly network: NetworkAnswer }): ReactNode {
  const { s, say } = useSettingSpeech();
  const queries = useQueryClient();
  const [typed, setTyped] = useState(() => typedOf(network.settings));
  const saved = useMutation({
    mutationFn: () => ask('changeNetworkSettings', { body: settingsOf(typed) }),
    onSuccess: (answer) => queries.setQueryData(NETWORK_QUERY.queryKey, answer),
  });
  const change = (part: Partial<Typed>): void => {
    saved.reset();
    setTyped((now) => ({ ...now, ...part }));
  };
  const isHttps = typed.mode === 'own' || typed.mode === 'given';
  return (
    <form
      className={classes['form']}
      onSubmit={(event) => {
        event.preventDefault();
        saved.mutate();
      }}
    >
      <Radio.Group
        label={s('networkMode')}
        value={typed.mode}
        onChange={(value) => change({ mode: MODES.find(({ mode }) => mode === value)?.mode ?? 'here' })}
      >
        <Stack gap="xs" mt="xs">
          {MODES.map(({ mode, text, what }) => (
            <Radio
              key={mode}
              value={mode}
              label={s(text)}
              {...(what === undefined ? {} : { description: s(what) })}
            />
          ))}
        </Stack>
      </Radio.Group>
      {typed.mode === 'given' && <GivenFiles typed={typed} change={change} />}
      {typed.mode !== 'here' && <Reached typed={typed} change={change} ownNames={network.ownNames} />}
      {isHttps && (
        <Checkbox
          checked={typed.hsts}
          onChange={(event) => change({ hsts: event.currentTarget.checked })}
          label={s('networkHsts')}
          description={s('networkHstsWhat')}
        />
      )}
      <Alert color="yellow">{s('networkCutOff')}</Alert>
      {saved.isError && (
        <Alert color="red" role="alert">
          {say(errorText(saved.error))}
        </Alert>
      )}
      {saved.isSuccess && (
        <Alert color="green" role="status">
          {s('networkSaved')}
        </Alert>
      )}
      <div>
        <Button type="submit" loading={saved.isPending}>
          {s('networkSave')}
        </Button>
      </div>
    </form>
  );
}

interface PartProps {
  readonly typed: Typed;
  readonly change: (part: Partial<Typed>) => void;
}

function GivenFiles({ typed, change }: PartProps): ReactNode {
  const { s } = useSettingSpeech();
  return (
    <>
      <TextInput
        required
        label={s('networkCertificateFile')}
        description={s('networkFileWhat')}
        value={typed.certificateFile}
        maxLength={1024}
        spellCheck={false}
        onChange={(event) => change({ certificateFile: event.currentTarget.value })}
      />
      <TextInput
        required
        label={s('networkKeyFile')}
        description={s('networkFileWhat')}
        value={typed.keyFile}
        maxLength={1024}
        spellCheck={false}
        onChange={(event) => change({ keyFile: event.currentTarget.value })}
      />
    </>
  );
}

function Reached({
  typed,
  change,
  ownNames,
}: PartProps & { readonly ownNames: readonly string[] }): ReactNode {
  const { s } = useSettingSpeech();
  return (
    <>
      <Textarea
        autosize
        minRows={1}
        required={typed.mode === 'given'}
        label={s('networkNames')}
        description={s('networkNamesWhat', { own: ownNames.join(', ') })}
        value={typed.names}
        spellCheck={false}
        onChange={(event) => change({ names: event.currentTarget.value })}
      />
      <Textarea
        autosize
        minRows={1}
        required
        label={s('networkListen')}
        description={s('networkListenWhat')}
        value={typed.listen}
        spellCheck={false}
        onChange={(event) => change({ listen: event.currentTarget.value })}
      />
      <NumberInput
        label={s('networkPort')}
        {...(typed.mode === 'http' ? {} : { description: s('networkPortWhat') })}
        value={typed.port}
        min={1}
        max={65_535}
        allowDecimal={false}
        hideControls
        onChange={(value) => change({ port: typeof value === 'number' ? value : '' })}
      />
    </>
  );
}
