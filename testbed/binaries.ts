import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { closeSync, openSync, readFileSync, rmSync, writeSync } from 'node:fs';
import { mkdir, readdir, readFile, rename, rm, stat } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { processLives } from './run-directory.ts';

/*
 * Builds Go programs into the user's cache, so that neither a new clone nor a second run builds again. What was built is
 * found by a key over everything that decides the result: module files, our own Go files, flags, the Go version.
 */

export type Progress = (line: string) => void;

/** A folder with a go.mod, and what to build from it: name of the binary to import path. */
export type GoModule = {
  readonly name: string;
  readonly directory: string;
  readonly binaries: Readonly<Record<string, string>>;
  readonly ldflags: string;
};

const GO_IS_MISSING =
  'The control plane for tests is built with Go 1.26 or newer, and no "go" is on the PATH: install it from https://go.dev/dl/ and try again.';

const KUBERNETES_VERSION = 'v1.36.3';
const [major = '', minor = ''] = KUBERNETES_VERSION.slice(1).split('.');
const KUBERNETES_LDFLAGS = [
  `-X k8s.io/component-base/version.gitVersion=${KUBERNETES_VERSION}`,
  `-X k8s.io/component-base/version.gitMajor=${major}`,
  `-X k8s.io/component-base/version.gitMinor=${minor}`,
  '-X k8s.io/component-base/version.gitTreeState=clean',
  `-X k8s.io/client-go/pkg/version.gitVersion=${KUBERNETES_VERSION}`,
].join(' ');

function moduleHere(name: string, binaries: Readonly<Record<string, string>>, ldflags = ''): GoModule {
  return { name, directory: fileURLToPath(new URL(name, import.meta.url)), binaries, ldflags };
}
const KUBERNETES = moduleHere(
  'kubernetes',
  {
    'kube-apiserver': 'k8s.io/kubernetes/cmd/kube-apiserver',
    'kube-controller-manager': 'k8s.io/kubernetes/cmd/kube-controller-manager',
    'kube-scheduler': 'k8s.io/kubernetes/cmd/kube-scheduler',
    kubectl: 'k8s.io/kubernetes/cmd/kubectl',
  },
  KUBERNETES_LDFLAGS,
);
const ETCD = moduleHere('etcd', { etcd: 'go.etcd.io/etcd/server/v3' });
const KWOK = moduleHere('kwok', { kwok: 'sigs.k8s.io/kwok/cmd/kwok' });

export type Binaries = {
  readonly etcd: string;
  readonly 'kube-apiserver': string;
  readonly 'kube-controller-manager': string;
  readonly 'kube-scheduler': string;
  readonly kwok: string;
  readonly kubectl: string;
};

/** Gives the paths of the control plane's binaries; builds what the cache does not hold. */
export async function controlPlaneBinaries(progress: Progress = reportProgress): Promise<Binaries> {
  const etcd = await buildGoModule(ETCD, progress);
  const kwok = await buildGoModule(KWOK, progress);
  const kubernetes = await buildGoModule(KUBERNETES, progress);
  return {
    etcd: join(etcd, 'etcd'),
    kwok: join(kwok, 'kwok'),
    'kube-apiserver': join(kubernetes, 'kube-apiserver'),
    'kube-controller-manager': join(kubernetes, 'kube-controller-manager'),
    'kube-scheduler': join(kubernetes, 'kube-scheduler'),
    kubectl: join(kubernetes, 'kubectl'),
  };
}

export function reportProgress(line: string): void {
  process.stderr.write(`${line}\n`);
}

/** Builds one module into the cache and gives the folder of its binaries. Of several processes one builds. */
export async function buildGoModule(module: GoModule, progress: Progress = reportProgress): Promise<string> {
  const target = join(cacheDirectory(), await keyOf(module));
  if (await exists(target)) return target;
  await mkdir(cacheDirectory(), { recursive: true });
  const release = await lock(`${target}.lock`, () =>
    progress(`waiting for another process that builds ${module.name}`),
  );
  try {
    if (await exists(target)) return target;
    const partial = `${target}.partial-${process.pid}`;
    await rm(partial, { recursive: true, force: true });
    await mkdir(partial);
    try {
      await build(module, partial, progress);
      await rename(partial, target);
    } finally {
      await rm(partial, { recursive: true, force: true });
    }
    return target;
  } finally {
    await release();
  }
}

