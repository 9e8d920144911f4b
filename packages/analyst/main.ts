/**
 * The analyst's composition root: the only process that will decode pictures (stills, picture health, motion, masks). It
 * decodes nothing yet; what it does already is what every process of a site must do: start, say so, say that it is there
 * (`<data>/run/analyst.sock`), and end with its pipe.
 *   node packages/analyst/main.ts --data DIR
 */
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { AnalystSocket } from './analyst-socket.ts';

const { values } = parseArgs({ options: { data: { type: 'string' } } });
if (values.data === undefined) {
  process.stderr.write('analyst: --data DIR is missing\n');
  process.exit(2);
}
const socket = new AnalystSocket({
  path: join(resolve(values.data), 'run', 'analyst.sock'),
  productVersion: readVersion(),
});
await socket.listen();
process.stdout.write(`${JSON.stringify({ role: 'analyst', ready: true })}\n`);
// The supervisor never writes; when it ends, however it ended, the pipe closes and so do we.
process.stdin.resume();
process.stdin.on('end', end);
process.stdin.on('error', end);
process.on('SIGTERM', end);
// Ctrl-C reaches the whole group; the supervisor decides the order of ending.
process.on('SIGINT', () => {});

function end(): void {
  void socket.close().then(() => process.exit(0));
}

function readVersion(): string {
  const parsed: unknown = JSON.parse(readFileSync(new URL('package.json', import.meta.url), 'utf8'));
  return typeof parsed === 'object' && parsed !== null && 'version' in parsed ? String(parsed.version) : '0';
}
