/** Who did something, as people read it. */
import type { useSpeech } from './language.tsx';

/** Until accounts exist everybody is whoever sits at the machine. @param actor as the API says it */
export function actorText(actor: string, t: ReturnType<typeof useSpeech>['t']): string {
  return actor === 'local' ? t('localUser') : actor;
}
