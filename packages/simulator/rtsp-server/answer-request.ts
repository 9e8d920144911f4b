/** What each RTSP method does, credentials and faults aside. */
import type { Answer, Connection } from './connection.ts';
import { findMount, type MountAddress } from './mount-address.ts';
import type { RtspRequest } from './request-reader.ts';
import { DEFAULT_SESSION_TIMEOUT_SECONDS } from './server-state.ts';
import { Session } from './session.ts';
import { writeSessionDescription } from './session-description.ts';
import { type AskedTransport, chooseTransport } from './transport-header.ts';
import { openUdpPair } from './udp-pair.ts';
import { tcpTransport, udpTransport } from './viewer-transport.ts';

const METHODS = 'OPTIONS, DESCRIBE, SETUP, PLAY, PAUSE, GET_PARAMETER, SET_PARAMETER, TEARDOWN';

/** The right answer, for somebody whose credentials were accepted; a method that is not known gets 501. */
export async function answerRequest(connection: Connection, request: RtspRequest): Promise<Answer> {
  switch (request.method) {
    case 'OPTIONS':
      findSession(connection, request);
      return { response: { status: 200, headers: [['Public', METHODS]] } };
    case 'DESCRIBE':
      return describe(connection, request);
    case 'SETUP':
      return await setup(connection, request);
    case 'PLAY':
      return play(connection, request);
    case 'PAUSE':
      return inSession(connection, request, (session) => session.pause());
    case 'GET_PARAMETER':
    case 'SET_PARAMETER':
      return request.headers.has('session') ? inSession(connection, request, () => undefined) : refuse(200);
    case 'TEARDOWN':
      return inSession(connection, request, (session) => endSession(connection, session));
    default:
      return refuse(501);
  }
}

function refuse(status: number): Answer {
  return { response: { status, headers: [] } };
}

function describe(connection: Connection, request: RtspRequest): Answer {
  const { options, mounts } = connection.state;
  const found = findMount(mounts, request.url);
  if (found === null) return refuse(404);
  const base = request.url.replace(/\/+$/, '');
  const body = writeSessionDescription(found.mount.source.tracks, {
    host: options.host ?? '127.0.0.1',
    controlOf: (index) => controlOf(connection, base, found.mount.path, index),
    parameterSets: options.parameterSetsInSdp ?? true,
    lineEnd: options.sdpLineEnd ?? '\r\n',
  });
  const headers: [string, string][] = [['Content-Type', 'application/sdp']];
  if (options.contentBase !== 'absent') {
    headers.push(['Content-Base', options.contentBase === 'bare' ? base : `${base}/`]);
  }
  return { response: { status: 200, headers, body } };
}

function controlOf(connection: Connection, base: string, path: string, index: number): string {
  const { controls } = connection.state.options;
  if (controls === 'absolute') return `${base}/trackID=${index}`;
  return `${controls === 'rooted' ? `${path}/` : ''}trackID=${index}`;
}

async function setup(connection: Connection, request: RtspRequest): Promise<Answer> {
  const { state } = connection;
  const found = findMount(state.mounts, request.url);
  if (found === null) return refuse(404);
  const trackIndex = found.trackIndex ?? 0;
  const track = found.mount.source.tracks[trackIndex];
  if (track === undefined) return refuse(404);
  const asked = chooseTransport(request.headers.get('transport') ?? '', state.options.transports ?? 'any');
  if (asked === null) return refuse(461);
  const known = findSession(connection, request);
  if (known === null && request.headers.has('session')) return refuse(454);
  if (known === null && state.sessions.size >= (state.options.maxSessions ?? 1000)) return refuse(453);
  const session = known ?? createSession(connection, found, asked);
  if (session.mount !== found.mount) return refuse(459);
  const agreed = await agreeTransport(connection, session, trackIndex, asked);
  const timeout = state.options.sessionTimeoutSeconds ?? DEFAULT_SESSION_TIMEOUT_SECONDS;
  const headers: [string, string][] = [
    ['Transport', agreed],
    ['Session', `${session.id};timeout=${timeout}`],
  ];
  return { response: { status: 200, headers } };
}

function createSession(connection: Connection, { mount }: MountAddress, asked: AskedTransport): Session {
  const { state, socket } = connection;
  const session: Session = new Session({
    id: state.random.hex(12),
    mount,
    options: state.options,
    random: state.random,
    faults: () => state.faults,
    kill: () => (asked.kind === 'tcp' ? socket.resetAndDestroy() : session.expire()),
    expire: () => {
      endSession(connection, session);
      if (asked.kind === 'tcp') socket.destroy();
    },
  });
  state.sessions.set(session.id, session);
  if (asked.kind === 'tcp') connection.sessions.add(session);
  return session;
}

function endSession(connection: Connection, session: Session): void {
  session.close();
  connection.state.sessions.delete(session.id);
  connection.sessions.delete(session);
}

/** The Transport header of the answer. */
async function agreeTransport(
  connection: Connection,
  session: Session,
  trackIndex: number,
  asked: AskedTransport,
): Promise<string> {
  if (asked.kind === 'tcp') {
    const channel = asked.channel ?? trackIndex * 2;
    const ssrc = session.addTrack(trackIndex, tcpTransport(connection.socket, channel));
    return `RTP/AVP/TCP;unicast;interleaved=${channel}-${channel + 1};ssrc=${hex(ssrc)}`;
  }
  const { options } = connection.state;
  const pair = await openUdpPair(options.host ?? '127.0.0.1', () => {
    session.lastSeenMs = performance.now();
  });
  const clientHost = connection.socket.remoteAddress ?? '127.0.0.1';
  const ssrc = session.addTrack(trackIndex, udpTransport(pair.rtp, pair.rtcp, clientHost, asked.clientPort));
  const ports = `client_port=${asked.clientPort}-${asked.clientPort + 1};server_port=${pair.port}-${pair.port + 1}`;
  return `RTP/AVP;unicast;${ports};ssrc=${hex(ssrc)}`;
}

function hex(ssrc: number): string {
  return ssrc.toString(16).toUpperCase().padStart(8, '0');
}

function play(connection: Connection, request: RtspRequest): Answer {
  const session = findSession(connection, request);
  if (session === null) return refuse(454);
  const base = request.url.replace(/\/+$/, '');
  const info = session
    .nextSequenceNumbers()
    .map(([index, sequenceNumber]) => `url=${base}/trackID=${index};seq=${sequenceNumber}`)
    .join(',');
  const headers: [string, string][] = [
    ['Session', session.id],
    ['Range', 'npt=now-'],
    ['RTP-Info', info],
  ];
  return { response: { status: 200, headers }, afterwards: () => session.play() };
}

function inSession(connection: Connection, request: RtspRequest, act: (session: Session) => void): Answer {
  const session = findSession(connection, request);
  if (session === null) return refuse(454);
  act(session);
  return { response: { status: 200, headers: [['Session', session.id]] } };
}

/** Any request that names a session keeps it alive. */
function findSession(connection: Connection, request: RtspRequest): Session | null {
  const id = request.headers.get('session')?.split(';')[0]?.trim() ?? '';
  const session = connection.state.sessions.get(id) ?? null;
  if (session !== null) session.lastSeenMs = performance.now();
  return session;
}
