/** How an RTSP request of ours proves who we are: for probing, which tells the operator what crosses the network. */

/** The schemes that we speak. */
export type RequestAuthentication = 'basic' | 'digest-md5' | 'digest-sha-256';

const HEADER = /^Authorization: (Basic|Digest)([^\r\n]*)/im;

/** Null: the request has no such header, as all media on the same connection. */
export function authenticationOfRequest(request: Uint8Array): RequestAuthentication | null {
  const match = HEADER.exec(
    Buffer.from(request.buffer, request.byteOffset, request.byteLength).toString('latin1'),
  );
  if (match === null) {
    return null;
  }
  if (match[1]?.toLowerCase() === 'basic') {
    return 'basic';
  }
  return /algorithm="?SHA-256/i.test(match[2] ?? '') ? 'digest-sha-256' : 'digest-md5';
}
