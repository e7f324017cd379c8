import { createReadStream } from 'node:fs';
import { failure, type Result, success } from '#lib/base/result.ts';
import type { PodSecuritySubject } from '#lib/domain/audit/pod-security-subject.ts';
import type { DaemonSetRecord } from '#lib/domain/objects.ts';
import { asksBeyondRoom } from '#lib/kubernetes/manifest/beyond-room.ts';
import { LARGEST_MANIFEST_BYTES } from '#lib/kubernetes/manifest/manifest-text.ts';
import type { ManifestProblem } from '#lib/kubernetes/manifest/problem.ts';
import type { Companion, Manifest, ManifestItem } from '#lib/kubernetes/manifest/read-manifest.ts';
import { quote } from '#lib/server/options.ts';
import type { CommandIo } from './command-io.ts';

/** A DaemonSet of a manifest, as it would be applied, and what is wrong with it in itself. */
export type ReadItem = {
  readonly file: string;
  readonly line: number;
  readonly daemonSet: DaemonSetRecord;
  readonly podSecurity: PodSecuritySubject;
  readonly problems: readonly ManifestProblem[];
  /** It asks the scheduler for more than room. */
  readonly asksBeyondRoom: boolean;
  /** Of all files together. */
  readonly companions: readonly Companion[];
};

export type NamedManifest = { readonly file: string; readonly manifest: Manifest };

/** Reads the files that are named; the error is one sentence with the flag, the file and the place. */
export async function readManifests(
  files: readonly string[],
  { stdin }: Pick<CommandIo, 'stdin'>,
): Promise<Result<readonly NamedManifest[], string>> {
  const { readManifest } = await import('#lib/kubernetes/manifest/read-manifest.ts');
  const manifests: NamedManifest[] = [];
  for (const file of files) {
    const content = await readContent(file, stdin);
    if (!content.ok) return content;
    const read = readManifest({ name: file, content: content.value });
    if (!read.ok) return failure(`--filename: ${read.error.message}`);
    manifests.push({ file: file === '-' ? 'standard input' : file, manifest: read.value });
  }
  return success(manifests);
}

async function readContent(file: string, stdin: CommandIo['stdin']): Promise<Result<Uint8Array, string>> {
  try {
    return success(await readWhole(file === '-' ? stdin : createReadStream(file)));
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown error';
    return failure(
      code === 'ENOENT' ? `--filename: no such file: ${file}` : `--filename: cannot read ${file}: ${code}`,
    );
  }
}

/** What never ends, such as a device, is read until it is known to be too large. */
async function readWhole(bytes: AsyncIterable<Uint8Array>): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of bytes) {
    chunks.push(chunk);
    size += chunk.byteLength;
    if (size > LARGEST_MANIFEST_BYTES) break;
  }
  return Buffer.concat(chunks);
}

/** Which namespace a manifest goes to that names none, and who says so. */
export type Placing = {
  /** --namespace: kubectl refuses a manifest that names another. */
  readonly asked: string | undefined;
  /** Of the kubeconfig. */
  readonly otherwise: string | undefined;
};

/** Judges each DaemonSet in itself; the error names one that contradicts --namespace. */
export async function readItems(
  manifests: readonly NamedManifest[],
  placing: Placing,
): Promise<Result<readonly ReadItem[], string>> {
  const { manifestDaemonSet } = await import('#lib/kubernetes/manifest/manifest-daemonset.ts');
  const { asked, otherwise } = placing;
  const companions = manifests.flatMap(({ manifest }) => manifest.companions);
  const placed = manifests.flatMap(({ file, manifest }) =>
    manifest.items.map((item) => ({ file, item, daemonSet: manifestDaemonSet(item.object, asked ?? otherwise) })),
  );
  const stray = placed.find(({ daemonSet }) => asked !== undefined && daemonSet.namespace !== asked);
  if (stray !== undefined && asked !== undefined) return failure(sayOther(stray, asked));
  return success(await Promise.all(placed.map((each) => readItem(each, companions))));
}

type Placed = Pick<ReadItem, 'file' | 'daemonSet'> & { readonly item: ManifestItem };

async function readItem({ file, item, daemonSet }: Placed, companions: readonly Companion[]): Promise<ReadItem> {
  const { judgeManifest } = await import('#lib/kubernetes/manifest/judge-manifest.ts');
  const { podSecuritySubjectOf } = await import('#lib/kubernetes/project/pod-security.ts');
  const template = templateOf(item);
  return {
    file,
    line: item.line,
    daemonSet,
    podSecurity: podSecuritySubjectOf(template),
    problems: await judgeManifest(item),
    asksBeyondRoom: asksBeyondRoom(template),
    companions,
  };
}

/** As kubectl does, which then asks for the other namespace to be named. */
function sayOther({ file, daemonSet: { namespace, name } }: Placed, asked: string): string {
  return `--namespace ${quote(asked)}: the DaemonSet ${quote(name)} in ${file} names the namespace ${quote(namespace)}`;
}

function templateOf({ object }: ManifestItem): unknown {
  const { spec } = object;
  return typeof spec === 'object' && spec !== null && 'template' in spec ? spec.template : undefined;
}
