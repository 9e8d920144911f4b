/**
 * Wrong PINs at shared screens: counted before they are looked at, for the person and for the screen. In memory they make whoever types wait;
 * in rows, which no restart forgets, they lock the person's PIN and the screen. A right PIN clears the person's count, never the screen's:
 * else whoever has a PIN of their own could guess at all the others between.
 */
import { ApiError } from '../answer/api-error.ts';
import type { SiteContext } from '../site/site-context.ts';
import type { Stores } from '../store/site-database.ts';
import type { WrongPins } from '../store/sql-kiosk-store.ts';
import type { Pin } from '../store/sql-pin-store.ts';
import type { AskingKiosk } from './identity.ts';
import { actorOf } from './kiosks.ts';
import { MAX_WRONG_PINS } from './pins.ts';
import { type FreeTries, type TryFrom, WrongTries } from './wrong-tries.ts';

/** At one screen in a day, whoever's. Of a million PINs that is one chance in fifty thousand a day for whoever stands there. */
const MAX_WRONG_AT_KIOSK = 20;
const COUNTED_MS = 24 * 3_600_000;
/** A slip of the finger costs nothing. `address` is the screen here. */
const FREE: FreeTries = { account: 3, address: 6, device: 0 };

/** A try that is counted and not looked at yet. */
export interface CountedTry {
  readonly from: TryFrom;
  /** Null: the person has none. */
  readonly pin: Pin | null;
}

/** One for a server. */
export class PinTries {
  readonly #context: SiteContext;
  readonly #wrong: WrongTries;

  constructor(context: SiteContext, monotonicMs: () => number) {
    this.#context = context;
    this.#wrong = new WrongTries(monotonicMs, FREE);
  }

  /** @throws ApiError `too-many-tries`, `pin-locked`, `kiosk-pins-locked` */
  async countAhead(kiosk: AskingKiosk, personId: string): Promise<CountedTry> {
    const from = { userName: personId, address: kiosk.id, knownDevice: null };
    const waitMs = this.#wrong.waitMs(from);
    if (waitMs > 0) throw new ApiError('too-many-tries', { seconds: Math.ceil(waitMs / 1000) });
    this.#wrong.countWrong(from);
    try {
      const pin = await this.#context.database.transaction((stores) => this.#count(stores, kiosk, personId));
      return { from, pin };
    } catch (error) {
      this.#wrong.takeBack(from);
      throw error;
    }
  }

  /** One that was not looked at. */
  async takeBack({ from, pin }: CountedTry, kiosk: AskingKiosk): Promise<void> {
    this.#wrong.takeBack(from);
    await this.#context.database.transaction(async (stores) => {
      await stores.kiosks.takeBackWrongPin(kiosk.id);
      if (pin !== null) await stores.pins.setWrong(from.userName, pin.wrong);
    });
  }

  /** In the transaction of what it opens. @throws ApiError `pin-refused` where the PIN was changed meanwhile */
  async countRight(stores: Stores, { from, pin }: CountedTry, kiosk: AskingKiosk): Promise<void> {
    const now = await stores.pins.find(from.userName);
    if (pin === null || now?.hash !== pin.hash) throw new ApiError('pin-refused');
    await stores.pins.setWrong(from.userName, 0);
    await stores.kiosks.takeBackWrongPin(kiosk.id);
    this.#wrong.countRight(from);
  }

  /** Writes it down: there are no more of these than it takes to lock. */
  async refuse({ from, pin }: CountedTry, kiosk: AskingKiosk, address: string | null): Promise<void> {
    const { siteId, clock, database } = this.#context;
    await database.transaction(async ({ kiosks, people, audit }) => {
      const person = await people.find(siteId, from.userName);
      const { count } = await kiosks.wrongPins(kiosk.id);
      await audit.append({
        siteId,
        atUnixMs: clock.nowUnixMs(),
        actor: actorOf(kiosk),
        address,
        action: 'kiosk.pin-refused',
        subjectId: person?.id ?? 'unknown',
        detail: {
          kioskId: kiosk.id,
          userName: person?.userName ?? null,
          pinLocked: pin !== null && pin.wrong + 1 >= MAX_WRONG_PINS,
          kioskLocked: count >= MAX_WRONG_AT_KIOSK,
        },
      });
    });
  }

  /** Until when a screen takes no PIN; null: it does. */
  async kioskWaitsUntil(kioskId: string): Promise<number | null> {
    const wrong = await this.#context.database.stores.kiosks.wrongPins(kioskId);
    return this.#isLocked(wrong) ? wrong.sinceUnixMs + COUNTED_MS : null;
  }

  async #count(stores: Stores, { id }: AskingKiosk, personId: string): Promise<Pin | null> {
    const nowUnixMs = this.#context.clock.nowUnixMs();
    const before = await stores.kiosks.wrongPins(id);
    if (this.#isLocked(before)) throw new ApiError('kiosk-pins-locked');
    const pin = await stores.pins.find(personId);
    if (pin !== null && pin.wrong >= MAX_WRONG_PINS) throw new ApiError('pin-locked');
    const wrong = this.#isOver(before) ? { count: 0, sinceUnixMs: nowUnixMs } : before;
    await stores.kiosks.setWrongPins(id, { ...wrong, count: wrong.count + 1 });
    if (pin !== null) await stores.pins.setWrong(personId, pin.wrong + 1);
    return pin;
  }

  #isLocked(wrong: WrongPins): boolean {
    return wrong.count >= MAX_WRONG_AT_KIOSK && !this.#isOver(wrong);
  }

  /** By a clock that was set back none is over sooner. */
  #isOver({ sinceUnixMs }: WrongPins): boolean {
    return this.#context.clock.nowUnixMs() - sinceUnixMs >= COUNTED_MS;
  }
}
