/**
 * The analyst's composition root: the only process that will decode pictures (stills, picture health, motion, masks). It
 * decodes nothing yet; what it does already is what every process of a site must do: start, say so, and end with its pipe.
 *   node packages/analyst/main.ts --data DIR
 */
import { parseArgs } from 'node:util';

const { values } = parseArgs({ options: { data: { type: 'string' } } });
if (values.data === undefined) {
  process.stderr.write('analyst: --data DIR is missing\n');
  process.exit(2);
}
process.stdout.write(`${JSON.stringify({ role: 'analyst', ready: true })}\n`);
// The supervisor never writes; when it ends, however it ended, the pipe closes and so do we.
process.stdin.resume();
process.stdin.on('end', () => process.exit(0));
process.stdin.on('error', () => process.exit(0));
process.on('SIGTERM', () => process.exit(0));
// Ctrl-C reaches the whole group; the supervisor decides the order of ending.
process.on('SIGINT', () => {});
