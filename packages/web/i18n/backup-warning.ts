/** What a warning about the backups is called. */
import type { BackupAnswer } from '@matlang/contract';
import type { TextKey } from './texts.ts';

/** By warning. */
export const BACKUP_WARNING_KEYS: Readonly<Record<NonNullable<BackupAnswer['warning']>, TextKey>> = {
  failed: 'backupWarningFailed',
  old: 'backupWarningOld',
  never: 'backupWarningNever',
};
