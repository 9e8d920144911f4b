/** From the format parameters of RFC 3640 to a depacketizer: `mode`, `config`, the lengths of the header fields. */
import { decodeHex } from '../../bytes/index.ts';
import { createAacFormat, parseAudioSpecificConfig } from '../../codec/aac/index.ts';
import { CodecError } from '../../codec/codec-error.ts';
import type { MediaDescription } from '../media-description.ts';
import { DepacketizerRefusal } from '../refusal.ts';
import { AacDepacketizer } from './aac-depacketizer.ts';
import type { AuHeaderLayout } from './au-headers.ts';

/** Header fields that other modes have and that would move everything behind them. */
const UNSUPPORTED_FIELDS = [
  'ctsdeltalength',
  'dtsdeltalength',
  'randomaccessindication',
  'streamstateindication',
  'auxiliarydatasizelength',
];
/** `size` is at most 16 bits in practice (13 in AAC-hbr); 32 is what a reader of bits takes. */
const MAX_FIELD_BITS = 32;
const MAX_CONFIG_BYTES = 64;

/** @throws DepacketizerRefusal */
export function createAacDepacketizer(media: MediaDescription): AacDepacketizer {
  const parameters = media.formatParameters;
  const mode = parameters.get('mode')?.toLowerCase() ?? 'aac-hbr';
  if (mode !== 'aac-hbr' && mode !== 'aac-lbr') {
    throw new DepacketizerRefusal(
      'mode-unsupported',
      media.encodingName,
      `${media.encodingName} in mode ${mode} isn't recorded`,
    );
  }
  for (const field of UNSUPPORTED_FIELDS) {
    if (Number(parameters.get(field) ?? 0) !== 0) {
      throw new DepacketizerRefusal(
        'mode-unsupported',
        media.encodingName,
        `${media.encodingName} with ${field} isn't recorded`,
      );
    }
  }
  const config = decodeHex((parameters.get('config') ?? '').trim());
  if (config === null || config.length === 0 || config.length > MAX_CONFIG_BYTES) {
    throw new DepacketizerRefusal(
      'parameters-invalid',
      media.encodingName,
      `${media.encodingName}: config is missing or no hexadecimal text`,
    );
  }
  try {
    return new AacDepacketizer({
      format: createAacFormat(config, media.clockRateHz),
      samplesPerFrame: parseAudioSpecificConfig(config).samplesPerFrame,
      layout: layoutOf(media, mode === 'aac-hbr' ? HBR : LBR),
    });
  } catch (error) {
    if (!(error instanceof CodecError)) throw error;
    throw new DepacketizerRefusal('parameters-invalid', media.encodingName, error.message, error);
  }
}

const HBR: AuHeaderLayout = { sizeLengthBits: 13, indexLengthBits: 3, indexDeltaLengthBits: 3 };
const LBR: AuHeaderLayout = { sizeLengthBits: 6, indexLengthBits: 2, indexDeltaLengthBits: 2 };

/** Cameras leave the lengths out: the mode fixes them. */
function layoutOf(media: MediaDescription, mode: AuHeaderLayout): AuHeaderLayout {
  return {
    sizeLengthBits: fieldBits(media, 'sizelength', mode.sizeLengthBits, 1),
    indexLengthBits: fieldBits(media, 'indexlength', mode.indexLengthBits, 0),
    indexDeltaLengthBits: fieldBits(media, 'indexdeltalength', mode.indexDeltaLengthBits, 0),
  };
}

function fieldBits(media: MediaDescription, name: string, fallback: number, minimum: number): number {
  const text = media.formatParameters.get(name);
  if (text === undefined) return fallback;
  const bits = Number(text);
  if (Number.isInteger(bits) && bits >= minimum && bits <= MAX_FIELD_BITS) return bits;
  throw new DepacketizerRefusal(
    'parameters-invalid',
    media.encodingName,
    `${media.encodingName}: ${name} is ${text}`,
  );
}
