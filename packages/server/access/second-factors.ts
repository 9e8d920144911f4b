/** The second factor: an authenticator app or passkeys, and ten recovery codes on paper for the day the phone is gone. */
import { randomBytes } from 'node:crypto';
import type { SiteKeys } from '@matlang/keys';
import { ApiError, FieldError } from '../answer/api-error.ts';
import type { Clock } from '../site/site-context.ts';
import type { Stores } from '../store/site-database.ts';
import { authenticatorUri, base32, matchOneTimeCode, ONE_TIME_SECRET_BYTES } from './one-time-code.ts';
import { createReadableCode, digestOf, normalizeReadableCode } from './secret-token.ts';
import type { ShownSecondFactor } from './tries.ts';

const RECOVERY_CODES = 10;
/** 12 signs of 31: 59 bits, behind five tries. */
const RECOVERY_CODE_GROUPS = 3;

/** A secret for an authenticator app: shown once, and good for nothing before a code of it was typed. */
export interface ProposedFactor {
  /** In base32, for typing. */
  readonly secret: string;
  /** For a QR code. */
  readonly uri: string;
}

/** How somebody got in. */
export type ShownFactor = 'code' | 'recovery-code';

/** Over the rows. */
export class SecondFactors {
  readonly #keys: SiteKeys;
  readonly #clock: Clock;

  constructor(keys: SiteKeys, clock: Clock) {
    this.#keys = keys;
    this.#clock = clock;
  }

  /** Whether a password alone lets nobody in. */
  async isSet(stores: Stores, personId: string): Promise<boolean> {
    return (
      (await this.hasAuthenticator(stores, personId)) || (await stores.passkeys.ofPerson(personId)).length > 0
    );
  }

  async hasAuthenticator(stores: Stores, personId: string): Promise<boolean> {
    return ((await stores.credentials.secondFactor(personId))?.confirmedUnixMs ?? null) !== null;
  }

  /** The phone is gone: authenticator, passkeys and recovery codes. */
  async removeAll(stores: Stores, personId: string): Promise<void> {
    await stores.credentials.removeSecondFactor(personId);
    await stores.passkeys.removeAll(personId);
  }

  /** @throws ApiError `second-factor-there` where one is in force: it is removed first, by somebody who shows it or an administrator */
  async propose(
    stores: Stores,
    person: { readonly id: string; readonly userName: string },
    siteName: string,
  ): Promise<ProposedFactor> {
    if (await this.hasAuthenticator(stores, person.id)) throw new ApiError('second-factor-there');
    const secret = randomBytes(ONE_TIME_SECRET_BYTES);
    await stores.credentials.proposeSecondFactor(
      person.id,
      this.#keys.seal(secret.toString('base64url'), secondFactorContext(person.id)),
    );
    return { secret: base32(secret), uri: authenticatorUri(secret, siteName, person.userName) };
  }

  /** @returns the recovery codes: shown once. @throws FieldError `code` */
  async confirm(stores: Stores, personId: string, code: string): Promise<readonly string[]> {
    if (await this.hasAuthenticator(stores, personId)) throw new ApiError('second-factor-there');
    if (!(await this.#useCode(stores, personId, code))) throw new FieldError('code', 'code-wrong');
    await stores.credentials.confirmSecondFactor(personId, this.#clock.nowUnixMs());
    return await this.makeRecoveryCodes(stores, personId);
  }

  /** In place of those of before. @returns them: shown once */
  async makeRecoveryCodes(stores: Stores, personId: string): Promise<readonly string[]> {
    const codes = Array.from({ length: RECOVERY_CODES }, () => createReadableCode(RECOVERY_CODE_GROUPS));
    const digests = codes.map((one) => recoveryDigest(personId, one));
    await stores.credentials.setRecoveryCodes(personId, digests);
    return codes;
  }

  /** Takes a code of the app or one of the recovery codes, each once. Null: it is neither. */
  async use(stores: Stores, personId: string, typed: string): Promise<ShownFactor | null> {
    if (await this.#useCode(stores, personId, typed)) return 'code';
    const used = await stores.credentials.useRecoveryCode(personId, recoveryDigest(personId, typed));
    return used ? 'recovery-code' : null;
  }

  /** As `use`, for whoever asks for it. */
  shown(typed: string): ShownSecondFactor {
    return { kind: 'second-factor', use: (stores, personId) => this.use(stores, personId, typed) };
  }

  async #useCode(stores: Stores, personId: string, typed: string): Promise<boolean> {
    const factor = await stores.credentials.secondFactor(personId);
    if (factor === null) return false;
    const secret = Buffer.from(
      this.#keys.open(factor.sealedSecret, secondFactorContext(personId)),
      'base64url',
    );
    const code = typed.replaceAll(/\s/g, '');
    const step = matchOneTimeCode(secret, code, this.#clock.nowUnixMs(), factor.usedStep);
    return step !== null && (await stores.credentials.useStep(personId, step));
  }
}

/** What the secret is sealed for. */
export const secondFactorContext = (personId: string): string => `second-factor/${personId}`;

/** Bound to its person: equal codes of two people are not equal here. */
const recoveryDigest = (personId: string, typed: string): string =>
  digestOf(`${personId} ${normalizeReadableCode(typed)}`);
