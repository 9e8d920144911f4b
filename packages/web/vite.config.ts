/** Builds the application into dist/: files with their hash in the name, nothing inline, nothing from elsewhere. */
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

export default defineConfig({
  root: import.meta.dirname,
  plugins: [react()],
  build: {
    outDir: 'dist',
    emptyOutDir: true,
    target: 'es2023',
    // An inlined picture or font would be a data: address, which the content security policy refuses.
    assetsInlineLimit: 0,
    sourcemap: false,
  },
});
