/** Puts the server of one site together: the only place where its parts are made. Used by main.ts and by tests. */
import { join, resolve } from 'node:path';
import { type ArchiveReader, openArchiveReader } from '@matlang/archive/reading';
import { requirePrivateFolders, SiteKeys } from '@matlang/keys';
import { ANALYST_SOCKET } from '@matlang/link';
import type { FastifyInstance } from 'fastify';
import { composeAccounts } from './access/compose-accounts.ts';
import { Door, type Identify } from './access/door.ts';
import type { KioskUnlocks } from './access/kiosk-unlocks.ts';
import { hasAdministrator } from './access/last-administrator.ts';
import type { Purposes } from './access/purposes.ts';
import { Backups } from './backup/backups.ts';
import { seedOf } from './configuration/adopt-configuration.ts';
import { RecorderConfigurationFile } from './configuration/recorder-configuration-file.ts';
import { SiteChanges } from './configuration/site-changes.ts';
import { accountsRoutes } from './http/accounts-routes.ts';
import { readApplication } from './http/application/application-files.ts';
import { AuditHeads } from './http/audit/audit-heads.ts';
import { auditRoutes } from './http/audit/audit-routes.ts';
import { backupRoutes } from './http/backup/backup-routes.ts';
import { bookmarkRoutes } from './http/bookmark/bookmark-routes.ts';
import { BookmarkService } from './http/bookmark/bookmark-service.ts';
import { buildServer } from './http/build-server.ts';
import { cameraRoutes } from './http/camera/camera-routes.ts';
import { CameraService } from './http/camera/camera-service.ts';
import { ProbeService } from './http/camera/probe-service.ts';
import { EstimateService } from './http/export/estimate-service.ts';
import { exportRoutes } from './http/export/export-routes.ts';
import { SpanExportService } from './http/export/span-export-service.ts';
import { footageRoutes } from './http/footage/footage-routes.ts';
import { PlaybackService } from './http/footage/playback-service.ts';
import { TimelineService } from './http/footage/timeline-service.ts';
import { holdRoutes } from './http/hold/hold-routes.ts';
import { jobRoutes } from './http/job/job-routes.ts';
import { keyRoutes } from './http/key/key-routes.ts';
import { networkRoutes } from './http/network/network-routes.ts';
import { pageRoutes } from './http/page/page-routes.ts';
import { purposeRoutes } from './http/purpose/purpose-routes.ts';
import { simulatedCameraRoutes } from './http/simulated/simulated-camera-routes.ts';
import { siteRoutes } from './http/site/site-routes.ts';
import { statusRoutes } from './http/status/status-routes.ts';
import { StatusService } from './http/status/status-service.ts';
import { stillRoutes } from './http/stills/still-routes.ts';
import { StillService } from './http/stills/still-service.ts';
import { storageRoutes } from './http/storage/storage-routes.ts';
import { StorageService } from './http/storage/storage-service.ts';
import type { ReaderPatience } from './http/stream/slow-reader.ts';
import { ArchiveEventRecord } from './jobs/archive-event-record.ts';
import { AuditLogSigner } from './jobs/audit-log-signer.ts';
import { ExportDeliveries } from './jobs/export-deliveries.ts';
import { ExportJobs } from './jobs/export-jobs.ts';
import { ExportLeases } from './jobs/export-lease.ts';
import { ExportPaces } from './jobs/export-paces.ts';
import { ExportPreparation } from './jobs/export-preparation.ts';
import { createPlanningTurns, createTransferSlots } from './jobs/export-transfers.ts';
import { FootageDeletions } from './jobs/footage-deletions.ts';
import { FootageViews } from './jobs/footage-views.ts';
import { HeadDeliveries } from './jobs/head-deliveries.ts';
import { Holds } from './jobs/holds.ts';
import { PlanFiles } from './jobs/plan-files.ts';
import { KeyRotation } from './keys/key-rotation.ts';
import { AnalystLink } from './live/analyst-link.ts';
import { LiveGateway } from './live/live-gateway.ts';
import { RecorderChannels } from './live/recorder-channels.ts';
import { RecorderLink } from './live/recorder-link.ts';
import type { Log } from './log/log.ts';
import { NetworkAccess } from './network/network-access.ts';
import type { NetworkOverrides } from './network/network-settings.ts';
import type { OwnNames } from './network/own-names.ts';
import { type ReadTimeStatus, readTimeStatus } from './site/machine.ts';
import { type Clock, openSite, type SiteContext, type SiteSeed } from './site/site-context.ts';
import { type SiteName, SiteNaming } from './site/site-naming.ts';
import { openSiteDatabase, type SiteDatabase } from './store/site-database.ts';

