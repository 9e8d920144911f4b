/** People's PINs for shared screens: set and removed by their person, behind a fresh proof. What opens by them is in kiosk-unlocks.ts. */
import { checkPin, type Person } from '@matlang/domain';
import { lawful } from '../answer/api-error.ts';
import type { Requester, SiteContext } from '../site/site-context.ts';
import type { Stores } from '../store/site-database.ts';
import type { SignIn } from './sign-in.ts';

/** So many wrong ones without a right one between, on whatever screens: then it opens nothing until it is set anew. */
export const MAX_WRONG_PINS = 10;

/** What is said of one's own. */
export interface PinState {
  /** Null: there is none. */
  readonly changedUnixMs: number | null;
  readonly locked: boolean;
}

/** What they are kept with. */
export interface PinsParts {
  readonly context: SiteContext;
  readonly signIn: SignIn;
}

/** Over the rows. */
export class Pins {
  readonly #parts: PinsParts;

  constructor(parts: PinsParts) {
    this.#parts = parts;
  }

  async stateOf(personId: string): Promise<PinState> {
    const pin = await this.#parts.context.database.stores.pins.find(personId);
    return {
      changedUnixMs: pin?.changedUnixMs ?? null,
      locked: pin !== null && pin.wrong >= MAX_WRONG_PINS,
    };
  }

  /** In place of the one before, and unlocked. @throws FieldError `pin`, ApiError `too-busy` */
  async set(person: Person, typed: string, requester: Requester): Promise<PinState> {
    const { context, signIn } = this.#parts;
    const hash = await signIn.hashOf(lawful(checkPin(typed)));
    await context.database.transaction(async (stores) => {
      await stores.pins.put(person.id, hash, context.clock.nowUnixMs());
      await this.#record(stores, 'person.pin-set', person, requester);
    });
    return await this.stateOf(person.id);
  }

  /** Whether there was one or not. */
  async remove(person: Person, requester: Requester): Promise<PinState> {
    await this.#parts.context.database.transaction(async (stores) => {
      if (await stores.pins.remove(person.id))
        await this.#record(stores, 'person.pin-removed', person, requester);
    });
    return await this.stateOf(person.id);
  }

  async #record(stores: Stores, action: string, { id }: Person, requester: Requester): Promise<void> {
    const { siteId, clock } = this.#parts.context;
    const atUnixMs = clock.nowUnixMs();
    await stores.audit.append({ ...requester, siteId, atUnixMs, action, subjectId: id, detail: {} });
  }
}
