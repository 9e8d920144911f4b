/** What changed at a site from one look to the next, as sentences for whoever runs it in a terminal. */
import type { Bilingual, StatusAnswer, VolumeStatus } from '@matlang/contract';
import { cameraTroubles } from '../cameras/stream-words.ts';
import { filled, joined } from '../language/say.ts';
import { STREAM_TEXTS } from '../texts/camera-texts.ts';
import { RUN_TEXTS as TEXTS } from '../texts/run-texts.ts';

type CameraStatus = StatusAnswer['cameras'][number];

const VOLUME_TEXTS: Readonly<Record<VolumeStatus['state'], Bilingual>> = {
  unknown: TEXTS.volumeUnknown,
  recording: TEXTS.volumeRecording,
  stalled: TEXTS.volumeStalled,
  full: TEXTS.volumeFull,
  'read-only': TEXTS.volumeReadOnly,
  failed: TEXTS.volumeFailed,
};

/** @returns how many streams are received, of how many that should be. */
export const receivingCount = ({ cameras }: StatusAnswer): { receiving: number; all: number } => {
  const states = cameras.flatMap(({ streams }) => streams.map(({ state }) => state));
  return {
    receiving: states.filter((state) => state === 'receiving').length,
    all: states.filter((state) => state !== 'off').length,
  };
};

/** Follows one site; the first look tells what is wrong from the start. */
export class SiteChanges {
  /** By camera and stream: the reason it failed with. */
  readonly #failing = new Map<string, string>();
  readonly #volumes = new Map<string, VolumeStatus['state']>();
  #summary = '';
  readonly #dataHint: string;

  /** @param dataHint how `--data` is written behind a command that is proposed */
  constructor(dataHint: string) {
    this.#dataHint = dataHint;
  }

  /** @returns one sentence for each change since the look before; none while a state is not told. */
  look(status: StatusAnswer): readonly Bilingual[] {
    return [
      ...status.volumes.flatMap((volume) => this.#volume(volume)),
      ...status.cameras.flatMap((camera) => [...this.#troubles(camera), ...this.#recovered(camera)]),
      ...this.#counted(status),
    ];
  }

  #volume({ id, path, state }: VolumeStatus): readonly Bilingual[] {
    const before = this.#volumes.get(id) ?? 'recording';
    if (state === 'unknown' || state === before) return [];
    this.#volumes.set(id, state);
    return [filled(TEXTS.volumeState, { path, state: VOLUME_TEXTS[state] })];
  }

  #troubles(camera: CameraStatus): readonly Bilingual[] {
    return cameraTroubles(camera).flatMap(({ streams, sentence }) => {
      const fresh = streams.filter(
        ({ stream, failure }) => this.#failing.get(`${camera.id}/${stream}`) !== failure?.code,
      );
      for (const { stream, failure } of fresh)
        this.#failing.set(`${camera.id}/${stream}`, failure?.code ?? '');
      return fresh.length === 0 ? [] : [sentence];
    });
  }

  #recovered(camera: CameraStatus): readonly Bilingual[] {
    const back = camera.streams.filter(
      ({ stream, state }) => state === 'receiving' && this.#failing.delete(`${camera.id}/${stream}`),
    );
    if (back.length === 0) return [];
    const streams = joined(
      back.map(({ stream }) => STREAM_TEXTS[stream]),
      ', ',
    );
    return [filled(TEXTS.streamWorks, { camera: camera.name, streams })];
  }

  #counted(status: StatusAnswer): readonly Bilingual[] {
    const { receiving, all } = receivingCount(status);
    // The recorder needs a moment to be heard of: "0 of 18" at the start is no news.
    if (this.#summary === '' && all > 0 && receiving === 0) return [];
    const summary = `${receiving}/${all}`;
    if (summary === this.#summary) return [];
    this.#summary = summary;
    return [
      all === 0
        ? filled(TEXTS.noCamera, { data: this.#dataHint })
        : filled(TEXTS.receiving, { receiving, all }),
    ];
  }
}
