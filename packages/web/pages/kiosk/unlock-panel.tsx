/** Three steps over the pictures, each with large buttons: what for, who, and the PIN. */
import { Button } from '@mantine/core';
import { type OwnKioskAnswer, PURPOSE_KIND_TEXTS } from '@matlang/contract';
import { MAX_PIN_DIGITS, MIN_PIN_DIGITS } from '@matlang/domain';
import { useMutation } from '@tanstack/react-query';
import { type ReactNode, useEffect, useRef, useState } from 'react';
import { ask } from '../../api/client.ts';
import { errorText } from '../../i18n/error-text.ts';
import { KIOSK_TEXTS } from '../../i18n/kiosk-texts.ts';
import { useSpeech } from '../../i18n/language.tsx';
import classes from './kiosk.module.css';
import { useShow } from './kiosk-query.ts';
import { PinPad } from './pin-pad.tsx';

/** Whoever began and went away leaves the pictures covered no longer than this. */
const LEFT_MS = 60_000;
const MAX_NUMBER_CHARACTERS = 20;
const REASONS = [
  KIOSK_TEXTS.whyFight,
  KIOSK_TEXTS.whyCrash,
  KIOSK_TEXTS.whyTheft,
  KIOSK_TEXTS.whyMissing,
] as const;

type Someone = OwnKioskAnswer['people'][number];
/** As the API wants it. */
interface Why {
  readonly kind: 'incident' | 'inspection' | 'other';
  readonly number?: string;
  readonly text?: string;
}
type Step =
  | { readonly step: 'why' | 'number' | 'reason' }
  | { readonly step: 'who'; readonly why: Why }
  | { readonly step: 'pin'; readonly why: Why; readonly who: Someone };

/** Gone when the server has opened, or when nobody goes on. */
export function UnlockPanel({
  people,
  onClose,
}: {
  readonly people: readonly Someone[];
  readonly onClose: () => void;
}): ReactNode {
  const { say } = useSpeech();
  const [at, setAt] = useState<Step>({ step: 'why' });
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => dialog.current?.showModal(), []);
  useLeft(dialog, onClose);
  const [only] = people.length === 1 ? people : [];
  const stated = (why: Why): void =>
    setAt(only === undefined ? { step: 'who', why } : { step: 'pin', why, who: only });
  const back = (): void => {
    if (at.step === 'why') onClose();
    else setAt({ step: 'why' });
  };
  return (
    <dialog ref={dialog} className={classes['panel']} aria-labelledby="kiosk-step" onClose={onClose}>
      {at.step === 'why' && (
        <Choices title={say(KIOSK_TEXTS.whyTitle)}>
          <Choice onClick={() => setAt({ step: 'number' })}>{say(PURPOSE_KIND_TEXTS.incident)}</Choice>
          <Choice onClick={() => stated({ kind: 'inspection' })}>{say(PURPOSE_KIND_TEXTS.inspection)}</Choice>
          <Choice onClick={() => setAt({ step: 'reason' })}>{say(PURPOSE_KIND_TEXTS.other)}</Choice>
        </Choices>
      )}
      {at.step === 'number' && <NumberStep onDone={(number) => stated({ kind: 'incident', number })} />}
      {at.step === 'reason' && <ReasonStep onDone={(text) => stated({ kind: 'other', text })} />}
      {at.step === 'who' && (
        <Choices title={say(KIOSK_TEXTS.whoTitle)}>
          {people.map((who) => (
            <Choice key={who.id} onClick={() => setAt({ step: 'pin', why: at.why, who })}>
              {who.name}
            </Choice>
          ))}
        </Choices>
      )}
      {at.step === 'pin' && <PinStep who={at.who} why={at.why} />}
      <Button size="xl" variant="default" className={classes['big'] ?? ''} onClick={back}>
        {say(KIOSK_TEXTS.back)}
      </Button>
    </dialog>
  );
}

/** Without a press for a minute it closes. */
function useLeft(panel: { readonly current: HTMLElement | null }, onLeft: () => void): void {
  const left = useRef(onLeft);
  left.current = onLeft;
  useEffect(() => {
    let timer = setTimeout(() => left.current(), LEFT_MS);
    const stays = (): void => {
      clearTimeout(timer);
      timer = setTimeout(() => left.current(), LEFT_MS);
    };
    const element = panel.current;
    element?.addEventListener('pointerdown', stays);
    addEventListener('keydown', stays);
    return () => {
      clearTimeout(timer);
      element?.removeEventListener('pointerdown', stays);
      removeEventListener('keydown', stays);
    };
  }, [panel]);
}

