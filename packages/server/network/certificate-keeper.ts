/**
 * Keeps the certificate that the site shows: makes that of its own authority and makes it anew before it ends, reads a given one and reads it
 * again when its file changes. Who listens, and where, does not belong here.
 */
import { statSync } from 'node:fs';
import { isIP } from 'node:net';
import {
  type Authority,
  CertificateError,
  EARLIEST_UNIX_MS,
  fingerprintOf,
  hasAuthority,
  makeServerCertificate,
  namesOf,
  openAuthority,
  readGivenCertificate,
  readServerCertificate,
  type ServerCertificate,
} from '@matlang/keys/certificate';
import { ApiError } from '../answer/api-error.ts';
import type { Clock } from '../site/site-context.ts';

const DAY_MS = 86_400_000;
/** A phone that stays away for a month still finds one that holds. */
const RENEW_BEFORE_MS = 30 * DAY_MS;
/** A clock that was wrong at start is mostly right by then: time comes with the network. */
export const STEADY_CLOCK_MS = 5 * 60_000;
/** More than what a slow correction does between two looks. */
const JUMP_MS = 60_000;
/** A machine whose network comes and goes makes no more than this. */
const MAKE_AGAIN_AFTER_MS = 60_000;
/** Of networks that the machine was in before. */
const MAX_ADDRESSES_BEFORE = 16;

/** Which certificate is wanted; names as `normalizeHost` gives them. */
export type CertificateWish =
  | {
      readonly kind: 'own';
      /** By which people open the site; must be there. */
      readonly names: readonly string[];
      /** Of the machine; those that it got after the authority was made, and that are none of a private network, are left out. */
      readonly ownNames: readonly string[];
    }
  | {
      readonly kind: 'given';
      readonly names: readonly string[];
      readonly certificateFile: string;
      readonly keyFile: string;
    };

type OwnWish = Extract<CertificateWish, { kind: 'own' }>;

/** What was made, for the audit log. */
export interface MadeCertificate {
  readonly kind: 'authority' | 'server';
  readonly names: readonly string[];
  readonly fingerprint: string;
  readonly untilUnixMs: number;
}

/** What the keeper works with. */
export interface CertificateKeeperParts {
  readonly dataDirectory: string;
  readonly siteName: string;
  readonly clock: Clock;
  /** Never goes back and never jumps. */
  readonly monotonicMs: () => number;
  readonly onMade: (made: MadeCertificate) => void;
}

/** One for a server. */
export class CertificateKeeper {
  readonly #parts: CertificateKeeperParts;
  #wish: CertificateWish | null = null;
  #current: ServerCertificate | null = null;
  #problem: Error | null = null;
  #authority: Authority | null = null;
  /** Wall clock less monotonic clock, and since when it is the same. */
  #offsetMs: number;
  #steadySinceMs: number;
  #madeMs = Number.NEGATIVE_INFINITY;
  /** Of the given files, as last read. */
  #filesSeen = '';

  constructor(parts: CertificateKeeperParts) {
    this.#parts = parts;
    const monotonicMs = parts.monotonicMs();
    this.#offsetMs = parts.clock.nowUnixMs() - monotonicMs;
    this.#steadySinceMs = monotonicMs;
  }

  /** What is shown now; null: none was wanted, or none could be had. */
  get current(): ServerCertificate | null {
    return this.#current;
  }

  /** Why what is wanted could not be had, or is no longer good. */
  get problem(): Error | null {
    return this.#problem;
  }

