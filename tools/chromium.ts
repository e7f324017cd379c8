/**
 * Finds the Chromium that the browser tests drive, or installs one, and says on standard error what it did. Standard
 * output is the executable's path alone. Order: ROLLCALL_CHROMIUM, a chromium on the PATH, Debian's package when we are
 * root and apt-get is there, Playwright's own build anywhere else.
 */
import { spawnSync } from 'node:child_process';
import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';

const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

function onPath(names: readonly string[]): string | undefined {
  const folders = (process.env['PATH'] ?? '').split(delimiter).filter((folder) => folder !== '');
  return folders.flatMap((folder) => names.map((name) => join(folder, name))).find(isExecutable);
}

function say(text: string): void {
  process.stderr.write(`chromium: ${text}\n`);
}

function run(command: string, args: readonly string[]): boolean {
  return (
    spawnSync(command, args, { stdio: ['ignore', 2, 2], env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' } })
      .status === 0
  );
}

/** Debian's package, with a Japanese font beside it: without one every Japanese screen is drawn as boxes. */
function installFromDebian(): string | undefined {
  if (process.getuid?.() !== 0 || onPath(['apt-get']) === undefined) return undefined;
  say("none found; installing Debian's package chromium (about a minute)");
  const options = ['-y', '-qq', '--no-install-recommends'];
  if (
    !run('apt-get', ['update', '-qq']) ||
    !run('apt-get', ['install', ...options, 'chromium', 'fonts-noto-cjk', 'fonts-dejavu-core'])
  ) {
    return undefined;
  }
  return onPath(NAMES);
}

async function installFromPlaywright(): Promise<string | undefined> {
  say("none found; installing Playwright's own build");
  if (!run('npx', ['playwright', 'install', 'chromium'])) return undefined;
  const { chromium } = await import('@playwright/test');
  const path = chromium.executablePath();
  return isExecutable(path) ? path : undefined;
}

/** The path of a Chromium; undefined when there is none and none could be installed. */
export async function findChromium(): Promise<string | undefined> {
  const wanted = process.env['ROLLCALL_CHROMIUM'];
  if (wanted !== undefined && wanted !== '') {
    if (isExecutable(wanted)) return wanted;
    say(`ROLLCALL_CHROMIUM=${wanted} cannot be executed`);
    return undefined;
  }
  const found = onPath(NAMES);
  if (found !== undefined) {
    say(`using ${found}`);
    return found;
  }
  return installFromDebian() ?? (await installFromPlaywright());
}

if (import.meta.main) {
  const path = await findChromium();
  if (path === undefined) {
    say('no Chromium could be found or installed; set ROLLCALL_CHROMIUM to one');
    process.exitCode = 1;
  } else {
    process.stdout.write(`${path}\n`);
  }
}
