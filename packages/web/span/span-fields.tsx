/** A span by typing: two times as officers say them, and how long that is. */
import { SimpleGrid, Text, TextInput } from '@mantine/core';
import { parseSpokenEnd, parseSpokenInstant } from '@matlang/contract';
import { type ReactNode, useState } from 'react';
import { useSiteNow } from '../app/use-site-now.ts';
import { useSpeech } from '../i18n/language.tsx';
import { instantText, lengthText } from '../i18n/time-text.ts';

/** Unix ms; null where what stands there is no time. */
export interface TypedSpan {
  readonly fromUnixMs: number | null;
  readonly toUnixMs: number | null;
}

/** A span that can be asked for. */
export interface WholeSpan {
  readonly fromUnixMs: number;
  readonly toUnixMs: number;
}

/** Null while an end is missing or they are in the wrong order. */
export function wholeSpan({ fromUnixMs, toUnixMs }: TypedSpan): WholeSpan | null {
  return fromUnixMs === null || toUnixMs === null || toUnixMs <= fromUnixMs ? null : { fromUnixMs, toUnixMs };
}

/** `value` is what was typed last; the texts are the fields' own. */
export function SpanFields({
  value,
  onChange,
  momentAllowed = false,
}: {
  readonly value: TypedSpan;
  readonly onChange: (span: TypedSpan) => void;
  /** Start and end may be the same. */
  readonly momentAllowed?: boolean;
}): ReactNode {
  const { t } = useSpeech();
  const now = useSiteNow();
  const [from, setFrom] = useState(value.fromUnixMs === null ? '' : instantText(value.fromUnixMs));
  const [to, setTo] = useState(value.toUnixMs === null ? '' : instantText(value.toUnixMs));
  const typed = (fromText: string, toText: string): void => {
    setFrom(fromText);
    setTo(toText);
    if (now === null) return;
    const nowUnixMs = now();
    const begin = parseSpokenInstant(fromText, nowUnixMs);
    const end =
      begin === null ? parseSpokenInstant(toText, nowUnixMs) : parseSpokenEnd(toText, begin, nowUnixMs);
    onChange({ fromUnixMs: begin, toUnixMs: end });
  };
  const whole = wholeSpan(value);
  const { fromUnixMs, toUnixMs } = value;
  const isMoment = momentAllowed && fromUnixMs === toUnixMs;
  const order = whole === null && !isMoment && fromUnixMs !== null && toUnixMs !== null;
  const read = (unixMs: number | null): string | null => (unixMs === null ? null : instantText(unixMs));
  return (
    <div>
      <SimpleGrid cols={{ base: 1, xs: 2 }} spacing="sm">
        <TextInput
          label={t('spanFrom')}
          value={from}
          disabled={now === null}
          placeholder="15/02 14:30"
          description={read(fromUnixMs) === from ? null : read(fromUnixMs)}
          error={fromUnixMs === null ? t('timeNotUnderstood') : false}
          inputWrapperOrder={['label', 'input', 'description', 'error']}
          onChange={(event) => typed(event.currentTarget.value, to)}
        />
        <TextInput
          label={t('spanTo')}
          value={to}
          disabled={now === null}
          placeholder="15:00"
          description={read(toUnixMs) === to ? null : read(toUnixMs)}
          error={toUnixMs === null ? t('timeNotUnderstood') : order ? t('spanOrder') : false}
          inputWrapperOrder={['label', 'input', 'description', 'error']}
          onChange={(event) => typed(from, event.currentTarget.value)}
        />
      </SimpleGrid>
      {whole !== null && (
        <Text size="sm" mt={4}>
          {t('spanLength', { length: lengthText(whole.toUnixMs - whole.fromUnixMs, t) })}
        </Text>
      )}
    </div>
  );
}
