/** Certificates of a site's server: of its own authority, or given. */
export {
  type Authority,
  EARLIEST_UNIX_MS,
  fingerprintOf,
  hasAuthority,
  openAuthority,
} from './authority.ts';
export {
  CertificateError,
  readGivenCertificate,
} from './given-certificate.ts';
export { hostInAddress, normalizeHost } from './host-name.ts';
export {
  makeServerCertificate,
  namesOf,
  readServerCertificate,
  type ServerCertificate,
} from './server-certificate.ts';
