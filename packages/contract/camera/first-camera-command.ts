/** The command that adds the first camera, as it is shown where there is none yet: to be copied, with a name and an address of one's own. */
import type { Bilingual } from '../text/bilingual.ts';

const FOLDER_WORD: Bilingual = { vi: 'THƯ_MỤC_HỆ_THỐNG', en: 'SITE_FOLDER' };

/** @param dataDirectory of the site; null: it is not known here, and a word says what belongs there */
export function firstCameraCommand(dataDirectory: string | null): Bilingual {
  const command = (name: string, folder: string): string =>
    `npx matlang camera add --name "${name}" --main rtsp://192.168.1.64/Streaming/Channels/101 --data ${folder}`;
  const folder = dataDirectory === null ? FOLDER_WORD : alike(quoted(dataDirectory));
  return { vi: command('Cổng chợ', folder.vi), en: command('Market gate', folder.en) };
}

const alike = (text: string): Bilingual => ({ vi: text, en: text });

/** As a shell takes it. */
const quoted = (path: string): string =>
  /[^\w./-]/.test(path) ? `'${path.replaceAll("'", "'\\''")}'` : path;