  /** The site's own; null where none was made yet, or what is there is none: whoever wants a certificate of it is told. */
  authority(): Authority | null {
    if (this.#authority !== null || !hasAuthority(this.#parts.dataDirectory)) return this.#authority;
    try {
      return this.#openAuthority([]);
    } catch {
      return null;
    }
  }

  /**
   * Whether the wish could be had, without changing anything.
   * @throws CertificateError, ApiError `name-beyond-authority`
   */
  check(wish: CertificateWish): void {
    if (wish.kind === 'given') {
      readGivenCertificate({ ...wish, nowUnixMs: this.#now() });
      return;
    }
    const authority = this.authority();
    const beyond = authority === null ? [] : wish.names.filter((name) => !authority.permits(name));
    if (beyond.length > 0) throw new ApiError('name-beyond-authority', { names: beyond.join(', ') });
  }

  /**
   * From now on this one is wanted; null: none. What can't be had leaves none, and a problem. Where only the machine's own names are other
   * ones, the next look sees to it.
   * @returns whether another is shown
   */
  want(wish: CertificateWish | null): boolean {
    const before = this.#current;
    const isOther = JSON.stringify(settledPart(wish)) !== JSON.stringify(settledPart(this.#wish));
    this.#wish = wish;
    if (wish === null) {
      this.#current = null;
      this.#problem = null;
    } else if (isOther || this.#current === null) this.#attempt(() => this.#obtain(wish), isOther);
    return this.#current !== before;
  }

  /** Looks whether it is time; to be called every few seconds. @returns whether another is shown */
  tick(): boolean {
    const { clock, monotonicMs } = this.#parts;
    const nowMs = monotonicMs();
    const offsetMs = clock.nowUnixMs() - nowMs;
    if (Math.abs(offsetMs - this.#offsetMs) > JUMP_MS) this.#steadySinceMs = nowMs;
    this.#offsetMs = offsetMs;
    const wish = this.#wish;
    if (wish === null) return false;
    const before = this.#current;
    if (wish.kind === 'given') this.#readAgain(wish);
    else if (this.#isDue(wish))
      this.#attempt(() => this.#makeServer(wish, this.#addressesBefore(wish)), false);
    return this.#current !== before;
  }

  /** A time before the program was made is none: what is decided by it would be wrong. */
  #now(): number {
    return Math.max(this.#parts.clock.nowUnixMs(), EARLIEST_UNIX_MS);
  }

  /** @param isOther what was shown is not what is wanted, whatever comes of it */
  #attempt(obtain: () => ServerCertificate, isOther: boolean): void {
    try {
      this.#current = obtain();
      this.#problem = null;
    } catch (error) {
      this.#problem = error instanceof Error ? error : new Error(String(error));
      if (isOther) this.#current = null;
    }
  }

  #obtain(wish: CertificateWish): ServerCertificate {
    if (wish.kind === 'given') {
      this.#filesSeen = stampOf(wish);
      return readGivenCertificate({ ...wish, nowUnixMs: this.#now() });
    }
    const authority = this.#openAuthority([...wish.names, ...wish.ownNames]);
    const kept = readServerCertificate(this.#parts.dataDirectory, authority);
    // Whether it is time to make it anew is decided when the clock has proved steady.
    return kept !== null && bearsAll(kept, this.#namesFor(wish, authority)) ? kept : this.#makeServer(wish);
  }

  /** @param more addresses that it bears as well */
  #makeServer(wish: OwnWish, more: readonly string[] = []): ServerCertificate {
    const { dataDirectory, monotonicMs } = this.#parts;
    const authority = this.#openAuthority([...wish.names, ...wish.ownNames]);
    this.#madeMs = monotonicMs();
    const names = [...new Set([...this.#namesFor(wish, authority), ...more])];
    const made = makeServerCertificate(dataDirectory, authority, { names, nowUnixMs: this.#now() });
    this.#tell('server', made);
    return made;
  }

  #openAuthority(names: readonly string[]): Authority {
    const { dataDirectory, siteName } = this.#parts;
    if (this.#authority !== null) return this.#authority;
    const isNew = !hasAuthority(dataDirectory);
    const authority = openAuthority(dataDirectory, { siteName, names, nowUnixMs: this.#now() });
    this.#authority = authority;
    if (isNew) this.#tell('authority', authority);
    return authority;
  }

  #tell(kind: MadeCertificate['kind'], { certificate }: Pick<ServerCertificate, 'certificate'>): void {
    this.#parts.onMade({
      kind,
      names: namesOf(certificate),
      fingerprint: fingerprintOf(certificate),
      untilUnixMs: certificate.validToDate.getTime(),
    });
  }

  /** Of a machine that moves to and fro between two networks; so it gets one certificate and not one for each move. */
  #addressesBefore({ names }: OwnWish): readonly string[] {
    const borne = this.#current === null ? [] : namesOf(this.#current.certificate);
    return borne.filter((name) => isIP(name) !== 0 && !names.includes(name)).slice(-MAX_ADDRESSES_BEFORE);
  }

  /** @throws ApiError `name-beyond-authority` */
  #namesFor(wish: OwnWish, authority: Authority): readonly string[] {
    const beyond = wish.names.filter((name) => !authority.permits(name));
    if (beyond.length > 0) throw new ApiError('name-beyond-authority', { names: beyond.join(', ') });
    const own = wish.ownNames.filter(authority.permits);
    return [...new Set([...wish.names, ...own, 'localhost', '127.0.0.1', '::1'])];
  }

  #isDue(wish: OwnWish): boolean {
    const nowMs = this.#parts.monotonicMs();
    if (nowMs - this.#madeMs < MAKE_AGAIN_AFTER_MS) return false;
    const [current, authority] = [this.#current, this.#authority];
    if (current === null || authority === null) return true;
    if (!bearsAll(current, this.#namesFor(wish, authority))) return true;
    if (nowMs - this.#steadySinceMs < STEADY_CLOCK_MS) return false;
    const now = this.#now();
    const { validFromDate, validToDate } = current.certificate;
    if (now < validFromDate.getTime()) return true;
    // One that could not hold longer, because its authority ends, would be made for ever.
    return now > validToDate.getTime() - RENEW_BEFORE_MS && authority.certificate.validToDate > validToDate;
  }

  /** Whoever renews a given certificate writes its files anew; nobody tells us. */
  #readAgain(wish: Extract<CertificateWish, { kind: 'given' }>): void {
    const ends = this.#current?.certificate.validToDate.getTime() ?? Number.POSITIVE_INFINITY;
    if (this.#problem === null && stampOf(wish) === this.#filesSeen && this.#now() <= ends) return;
    this.#attempt(() => this.#obtain(wish), false);
  }
}

/** What somebody chose; the rest is as the machine happens to be. */
const settledPart = (wish: CertificateWish | null): object =>
  wish?.kind === 'own' ? { kind: wish.kind, names: wish.names } : (wish ?? {});

const bearsAll = ({ certificate }: ServerCertificate, names: readonly string[]): boolean => {
  const borne = new Set(namesOf(certificate));
  return names.every((name) => borne.has(name));
};

/** Other contents have another one. */
const stampOf = ({ certificateFile, keyFile }: Extract<CertificateWish, { kind: 'given' }>): string =>
  [certificateFile, keyFile]
    .map((path) => {
      try {
        const { ino, mtimeMs, size } = statSync(path);
        return `${ino}/${mtimeMs}/${size}`;
      } catch {
        return '-';
      }
    })
    .join(' ');

const dayVi = (unixMs: number): string => {
  const [year, month, day] = new Date(unixMs).toISOString().slice(0, 10).split('-');
  return `${day}/${month}/${year}`;
};

/** What is answered where a certificate is refused; other errors stay what they are. */
export function certificateApiError(error: unknown): unknown {
  if (!(error instanceof CertificateError)) return error;
  const { file, names = [], atUnixMs = 0 } = error.detail;
  const values = { file, names: names.join(', '), dayVi: dayVi(atUnixMs), dayEn: dayVi(atUnixMs) };
  return new ApiError(error.code, values, { cause: error });
}
