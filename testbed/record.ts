import { mkdir, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { reportProgress } from './binaries.ts';
import { type ControlPlane, startControlPlane } from './control-plane.ts';
import { formatList } from './dump.ts';
import type { KubernetesObject } from './kinds.ts';
import {
  recordEqualPriority,
  recordHostPort,
  recordNeverFits,
  recordPodSecurity,
  recordQuota,
  recordSurgeHostPort,
} from './recordings/refusals.ts';
import { recordTour } from './recordings/tour.ts';

/** `npm run record -- [NAME...]`: plays situations on a real control plane and writes what kubectl prints of them. */

const RECORDINGS: Readonly<Record<string, (controlPlane: ControlPlane) => Promise<KubernetesObject[]>>> = {
  tour: recordTour,
  'failed-create-quota': recordQuota,
  'failed-create-pod-security': recordPodSecurity,
  'failed-scheduling-equal-priority': recordEqualPriority,
  'failed-scheduling-never-fits': recordNeverFits,
  'failed-scheduling-host-port': recordHostPort,
  'failed-scheduling-surge-host-port': recordSurgeHostPort,
};
/** These files are in git: a recording that has grown beyond this needs another thought. */
const MOST_BYTES = 400_000;

async function record(name: string): Promise<void> {
  const build = Object.hasOwn(RECORDINGS, name) ? RECORDINGS[name] : undefined;
  if (build === undefined) throw new Error(`no recording "${name}"; there are: ${Object.keys(RECORDINGS).join(', ')}`);
  await using controlPlane = await startControlPlane({ audit: 'off', progress: reportProgress });
  const items = await build(controlPlane);
  const complaints = controlPlane.kwokErrors();
  if (complaints.length > 0) throw new Error(`kwok complains:\n${complaints.join('\n')}`);
  const text = formatList(items);
  if (text.length > MOST_BYTES) throw new Error(`${name} has ${text.length} bytes, more than ${MOST_BYTES}`);
  const directory = fileURLToPath(new URL('dumps', import.meta.url));
  await mkdir(directory, { recursive: true });
  await writeFile(`${directory}/${name}.json`, text);
  reportProgress(`${name}: ${items.length} objects, ${Math.round(text.length / 1_000)} kB`);
}

const names = process.argv.slice(2);
try {
  for (const name of names.length > 0 ? names : Object.keys(RECORDINGS)) await record(name);
  process.exit(0);
} catch (error) {
  reportProgress(error instanceof Error ? error.message : String(error));
  process.exit(4);
}
