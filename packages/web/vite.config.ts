/** Builds the application into dist/: files with their hash in the name, nothing inline, nothing from elsewhere. */
import react from '@vitejs/plugin-react';
import { defineConfig, type Plugin } from 'vite';

/**
 * What each route does, in both languages, is read by the documents of the API and by no page: left out of the table of routes, which every
 * page waits for.
 */
const withoutSummaries: Plugin = {
  name: 'without-summaries',
  enforce: 'pre',
  transform: (code, id) =>
    /\/contract\/route\/[a-z-]*routes\.ts$/.test(id)
      ? { code: code.replaceAll(/^ {4}summary: \{[^{}]*\},\n/gm, ''), map: null }
      : null,
};

export default defineConfig({
  root: import.meta.dirname,
  plugins: [withoutSummaries, react()],
  build: {
    outDir: 'dist',
    emptyOutDir: true,
    target: 'es2023',
    // An inlined picture or font would be a data: address, which the content security policy refuses.
    assetsInlineLimit: 0,
    sourcemap: false,
  },
});
