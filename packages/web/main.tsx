/** Puts the application together: the only place where its parts are made. */
import './app/component-styles.css';
import { MantineProvider } from '@mantine/core';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { RefusedError } from './api/client.ts';
import { router } from './app/router.tsx';
import { LiveProvider } from './app/site-context.tsx';
import { readableLetters, theme } from './app/theme.ts';
import { LanguageProvider } from './i18n/language.tsx';
import { LiveSocket } from './live/live-socket.ts';

/** Of this answer: style elements without it are refused by the content security policy. */
const nonce = document.querySelector('meta[name="style-nonce"]')?.getAttribute('content') ?? '';
// The part of Mantine's dialogs that keeps the page below from scrolling (react-remove-scroll) looks for it under this name.
Object.assign(globalThis, { __webpack_nonce__: nonce });
/** Another page that asks the same within this time is given what the first one got. */
const FRESH_MS = 5000;
/** Once more where nobody answered, or the server had no room; what else it refuses it would refuse again. */
const retry = (failures: number, error: unknown): boolean =>
  failures < 1 && !(error instanceof RefusedError && error.status < 500);
const queries = new QueryClient({ defaultOptions: { queries: { staleTime: FRESH_MS, retry } } });
const live = new LiveSocket(location.origin);

const root = document.querySelector('#root');
if (root === null) throw new Error('the page has no #root');
createRoot(root).render(
  <StrictMode>
    <MantineProvider
      theme={theme}
      cssVariablesResolver={readableLetters}
      defaultColorScheme="auto"
      getStyleNonce={() => nonce}
    >
      <QueryClientProvider client={queries}>
        <LanguageProvider>
          <LiveProvider socket={live}>
            <RouterProvider router={router} />
          </LiveProvider>
        </LanguageProvider>
      </QueryClientProvider>
    </MantineProvider>
  </StrictMode>,
);

// Only where the browser takes the page for safe (loopback or HTTPS); without it everything works but the page that waits for the server.
if ('serviceWorker' in navigator)
  navigator.serviceWorker.register('/service-worker.js').catch(() => undefined);
