/** `matlang audit verify|head`: is the audit log what was written, by the site's own words and by those that somebody kept elsewhere? */
import { join } from 'node:path';
import { AUDIT_HEAD_FORMAT, type AuditHeadAnswer, auditActionText, type Bilingual } from '@matlang/contract';
import { nodeKeyId, verifyHeadSignature } from '@matlang/keys';
import { auditLogHeadText } from '@matlang/link';
import {
  type AuditLogVerification,
  type KeptHeadCheck,
  type KeptHeadState,
  readNewestAuditHead,
  verifyAuditLog,
} from '@matlang/server/verify-audit-log';
import { Command } from 'commander';
import { CommandFailure, EXIT_CODES, type ExitCode } from '../exit-code.ts';
import { duration } from '../language/figures.ts';
import { filled, joined, type Say, verbatim } from '../language/say.ts';
import { dayAndClock } from '../language/site-time.ts';
import { checkExportFile, type ExportFileCheck } from '../site/export-file.ts';
import { headVerifier, siteSigner } from '../site/head-verifier.ts';
import { type KeptHeadFile, readKeptHead } from '../site/kept-head-file.ts';
import { rememberedLog } from '../site/remembered-log.ts';
import { requireSite } from '../site/site-folder.ts';
import { ProgressLine } from '../terminal/progress.ts';
import { AUDIT_FAULT_TEXTS, AUDIT_TEXTS as TEXTS } from '../texts/audit-texts.ts';
import { OPTION_TEXTS } from '../texts/option-texts.ts';
import { dataDirectory, dataHint, dataOption, jsonOption } from './shared-options.ts';

interface VerifyOptions {
  readonly data: string;
  readonly head?: readonly string[];
  readonly json?: boolean;
}

/** What became of a kept file: beside what the log says of it, its own signature and key. */
type KeptState = KeptHeadState | 'unsigned' | 'other-key';

interface KeptFileCheck {
  readonly file: KeptHeadFile;
  readonly state: KeptState;
  readonly proof: KeptHeadCheck['proof'];
}

/** Everything that is said of a log. */
interface Verdict {
  readonly log: AuditLogVerification;
  readonly kept: readonly KeptFileCheck[];
  /** False: the key of the site is not there, nor is any in a kept head. */
  readonly hasKey: boolean;
  readonly elapsedMs: number;
}

/** The verb with its sub-verbs. */
export const auditCommand = (say: Say): Command =>
  new Command('audit')
    .description(say(TEXTS.description))
    .addCommand(verifyCommand(say))
    .addCommand(headCommand(say))
    .addCommand(verifyExportCommand(say));

const collected = (value: string, before: readonly string[] = []): readonly string[] => [...before, value];

const verifyCommand = (say: Say): Command =>
  new Command('verify')
    .description(say(TEXTS.verifyDescription))
    .option(`--head <${say(OPTION_TEXTS.fileWord)}>`, say(TEXTS.headOption), collected)
    .addOption(dataOption(say))
    .addOption(jsonOption(say))
    .action(async (options: VerifyOptions) => {
      const verdict = await verify(say, dataDirectory(options), options.head ?? []);
      process.stdout.write(
        options.json === true
          ? `${JSON.stringify(answerOf(verdict))}\n`
          : `${say(describe(verdict, dataDirectory(options)))}\n`,
      );
      process.exitCode = exitCodeOf(verdict);
    });

/** @throws CommandFailure: notFound without a log, usage for a file that is no head, failed where the log can't be read */
const verify = async (say: Say, directory: string, paths: readonly string[]): Promise<Verdict> => {
  requireSite(directory);
  const files = paths.map(readKeptHead);
  const keys = keysFor(directory, files);
  const startedMs = performance.now();
  const line = new ProgressLine();
  try {
    const log = await readLog(directory, () =>
      verifyAuditLog(join(directory, 'site.sqlite'), {
        ...(keys.hasKey ? { verify: keys.verify } : {}),
        remembered: rememberedLog(directory, keys.verify),
        kept: files.map(({ head }) => head),
        onProgress: (done, all) =>
          line.update(done, all, ({ percent, leftMs }) => {
            const left = leftMs === null ? TEXTS.unknownTime : duration(leftMs);
            return say(filled(TEXTS.progress, { done, all, percent, left }));
          }),
      }),
    );
    const kept = files.map((file, at) => keptCheck(file, log.kept[at], directory));
    return { log, kept, hasKey: keys.hasKey, elapsedMs: performance.now() - startedMs };
  } finally {
    line.end();
  }
};

