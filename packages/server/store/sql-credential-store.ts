/** What people prove with who they are, in SQL: hashes, sealed secrets and digests, never what they are made of. */
import type { Kysely } from 'kysely';
import type { Tables } from './database-tables.ts';

/** An authenticator app's secret. */
export interface SecondFactor {
  /** See `sealSecret`. */
  readonly sealedSecret: string;
  readonly usedStep: number;
  /** Null: no code of it was typed yet, so it counts for nothing. */
  readonly confirmedUnixMs: number | null;
}

/** Over the database or over one transaction. */
export class SqlCredentialStore {
  readonly #database: Kysely<Tables>;

  constructor(database: Kysely<Tables>) {
    this.#database = database;
  }

  async passwordHash(personId: string): Promise<string | null> {
    const row = await this.#database
      .selectFrom('person_password')
      .select('hash')
      .where('person_id', '=', personId)
      .executeTakeFirst();
    return row?.hash ?? null;
  }

  async setPassword(personId: string, hash: string, changedUnixMs: number): Promise<void> {
    await this.#database
      .insertInto('person_password')
      .values({ person_id: personId, hash, changed_unix_ms: changedUnixMs })
      .onConflict((conflict) =>
        conflict.column('person_id').doUpdateSet({ hash, changed_unix_ms: changedUnixMs }),
      )
      .execute();
  }

  async secondFactor(personId: string): Promise<SecondFactor | null> {
    const row = await this.#database
      .selectFrom('second_factor')
      .selectAll()
      .where('person_id', '=', personId)
      .executeTakeFirst();
    return row === undefined
      ? null
      : { sealedSecret: row.sealed_secret, usedStep: row.used_step, confirmedUnixMs: row.confirmed_unix_ms };
  }

  /** Of everybody, confirmed or not. */
  async sealedSecrets(): Promise<readonly { readonly personId: string; readonly sealedSecret: string }[]> {
    const rows = await this.#database
      .selectFrom('second_factor')
      .select(['person_id', 'sealed_secret'])
      .execute();
    return rows.map((row) => ({ personId: row.person_id, sealedSecret: row.sealed_secret }));
  }

  /** The same secret under another key. */
  async resealSecondFactor(personId: string, sealedSecret: string): Promise<void> {
    await this.#database
      .updateTable('second_factor')
      .set({ sealed_secret: sealedSecret })
      .where('person_id', '=', personId)
      .execute();
  }

  /** Not confirmed yet; in place of what was there. */
  async proposeSecondFactor(personId: string, sealedSecret: string): Promise<void> {
    const values = { sealed_secret: sealedSecret, used_step: 0, confirmed_unix_ms: null };
    await this.#database
      .insertInto('second_factor')
      .values({ person_id: personId, ...values })
      .onConflict((conflict) => conflict.column('person_id').doUpdateSet(values))
      .execute();
  }

  async confirmSecondFactor(personId: string, confirmedUnixMs: number): Promise<void> {
    await this.#database
      .updateTable('second_factor')
      .set({ confirmed_unix_ms: confirmedUnixMs })
      .where('person_id', '=', personId)
      .execute();
  }

  /** In place of those that were there. */
  async setRecoveryCodes(personId: string, recoveryDigests: readonly string[]): Promise<void> {
    await this.#database.deleteFrom('recovery_code').where('person_id', '=', personId).execute();
    await this.#database
      .insertInto('recovery_code')
      .values(recoveryDigests.map((digest) => ({ person_id: personId, digest })))
      .execute();
  }

  async removeSecondFactor(personId: string): Promise<void> {
    await this.#database.deleteFrom('second_factor').where('person_id', '=', personId).execute();
    await this.#database.deleteFrom('recovery_code').where('person_id', '=', personId).execute();
  }

  /** @returns false where that step, or a later one, was used meanwhile */
  async useStep(personId: string, step: number): Promise<boolean> {
    const { numUpdatedRows } = await this.#database
      .updateTable('second_factor')
      .set({ used_step: step })
      .where('person_id', '=', personId)
      .where('used_step', '<', step)
      .executeTakeFirst();
    return numUpdatedRows === 1n;
  }

  /** @returns false where there is no such code, or it was used */
  async useRecoveryCode(personId: string, digest: string): Promise<boolean> {
    const { numDeletedRows } = await this.#database
      .deleteFrom('recovery_code')
      .where('person_id', '=', personId)
      .where('digest', '=', digest)
      .executeTakeFirst();
    return numDeletedRows === 1n;
  }
}
