/** Looks at a camera through the recorder: the server itself opens no connection to cameras. */
import { PROBE_FINDING_TEXTS, type ProbeAnswer, STREAM_FAILURE_TEXTS } from '@matlang/contract';
import { checkNewCamera } from '@matlang/domain';
import type { SiteKeys } from '@matlang/keys';
import { type ProbeReport, probePasswordContext } from '@matlang/link';
import { ApiError, lawful } from '../../answer/api-error.ts';
import { Slots } from '../../answer/slots.ts';
import type { RecorderLink } from '../../live/recorder-link.ts';

/** Each holds a session of a camera for seconds. */
const MAX_PROBES = 4;

/**
 * A camera to be tried, as the contract's schema let it through; the laws of domain are asked here. Nothing of it is
 * kept.
 */
export interface ProbeRequest {
  readonly url: string;
  readonly username?: string;
  readonly password?: string;
  readonly transport: 'tcp' | 'udp';
  readonly measureMs: number;
}

/** Asks the recorder for a probe, a few at a time. */
export class ProbeService {
  readonly #link: RecorderLink;
  readonly #keys: SiteKeys;
  readonly #slots = new Slots(MAX_PROBES, 'too-busy');

  constructor(link: RecorderLink, keys: SiteKeys) {
    this.#link = link;
    this.#keys = keys;
  }

  async probe(request: ProbeRequest): Promise<ProbeAnswer> {
    // The same laws as for a camera that is added, so that what was tried can be kept as it is.
    const { settings, password, addresses } = lawful(
      checkNewCamera({
        name: 'probe',
        main: { url: request.url },
        ...(request.username === undefined ? {} : { username: request.username }),
        ...(request.password === undefined ? {} : { password: request.password }),
      }),
    );
    const release = this.#slots.take();
    try {
      const id = this.#link.reserveCommandId();
      const outcome = await this.#link.command(
        {
          command: 'probe',
          url: addresses.main ?? settings.mainUrl,
          transport: request.transport,
          measureMs: request.measureMs,
          ...(settings.username === null ? {} : { username: settings.username }),
          ...(typeof password === 'string'
            ? { sealedPassword: this.#keys.seal(password, probePasswordContext(id)) }
            : {}),
        },
        id,
      );
      if (outcome.command !== 'probe') throw new ApiError('recorder-refused', { refusal: outcome.command });
      return probeAnswer(outcome.report);
    } finally {
      release();
    }
  }
}

function probeAnswer(report: ProbeReport): ProbeAnswer {
  const { failure } = report;
  return {
    ...report,
    failure:
      failure === null
        ? null
        : {
            step: failure.step,
            code: failure.code,
            statusCode: failure.statusCode ?? null,
            detail: failure.detail ?? null,
            message: STREAM_FAILURE_TEXTS[failure.code].what,
            tryThis: STREAM_FAILURE_TEXTS[failure.code].tryThis,
          },
    findings: report.findings.map((code) => ({ code, message: PROBE_FINDING_TEXTS[code] })),
  };
}
