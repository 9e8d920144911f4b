/** Whether the log was altered, worked out in this browser: the entries shown against the signed head, and the log against a head that somebody kept. */
import { Alert, Button, Stack, Text, Textarea } from '@mantine/core';
import { type AuditEntryAnswer, type AuditHeadAnswer, parseAuditHead } from '@matlang/contract';
import { useMutation } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { ask } from '../../api/client.ts';
import { errorText } from '../../i18n/error-text.ts';
import { useSpeech } from '../../i18n/language.tsx';
import type { TextKey } from '../../i18n/texts.ts';
import { fileNameTime, instantText } from '../../i18n/time-text.ts';
import classes from './log-page.module.css';
import {
  type EntriesVerified,
  hasCrypto,
  type KeptState,
  type KeptVerified,
  type ProofSource,
  type SignatureState,
  verifyEntries,
  verifyKeptHead,
} from './verify-log.ts';

/** What the server is asked. */
const SOURCE: ProofSource = {
  head: () => ask('getAuditHead'),
  paths: async (seqs, size) => {
    const { proofs } = await ask('proveAuditEntries', {
      query: { seq: seqs.join(','), size: String(size) },
    });
    return new Map(proofs.map(({ seq, path }) => [seq, path]));
  },
  growth: async (old, size) =>
    (await ask('proveAuditGrowth', { query: { old: String(old), size: String(size) } })).path,
};

/** @param props.onWrong told which entries are not what was written */
export function ProofPanel({
  entries,
  onWrong,
}: {
  readonly entries: readonly AuditEntryAnswer[];
  readonly onWrong: (wrong: readonly number[]) => void;
}): ReactNode {
  const { t, say } = useSpeech();
  const verified = useMutation({
    mutationFn: () => verifyEntries(entries, SOURCE),
    onSuccess: ({ wrong }) => onWrong(wrong),
  });
  const taken = useMutation({ mutationFn: () => SOURCE.head(), onSuccess: saveHead });
  return (
    <details className={classes['fold']}>
      <summary>{t('logProofTitle')}</summary>
      {hasCrypto() ? (
        <div className={classes['proofParts']}>
          <Stack gap="xs" align="flex-start">
            <Text size="sm">{t('logProofWhat')}</Text>
            <Button loading={verified.isPending} onClick={() => verified.mutate()}>
              {t('logVerify')}
            </Button>
            <div role="status">
              {verified.data !== undefined && <EntriesVerdict found={verified.data} />}
              {verified.isError && <Alert color="red">{say(errorText(verified.error))}</Alert>}
            </div>
          </Stack>
          <Stack gap="xs" align="flex-start">
            <Text size="sm">{t('logKeepWhat')}</Text>
            <Button variant="default" loading={taken.isPending} onClick={() => taken.mutate()}>
              {t('logKeepHead')}
            </Button>
            {taken.isError && <Alert color="red">{say(errorText(taken.error))}</Alert>}
            <KeptHead />
          </Stack>
        </div>
      ) : (
        <Alert color="yellow">{t('logNoCrypto')}</Alert>
      )}
    </details>
  );
}

function saveHead(head: AuditHeadAnswer): void {
  const text = `${JSON.stringify(head, null, 2)}\n`;
  const address = URL.createObjectURL(new Blob([text], { type: 'application/json' }));
  const link = document.createElement('a');
  link.href = address;
  link.download = `moc-nhat-ky ${fileNameTime(head.signedAt)}.json`;
  link.click();
  // The download reads it after this turn.
  setTimeout(() => URL.revokeObjectURL(address), 10_000);
}

function EntriesVerdict({ found }: { readonly found: EntriesVerified }): ReactNode {
  const { t } = useSpeech();
  const { head, signature, proved, wrong, newer } = found;
  if (wrong.length > 0) return <Alert color="red">{t('logWrong', { list: wrong.join(', ') })}</Alert>;
  return (
    <Stack gap="xs">
      {signature !== 'wrong' && proved > 0 && (
        <Alert color="green">
          {t('logProved', { count: proved, time: instantText(head.signedAt), seq: head.seq })}
        </Alert>
      )}
      <SignatureVerdict signature={signature} head={head} />
      {newer > 0 && <Text size="sm">{t('logNewer', { count: newer })}</Text>}
    </Stack>
  );
}

function SignatureVerdict({
  signature,
  head,
}: {
  readonly signature: SignatureState;
  readonly head: AuditHeadAnswer;
}): ReactNode {
  const { t } = useSpeech();
  if (signature === 'wrong') return <Alert color="red">{t('logSignatureWrong')}</Alert>;
  if (signature === 'unknown') return <Alert color="yellow">{t('logSignatureUnknown')}</Alert>;
  return <Text size="sm">{t('logSignatureRight', { key: head.keyId })}</Text>;
}

function KeptHead(): ReactNode {
  const { t, say } = useSpeech();
  const [text, setText] = useState('');
  const [none, setNone] = useState(false);
  const held = useMutation({ mutationFn: (kept: AuditHeadAnswer) => verifyKeptHead(kept, SOURCE) });
  const verify = (): void => {
    const kept = parseAuditHead(text);
    setNone(kept === null);
    held.reset();
    if (kept !== null) held.mutate(kept);
  };
  return (
    <Stack gap="xs" w="100%" align="flex-start">
      <Textarea
        w="100%"
        label={t('logKept')}
        description={t('logKeptHint')}
        error={none ? t('logKeptNone') : false}
        inputWrapperOrder={['label', 'input', 'description', 'error']}
        rows={4}
        maxLength={4000}
        spellCheck={false}
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
      />
      <Button variant="default" disabled={text.trim() === ''} loading={held.isPending} onClick={verify}>
        {t('logKeptVerify')}
      </Button>
      <div role="status">
        {held.data !== undefined && <KeptVerdict found={held.data} />}
        {held.isError && <Alert color="red">{say(errorText(held.error))}</Alert>}
      </div>
    </Stack>
  );
}

const KEPT_TEXTS = {
  holds: 'logKeptHolds',
  differs: 'logKeptDiffers',
  cut: 'logKeptCut',
  'other-site': 'logKeptOtherSite',
  unsigned: 'logKeptUnsigned',
} as const satisfies Readonly<Record<KeptState, TextKey>>;

function KeptVerdict({ found }: { readonly found: KeptVerified }): ReactNode {
  const { t } = useSpeech();
  const { state, kept, head, signature, sameKey } = found;
  const values = {
    time: instantText(kept.signedAt),
    old: kept.seq,
    seq: head.seq,
    name: kept.siteName,
  };
  return (
    <Stack gap="xs">
      <Alert color={state === 'holds' ? 'green' : 'red'}>{t(KEPT_TEXTS[state], values)}</Alert>
      {signature === 'unknown' && <Alert color="yellow">{t('logSignatureUnknown')}</Alert>}
      {!sameKey && state !== 'unsigned' && state !== 'other-site' && (
        <Alert color="yellow">{t('logKeptOtherKey')}</Alert>
      )}
    </Stack>
  );
}
