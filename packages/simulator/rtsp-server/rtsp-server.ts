/** A simulated camera's RTSP server: listener, connections, and the sessions of all of them. */
import { createServer, type Server, type Socket } from 'node:net';
import { createSeededRandom } from '../seeded-random.ts';
import { Authenticator } from './authentication.ts';
import { Connection } from './connection.ts';
import type { Mount, RtspServer, RtspServerOptions } from './server-options.ts';
import { DEFAULT_SESSION_TIMEOUT_SECONDS, type ServerState } from './server-state.ts';

const SESSION_SWEEP_MS = 500;

/** Listens when the promise is fulfilled. */
export async function createRtspServer(options: RtspServerOptions): Promise<RtspServer> {
  const random = createSeededRandom(options.seed ?? 1);
  const { authentication } = options;
  const state: ServerState = {
    options,
    mounts: new Map(options.mounts.map((mount) => [checkPath(mount), mount])),
    sessions: new Map(),
    random,
    authenticator:
      authentication === undefined || authentication === null
        ? null
        : new Authenticator(authentication, random),
    requestCounts: new Map(),
    faults: options.faults ?? null,
  };
  const sockets = new Set<Socket>();
  const server = createServer({ noDelay: true }, (socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    new Connection(state, socket).start();
  });
  const host = options.host ?? '127.0.0.1';
  const port = await listen(server, host, options.port ?? 0);
  const sweep = setInterval(() => endSilentSessions(state), SESSION_SWEEP_MS);
  sweep.unref();
  return {
    host,
    port,
    urlOf: (path) => `rtsp://${host}:${port}${path}`,
    get viewerCount() {
      return [...state.sessions.values()].filter((session) => session.playing).length;
    },
    get connectionCount() {
      return sockets.size;
    },
    setFaults(faults) {
      state.faults = faults;
    },
    dropConnections() {
      for (const socket of sockets) socket.resetAndDestroy();
    },
    async close() {
      clearInterval(sweep);
      for (const session of state.sessions.values()) session.close();
      state.sessions.clear();
      for (const socket of sockets) socket.destroy();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}

function checkPath(mount: Mount): string {
  if (!mount.path.startsWith('/')) throw new TypeError(`mounts: ${mount.path} does not begin with a slash`);
  return mount.path.replace(/\/+$/, '');
}

function listen(server: Server, host: string, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => {
      server.off('error', reject);
      const address = server.address();
      if (address === null || typeof address === 'string') reject(new Error('no port'));
      else resolve(address.port);
    });
  });
}

function endSilentSessions(state: ServerState): void {
  const limitMs = (state.options.sessionTimeoutSeconds ?? DEFAULT_SESSION_TIMEOUT_SECONDS) * 1000;
  const nowMs = performance.now();
  for (const session of state.sessions.values()) {
    if (nowMs - session.lastSeenMs > limitMs) session.expire();
  }
}
