/** Why a backup is refused: each with its own sentence in texts/backup-texts.ts. */

/** Closed list of refusals. */
export type BackupErrorCode =
  | 'no-backup'
  | 'wrong-passphrase'
  | 'damaged'
  /** Written by a newer program. */
  | 'too-new'
  | 'folder-not-empty'
  /** What lies where the restored folder is put together is not ours. */
  | 'staging-taken'
  /** It is a mount point: a folder can't take its place. */
  | 'folder-mounted'
  /** The site's key was changed meanwhile: snapshot and key might not belong together. */
  | 'keys-changed'
  /** The site has no site.sqlite. */
  | 'no-database'
  /** More or larger files than a site has. */
  | 'too-large';

/** Holds no secret. */
export class BackupError extends Error {
  readonly code: BackupErrorCode;

  constructor(code: BackupErrorCode, options?: ErrorOptions) {
    super(code, options);
    this.name = 'BackupError';
    this.code = code;
  }
}
