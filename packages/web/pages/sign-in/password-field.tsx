/** A password: can be looked at while it is typed, because Vietnamese input methods change letters. */
import { PasswordInput } from '@mantine/core';
import type { ReactNode, Ref } from 'react';
import { useSpeech } from '../../i18n/language.tsx';

/** The server takes no longer one. */
const MAX_CHARACTERS = 1000;

/** @param props.use tells password managers which one is meant */
export function PasswordField({
  use,
  label,
  value,
  onChange,
  ref,
}: {
  readonly use: 'current-password' | 'new-password';
  readonly label: string;
  readonly value: string;
  readonly onChange: (password: string) => void;
  readonly ref?: Ref<HTMLInputElement>;
}): ReactNode {
  const { t } = useSpeech();
  return (
    <PasswordInput
      required
      {...(ref === undefined ? {} : { ref })}
      label={label}
      name={use}
      autoComplete={use}
      description={use === 'new-password' ? t('passwordRule') : null}
      value={value}
      maxLength={MAX_CHARACTERS}
      visibilityToggleButtonProps={{ 'aria-label': t('passwordShow'), title: t('passwordShow'), tabIndex: 0 }}
      onChange={(event) => onChange(event.currentTarget.value)}
    />
  );
}
