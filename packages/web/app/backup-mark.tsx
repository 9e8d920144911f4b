/** In the frame of every page of who may mend it: that the site has no good backup. */
import { IconAlertTriangle } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useBackupWarning } from '../api/use-backups.ts';
import { BACKUP_WARNING_KEYS } from '../i18n/backup-warning.ts';
import { useSpeech } from '../i18n/language.tsx';
import classes from './shell.module.css';

/** Nothing where all is well. */
export function BackupMark(): ReactNode {
  const { t } = useSpeech();
  const warning = useBackupWarning();
  if (warning === null) return null;
  const text = `${t(BACKUP_WARNING_KEYS[warning])} ${t('backupLook')}`;
  return (
    <Link to="/settings" hash="backups" className={classes['mark'] ?? ''} aria-label={text} title={text}>
      <IconAlertTriangle size={20} aria-hidden="true" />
      <span className={classes['label']}>{t('backups')}</span>
    </Link>
  );
}
