/** Large keys for digits: touched, or typed on a keyboard where there is one. */
import { IconBackspace } from '@tabler/icons-react';
import { type ReactNode, useEffect } from 'react';
import { KIOSK_TEXTS } from '../../i18n/kiosk-texts.ts';
import { useSpeech } from '../../i18n/language.tsx';
import classes from './kiosk.module.css';

const DIGITS = ['1', '2', '3', '4', '5', '6', '7', '8', '9'] as const;

/** @param props.extra a sign that the number may have besides; left out: none */
export function PinPad({
  most,
  value,
  onChange,
  extra,
}: {
  readonly most: number;
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly extra?: string;
}): ReactNode {
  const { say } = useSpeech();
  useEffect(() => {
    const onKey = (event: KeyboardEvent): void => {
      if (event.ctrlKey || event.altKey || event.metaKey || event.target instanceof HTMLInputElement) return;
      if (event.key === 'Backspace') onChange(value.slice(0, -1));
      else if (/^\d$/.test(event.key) || event.key === extra) onChange((value + event.key).slice(0, most));
    };
    addEventListener('keydown', onKey);
    return () => removeEventListener('keydown', onKey);
  }, [value, onChange, most, extra]);
  const key = (sign: string): ReactNode => (
    <button
      key={sign}
      type="button"
      className={classes['key']}
      onClick={() => onChange((value + sign).slice(0, most))}
    >
      {sign}
    </button>
  );
  return (
    <div className={classes['pad']}>
      {DIGITS.map(key)}
      {extra === undefined ? <span /> : key(extra)}
      {key('0')}
      <button
        type="button"
        className={classes['key']}
        aria-label={say(KIOSK_TEXTS.pinErase)}
        onClick={() => onChange(value.slice(0, -1))}
      >
        <IconBackspace size="1em" aria-hidden="true" />
      </button>
    </div>
  );
}
