/**
 * What recording costs: processor time and memory of the recorder against one ffmpeg process a camera and against a
 * Node program that only moves bytes, on the same streams, alternating. Definitions: docs/benchmarks.md.
 *   node benches/recorder-cost.ts [streams] [rounds] [seconds]
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Contestant, ffmpegPerCamera, socketToFile } from './contestants/contestant.ts';
import { matlang } from './contestants/matlang.ts';
import { startLoadSource } from './load/source.ts';
import { seconds } from './measure/child.ts';
import { contextSwitches, processorSeconds, proportionalBytes, total } from './measure/process-cost.ts';
import { publish } from './measure/report.ts';
import { median } from './measure/statistics.ts';

interface Sample {
  /** Seconds of processor time per hour of one stream. */
  readonly secondsPerStreamHour: number;
  readonly memoryBytes: number;
  readonly switchesPerStreamSecond: number;
}

/** After this all streams are received and the clips' key frames are spread. */
const WARM_UP_S = 8;

const [streamsText = '16', roundsText = '5', secondsText = '20'] = process.argv.slice(2);
const streams = Number(streamsText);
const measuredS = Number(secondsText);
const goals = streams >= 64 ? { ffmpeg: 0.2, memory: 0.32 } : { ffmpeg: 0.45, memory: 0.6 };

const measure = async (contestant: Contestant, urls: readonly string[]): Promise<Sample> => {
  const folder = mkdtempSync(join(tmpdir(), 'matlang-bench-'));
  try {
    const recording = await contestant.start(urls, folder);
    await seconds(WARM_UP_S);
    const cpuBefore = total(recording.pids, processorSeconds);
    const switchesBefore = total(recording.pids, contextSwitches);
    await seconds(measuredS);
    const sample = {
      secondsPerStreamHour:
        ((total(recording.pids, processorSeconds) - cpuBefore) / measuredS / streams) * 3600,
      memoryBytes: total(recording.pids, proportionalBytes),
      switchesPerStreamSecond:
        (total(recording.pids, contextSwitches) - switchesBefore) / measuredS / streams,
    };
    await recording.end();
    return sample;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
};

const { urls, process: source } = await startLoadSource(streams);
const contestants = [matlang, ffmpegPerCamera, socketToFile];
const samples = new Map<string, Sample[]>(contestants.map(({ name }) => [name, []]));
for (let round = 0; round < Number(roundsText); round += 1) {
  for (const contestant of contestants) {
    const sample = await measure(contestant, urls);
    samples.get(contestant.name)?.push(sample);
    console.log(
      `round ${round + 1}: ${contestant.name}: ${sample.secondsPerStreamHour.toFixed(1)} s/stream-hour, ${(sample.memoryBytes / 1e6).toFixed(0)} MB, ${sample.switchesPerStreamSecond.toFixed(1)} switches/s`,
    );
  }
}
await source.end();

const medianOf = (contestant: Contestant, figure: (sample: Sample) => number): number =>
  median((samples.get(contestant.name) ?? []).map(figure));
const cpu = (contestant: Contestant): number => medianOf(contestant, (sample) => sample.secondsPerStreamHour);
const memory = (contestant: Contestant): number => medianOf(contestant, (sample) => sample.memoryBytes);
const ratio = (name: string, value: number, goal: number) => ({
  name,
  value: value.toFixed(2),
  goal: `<= ${goal}`,
  reached: value <= goal,
});
publish({
  bench: `recorder-cost-${streams}`,
  figures: [
    ratio(`CPU against ${ffmpegPerCamera.name}`, cpu(matlang) / cpu(ffmpegPerCamera), goals.ffmpeg),
    ratio(`CPU against ${socketToFile.name}`, cpu(matlang) / cpu(socketToFile), 1.3),
    ratio(`memory against ${ffmpegPerCamera.name}`, memory(matlang) / memory(ffmpegPerCamera), goals.memory),
    ...contestants.map((contestant) => ({
      name: `${contestant.name}: CPU s per stream-hour, PSS`,
      value: `${cpu(contestant).toFixed(1)}, ${(memory(contestant) / 1e6).toFixed(0)} MB`,
      goal: null,
      reached: null,
    })),
  ],
  raw: Object.fromEntries(samples),
});
