/** A dialog over a page; on the phone it is the whole screen, or what a keyboard leaves of it. */
import { getDefaultZIndex, Modal } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import { type ReactNode, useLayoutEffect } from 'react';
import { useSpeech } from '../i18n/language.tsx';
import classes from './page-dialog.module.css';
import { useVisibleArea } from './use-visible-area.ts';

/** What is in it begins anew each time it opens. */
export function PageDialog({
  title,
  size,
  opened,
  onClose,
  isAboveAll = false,
  children,
}: {
  readonly title: string;
  readonly size: 'lg' | 'xl';
  readonly opened: boolean;
  readonly onClose: () => void;
  /** Over what a button asks, too: it may be that which opened the dialog. */
  readonly isAboveAll?: boolean;
  readonly children: ReactNode;
}): ReactNode {
  const { t } = useSpeech();
  const isPhone = useMediaQuery('(max-width: 40em)');
  const area = useVisibleArea();
  useFocusBack(opened);
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      title={title}
      size={size}
      zIndex={getDefaultZIndex(isAboveAll ? 'overlay' : 'modal')}
      fullScreen={isPhone}
      classNames={{ content: classes['content'] ?? '' }}
      // A header element: beside the page's own it would be a second banner.
      attributes={{ header: { role: 'presentation' } }}
      closeButtonProps={{ 'aria-label': t('close') }}
      {...(isPhone && area !== null
        ? { styles: { inner: { top: area.top, bottom: 'auto' }, content: { height: area.height } } }
        : {})}
    >
      {children}
    </Modal>
  );
}

/**
 * The focus goes back to what opened the dialog. Mantine remembers that only of a dialog that was there before it opened: those that are
 * loaded when they are wanted are not.
 */
function useFocusBack(opened: boolean): void {
  useLayoutEffect(() => {
    if (!opened) return undefined;
    const opener = document.activeElement;
    return () => {
      if (opener instanceof HTMLElement && opener.isConnected) opener.focus();
    };
  }, [opened]);
}

/** What can be done in a dialog, and why it could not: the last of its children, and always in view. */
export function DialogActions({ children }: { readonly children: ReactNode }): ReactNode {
  return <div className={classes['actions']}>{children}</div>;
}