/**
 * What a site's server is made of. `seed` is used only where the data directory has no site yet; paths may be relative
 * to the working directory.
 */
export interface SiteServerOptions {
  readonly dataDirectory: string;
  /** Where the recorder listens. */
  readonly recorderSocketPath: string;
  readonly version: string;
  readonly clock: Clock;
  readonly log: Log;
  readonly seed?: SiteSeed;
  /** Asks the supervisor for simulated cameras; left out where it has none to give. */
  readonly wishSimulatedCameras?: () => void;
  /** Who asks; another one in tests only. */
  readonly identify?: Identify;
  /** Time that no clock sets back; another one in tests only. */
  readonly monotonicMs?: () => number;
  /** What the command line says of the network. */
  readonly network?: NetworkOverrides;
  /** What the machine says of its clock; another one in tests only. */
  readonly readTimeStatus?: ReadTimeStatus;
  /** Names and addresses of the machine; others in tests only. */
  readonly readOwnNames?: () => OwnNames;
  /** Where the web application was built; without it the first page is plain HTML. */
  readonly applicationDirectory?: string;
  /** How slow who reads an answer may be; another one in tests only. */
  readonly readerPatience?: ReaderPatience;
}

/**
 * A server that runs: links and jobs are started, and `app` listens where the caller tells it. `close` ends all of it,
 * answers under way too.
 */
export interface SiteServer {
  readonly app: FastifyInstance;
  readonly context: SiteContext;
  readonly link: RecorderLink;
  readonly jobs: ExportJobs;
  readonly headDeliveries: HeadDeliveries;
  /** Starts when its caller has the machine's own entrance open. */
  readonly network: NetworkAccess;
  readonly backups: Backups;
  /** By which the first administrator is made, to be shown in the terminal; null: there is one. */
  readonly setUpCode: string | null;
  close(): Promise<void>;
}

/** Opens database, keys, archive and the recorder's socket; listens on no port yet. */
export async function composeSite(options: SiteServerOptions): Promise<SiteServer> {
  const { clock } = options;
  const dataDirectory = resolve(options.dataDirectory);
  requirePrivateFolders(dataDirectory);
  const database = await openSiteDatabase(join(dataDirectory, 'site.sqlite'), clock.nowUnixMs());
  try {
    return await composeOver(database, { ...options, dataDirectory });
  } catch (error) {
    await database.close();
    throw error;
  }
}

