/** Takes a port of the loopback address: the asked one, or the next free one after the usual. */
import { DEFAULT_PORT, PORT_TRIES } from '@matlang/contract';
import type { FastifyInstance } from 'fastify';

const HOST = '127.0.0.1';

/** The asked port is taken by another program. */
export class PortTakenError extends Error {
  override readonly name = 'PortTakenError';
}

/** @param port null: DEFAULT_PORT or the next free one; 0: any. @returns the address. @throws PortTakenError */
export async function listen(app: FastifyInstance, port: number | null): Promise<string> {
  const ports =
    port === null ? Array.from({ length: PORT_TRIES }, (_, index) => DEFAULT_PORT + index) : [port];
  for (const candidate of ports) {
    try {
      return await app.listen({ host: HOST, port: candidate });
    } catch (error) {
      if (!(error instanceof Error && 'code' in error && error.code === 'EADDRINUSE')) throw error;
    }
  }
  const [first] = ports;
  throw new PortTakenError(
    port === null
      ? `ports ${DEFAULT_PORT} to ${DEFAULT_PORT + PORT_TRIES - 1} are all taken; name a free one with --port`
      : `port ${first} is taken by another program; name another one with --port, or leave it out`,
  );
}