/** @throws CommandFailure */
const readLog = async <Result>(
  directory: string,
  read: () => Promise<Result | null>,
): Promise<Exclude<Result, null>> => {
  let found: Result | null;
  try {
    found = await read();
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new CommandFailure(EXIT_CODES.failed, filled(TEXTS.unreadable, { why }), { cause: error });
  }
  if (found === null) throw new CommandFailure(EXIT_CODES.notFound, filled(TEXTS.none, { data: directory }));
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- null was refused
  return found as Exclude<Result, null>;
};

/** The site's own key where it is here; of a copy without keys, those that the kept heads carry. */
const keysFor = (directory: string, files: readonly KeptHeadFile[]) => {
  if (siteSigner(directory) !== null) return { hasKey: true, verify: headVerifier(directory) };
  const known = new Map(files.filter(({ isSigned }) => isSigned).map(({ head }) => [head.keyId, head]));
  const verifyByKept = (keyId: string, message: Uint8Array, signature: Uint8Array): boolean | null => {
    const head = known.get(keyId);
    return head === undefined
      ? null
      : verifyHeadSignature(Buffer.from(head.publicKey, 'hex'), message, signature);
  };
  return { hasKey: known.size > 0, verify: verifyByKept };
};

const keptCheck = (
  file: KeptHeadFile,
  found: KeptHeadCheck | undefined,
  directory: string,
): KeptFileCheck => {
  if (!file.isSigned || found === undefined) return { file, state: 'unsigned', proof: null };
  const ownKeyId = siteSigner(directory)?.keyId ?? file.head.keyId;
  const isOtherKey = found.state === 'differs' && ownKeyId !== file.head.keyId;
  return { file, state: isOtherKey ? 'other-key' : found.state, proof: found.proof };
};

/** `undecided` is no fault of its own: what is wrong comes before it. */
const isFault = ({ state }: KeptFileCheck): boolean => state !== 'holds' && state !== 'undecided';

const exitCodeOf = ({ log, kept, hasKey }: Verdict): ExitCode =>
  log.broken !== null || kept.some(isFault)
    ? EXIT_CODES.failed
    : hasKey || log.signed === null
      ? EXIT_CODES.ok
      : EXIT_CODES.unchecked;

/** For --json. */
const answerOf = (verdict: Verdict): object => {
  const { log, kept, hasKey, elapsedMs } = verdict;
  const code = exitCodeOf(verdict);
  const { kept: _, ...found } = log;
  return {
    // Null: nothing speaks against it, and signatures could not be verified.
    holds: code === EXIT_CODES.unchecked ? null : code === EXIT_CODES.ok,
    ...found,
    signaturesVerified: hasKey,
    kept: kept.map(({ file, state, proof }) => ({
      file: file.path,
      seq: file.head.seq,
      signedAt: file.head.signedAt,
      state,
      proof,
    })),
    elapsedMs: Math.round(elapsedMs),
  };
};

const describe = ({ log, kept, hasKey, elapsedMs }: Verdict, data: string): Bilingual => {
  const time = duration(elapsedMs);
  return joined(
    [
      ...describeFault(log),
      ...kept.map((one) => describeKept(one, kept, log)),
      ...describeSignatures(log, hasKey, data),
      log.broken === null && !kept.some(isFault)
        ? filled(TEXTS.whole, { entries: log.entries, time })
        : filled(TEXTS.broken, { time }),
    ],
    '\n',
  );
};

const describeFault = ({ broken, brokenEntry, provenSeq }: AuditLogVerification): readonly Bilingual[] => {
  if (broken === null) return [];
  const { seq } = broken;
  const end = broken.kind === 'subtree' ? seq + 2 ** broken.level - 1 : seq;
  const values = { seq, end, first: provenSeq + 1, last: Math.max(provenSeq + 1, seq - 1) };
  const isAround = broken.kind === 'signature' || broken.kind === 'root' || broken.kind === 'unsigned';
  // What a signature does not fit lies anywhere behind the last one that does.
  const intact = isAround ? provenSeq : seq - 1;
  return [
    filled(AUDIT_FAULT_TEXTS[broken.kind], values),
    ...(brokenEntry === null || broken.kind === 'search'
      ? []
      : [
          filled(TEXTS.stands, {
            time: dayAndClock(brokenEntry.atUnixMs),
            actor: brokenEntry.actor,
            action: auditActionText(brokenEntry.action),
          }),
        ]),
    ...(intact > 0 && broken.kind !== 'search' ? [filled(TEXTS.intactBefore, { seq: intact })] : []),
  ];
};

const describeSignatures = (
  { broken, entries, provenSeq }: AuditLogVerification,
  hasKey: boolean,
  data: string,
): readonly Bilingual[] => {
  if (!hasKey) return [filled(TEXTS.noKey, { data })];
  if (broken !== null) return [];
  if (provenSeq === 0) return [TEXTS.noneProven];
  const left = entries - provenSeq;
  return [
    filled(TEXTS.proven, { seq: provenSeq }),
    ...(left > 0 ? [filled(TEXTS.notProvenYet, { count: left })] : []),
  ];
};

