import { spawn } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { failure, type Result, success } from '#lib/base/result.ts';

/*
 * The pages are built once per version of their sources. A checkout builds them when they are missing or older than what
 * they are made of, so that one command runs it; what is published brings them along and has no sources to compare.
 */

/** What the pages are made of. The reader, the fleet and the server are run as they are and are not among it. */
const SOURCES = [
  'app',
  'components',
  'public',
  'lib/base',
  'lib/browser',
  'lib/domain',
  'lib/text',
  'lib/wire',
  'lib/server/runtime.ts',
  'next.config.js',
  'package.json',
  'package-lock.json',
];

export type Say = (line: string) => void;
export type BuildState = 'Built' | 'Outdated' | 'Missing';

export function checkBuild(root: string): BuildState {
  const built = modifiedAt(buildIdFile(root));
  if (built === undefined) return 'Missing';
  return SOURCES.some((source) => isNewer(join(root, source), built)) ? 'Outdated' : 'Built';
}

/** Names the build; read once at the start, since the process serves the pages that it started with. */
export function readBuildId(root: string): string {
  return readFileSync(buildIdFile(root), 'utf8').trim();
}

/** Builds when needed. The error is one sentence; what the compiler said was told before it. */
export async function ensureBuild(root: string, say: Say): Promise<Result<string, string>> {
  const state = checkBuild(root);
  if (state === 'Built') return success(readBuildId(root));
  if (!existsSync(join(root, 'app')))
    return failure(`the pages are not built, and ${root} has no sources to build them from`);
  say(state === 'Missing' ? 'building the pages, once ...' : 'building the pages, which have changed ...');
  const start = performance.now();
  const built = await runBuild(root);
  if (!built.ok) {
    for (const line of built.error.trimEnd().split('\n').slice(-30)) say(`  ${line}`);
    return failure('the pages could not be built');
  }
  removeSources(join(root, '.next', 'static'));
  say(`built the pages in ${Math.round((performance.now() - start) / 1000)} s`);
  return success(readBuildId(root));
}

function buildIdFile(root: string): string {
  return join(root, '.next', 'BUILD_ID');
}

function modifiedAt(path: string): number | undefined {
  return statSync(path, { throwIfNoEntry: false })?.mtimeMs;
}

/** A folder's own time counts: it tells of files that went. Tests are in no page. */
function isNewer(path: string, than: number): boolean {
  const stat = statSync(path, { throwIfNoEntry: false });
  if (stat === undefined) return false;
  if (stat.mtimeMs > than) return true;
  return (
    stat.isDirectory() &&
    readdirSync(path).some((name) => !/\.test\.tsx?$/.test(name) && isNewer(join(path, name), than))
  );
}

function runBuild(root: string): Promise<Result<undefined, string>> {
  const next = join(root, 'node_modules', 'next', 'dist', 'bin', 'next');
  const child = spawn(process.execPath, [next, 'build'], {
    cwd: root,
    env: { ...process.env, NODE_ENV: 'production', NEXT_TELEMETRY_DISABLED: '1' },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  const keep = (chunk: Buffer) => {
    output += chunk.toString();
  };
  child.stdout.on('data', keep);
  child.stderr.on('data', keep);
  const end = () => child.kill('SIGKILL');
  process.once('exit', end);
  return new Promise((resolve) => {
    child.on('error', (error) => resolve(failure(error.message)));
    child.on('close', (code) => {
      process.off('exit', end);
      resolve(code === 0 ? success(undefined) : failure(output));
    });
  });
}

/** Turbopack publishes the source of a worker and maps beside what runs; nobody is to read those. */
function removeSources(folder: string): void {
  for (const name of readdirSync(folder, { recursive: true, encoding: 'utf8' }))
    if (/\.(tsx?|map)$/.test(name)) rmSync(join(folder, name));
}

if (import.meta.main) {
  const say = (line: string) => process.stderr.write(`${line}\n`);
  const built = await ensureBuild(join(import.meta.dirname, '..', '..'), say);
  if (!built.ok) say(built.error);
  process.exitCode = built.ok ? 0 : 1;
}
