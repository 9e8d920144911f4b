/**
 * Zod would try `new Function` while the first schema is made, which the content security policy refuses and reports. Its switch
 * has to be thrown before any module of ours runs, wherever the bundler puts it: hence a script of its own.
 */
globalThis.__zod_globalConfig = { jitless: true };
