/** Why a key or a sealed secret is refused. */

/** Closed list of refusals. */
export type KeyErrorCode =
  /** The key file is not as long as a key, or not one at all. */
  | 'key-file-invalid'
  /** Group or others may read the key file. */
  | 'key-file-readable-by-others'
  /** The site's key is given by the service manager: it is not in the folder, or can't be changed from here. */
  | 'site-key-elsewhere'
  /** Others may write in the folder of the site, or it is another user's. */
  | 'folder-not-private'
  /** The text is not one that sealSecret wrote. */
  | 'sealed-malformed'
  /** Another key, another context, or changed. */
  | 'sealed-refused';

/** Thrown for folders, key files and sealed secrets that are refused; holds no secret. */
export class KeyError extends Error {
  readonly code: KeyErrorCode;

  constructor(code: KeyErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'KeyError';
    this.code = code;
  }
}
