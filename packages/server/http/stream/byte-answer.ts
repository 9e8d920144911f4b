/** Bytes of a file or a plan as an answer: whole or a range, with a strong validator, read only as fast as they are taken. */
import { Readable } from 'node:stream';
import { ApiError } from '../../answer/api-error.ts';
import type { Headers } from '../registration/route-types.ts';
import { selectRange } from './byte-range.ts';

/** Waiting for the reader before more is read; with the chunk that overshoots it (the archive reads up to 2 MiB at once) all that a reader holds. */
const READ_AHEAD_BYTES = 256 * 1024;

/** Bytes that don't change while the validator stays: `read` gives the same ones at every call. */
export interface ByteSource {
  readonly sizeBytes: number;
  /** Without quotes. */
  readonly etag: string;
  readonly contentType: string;
  readonly headers?: Headers;
  /** Up to, not including, `endByte`. */
  readonly read: (startByte: number, endByte: number) => AsyncIterable<Uint8Array>;
}

/** As they came, not yet parsed. */
export interface RangeHeaders {
  readonly range?: string;
  readonly 'if-range'?: string;
}

/** `media` is read as fast as it is taken, and must be read or destroyed: what it holds is given back at its `close`. */
export interface ByteAnswer {
  readonly status: 200 | 206;
  readonly media: Readable;
  readonly headers: Headers;
}

/** @param onEnd called once, however the answer ends. @throws ApiError `range-not-satisfiable`; then onEnd is not called */
export function byteAnswer(source: ByteSource, asked: RangeHeaders, onEnd: () => void): ByteAnswer {
  const etag = `"${source.etag}"`;
  const selected = selectRange(asked.range, asked['if-range'], etag, source.sizeBytes);
  if (selected.kind === 'unsatisfiable') {
    throw new ApiError('range-not-satisfiable', { size: source.sizeBytes });
  }
  const part = selected.kind === 'part' ? selected : { startByte: 0, endByte: source.sizeBytes };
  const media = Readable.from(source.read(part.startByte, part.endByte), {
    objectMode: false,
    highWaterMark: READ_AHEAD_BYTES,
  });
  media.once('close', onEnd);
  const headers = {
    ...source.headers,
    'content-type': source.contentType,
    'accept-ranges': 'bytes',
    etag,
    'content-length': part.endByte - part.startByte,
  };
  return selected.kind === 'whole'
    ? { status: 200, media, headers }
    : {
        status: 206,
        media,
        headers: {
          ...headers,
          'content-range': `bytes ${part.startByte}-${part.endByte - 1}/${source.sizeBytes}`,
        },
      };
}
