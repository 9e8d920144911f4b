/** A dialog over a page; on the phone it is the whole screen. */
import { Modal } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import type { ReactNode } from 'react';
import { useSpeech } from '../i18n/language.tsx';

/** What is in it begins anew each time it opens. */
export function PageDialog({
  title,
  size,
  opened,
  onClose,
  children,
}: {
  readonly title: string;
  readonly size: 'lg' | 'xl';
  readonly opened: boolean;
  readonly onClose: () => void;
  readonly children: ReactNode;
}): ReactNode {
  const { t } = useSpeech();
  const isPhone = useMediaQuery('(max-width: 40em)');
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      title={title}
      size={size}
      fullScreen={isPhone}
      closeButtonProps={{ 'aria-label': t('close') }}
    >
      {children}
    </Modal>
  );
}
