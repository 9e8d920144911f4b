/**
 * How the site is reached from the network: holds settings, certificate and listeners together, and brings what is open to what should be,
 * whenever something changes: a setting, the first administrator, the machine's addresses, the certificate. Without a restart.
 */
import type { Server } from 'node:http';
import {
  type Bilingual,
  DEFAULT_HTTPS_PORT,
  LISTENING_TEXTS,
  type ListeningReason,
  NETWORK_DEFAULTS,
  type NetworkAnswer,
  type NetworkSettings,
  ROUTES,
} from '@matlang/contract';
import { fingerprintOf, hostInAddress, namesOf, type ServerCertificate } from '@matlang/keys/certificate';
import { ApiError } from '../answer/api-error.ts';
import { describeError, type Log } from '../log/log.ts';
import { type Requester, SERVER_REQUESTER, type SiteContext } from '../site/site-context.ts';
import {
  CertificateKeeper,
  type CertificateWish,
  certificateApiError,
  type MadeCertificate,
} from './certificate-keeper.ts';
import { type Entrance, hostNameOf } from './entrance.ts';
import { type NetworkListener, openListener } from './network-listener.ts';
import {
  checkedSettings,
  type NetworkOverrides,
  overriddenBy,
  readNetworkSettings,
} from './network-settings.ts';
import { type OwnNames, readOwnNames } from './own-names.ts';
import { type Endpoint, type ListeningPlan, planListening } from './plan-listening.ts';

/** A machine that got another address is reached by it after so long. */
const TICK_MS = 5000;
const HTTPS_PORT = 443;
const HTTP_PORT = 80;

/** What it works with. */
export interface NetworkAccessParts {
  readonly context: SiteContext;
  readonly log: Log;
  /** Whether somebody administers the site. */
  readonly hasAdministrator: () => Promise<boolean>;
  readonly overrides: NetworkOverrides;
  /** Of the machine; others in tests only. */
  readonly readOwnNames?: () => OwnNames;
  readonly monotonicMs?: () => number;
}

/** `start` once the machine's own entrance listens; `close` at the end. */
export class NetworkAccess {
  readonly #parts: NetworkAccessParts;
  readonly #keeper: CertificateKeeper;
  readonly #readOwnNames: () => OwnNames;
  #application: Server | null = null;
  #localPort = 0;
  #own: OwnNames = { addresses: [], names: [] };
  #settings: NetworkSettings = NETWORK_DEFAULTS;
  /** By which the site may be opened from the network now. */
  #names: ReadonlySet<string> = new Set();
  #reason: ListeningReason = 'not-asked';
  readonly #listeners = new Map<string, NetworkListener>();
  /** Of addresses that could not be taken, by endpoint. */
  readonly #refused = new Map<string, ApiError>();
  #timer: NodeJS.Timeout | null = null;
  #last: Promise<void> = Promise.resolve();
  #closed = false;
  readonly #onChange = new Set<() => void>();