const describeKept = (
  { file: { path, head }, state }: KeptFileCheck,
  all: readonly KeptFileCheck[],
  { entries }: AuditLogVerification,
): Bilingual => {
  const holding = all.filter((one) => one.state === 'holds').map(({ file }) => file.head.seq);
  const first = Math.max(0, ...holding.filter((seq) => seq < head.seq)) + 1;
  const what: Readonly<Record<KeptState, Bilingual>> = {
    holds: TEXTS.keptHolds,
    differs: filled(TEXTS.keptDiffers, { first, seq: head.seq }),
    cut: filled(TEXTS.keptCut, { seq: head.seq, entries }),
    'other-site': filled(TEXTS.keptOtherSite, { name: head.siteName }),
    'other-key': TEXTS.keptOtherKey,
    unsigned: TEXTS.keptUnsigned,
    undecided: TEXTS.keptUndecided,
  };
  const time = dayAndClock(head.signedAt);
  return filled(TEXTS.kept, { file: verbatim(path), seq: head.seq, time, what: what[state] });
};

const headCommand = (say: Say): Command =>
  new Command('head')
    .description(say(TEXTS.headDescription))
    .addOption(dataOption(say))
    .action(async (options: { readonly data: string }) => {
      const head = await newestHead(dataDirectory(options), dataHint(options));
      process.stdout.write(`${JSON.stringify(head, null, 2)}\n`);
    });

/** @throws CommandFailure: notFound where nothing is signed, failed where what is signed is not the log */
const newestHead = async (directory: string, hint: string): Promise<AuditHeadAnswer> => {
  requireSite(directory);
  const signer = siteSigner(directory);
  const found = await readLog(directory, async () => ({
    newest: await readNewestAuditHead(join(directory, 'site.sqlite')),
  }));
  if (found.newest === null || signer === null)
    throw new CommandFailure(EXIT_CODES.notFound, TEXTS.nothingSigned);
  const { siteId, siteName, signed, log } = found.newest;
  const { signedUnixMs, keyId, signature, ...place } = signed;
  const message = Buffer.from(auditLogHeadText({ siteId, ...place, signedUnixMs }), 'utf8');
  const isSigned =
    keyId === nodeKeyId(signer.publicKey) &&
    verifyHeadSignature(signer.publicKey, message, Buffer.from(signature, 'hex'));
  if (!isSigned || log.hash !== place.hash || log.root !== place.root)
    throw new CommandFailure(EXIT_CODES.failed, filled(TEXTS.headDiffers, { data: hint }));
  return {
    format: AUDIT_HEAD_FORMAT,
    siteId,
    siteName,
    ...place,
    signedAt: signedUnixMs,
    keyId,
    publicKey: Buffer.from(signer.publicKey).toString('hex'),
    signature,
  };
};

/** More are in --json. */
const SHOWN_NUMBERS = 20;

const verifyExportCommand = (say: Say): Command =>
  new Command('verify-export')
    .description(say(TEXTS.exportDescription))
    .argument(`<${say(OPTION_TEXTS.fileWord)}>`)
    .addOption(jsonOption(say))
    .action((path: string, options: { readonly json?: boolean }) => {
      const check = checkExportFile(path);
      const { file, isSigned, ...found } = check;
      const { head } = file;
      const answer = {
        holds: found.wrong.length > 0 ? false : found.unproved > 0 ? null : true,
        head,
        isSigned,
      };
      process.stdout.write(
        options.json === true
          ? `${JSON.stringify({ ...answer, ...found })}\n`
          : `${say(describeExport(check))}\n`,
      );
      process.exitCode =
        found.wrong.length > 0
          ? EXIT_CODES.failed
          : found.unproved > 0
            ? EXIT_CODES.unchecked
            : EXIT_CODES.ok;
    });

const describeExport = ({ file, proved, wrong, unproved }: ExportFileCheck): Bilingual => {
  const { head } = file;
  const list = `${wrong.slice(0, SHOWN_NUMBERS).join(', ')}${wrong.length > SHOWN_NUMBERS ? ' …' : ''}`;
  return joined(
    [
      ...(head !== null && (proved > 0 || wrong.length + unproved === 0)
        ? [
            filled(TEXTS.exportProved, {
              count: proved,
              site: head.siteName,
              time: dayAndClock(head.signedAt),
              key: head.keyId,
            }),
          ]
        : []),
      ...(wrong.length > 0 ? [filled(TEXTS.exportWrong, { count: wrong.length, list })] : []),
      ...(unproved > 0 ? [filled(TEXTS.exportUnproved, { count: unproved })] : []),
    ],
    '\n',
  );
};
