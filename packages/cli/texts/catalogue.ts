/** All texts of the command line, cut by verb: for the test that holds them complete. Code imports its own part. */
import { AUDIT_FAULT_TEXTS, AUDIT_TEXTS } from './audit-texts.ts';
import { BACKUP_ERROR_TEXTS, BACKUP_TEXTS } from './backup-texts.ts';
import { CAMERA_TEXTS, SHORT_STREAM_TEXTS, STREAM_TEXTS, URL_PROBLEM_TEXTS } from './camera-texts.ts';
import { CHECK_STEP_TEXTS, CHECK_TEXTS, FINDING_TEXTS } from './check-texts.ts';
import { COMMAND_LINE_TEXTS } from './command-line-texts.ts';
import { DEMO_TEXTS } from './demo-texts.ts';
import { EXPORT_TEXTS } from './export-texts.ts';
import { FAILURE_TEXTS } from './failure-texts.ts';
import { HOLD_TEXTS } from './hold-texts.ts';
import { INIT_TEXTS } from './init-texts.ts';
import { KEYS_TEXTS } from './keys-texts.ts';
import { NETWORK_TEXTS } from './network-texts.ts';
import { OPTION_TEXTS } from './option-texts.ts';
import { RTSP_SERVE_TEXTS } from './rtsp-serve-texts.ts';
import { RUN_TEXTS } from './run-texts.ts';
import { VERIFY_CHAIN_TEXTS } from './verify-chain-texts.ts';

/** By part and name. */
export const CATALOGUE = {
  commandLine: COMMAND_LINE_TEXTS,
  options: OPTION_TEXTS,
  failures: FAILURE_TEXTS,
  run: RUN_TEXTS,
  network: NETWORK_TEXTS,
  demo: DEMO_TEXTS,
  init: INIT_TEXTS,
  check: CHECK_TEXTS,
  checkSteps: CHECK_STEP_TEXTS,
  findings: FINDING_TEXTS,
  holds: HOLD_TEXTS,
  audit: AUDIT_TEXTS,
  auditFaults: AUDIT_FAULT_TEXTS,
  keys: KEYS_TEXTS,
  backup: BACKUP_TEXTS,
  backupErrors: BACKUP_ERROR_TEXTS,
  camera: CAMERA_TEXTS,
  streams: STREAM_TEXTS,
  shortStreams: SHORT_STREAM_TEXTS,
  urlProblems: URL_PROBLEM_TEXTS,
  export: EXPORT_TEXTS,
  verifyChain: VERIFY_CHAIN_TEXTS,
  rtspServe: RTSP_SERVE_TEXTS,
} as const;