async function build(module: GoModule, output: string, progress: Progress): Promise<void> {
  const names = Object.keys(module.binaries);
  const [first = ''] = names;
  const place = names.length === 1 ? join(output, first) : `${output}/`;
  const startedAt = performance.now();
  progress(`building ${module.name} (${names.join(', ')}): the first time this takes minutes, later the cache has it`);
  let packages = 0;
  let saidAt = startedAt;
  await run(
    'go',
    ['build', '-v', ...flagsOf(module), '-o', place, ...Object.values(module.binaries)],
    module.directory,
    (line) => {
      if (!line.startsWith('go: ')) packages += 1;
      // A line for every one of some two thousand packages would be noise; none for five minutes would look like a hang.
      if (performance.now() - saidAt < 5_000) return;
      saidAt = performance.now();
      progress(`building ${module.name}: ${packages} packages so far, now ${line}`);
    },
  );
  progress(`built ${module.name} in ${Math.round((performance.now() - startedAt) / 1_000)} s`);
}

function flagsOf(module: GoModule): string[] {
  return ['-trimpath', '-buildvcs=false', '-ldflags', `-s -w ${module.ldflags}`.trim()];
}

async function keyOf(module: GoModule): Promise<string> {
  const version = await run('go', ['env', 'GOVERSION', 'GOOS', 'GOARCH'], module.directory);
  const hash = createHash('sha256').update(JSON.stringify([version, flagsOf(module), module.binaries]));
  const files = (await readdir(module.directory)).filter((file) => /^go\.(mod|sum)$|\.go$/.test(file));
  for (const file of files.sort()) hash.update(file).update(await readFile(join(module.directory, file)));
  return `${module.name}-${hash.digest('hex').slice(0, 16)}`;
}

function cacheDirectory(): string {
  const base = process.env['XDG_CACHE_HOME'] || join(homedir(), '.cache');
  return join(base, 'rollcall', 'testbed');
}

async function exists(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  );
}

/** An exclusive file that holds the owner's process id; a lock whose owner has died is taken over. */
async function lock(path: string, onWait: () => void): Promise<() => Promise<void>> {
  for (let round = 0; !tryLock(path); round += 1) {
    if (round === 0) onWait();
    await wait(500);
  }
  return () => rm(path, { force: true });
}

function tryLock(path: string): boolean {
  try {
    const file = openSync(path, 'wx');
    writeSync(file, String(process.pid));
    closeSync(file);
    return true;
  } catch (error) {
    if (!isErrorWithCode(error, 'EEXIST')) throw error;
  }
  const owner = readOwner(path);
  if (owner === undefined || processLives(owner)) return false;
  rmSync(path, { force: true });
  return false;
}

function readOwner(path: string): number | undefined {
  try {
    const text = readFileSync(path, 'utf8');
    return text === '' ? undefined : Number(text);
  } catch {
    return undefined;
  }
}

function isErrorWithCode(error: unknown, code: string): boolean {
  return error instanceof Error && 'code' in error && error.code === code;
}

/** Runs a Go command to its end and gives what it printed; `onLine` sees what it says on the way. */
function run(command: string, args: readonly string[], cwd: string, onLine?: (line: string) => void): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, {
      cwd,
      env: { ...process.env, CGO_ENABLED: '0' },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let output = '';
    let complaints = '';
    child.stdout.on('data', (chunk: Buffer) => {
      output += chunk.toString();
    });
    child.stderr.on('data', (chunk: Buffer) => {
      complaints = (complaints + chunk.toString()).slice(-8_000);
      for (const line of chunk.toString().split('\n')) if (line !== '') onLine?.(line);
    });
    child.once('error', (error) => reject(isErrorWithCode(error, 'ENOENT') ? new Error(GO_IS_MISSING) : error));
    child.once('close', (code) => {
      if (code === 0) resolve(output);
      else reject(new Error(`${command} ${args[0]} in ${cwd} ended with ${code}:\n${complaints}`));
    });
  });
}
