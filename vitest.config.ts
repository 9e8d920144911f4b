import { defineConfig } from 'vitest/config';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** They measure time, or what is lost in so much of it: one file at a time and nothing beside it. */
const REAL_TIME = [
  'packages/recorder/{clock,connection,probe,stream}/**/*.test.ts',
  'packages/simulator/scene/**/*.test.ts',
  'packages/simulator/rtsp-server/rtsp-server.test.ts',
  'test/crash/{clock,disk,kill-recorder}.test.ts',
  'test/e2e/{camera-faults,frames}.test.ts',
];

/** With real processes and sockets: they wait for these more than they compute, and are patient. */
const PROCESSES = [
  'packages/archive/recovery/kill.test.ts',
  'packages/archive/volume/volume-client.test.ts',
  'packages/cli/commands/commands.test.ts',
  'packages/cli/demo/simulated-cameras.test.ts',
  'packages/cli/site.test.ts',
  'packages/recorder/**/*.test.ts',
  'packages/simulator/**/*.test.ts',
  'test/crash/**/*.test.ts',
  'test/e2e/**/*.test.ts',
];

/** With a browser: they wait for pictures more than they compute, and are patient. */
const BROWSER = ['test/browser/**/*.test.ts'];

const NONE = ['**/node_modules/**'];

/** The longest, in the order in which they begin: a long file that begins last keeps one worker busy and the other idle. */
const LONG = [
  'packages/archive/compaction/compaction-cut.test.ts',
  'packages/archive/compaction/compaction.test.ts',
  'packages/media/mp4/witness.test.ts',
  'packages/server/main.test.ts',
  'packages/archive/export/open-gop.test.ts',
  'packages/analyst/picture/picture-engine.test.ts',
  'test/browser/review.test.ts',
  'test/browser/robustness-cameras.test.ts',
  'test/browser/robustness.test.ts',
  'test/browser/new-site.test.ts',
  'test/browser/live.test.ts',
  'test/browser/accessibility.test.ts',
  'test/crash/link-clients.test.ts',
  'packages/cli/site.test.ts',
  'packages/cli/commands/commands.test.ts',
  'test/e2e/gstreamer.test.ts',
  'packages/simulator/rtsp-server/witness.test.ts',
  'packages/recorder/camera/recorded-camera.test.ts',
  'packages/recorder/link-server/link-server.test.ts',
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
          name: 'parts',
          include: ['packages/**/*.test.ts', 'test/**/*.test.ts', 'benches/**/*.test.ts'],
          exclude: [...NONE, ...REAL_TIME, ...PROCESSES, ...BROWSER],
          maxWorkers: 2,
          sequence: { groupOrder: 0 },
        },
      },
      {
        extends: true,
        test: {
          name: 'browser',
          include: BROWSER,
          exclude: NONE,
          maxWorkers: 3,
          sequence: { groupOrder: 1 },
        },
      },
      {
        extends: true,
        test: {
          name: 'processes',
          include: PROCESSES,
          exclude: [...NONE, ...REAL_TIME],
          maxWorkers: 3,
          sequence: { groupOrder: 2 },
        },
      },
      {
        extends: true,
        test: {
          name: 'real time',
          include: REAL_TIME,
          exclude: NONE,
          maxWorkers: 1,
          sequence: { groupOrder: 3 },
        },
      },
    ],
  },
});
