/** What is answered to bytes that are no request, or to one that is not complete in time. */
import type { Socket } from 'node:net';
import { errorAnswer } from '@matlang/contract';

/** Ends the connection, with a sentence where it can still be said: over a TLS connection that was never made it can't. */
export function answerClientError(error: Error & { readonly code?: string }, socket: Socket): void {
  const { code: cause = '' } = error;
  if (cause === 'ECONNRESET' || /^ERR_(?:SSL|TLS)/.test(cause) || socket.destroyed || !socket.writable) {
    socket.destroy();
    return;
  }
  const code = cause === 'ERR_HTTP_REQUEST_TIMEOUT' ? 'timed-out' : 'http-malformed';
  const body = JSON.stringify(errorAnswer(code));
  // Who never ends its own half would keep a place of the few there are.
  socket.once('finish', () => socket.destroy());
  socket.end(
    `HTTP/1.1 ${code === 'timed-out' ? '408 Request Timeout' : '400 Bad Request'}\r\nContent-Type: application/json; charset=utf-8\r\nContent-Length: ${Buffer.byteLength(body)}\r\nConnection: close\r\n\r\n${body}`,
  );
}