async function composeOver(database: SiteDatabase, options: SiteServerOptions): Promise<SiteServer> {
  const { dataDirectory, clock, log, version } = options;
  const keys = new SiteKeys(dataDirectory);
  const file = new RecorderConfigurationFile(dataDirectory);
  const configured = await file.read();
  const seed = configured === null ? options.seed : seedOf(configured);
  const { site, volumes } = await openSite(database, clock, seed);
  const name: SiteName = { current: site.name };
  const context: SiteContext = {
    dataDirectory,
    siteId: site.id,
    get siteName() {
      return name.current;
    },
    volumes,
    database,
    clock,
  };
  const archive = openArchiveReader({
    volumes: volumes.map(({ id, path }) => ({ id, path: resolve(dataDirectory, path) })),
  });
  const changes = new SiteChanges(context, file, log);
  await changes.reconcile();
  const rotation = new KeyRotation({ context, changes, keys, log });
  await rotation.settle();
  const { link, analyst } = composeLinks(options);
  const deletions = new FootageDeletions({ context, link, log });
  const cameras = new CameraService({ context, changes, keys, deletions });
  await cameras.sealOldAddresses();
  const holds = new Holds({ context, link, log });
  const exporting = composeExports(context, archive, link, log);
  const { jobs } = exporting;
  const { events, auditSigner } = composeAuditLog(context, link, log);
  const monotonicMs = options.monotonicMs ?? ((): number => performance.now());
  const headDeliveries = new HeadDeliveries({ context, heads: new AuditHeads(context, auditSigner), log });
  const accounts = composeAccounts(context, keys, { log, monotonicMs });
  const network = composeNetwork(context, options);
  const backups = new Backups({ context, keys, log });
  const status = new StatusService({
    context,
    link,
    analyst,
    changes,
    version,
    startedUnixMs: clock.nowUnixMs(),
    access: () => network.access,
  });
  const { purposes, unlocks } = accounts;
  await purposes.load();
  const views = new FootageViews({ context, log, monotonicMs });
  const door = new Door(options.identify ?? accounts.identities.identify, clock);
  const application =
    options.applicationDirectory === undefined ? null : readApplication(options.applicationDirectory);
  const app: FastifyInstance = await buildServer({
    log,
    version,
    application,
    door,
    ...(options.readerPatience === undefined ? {} : { readerPatience: options.readerPatience }),
    handlers: {
      ...cameraRoutes(cameras, new ProbeService(link, keys)),
      ...recordingRoutes({ context, cameras, archive, analyst, exporting, purposes, views }),
      ...holdRoutes(holds, cameras),
      ...bookmarkRoutes(new BookmarkService(context), cameras),
      ...storageRoutes(new StorageService(context, archive, link)),
      ...simulatedCameraRoutes(context, options.wishSimulatedCameras ?? null),
      ...accountsRoutes(accounts, cameras),
      ...networkRoutes(network, context),
      ...settingRoutes(options, {
        context,
        naming: new SiteNaming({ context, changes, name }),
        deliveries: headDeliveries,
        rotation,
        backups,
      }),
      ...auditRoutes(context, auditSigner),
      ...jobRoutes(jobs, context),
      ...statusRoutes(status, accounts.operatorToken),
      ...pageRoutes(status, application, door, () => app.swagger()),
    },
  });
  const live = composeLive(link, analyst, door, clock);
  live.attach(app.server);
  const running = { link, analyst, jobs, views, unlocks, headDeliveries, backups };
  for (const part of Object.values(running)) part.start();
  database.startedWell();
  return {
    app,
    context,
    link,
    jobs,
    headDeliveries,
    network,
    backups,
    setUpCode: (await accounts.identities.hasPeople()) ? null : accounts.setUpCode.text,
    close: () => closeAll({ ...running, app, network, live, events, auditSigner, archive, database }),
  };
}

/** Of everything that shows recordings or hands them out, and of why. */
function recordingRoutes({
  context,
  cameras,
  archive,
  analyst,
  exporting,
  purposes,
  views,
}: {
  readonly context: SiteContext;
  readonly cameras: CameraService;
  readonly archive: ArchiveReader;
  readonly analyst: AnalystLink;
  readonly exporting: ReturnType<typeof composeExports>;
  readonly purposes: Purposes;
  readonly views: FootageViews;
}) {
  const volumeIds = context.volumes.map(({ id }) => id);
  return {
    ...footageRoutes({
      cameras,
      purposes,
      views,
      timelines: new TimelineService(archive),
      playback: new PlaybackService(archive, context.clock, analyst, volumeIds),
      exports: new SpanExportService({ archive, context, ...exporting }),
    }),
    ...stillRoutes(cameras, new StillService(analyst, archive), { purposes, views }),
    ...exportRoutes({
      ...exporting,
      cameras,
      purposes,
      archive,
      estimates: new EstimateService(archive, exporting.paces),
    }),
    ...purposeRoutes(purposes),
  };
}

