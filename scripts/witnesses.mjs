/**
 * The programs that the tests use as witnesses against ourselves: ffmpeg, ffprobe, GStreamer's RTSP server, Chromium and Firefox. Found, or
 * installed where this is Debian and the user may; otherwise the tests that need them are skipped by name.
 */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';

const packages = [
  'ffmpeg',
  'python3-gi',
  'gir1.2-gst-rtsp-server-1.0',
  'gstreamer1.0-rtsp',
  'gstreamer1.0-plugins-base',
  'gstreamer1.0-plugins-good',
  'gstreamer1.0-plugins-bad',
  'gstreamer1.0-libav',
  'chromium',
  'firefox-esr',
];

const succeeds = (command, args) => spawnSync(command, args, { stdio: 'ignore' }).status === 0;
const gstreamer =
  "import gi; gi.require_version('GstRtspServer', '1.0'); from gi.repository import GstRtspServer";

const missing = () => [
  ...(succeeds('ffmpeg', ['-version']) && succeeds('ffprobe', ['-version']) ? [] : ['ffmpeg']),
  ...(succeeds('/usr/bin/python3', ['-c', gstreamer]) ? [] : ["GStreamer's RTSP server with python3-gi"]),
  ...(succeeds('chromium', ['--version']) ? [] : ['Chromium']),
  ...(succeeds('firefox-esr', ['--version']) ? [] : ['Firefox']),
];

/** Looks for the witnesses and installs them if that is possible; says in one sentence what is missing otherwise. */
export const findWitnesses = () => {
  if (missing().length === 0) return;
  const debianRoot = existsSync('/usr/bin/apt-get') && process.getuid?.() === 0;
  if (debianRoot) {
    console.log(`The tests want ${missing().join(' and ')} as witnesses: installing from Debian …`);
    const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
    const options = { stdio: ['ignore', 'ignore', 'inherit'], env };
    spawnSync('apt-get', ['update', '-q'], options);
    spawnSync('apt-get', ['install', '-y', '-q', '--no-install-recommends', ...packages], options);
  }
  const still = missing();
  if (still.length > 0) {
    console.log(
      `Not on this machine: ${still.join(' and ')}. The tests that need them are skipped by name. To run them too:\n  sudo apt-get install --no-install-recommends ${packages.join(' ')}`,
    );
  }
};
