/** One address and port of the network: takes requests in and hands them to the application, each with the entrance that it came by. */
import { once } from 'node:events';
import { createServer, type IncomingMessage, type RequestListener, type Server } from 'node:http';
import { createServer as createTlsServer, type Server as TlsServer } from 'node:https';
import type { Socket } from 'node:net';
import type { SecureContextOptions } from 'node:tls';
import type { ServerCertificate } from '@matlang/keys/certificate';
import { answerClientError } from '../http/answer/client-error.ts';
import {
  IDLE_TIMEOUT_MS,
  KEEP_ALIVE_MS,
  MAX_CONNECTIONS,
  MAX_HEADER_BYTES,
  REQUEST_TIMEOUT_MS,
} from '../http/connection-limits.ts';
import { type Entrance, enterBy } from './entrance.ts';
import type { Endpoint } from './plan-listening.ts';
import { redirectToHttps } from './redirect.ts';

/** Who does not come to an end with the handshake by then holds a connection for nothing. */
const HANDSHAKE_TIMEOUT_MS = 10_000;
/** An answer that is on its way when the listener ends (often the one to whoever ended it) is still sent. */
const LAST_WORDS_MS = 1000;

/** What a listener works with. */
export interface ListenerParts {
  /** The application's own server: its listeners for `request` and `upgrade` do the work. */
  readonly application: Server;
  readonly entrance: Entrance;
  /** Of a secure one; not used otherwise. */
  readonly certificate: ServerCertificate | null;
  /** Where a redirect leads to. */
  readonly httpsPort: number;
}

/** Opened; `close` ends it and every connection that came in by it. */
export interface NetworkListener {
  readonly endpoint: Endpoint;
  /** From the next handshake on; connections that are open stay. */
  readonly renew: (certificate: ServerCertificate) => void;
  readonly close: () => void;
}

/** @throws the system's error where the address can't be taken: EADDRINUSE, EACCES, EADDRNOTAVAIL */
export async function openListener(endpoint: Endpoint, parts: ListenerParts): Promise<NetworkListener> {
  const { application, entrance, certificate } = parts;
  const onRequest: RequestListener = (request, response) => {
    enterBy(request, entrance);
    if (
      endpoint.serves === 'redirect' &&
      redirectToHttps(request, response, { entrance, port: parts.httpsPort })
    )
      return;
    application.emit('request', request, response);
  };
  const limits = {
    maxHeaderSize: MAX_HEADER_BYTES,
    requestTimeout: REQUEST_TIMEOUT_MS,
    keepAliveTimeout: KEEP_ALIVE_MS,
  };
  const secure: TlsServer | null =
    endpoint.secure && certificate !== null
      ? createTlsServer(
          { ...limits, ...contextOf(certificate), handshakeTimeout: HANDSHAKE_TIMEOUT_MS },
          onRequest,
        )
      : null;
  if (endpoint.secure && secure === null) throw new TypeError('a secure endpoint without certificate');
  const server: Server | TlsServer = secure ?? createServer(limits, onRequest);
  const sockets = new Set<Socket>();
  server.maxConnections = MAX_CONNECTIONS;
  server.setTimeout(IDLE_TIMEOUT_MS);
  server.on('clientError', answerClientError);
  server.on('connection', (socket: Socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
  });
  server.on('upgrade', (request: IncomingMessage, socket: Socket, head: Buffer) => {
    enterBy(request, entrance);
    if (endpoint.serves === 'redirect') socket.destroy();
    else application.emit('upgrade', request, socket, head);
  });
  server.listen({ host: endpoint.address, port: endpoint.port, ipv6Only: true });
  // A rejection is the system's error.
  await once(server, 'listening');
  return {
    endpoint,
    renew: (renewed) => secure?.setSecureContext(contextOf(renewed)),
    close: () => {
      server.close();
      server.closeIdleConnections();
      setTimeout(() => {
        for (const socket of sockets) socket.destroy();
      }, LAST_WORDS_MS).unref();
    },
  };
}

const contextOf = ({ key, chain }: ServerCertificate): SecureContextOptions => ({
  key,
  cert: chain,
  minVersion: 'TLSv1.2',
});
