import { defineConfig } from 'vitest/config';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** They measure time, what is lost in so much of it, or the memory of their own process, whose threads collect garbage later where others work: one file at a time and nothing beside it. */
const REAL_TIME = [
  'packages/recorder/{clock,connection,probe,stream}/**/*.test.ts',
  'packages/simulator/scene/**/*.test.ts',
  'packages/simulator/rtsp-server/rtsp-server.test.ts',
  'test/crash/{clock,day,disk,kill-recorder}.test.ts',
  'test/e2e/{camera-faults,frames}.test.ts',
  // Presses by the page's own clock: held, let go elsewhere, twice at once.
  'test/browser/enlarged-tile.test.ts',
  // How old pictures are that a slow network brings.
  'test/browser/robustness.test.ts',
];

const NONE = ['**/node_modules/**'];

/** The longest, in the order in which they begin: a long file that begins last keeps one worker busy and the others idle. */
const LONG = [
  'test/browser/people.test.ts',
  'packages/media/mp4/witness.test.ts',
  'test/browser/h265.test.ts',
  'test/browser/live.test.ts',
  'packages/analyst/hostile.test.ts',
  'test/browser/changed-camera.test.ts',
  'test/browser/robustness-cameras.test.ts',
  'packages/archive/compaction/compaction-cut.test.ts',
  'test/browser/review.test.ts',
  'test/browser/sign-in.test.ts',
  'test/browser/new-site.test.ts',
  'test/browser/dialogs.test.ts',
  'test/browser/accessibility.test.ts',
  'test/browser/exports.test.ts',
  'test/crash/link-clients.test.ts',
  'test/browser/many-cameras.test.ts',
  'packages/cli/supervisor/supervisor.test.ts',
  'test/e2e/gstreamer.test.ts',
  'packages/recorder/main.test.ts',
  'packages/cli/site.test.ts',
  'packages/simulator/rtsp-server/witness.test.ts',
  'packages/analyst/hostile-recording.test.ts',
  'packages/server/main.test.ts',
];

class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files);
    const placeOf = ({ moduleId }: TestSpecification): number => {
      const place = LONG.findIndex((name) => moduleId.endsWith(name));
      return place < 0 ? LONG.length : place;
    };
    return sorted.toSorted((a, b) => placeOf(a) - placeOf(b));
  }
}

export default defineConfig({
  test: {
    pool: 'forks',
    testTimeout: 60_000,
    hookTimeout: 60_000,
    sequence: { sequencer: LongestFirst },
    // Half of a start of a recorder or server is compiling it (docs/design/recovery.md), and tests start them again and again.
    env: { NODE_COMPILE_CACHE: `${import.meta.dirname}/node_modules/.cache/compiled` },
    projects: [
      {
        extends: true,
        test: {
          name: 'together',
          include: ['packages/**/*.test.ts', 'test/**/*.test.ts', 'benches/**/*.test.ts'],
          exclude: [...NONE, ...REAL_TIME],
          // Files that compute beside files that wait for processes, pictures and sockets: more than the cores of the smallest machine, and not so
          // many that a browser and its decoders wait for a minute.
          maxWorkers: 3,
          sequence: { groupOrder: 0 },
        },
      },
      {
        extends: true,
        test: {
          name: 'real time',
          include: REAL_TIME,
          exclude: NONE,
          maxWorkers: 1,
          sequence: { groupOrder: 1 },
        },
      },
    ],
  },
});
