/**
 * One line of the journal: `{"crc":"0a1b2c3d","entry":{...}}` and a line feed. The CRC-32 covers the bytes of the entry's
 * text as they stand, so that checking needs no second serialization; the line is JSON for any tool.
 *
 * What an entry must hold is a table here and no zod schema: archive depends on media alone, and whoever checks a disk years from
 * now should need no library of ours to read a line.
 */
import { Buffer } from 'node:buffer';
import { crc32 } from 'node:zlib';
import { GAP_CAUSES } from '../port/gap-cause.ts';
import { STREAM_KINDS } from '../port/stream-key.ts';
import { isCameraId } from '../segment/segment-path.ts';
import { type JournalEntry, TOMBSTONE_REASONS } from './journal-entry.ts';

/** The longest entry is an event's detail; more is refused when written and taken as damage when read. */
export const MAX_JOURNAL_LINE_BYTES = 65_536;

const PREFIX = '{"crc":"';
const MIDDLE = '","entry":';
const ENTRY_AT = PREFIX.length + 8 + MIDDLE.length;

/** `digest`: 64 lower-case hex digits. */
type FieldType = 'string' | 'number' | 'object' | 'digest' | 'string?' | 'number?' | 'digest?';
const DIGEST = /^[0-9a-f]{64}$/;
const STREAM = { cameraId: 'string', kind: 'string' } as const;
const SPAN = { startUnixMs: 'number', endUnixMs: 'number' } as const;

const FIELDS: { readonly [T in JournalEntry['type']]: Readonly<Record<string, FieldType>> } = {
  started: { atUnixMs: 'number', volumeId: 'string', bootId: 'string' },
  stopped: { atUnixMs: 'number' },
  run: { ...STREAM, run: 'number', startUnixMs: 'number', reason: 'string', initHash: 'digest' },
  segment: {
    ...STREAM,
    ...SPAN,
    seq: 'number',
    run: 'number',
    startTicks: 'number',
    durationTicks: 'number',
    sizeBytes: 'number',
    syncSeq: 'number',
    hash: 'digest',
    chain: 'digest',
    level: 'number',
  },
  gap: { ...STREAM, startUnixMs: 'number', endUnixMs: 'number?', cause: 'string', detail: 'string?' },
  hold: {
    ...SPAN,
    id: 'string',
    cameraId: 'string',
    reason: 'string',
    owner: 'string',
    reviewUnixMs: 'number',
    createdUnixMs: 'number',
  },
  lift: { id: 'string', by: 'string', atUnixMs: 'number' },
  tombstone: {
    ...STREAM,
    ...SPAN,
    seq: 'number',
    sizeBytes: 'number',
    hash: 'digest?',
    reason: 'string',
    atUnixMs: 'number',
  },
  checkpoint: {
    ...STREAM,
    ...SPAN,
    fromSeq: 'number',
    toSeq: 'number',
    chainBefore: 'digest',
    chainAfter: 'digest',
    segments: 'number',
    sizeBytes: 'number',
    reasons: 'object',
    atUnixMs: 'number',
  },
  head: {
    ...STREAM,
    seq: 'number',
    chain: 'digest',
    signedUnixMs: 'number',
    keyId: 'string',
    signature: 'string',
  },
  'deletion-key': { publicKey: 'string', signedUnixMs: 'number', keyId: 'string', signature: 'string' },
  seal: { key: 'string', digests: 'string', signature: 'string' },
  adopted: { atUnixMs: 'number', deleted: 'object', key: 'string', signature: 'string' },
  event: { atUnixMs: 'number', event: 'string', detail: 'object' },
  lost: { ...STREAM, fromSeq: 'number', toSeq: 'number', atUnixMs: 'number' },
  repair: { atUnixMs: 'number', what: 'string', path: 'string?' },
};

/** The line's bytes, with line feed. @throws TypeError beyond `MAX_JOURNAL_LINE_BYTES` */
export function encodeJournalLine(entry: JournalEntry): Uint8Array {
  const text = Buffer.from(JSON.stringify(entry), 'utf8');
  const crc = crc32(text).toString(16).padStart(8, '0');
  const line = Buffer.concat([
    Buffer.from(`${PREFIX}${crc}${MIDDLE}`, 'latin1'),
    text,
    Buffer.from('}\n', 'latin1'),
  ]);
  if (line.length > MAX_JOURNAL_LINE_BYTES)
    throw new TypeError(`entry: ${entry.type} of ${line.length} bytes`);
  return line;
}

/** The entry of a line without its line feed; null where it is damaged or of a kind that this program doesn't know. */
export function parseJournalLine(line: Uint8Array): JournalEntry | null {
  if (line.length <= ENTRY_AT + 1 || line.length >= MAX_JOURNAL_LINE_BYTES) return null;
  const bytes = Buffer.from(line.buffer, line.byteOffset, line.length);
  const head = bytes.toString('latin1', 0, ENTRY_AT);
  if (!head.startsWith(PREFIX) || !head.endsWith(MIDDLE) || bytes[bytes.length - 1] !== 0x7d) return null;
  const text = bytes.subarray(ENTRY_AT, bytes.length - 1);
  if (crc32(text).toString(16).padStart(8, '0') !== head.slice(PREFIX.length, PREFIX.length + 8)) return null;
  try {
    const entry: unknown = JSON.parse(text.toString('utf8'));
    return isJournalEntry(entry) ? entry : null;
  } catch {
    return null;
  }
}

function isJournalEntry(value: unknown): value is JournalEntry {
  if (!isRecord(value)) return false;
  const type = value['type'];
  const fields = Object.entries(FIELDS).find(([known]) => known === type)?.[1];
  if (fields === undefined) return false;
  if (!Object.entries(fields).every(([name, field]) => isOfType(value[name], field))) return false;
  if ('kind' in fields && !STREAM_KINDS.some((kind) => kind === value['kind'])) return false;
  // Camera ids become directories: a line from a disk that somebody plugged in must not lead out of the volume.
  if ('cameraId' in fields && !(typeof value['cameraId'] === 'string' && isCameraId(value['cameraId'])))
    return false;
  // What the index could not be read with again must not get into it.
  if (type === 'tombstone') return TOMBSTONE_REASONS.some((reason) => reason === value['reason']);
  return type !== 'gap' || GAP_CAUSES.some((cause) => cause === value['cause']);
}

function isOfType(found: unknown, field: FieldType): boolean {
  if (found === null) return field.endsWith('?');
  const wanted = field.replace('?', '');
  if (wanted === 'digest') return typeof found === 'string' && DIGEST.test(found);
  return wanted === 'number' ? Number.isFinite(found) : typeof found === wanted;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}
