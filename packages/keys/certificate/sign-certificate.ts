/**
 * Signs X.509 certificates (RFC 5280) for the site's own authority and its server: ECDSA over P-256 with SHA-256, which every phone and
 * browser in use knows.
 */
import { createHash, createPublicKey, type KeyObject, randomBytes, sign } from 'node:crypto';
import { isIP } from 'node:net';
import {
  bitString,
  booleanTrue,
  objectIdentifier,
  octetString,
  sequence,
  setOfOne,
  tagged,
  taggedBytes,
  time,
  unsignedInteger,
  utf8String,
} from './der.ts';
import { addressBytes } from './host-name.ts';
import { maskOf, type PermittedNames } from './name-constraints.ts';

const OIDS = {
  commonName: '2.5.4.3',
  organizationName: '2.5.4.10',
  ecdsaWithSha256: '1.2.840.10045.4.3.2',
  subjectKeyIdentifier: '2.5.29.14',
  keyUsage: '2.5.29.15',
  subjectAltName: '2.5.29.17',
  basicConstraints: '2.5.29.19',
  nameConstraints: '2.5.29.30',
  authorityKeyIdentifier: '2.5.29.35',
  extendedKeyUsage: '2.5.29.37',
  serverAuthentication: '1.3.6.1.5.5.7.3.1',
} as const;

/** Kinds of a GeneralName (RFC 5280, 4.2.1.6). */
const DNS_NAME = 2;
const IP_ADDRESS = 7;

/** RFC 5280, 4.1.2.2: at most 20 bytes and above zero; the first byte is one that needs no zero before it. */
const SERIAL_BYTES = 16;
/** RFC 5280, appendix A: ub-common-name. */
const MAX_COMMON_NAME_CHARACTERS = 64;
/** Of which a browser is told when it asks who made it. */
const ORGANIZATION = 'Mắt Làng';

/** Whose it is, and how long it holds. */
export interface CertificateFrame {
  readonly commonName: string;
  readonly fromUnixMs: number;
  readonly untilUnixMs: number;
}

/** An authority as a signature needs it. */
export interface Signer {
  readonly commonName: string;
  readonly privateKey: KeyObject;
}

/** DER of an authority's certificate, signed by itself: it signs certificates of servers for these names, and nothing else. */
export function signAuthority(
  frame: CertificateFrame,
  privateKey: KeyObject,
  permitted: PermittedNames,
): Buffer {
  const publicKey = createPublicKey(privateKey);
  return signed(frame, publicKey, { commonName: frame.commonName, privateKey }, [
    extension(OIDS.basicConstraints, sequence(booleanTrue(), unsignedInteger(Buffer.from([0]))), true),
    // keyCertSign and cRLSign.
    extension(OIDS.keyUsage, bitString(Buffer.from([0x06]), 1), true),
    // Windows believes a root for all purposes, programs among them, unless the root says otherwise.
    extension(OIDS.extendedKeyUsage, sequence(objectIdentifier(OIDS.serverAuthentication))),
    extension(OIDS.nameConstraints, sequence(tagged(0, ...permittedSubtrees(permitted))), true),
    extension(OIDS.subjectKeyIdentifier, octetString(keyIdentifier(publicKey))),
  ]);
}

/** DER of a server's certificate. @param names as `normalizeHost` gives them; at least one */
export function signServer(
  frame: CertificateFrame,
  publicKey: KeyObject,
  authority: Signer,
  names: readonly string[],
): Buffer {
  return signed(frame, publicKey, authority, [
    extension(OIDS.basicConstraints, sequence(), true),
    // digitalSignature: keys of elliptic curves sign and do nothing else.
    extension(OIDS.keyUsage, bitString(Buffer.from([0x80]), 7), true),
    extension(OIDS.extendedKeyUsage, sequence(objectIdentifier(OIDS.serverAuthentication))),
    extension(OIDS.subjectAltName, sequence(...names.map(generalName))),
    extension(OIDS.subjectKeyIdentifier, octetString(keyIdentifier(publicKey))),
    extension(
      OIDS.authorityKeyIdentifier,
      sequence(taggedBytes(0, keyIdentifier(createPublicKey(authority.privateKey)))),
    ),
  ]);
}

/** What fits into the name of a certificate; whole letters only. */
export function fittingCommonName(text: string): string {
  const letters = Array.from(text.normalize('NFC'));
  return letters.length <= MAX_COMMON_NAME_CHARACTERS
    ? letters.join('')
    : `${letters.slice(0, MAX_COMMON_NAME_CHARACTERS - 1).join('')}…`;
}

function signed(
  { commonName, fromUnixMs, untilUnixMs }: CertificateFrame,
  publicKey: KeyObject,
  signer: Signer,
  extensions: readonly Buffer[],
): Buffer {
  const algorithm = sequence(objectIdentifier(OIDS.ecdsaWithSha256));
  const serial = randomBytes(SERIAL_BYTES);
  serial[0] = ((serial[0] ?? 0) & 0x7f) | 0x40;
  const content = sequence(
    // Version 3.
    tagged(0, unsignedInteger(Buffer.from([2]))),
    unsignedInteger(serial),
    algorithm,
    distinguishedName(signer.commonName),
    sequence(time(fromUnixMs), time(untilUnixMs)),
    distinguishedName(commonName),
    publicKey.export({ type: 'spki', format: 'der' }),
    tagged(3, sequence(...extensions)),
  );
  return sequence(content, algorithm, bitString(sign('sha256', content, signer.privateKey)));
}

const distinguishedName = (commonName: string): Buffer =>
  sequence(
    setOfOne(sequence(objectIdentifier(OIDS.organizationName), utf8String(ORGANIZATION))),
    setOfOne(sequence(objectIdentifier(OIDS.commonName), utf8String(commonName))),
  );

const extension = (oid: string, value: Buffer, critical = false): Buffer =>
  sequence(objectIdentifier(oid), ...(critical ? [booleanTrue()] : []), octetString(value));

const generalName = (name: string): Buffer =>
  isIP(name) === 0
    ? taggedBytes(DNS_NAME, Buffer.from(name, 'ascii'))
    : taggedBytes(IP_ADDRESS, addressBytes(name));

const permittedSubtrees = ({ dnsNames, ranges }: PermittedNames): readonly Buffer[] => [
  ...dnsNames.map((name) => sequence(taggedBytes(DNS_NAME, Buffer.from(name, 'ascii')))),
  ...ranges.map(({ base, prefixBits }) =>
    sequence(taggedBytes(IP_ADDRESS, Buffer.concat([base, maskOf(base.length, prefixBits)]))),
  ),
];

/** RFC 5280, 4.2.1.2 (1): SHA-1 of the key's bits names it; nothing rests on it. */
function keyIdentifier(publicKey: KeyObject): Buffer {
  const { x = '', y = '' } = publicKey.export({ format: 'jwk' });
  const point = Buffer.concat([Buffer.from([4]), Buffer.from(x, 'base64url'), Buffer.from(y, 'base64url')]);
  return createHash('sha1').update(point).digest();
}
