/** Whoever records the same streams in the same run: starts on a list of addresses, names its processes, ends. */
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { startProcess } from '../measure/child.ts';

export interface Recording {
  /** The processes whose cost counts. */
  readonly pids: readonly number[];
  end(): Promise<void>;
}

export interface Contestant {
  readonly name: string;
  start(urls: readonly string[], folder: string): Promise<Recording>;
}

/** How often a stream is read that nobody watches: the recorder's own figure, for the limit to be the same. */
export const READ_INTERVAL_MS = 20;

/** One `ffmpeg -c copy` process a camera, fragmented MP4. */
export const ffmpegPerCamera: Contestant = {
  name: 'ffmpeg -c copy, a process a camera',
  start: async (urls, folder) => {
    const children = urls.map((url, index) =>
      spawn(
        'ffmpeg',
        [
          '-v',
          'error',
          '-nostdin',
          '-rtsp_transport',
          'tcp',
          '-i',
          url,
          '-an',
          '-c',
          'copy',
          '-f',
          'mp4',
          '-movflags',
          'frag_keyframe+empty_moov+default_base_moof',
          join(folder, `${index}.mp4`),
        ],
        { stdio: 'ignore' },
      ),
    );
    const gone = children.map((child) => new Promise((resolve) => child.once('close', resolve)));
    return {
      pids: children.map(({ pid }) => pid ?? 0),
      end: async () => {
        for (const child of children) child.kill('SIGINT');
        await Promise.all(gone);
      },
    };
  },
};

/** A Node program that reads the sockets at the same interval and appends their bytes to files. */
export const socketToFile: Contestant = {
  name: 'Node, sockets appended to files',
  start: async (urls, folder) => {
    const file = fileURLToPath(new URL('socket-to-file.ts', import.meta.url));
    const process_ = startProcess(process.execPath, [file, folder, String(READ_INTERVAL_MS), ...urls]);
    return { pids: [process_.pid], end: () => process_.kill() };
  },
};