  constructor(parts: NetworkAccessParts) {
    this.#parts = parts;
    this.#readOwnNames = parts.readOwnNames ?? readOwnNames;
    const { dataDirectory, clock } = parts.context;
    this.#keeper = new CertificateKeeper({
      dataDirectory,
      // The authority is named as the site is called when it is made.
      get siteName() {
        return parts.context.siteName;
      },
      clock,
      monotonicMs: parts.monotonicMs ?? (() => performance.now()),
      onMade: (made) => void this.#record(made),
    });
  }

  /** @param application whose requests come from here too. @param localPort of the machine's own entrance */
  async start(application: Server, localPort: number): Promise<void> {
    this.#application = application;
    this.#localPort = localPort;
    await this.refresh();
    this.#timer = setInterval(() => void this.refresh(), TICK_MS);
    this.#timer.unref();
  }

  /** Ends what came in by the network within a second. */
  close(): void {
    this.#closed = true;
    if (this.#timer !== null) clearInterval(this.#timer);
    for (const listener of this.#listeners.values()) listener.close();
    this.#listeners.clear();
  }

  /** Called whenever it is reached from elsewhere, or for another reason, than before. */
  onChange(listener: () => void): void {
    this.#onChange.add(listener);
  }

  /** Brings what is open to what should be. Never throws: recording and the machine's own entrance go on whatever the network does. */
  async refresh(): Promise<void> {
    const run = this.#refreshAfter(this.#last);
    this.#last = run;
    await run;
  }

  async #refreshAfter(last: Promise<void>): Promise<void> {
    await last;
    try {
      await this.#refreshNow();
    } catch (error) {
      this.#parts.log('error', 'the network could not be looked at', { error: describeError(error) });
    }
  }

  /**
   * Keeps the settings with their entry in the audit log, and brings them into force.
   * @throws FieldError, ApiError; nothing is changed then
   */
  async change(typed: NetworkSettings, requester: Requester): Promise<void> {
    const { database, siteId, clock } = this.#parts.context;
    const own = this.#readOwnNames();
    const after = checkedSettings(typed, own.addresses);
    const wish = wishOf({ ...after, ...this.#parts.overrides }, own);
    try {
      if (wish !== null) this.#keeper.check(wish);
    } catch (error) {
      throw certificateApiError(error);
    }
    await database.transaction(async (stores) => {
      const before = await readNetworkSettings(stores, siteId);
      const nowUnixMs = clock.nowUnixMs();
      await stores.settings.put(siteId, 'network', after, nowUnixMs);
      await stores.audit.append({
        siteId,
        atUnixMs: nowUnixMs,
        ...requester,
        action: 'settings.changed',
        subjectId: siteId,
        detail: { setting: 'network', before, after },
      });
    });
    await this.refresh();
  }

  /** What is set, what came of it. */
  async answer(): Promise<NetworkAnswer> {
    const { context, overrides } = this.#parts;
    const stored = await readNetworkSettings(context.database.stores, context.siteId);
    return {
      settings: stored,
      overridden: overriddenBy(overrides),
      reason: this.#reason,
      access: this.access,
      problems: [...this.#problems()],
      urls: [...this.urls],
      trustUrl: this.trustUrl,
      ownNames: [...this.#own.addresses, ...this.#own.names],
      authority: certificateAnswer(this.#settings.https === 'own' ? this.#keeper.authority() : null),
      certificate: certificateAnswer(this.#keeper.current),
    };
  }

  /** Why it is reached from where it is, in words. */
  get access(): Bilingual {
    return LISTENING_TEXTS[this.#reason];
  }

  /** What is not as it was asked for. */
  get problems(): readonly Bilingual[] {
    return this.#problems();
  }

  /** By which people open the site from the network, by name first. */
  get urls(): readonly string[] {
    const sites = Array.from(this.#listeners.values(), ({ endpoint }) => endpoint).filter(
      ({ serves, address }) => serves === 'site' && address !== '127.0.0.1' && address !== '::1',
    );
    const [first] = sites;
    if (first === undefined) return [];
    const named = this.#settings.names.map((name) => addressOf({ ...first, address: name }));
    return [...new Set([...named, ...sites.map(addressOf)])];
  }

  /** By HTTP: what is to be trusted can't be fetched by what is not trusted yet. Null: nobody comes from the network, or it needs no trust. */
  get trustUrl(): string | null {
    if (this.#settings.https !== 'own') return null;
    const redirect = Array.from(this.#listeners.values(), ({ endpoint }) => endpoint).find(
      ({ serves }) => serves === 'redirect',
    );
    if (redirect === undefined) return null;
    const [name = redirect.address] = this.#settings.names;
    return new URL(ROUTES.getTrustPage.path, addressOf({ ...redirect, address: name })).href;
  }

  /** The certificate of the site's own authority, where it is in use. @throws ApiError `authority-missing` */
  trusted(): { readonly der: Buffer; readonly fingerprint: string } {
    const authority = this.#settings.https === 'own' ? this.#keeper.authority() : null;
    if (authority === null) throw new ApiError('authority-missing');
    return { der: authority.certificate.raw, fingerprint: fingerprintOf(authority.certificate) };
  }

  #problems(): readonly Bilingual[] {
    const found = certificateApiError(this.#keeper.problem);
    return [...(found === null ? [] : [wordsOf(found)]), ...Array.from(this.#refused.values(), wordsOf)];
  }

  async #refreshNow(): Promise<void> {
    if (this.#closed || this.#application === null) return;
    const { context, overrides, hasAdministrator } = this.#parts;
    const stored = await readNetworkSettings(context.database.stores, context.siteId);
    this.#settings = { ...stored, ...overrides };
    this.#own = this.#readOwnNames();
    const wanted = this.#keeper.want(wishOf(this.#settings, this.#own));
    const renewed = this.#keeper.tick() || wanted;
    const { listen, https, allowHttp, port, names } = this.#settings;
    this.#names = new Set([
      ...names,
      ...this.#own.names,
      ...this.#own.addresses,
      'localhost',
      '127.0.0.1',
      '::1',
    ]);
    const plan = planListening({
      hasAdministrator: await hasAdministrator(),
      listen,
      wantsHttps: https !== 'off',
      hasCertificate: this.#keeper.current !== null,
      allowHttp,
      ownAddresses: this.#own.addresses,
      localPort: this.#localPort,
      port: port ?? (https === 'off' ? this.#localPort : DEFAULT_HTTPS_PORT),
    });
    if (renewed && this.#keeper.current !== null)
      for (const listener of this.#listeners.values()) listener.renew(this.#keeper.current);
    await this.#bring(plan);
  }

  async #bring({ reason, endpoints }: ListeningPlan): Promise<void> {
    const wanted = new Map(endpoints.map((endpoint) => [keyOf(endpoint), endpoint]));
    const before = this.#standing(this.#reason);
    for (const [key, listener] of this.#listeners)
      if (!wanted.has(key)) {
        listener.close();
        this.#listeners.delete(key);
      }
    this.#refused.clear();
    for (const [key, endpoint] of wanted)
      if (!this.#listeners.has(key)) await this.#open(key, endpoint, endpoints);
    // What could be opened nowhere is not open.
    const isOpen = [...this.#listeners.values()].some(({ endpoint }) => endpoint.serves === 'site');
    this.#reason = isOpen || endpoints.length === 0 ? reason : 'no-address';
    if (this.#standing(this.#reason) === before) return;
    this.#parts.log('info', this.access.en, { urls: this.urls.join(' ') });
    for (const { en } of this.#problems()) this.#parts.log('warn', en);
    for (const listener of this.#onChange) listener();
  }

  #standing(reason: ListeningReason): string {
    return JSON.stringify([reason, [...this.#listeners.keys()], this.#problems()]);
  }

  async #open(key: string, endpoint: Endpoint, all: readonly Endpoint[]): Promise<void> {
    const application = this.#application;
    if (application === null) return;
    const httpsPort = all.find(({ secure }) => secure)?.port ?? endpoint.port;
    const entrance = this.#entranceOf(endpoint);
    try {
      const parts = { application, entrance, certificate: this.#keeper.current, httpsPort };
      const listener = await openListener(endpoint, parts);
      if (this.#closed) listener.close();
      else this.#listeners.set(key, listener);
    } catch (error) {
      this.#refused.set(key, refusalOf(error, endpoint));
    }
  }

  #entranceOf({ secure, address }: Endpoint): Entrance {
    return {
      from: 'network',
      secure,
      isOwnHost: (host) => {
        const name = hostNameOf(host);
        return name !== null && (name === address || this.#names.has(name));
      },
      wantsHsts: (host) =>
        this.#settings.hsts && this.#settings.names.some((name) => name === hostNameOf(host)),
    };
  }

  /** A log that can't be written keeps nobody from a certificate. */
  async #record({ kind, names, fingerprint, untilUnixMs }: MadeCertificate): Promise<void> {
    const { context, log } = this.#parts;
    const { database, siteId, clock } = context;
    try {
      await database.transaction((stores) =>
        stores.audit.append({
          siteId,
          atUnixMs: clock.nowUnixMs(),
          ...SERVER_REQUESTER,
          action: kind === 'authority' ? 'authority.made' : 'certificate.made',
          subjectId: siteId,
          detail: { names: [...names], fingerprint, until: untilUnixMs },
        }),
      );
    } catch (error) {
      log('warn', 'a certificate was made, and the log could not be written', {
        error: describeError(error),
      });
    }
  }
}

const keyOf = ({ address, port, secure, serves }: Endpoint): string =>
  `${serves} ${secure} ${address} ${port}`;

function addressOf({ address, port, secure }: Pick<Endpoint, 'address' | 'port' | 'secure'>): string {
  const isUsual = port === (secure ? HTTPS_PORT : HTTP_PORT);
  return `${secure ? 'https' : 'http'}://${hostInAddress(address)}${isUsual ? '' : `:${port}`}/`;
}

function wishOf(settings: NetworkSettings, own: OwnNames): CertificateWish | null {
  const { https, names, certificateFile, keyFile } = settings;
  if (https === 'own') return { kind: 'own', names, ownNames: [...own.names, ...own.addresses] };
  return https === 'given' && certificateFile !== null && keyFile !== null
    ? { kind: 'given', names, certificateFile, keyFile }
    : null;
}

function refusalOf(error: unknown, { address, port }: Endpoint): ApiError {
  const code = error instanceof Error && 'code' in error ? error.code : '';
  if (code === 'EACCES') return new ApiError('port-forbidden', { port }, { cause: error });
  return new ApiError('address-taken', { address, port, code: String(code) }, { cause: error });
}

const wordsOf = (problem: unknown): Bilingual =>
  problem instanceof ApiError
    ? problem.answer.error.message
    : new ApiError('certificate-not-made', { detail: problem instanceof Error ? problem.message : '' }).answer
        .error.message;

/** An authority has a name, a server's certificate names. */
function certificateAnswer(
  found: (Pick<ServerCertificate, 'certificate'> & { readonly commonName?: string }) | null,
): NetworkAnswer['authority'] {
  if (found === null) return null;
  const { certificate, commonName = '' } = found;
  return {
    name: commonName,
    names: [...namesOf(certificate)],
    from: certificate.validFromDate.getTime(),
    until: certificate.validToDate.getTime(),
    fingerprint: fingerprintOf(certificate),
  };
}
