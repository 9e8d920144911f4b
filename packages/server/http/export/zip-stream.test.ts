/** ZIPs against an independent reader: Python's zipfile, which checks names, sizes and checksums. */
import { spawnSync } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { contentDisposition } from './content-disposition.ts';
import { type ZipEntry, zipSizeBytes, zipStream } from './zip-stream.ts';

const entry = (name: string, ...chunks: readonly string[]): ZipEntry => ({
  name,
  sizeBytes: Buffer.byteLength(chunks.join('')),
  modifiedUnixMs: Date.UTC(2026, 1, 15, 7, 30, 2),
  async *read() {
    for (const chunk of chunks) yield Buffer.from(chunk);
  },
});

async function zipOf(entries: readonly ZipEntry[]): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of zipStream(entries)) chunks.push(chunk);
  return Buffer.concat(chunks);
}

const PROGRAM = `
import json, sys, zipfile
with zipfile.ZipFile(sys.argv[1]) as archive:
    print(json.dumps({'bad': archive.testzip(), 'files': [[i.filename, i.file_size, list(i.date_time), archive.read(i).decode()] for i in archive.infolist()]}))
`;

describe('zipStream', () => {
  test('Python reads what was stored', async (context) => {
    if (spawnSync('python3', ['--version']).status !== 0 && process.env['CI'] !== 'true') {
      context.skip('the witness python3 is not installed');
    }
    const directory = await mkdtemp(join(tmpdir(), 'matlang-zip-'));
    onTestFinished(() => rm(directory, { recursive: true, force: true }));
    const entries = [
      entry('cong-cho.mp4', 'ab', 'c'),
      entry('Cổng chợ.mp4'),
      entry('three', 'x'.repeat(1000)),
    ];
    const path = join(directory, 'a.zip');
    const bytes = await zipOf(entries);
    expect(bytes.length).toBe(zipSizeBytes(entries));
    await writeFile(path, bytes);
    const { stdout, stderr } = spawnSync('python3', ['-c', PROGRAM, path], { encoding: 'utf8' });
    expect(stderr).toBe('');
    const at = [2026, 2, 15, 7, 30, 2];
    expect(JSON.parse(stdout)).toEqual({
      bad: null,
      files: [
        ['cong-cho.mp4', 3, at, 'abc'],
        ['Cổng chợ.mp4', 0, at, ''],
        ['three', 1000, at, 'x'.repeat(1000)],
      ],
    });
  });

  test('an entry that gives other bytes than promised ends the stream', async () => {
    await expect(zipOf([{ ...entry('a', 'abc'), sizeBytes: 4 }])).rejects.toThrow(
      'entry a: 3 bytes instead of 4',
    );
  });
});

test('file names carry what people wrote, and nothing that a header or a file system takes for something else', () => {
  const header = contentDisposition(
    'cong-20260215T143000+0700.mp4',
    '../Cổng "chợ"\r\nX: 1; a=\'b\' (*)\ud800',
  );
  expect(header).toMatch(
    /^attachment; filename="cong-20260215T143000\+0700\.mp4"; filename\*=UTF-8''[A-Za-z0-9%._~!-]+$/,
  );
  const name = decodeURIComponent(header.split("UTF-8''")[1] ?? '');
  expect(name).toMatch(/^\.\. Cổng chợ X 1; a='b' \(.*-20260215T143000\+0700\.mp4$/);
  expect(name).not.toMatch(/[\r\n/\\"]/);
});
