/**
 * A passkey authenticator in software: real P-256 keys, what WebAuthn puts into its answers, and every way in which one may be wrong.
 * No dialog, no browser: what those check before an answer is made does not belong here.
 */
import { createHash, generateKeyPairSync, type KeyObject, randomBytes, sign } from 'node:crypto';

/** What of the server's question it looks at. */
export interface AskedToMake {
  readonly challenge: string;
  readonly rp: { readonly id: string };
  readonly user: { readonly id: string };
}

/** What of the server's question it looks at. */
export interface AskedToShow {
  readonly challenge: string;
  readonly rpId: string;
}

/** How an answer differs from a right one. */
export interface Deviation {
  /** Of the page, as the browser tells it. */
  readonly origin?: string;
  /** Another site's. */
  readonly rpId?: string;
  /** False: touched, but nobody showed who they are. */
  readonly userVerified?: boolean;
  /** Instead of the next one. */
  readonly counter?: number;
  /** Another answer of an earlier time. */
  readonly challenge?: string;
  /** Instead of the one of its key. */
  readonly userHandle?: string | null;
}

/** Of `AttestedCredentialData` and the flags (WebAuthn, 6.1). */
const FLAG_PRESENT = 0x01;
const FLAG_VERIFIED = 0x04;
const FLAG_ATTESTED = 0x40;
const CREDENTIAL_ID_BYTES = 32;

/** One key, for one site and one person. */
export class SoftwareAuthenticator {
  readonly #origin: string;
  readonly #id = randomBytes(CREDENTIAL_ID_BYTES);
  readonly #keys = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  #userHandle: string | null = null;
  #counter = 0;

  /** @param origin of the page in which it is asked */
  constructor(origin: string) {
    this.#origin = origin;
  }

  get id(): string {
    return this.#id.toString('base64url');
  }

  /** An answer in the form of the API. */
  make(asked: AskedToMake, deviation: Deviation = {}) {
    this.#userHandle = asked.user.id;
    const attested = Buffer.concat([
      Buffer.alloc(16),
      Buffer.from([0, CREDENTIAL_ID_BYTES]),
      this.#id,
      coseKey(this.#keys.publicKey),
    ]);
    const data = this.#dataFor(asked.rp.id, FLAG_ATTESTED, deviation);
    const attestationObject = cborMap([
      [cborText('fmt'), cborText('none')],
      [cborText('attStmt'), cborMap([])],
      [cborText('authData'), cborBytes(Buffer.concat([data, attested]))],
    ]);
    return {
      id: this.id,
      clientDataJson: this.#clientData('webauthn.create', asked.challenge, deviation).toString('base64url'),
      attestationObject: attestationObject.toString('base64url'),
      transports: ['internal' as const],
    };
  }

  /** An answer in the form of the API. */
  show(asked: AskedToShow, deviation: Deviation = {}) {
    const clientData = this.#clientData('webauthn.get', asked.challenge, deviation);
    const data = this.#dataFor(asked.rpId, 0, deviation);
    const signed = Buffer.concat([data, createHash('sha256').update(clientData).digest()]);
    const { userHandle = this.#userHandle } = deviation;
    return {
      id: this.id,
      clientDataJson: clientData.toString('base64url'),
      authenticatorData: data.toString('base64url'),
      signature: sign('sha256', signed, this.#keys.privateKey).toString('base64url'),
      userHandle,
    };
  }

  #clientData(type: string, asked: string, { origin = this.#origin, challenge = asked }: Deviation): Buffer {
    return Buffer.from(JSON.stringify({ type, challenge, origin, crossOrigin: false }));
  }

  #dataFor(asked: string, flags: number, { rpId = asked, userVerified = true, counter }: Deviation): Buffer {
    this.#counter = counter ?? this.#counter + 1;
    const head = Buffer.alloc(37);
    createHash('sha256').update(rpId).digest().copy(head);
    head.writeUInt8(flags | FLAG_PRESENT | (userVerified ? FLAG_VERIFIED : 0), 32);
    head.writeUInt32BE(this.#counter, 33);
    return head;
  }
}

/** RFC 9053, 7.1.1: EC2, ES256, P-256. */
function coseKey(key: KeyObject): Buffer {
  const { x = '', y = '' } = key.export({ format: 'jwk' });
  return cborMap([
    [cborInt(1), cborInt(2)],
    [cborInt(3), cborInt(-7)],
    [cborInt(-1), cborInt(1)],
    [cborInt(-2), cborBytes(Buffer.from(x, 'base64url'))],
    [cborInt(-3), cborBytes(Buffer.from(y, 'base64url'))],
  ]);
}

/** RFC 8949, 3: the major type and the number that follows it. */
function cborHead(majorType: number, value: number): Buffer {
  const first = majorType << 5;
  if (value < 24) return Buffer.from([first | value]);
  return value < 256 ? Buffer.from([first | 24, value]) : Buffer.from([first | 25, value >> 8, value & 0xff]);
}

const cborInt = (value: number): Buffer => (value < 0 ? cborHead(1, -1 - value) : cborHead(0, value));
const cborBytes = (bytes: Buffer): Buffer => Buffer.concat([cborHead(2, bytes.length), bytes]);
const cborText = (text: string): Buffer => Buffer.concat([cborHead(3, text.length), Buffer.from(text)]);
const cborMap = (entries: readonly (readonly [Buffer, Buffer])[]): Buffer =>
  Buffer.concat([cborHead(5, entries.length), ...entries.flat()]);
