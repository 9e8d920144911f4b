/** Who did something, as people read it. */
import type { useSpeech } from './language.tsx';

/** A user name as it is; whoever sits at the machine by a word. @param actor as the API says it */
export function actorText(actor: string, t: ReturnType<typeof useSpeech>['t']): string {
  return actor === 'local' ? t('localUser') : actor;
}
