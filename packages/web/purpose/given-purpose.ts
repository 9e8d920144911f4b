/** The purpose of whoever looks at recordings where no session has stated one: at a shared screen. */
import { createContext } from 'react';

/** Its id; null: that of the session. */
export const GivenPurpose = createContext<string | null>(null);