/** Of what an administrator sets beside the network, and of what keeps it. */
function settingRoutes(
  { version, readTimeStatus: readTime }: SiteServerOptions,
  parts: {
    readonly context: SiteContext;
    readonly naming: SiteNaming;
    readonly deliveries: HeadDeliveries;
    readonly rotation: KeyRotation;
    readonly backups: Backups;
  },
) {
  const { context, naming, deliveries, rotation, backups } = parts;
  return {
    ...siteRoutes({ context, naming, deliveries, version, readTimeStatus: readTime ?? readTimeStatus }),
    ...keyRoutes(rotation),
    ...backupRoutes(backups),
  };
}

function composeNetwork(
  context: SiteContext,
  { log, network, readOwnNames }: SiteServerOptions,
): NetworkAccess {
  return new NetworkAccess({
    context,
    log,
    hasAdministrator: () => hasAdministrator(context.database.stores, context),
    overrides: network ?? {},
    ...(readOwnNames === undefined ? {} : { readOwnNames }),
  });
}

function composeLive(link: RecorderLink, analyst: AnalystLink, door: Door, clock: Clock): LiveGateway {
  const channels = {
    recorder: new RecorderChannels(link),
    transcoded: new RecorderChannels(analyst, 'analyst-away'),
  };
  return new LiveGateway({ link, channels, door, clock });
}

/** What the recorder does by itself, and the signatures over the log. */
function composeAuditLog(context: SiteContext, link: RecorderLink, log: Log) {
  const events = new ArchiveEventRecord({ context, log });
  link.onArchiveEvent(events.take);
  const auditSigner = new AuditLogSigner(context, link, log);
  link.onArchiveEvent(({ kind }) => {
    if (kind === 'heads-signed') auditSigner.signSoon(events.settled());
  });
  return { events, auditSigner };
}

function composeLinks({ dataDirectory, recorderSocketPath, clock, log, version }: SiteServerOptions) {
  const shared = { clock, log, productVersion: version };
  return {
    link: new RecorderLink({ ...shared, socketPath: recorderSocketPath }),
    analyst: new AnalystLink({ ...shared, socketPath: join(dataDirectory, ANALYST_SOCKET) }),
  };
}

function composeExports(context: SiteContext, archive: ArchiveReader, link: RecorderLink, log: Log) {
  const { dataDirectory, clock } = context;
  const leases = new ExportLeases(link, log);
  const transfers = createTransferSlots();
  const planning = createPlanningTurns();
  const paces = new ExportPaces();
  const plans = new PlanFiles(dataDirectory);
  const deliveries = new ExportDeliveries(paces, clock.nowUnixMs);
  const preparation = new ExportPreparation({ archive, plans, planning, paces, clock });
  const jobs = new ExportJobs({ context, leases, plans, preparation, deliveries, log });
  link.onConnect(() => void jobs.leaseAgain());
  return { jobs, deliveries, paces, leases, transfers, planning };
}

async function closeAll(parts: {
  readonly app: FastifyInstance;
  readonly network: NetworkAccess;
  readonly live: LiveGateway;
  readonly link: RecorderLink;
  readonly analyst: AnalystLink;
  readonly jobs: ExportJobs;
  readonly views: FootageViews;
  readonly headDeliveries: HeadDeliveries;
  readonly unlocks: KioskUnlocks;
  readonly backups: Backups;
  readonly events: ArchiveEventRecord;
  readonly auditSigner: AuditLogSigner;
  readonly archive: { close(): void };
  readonly database: SiteDatabase;
}): Promise<void> {
  parts.jobs.stop();
  parts.live.close();
  parts.network.close();
  await parts.app.close();
  await parts.backups.close();
  await parts.views.end();
  await parts.headDeliveries.stop();
  await parts.unlocks.stop();
  parts.link.close();
  parts.events.end();
  await parts.events.settled();
  await parts.auditSigner.settled();
  parts.analyst.close();
  parts.archive.close();
  await parts.database.close();
}
