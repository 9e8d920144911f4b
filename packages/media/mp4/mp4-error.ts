/** The refusal of every reader here: what was wrong, in which box, at which byte. */

/**
 * `truncated`: the bytes end inside a box; `malformed`: a box contradicts itself or its parent;
 * `unsupported`: sound, but not something Mắt Làng reads; `limit`: larger than a named bound.
 */
export type Mp4ErrorCode = 'truncated' | 'malformed' | 'unsupported' | 'limit';

/** Thrown by readers of MP4 bytes, never by writers (those throw `TypeError` on misuse). */
export class Mp4Error extends Error {
  override readonly name = 'Mp4Error';
  readonly code: Mp4ErrorCode;
  /** Four-character type of the box concerned; bytes outside printable ASCII are written as `\xNN`. */
  readonly box: string;
  /** Offset of that box's header in the bytes or file read. */
  readonly offsetBytes: number;

  constructor(code: Mp4ErrorCode, box: string, offsetBytes: number, what: string) {
    super(`MP4 ${code}: box '${box}' at byte ${offsetBytes}: ${what}`);
    this.code = code;
    this.box = box;
    this.offsetBytes = offsetBytes;
  }
}
