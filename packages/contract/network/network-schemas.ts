/** How a site is reached from the network: what an administrator sets, and what came of it. */
import { z } from 'zod';
import { unixMsSchema } from '../instant/instant.ts';
import { bilingualSchema } from '../text/bilingual.ts';
import { LISTENING_REASONS } from './listening-texts.ts';

/** Beyond it a page of names is no longer read by anybody. */
export const MAX_SITE_NAMES = 16;
/** Of addresses to listen on. */
export const MAX_LISTEN_ADDRESSES = 8;
/** Of HTTPS, unless told. */
export const DEFAULT_HTTPS_PORT = 8443;
/** Where HTTPS comes from: nowhere, from the site's own authority, from files that were given. */
export const HTTPS_KINDS = ['off', 'own', 'given'] as const;

/** As typed; what it must be the server finds out, which knows addresses. */
const hostSchema = z.string().min(1).max(253);
const fileSchema = z.string().min(1).max(1024);

/** What is set, by the page or by `matlang run`. */
export const networkSettingsSchema = z.strictObject({
  /** Addresses of this machine; `0.0.0.0`: all of IPv4, `::`: all. None: this machine alone. */
  listen: z.array(hostSchema).max(MAX_LISTEN_ADDRESSES),
  /** Of HTTPS, or of HTTP where that was chosen; null: 8443, or that of this machine. */
  port: z.int().min(1).max(65_535).nullable(),
  https: z.enum(HTTPS_KINDS),
  /** Names and addresses by which people open the site, beside the machine's own. */
  names: z.array(hostSchema).max(MAX_SITE_NAMES),
  /** Without HTTPS on the network: passwords and pictures can be read on their way. */
  allowHttp: z.boolean(),
  /** Browsers that came once by HTTPS never come by HTTP again, for a year. */
  hsts: z.boolean(),
  /** PEM on the machine's disk, with `given`. */
  certificateFile: fileSchema.nullable(),
  keyFile: fileSchema.nullable(),
});
/** As the schema says. */
export type NetworkSettings = z.infer<typeof networkSettingsSchema>;

/** The names of the settings. */
export const NETWORK_SETTINGS = networkSettingsSchema.keyof().options;

/** A new site: this machine alone. */
export const NETWORK_DEFAULTS: NetworkSettings = {
  listen: [],
  port: null,
  https: 'off',
  names: [],
  allowHttp: false,
  hsts: false,
  certificateFile: null,
  keyFile: null,
};

const certificateSchema = z.strictObject({
  /** Of an authority what it is called; of a server empty. */
  name: z.string(),
  names: z.array(z.string()),
  from: unixMsSchema,
  until: unixMsSchema,
  /** SHA-256, in groups of four digits. */
  fingerprint: z.string(),
});

/** What is set and how the site is reached now. */
export const networkSchema = z.strictObject({
  /** As kept, whatever the command line says. */
  settings: networkSettingsSchema,
  /** What the command line says otherwise, until the next start without it. */
  overridden: z.array(z.enum(NETWORK_SETTINGS)),
  reason: z.enum(LISTENING_REASONS),
  /** The reason in words. */
  access: bilingualSchema,
  /** What is not as it was asked for, and what to do. */
  problems: z.array(bilingualSchema),
  /** Addresses that open the site from the network. */
  urls: z.array(z.string()),
  /** Where a phone learns to trust the site; null: not from the network. */
  trustUrl: z.string().nullable(),
  ownNames: z.array(z.string()),
  /** Null: not made yet. */
  authority: certificateSchema.nullable(),
  certificate: certificateSchema.nullable(),
});
/** As the schema says. */
export type NetworkAnswer = z.infer<typeof networkSchema>;

/** What the server's process tells who started it. */
export const networkNoticeSchema = z.looseObject({
  access: bilingualSchema,
  problems: z.array(bilingualSchema),
  urls: z.array(z.string()),
  trustUrl: z.string().nullable(),
});
/** As the schema says. */
export type NetworkNotice = z.infer<typeof networkNoticeSchema>;