function Choices({ title, children }: { readonly title: string; readonly children: ReactNode }): ReactNode {
  return (
    <>
      <h2 id="kiosk-step">{title}</h2>
      <div className={classes['choices']}>{children}</div>
    </>
  );
}

function Choice({
  onClick,
  children,
}: {
  readonly onClick: () => void;
  readonly children: ReactNode;
}): ReactNode {
  return (
    <Button size="xl" className={classes['choice'] ?? ''} onClick={onClick}>
      {children}
    </Button>
  );
}

function NumberStep({ onDone }: { readonly onDone: (number: string) => void }): ReactNode {
  const { say } = useSpeech();
  const [number, setNumber] = useState('');
  return (
    <form
      className={classes['typing']}
      onSubmit={(event) => {
        event.preventDefault();
        if (number !== '') onDone(number);
      }}
    >
      <h2 id="kiosk-step">{say(KIOSK_TEXTS.whyNumber)}</h2>
      <output className={classes['typed']}>{number === '' ? ' ' : number}</output>
      <PinPad most={MAX_NUMBER_CHARACTERS} value={number} onChange={setNumber} extra="/" />
      <Button type="submit" size="xl" className={classes['choice'] ?? ''} disabled={number === ''}>
        {say(KIOSK_TEXTS.next)}
      </Button>
    </form>
  );
}

function ReasonStep({ onDone }: { readonly onDone: (text: string) => void }): ReactNode {
  const { say } = useSpeech();
  const [text, setText] = useState('');
  return (
    <form
      className={classes['typing']}
      onSubmit={(event) => {
        event.preventDefault();
        if (text.trim() !== '') onDone(text);
      }}
    >
      <h2 id="kiosk-step">{say(KIOSK_TEXTS.whyText)}</h2>
      <div className={classes['choices']}>
        {REASONS.map((reason) => (
          <Choice key={reason.vi} onClick={() => onDone(say(reason))}>
            {say(reason)}
          </Choice>
        ))}
      </div>
      <input
        className={classes['reason']}
        aria-label={say(KIOSK_TEXTS.whyText)}
        placeholder={say(PURPOSE_KIND_TEXTS.other)}
        maxLength={130}
        autoComplete="off"
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
      />
      <Button type="submit" size="xl" className={classes['choice'] ?? ''} disabled={text.trim() === ''}>
        {say(KIOSK_TEXTS.next)}
      </Button>
    </form>
  );
}

function PinStep({ who, why }: { readonly who: Someone; readonly why: Why }): ReactNode {
  const { say } = useSpeech();
  const show = useShow();
  const [pin, setPin] = useState('');
  const opened = useMutation({
    mutationFn: () => ask('unlockKiosk', { body: { personId: who.id, pin, ...why } }),
    onSuccess: show,
    onError: () => setPin(''),
  });
  return (
    <form
      className={classes['typing']}
      onSubmit={(event) => {
        event.preventDefault();
        if (pin.length >= MIN_PIN_DIGITS && !opened.isPending) opened.mutate();
      }}
    >
      <h2 id="kiosk-step">{say(KIOSK_TEXTS.pinTitle, { name: who.name })}</h2>
      {/* How many, and never which: the screen is read from afar. */}
      <output className={classes['typed']} aria-label={say(KIOSK_TEXTS.pinTyped, { count: pin.length })}>
        {pin === '' ? ' ' : '●'.repeat(pin.length)}
      </output>
      {opened.isError && (
        <p role="alert" className={classes['wrong']}>
          {say(errorText(opened.error))}
        </p>
      )}
      <PinPad most={MAX_PIN_DIGITS} value={pin} onChange={setPin} />
      <Button
        type="submit"
        size="xl"
        className={classes['choice'] ?? ''}
        disabled={pin.length < MIN_PIN_DIGITS}
        loading={opened.isPending}
      >
        {say(KIOSK_TEXTS.open)}
      </Button>
    </form>
  );
}
