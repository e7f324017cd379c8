import { execFile } from 'node:child_process';
import { setTimeout } from 'node:timers/promises';
import { promisify } from 'node:util';
import { expect } from 'vitest';
import type { CauseDocument } from '#lib/cli/rollout-document.ts';
import { runStatus } from '#lib/cli/status.ts';
import { type DaemonSetDocument, type StatusDocument, statusDocument } from '#lib/cli/status-document.ts';
import type { StatusInput } from '#lib/cli/status-input.ts';
import { sameJson } from '#lib/wire/same-json.ts';
import type { ControlPlane } from '#testbed/control-plane.ts';
import { createFakeIo } from './command-io.ts';
import { kubectlRolloutStatus, type LiveFleet, openLiveFleet } from './live-fleet.ts';

/*
 * What the product says of one DaemonSet of a real control plane, as `rollcall status -o json` prints it: by one that has
 * watched, and by one that is started now. The two must agree, and kubectl must say what we say that it says.
 */

const SHOWN_MILLIS = 60_000;
const LOOK_MILLIS = 100;

/** A document in short; the names that Kubernetes makes up are left open. */
export type Diagnosis = {
  readonly state: string;
  /** Our sentence, without since when; kubectl's is the last. */
  readonly sentence: string;
  /** Kind, used, limit and need; none under OnDelete. */
  readonly ledger: string | null;
  /** Node, row, kind and reason. */
  readonly holders: readonly string[];
  /** Code, confidence, a star for the budget, name, nodes; best first. */
  readonly causes: readonly string[];
  /** By code: object, field and value. */
  readonly evidence: Readonly<Record<string, readonly string[]>>;
  readonly kubectl: string;
};

export type Diagnosed = {
  /** Of a product that is started now. */
  readonly document: DaemonSetDocument;
  /** Of the one that has watched. */
  readonly watched: DaemonSetDocument;
};

/** What is expected, where it depends on what the one that has watched says: which node the controller took first. */
export type Expected = Diagnosis | ((watched: DaemonSetDocument) => Diagnosis);

/** Waits until exactly this is said, by whoever has watched, by whoever comes now, and by kubectl. */
export async function diagnoses(
  plane: ControlPlane,
  live: LiveFleet,
  key: string,
  expected: Expected,
): Promise<Diagnosed> {
  const deadline = performance.now() + SHOWN_MILLIS;
  for (;;) {
    const watched = watchedDocument(live, key);
    const wanted = typeof expected === 'function' ? expected(watched) : expected;
    const late = performance.now() > deadline;
    if (!late && !sameJson(inShort(watched), wanted)) {
      await setTimeout(LOOK_MILLIS);
      continue;
    }
    const document = await freshDocument(plane, live, key);
    const kubectl = await kubectlRolloutStatus(plane, key);
    const said = { watched: inShort(watched), fresh: inShort(document), kubectl };
    const agreed = { watched: wanted, fresh: wanted, kubectl: wanted.kubectl };
    // What moves may have moved on between the three; what stands has no excuse.
    if (!late && !sameJson(said, agreed)) continue;
    expect(said).toStrictEqual(agreed);
    expect(untracedIn(document, watched)).toStrictEqual([]);
    return { document, watched };
  }
}

/** As of the fleet's own clock. */
export function watchedDocument(live: LiveFleet, key: string): DaemonSetDocument {
  const known = Object.entries(live.fleet.picture().knowledge).map(([each, state]) => [each, { state }] as const);
  const document = statusDocument({
    at: live.clock.now(),
    cluster: { name: 'watched', version: null },
    source: 'Cluster',
    live: true,
    health: Object.fromEntries(known) as StatusInput['health'],
    ignored: {},
    nodes: [],
    daemonSets: [live.view(key)],
    nodeTroubles: [],
    single: true,
    cells: false,
  });
  return only(document);
}

/** The command itself, with Rollcall's own user; of a later moment a fleet that is opened then. */
async function freshDocument(plane: ControlPlane, live: LiveFleet, key: string): Promise<DaemonSetDocument> {
  if (live.clock.ahead() === 0) return only((await printed(plane, key)).document);
  await using fresh = await openLiveFleet(plane, live.clock.ahead());
  return watchedDocument(fresh, key);
}

export type Printed = { readonly document: StatusDocument; readonly exitCode: number };

/** What the command prints of one DaemonSet, or of a whole namespace, and how it leaves. */
export async function printed(plane: ControlPlane, keyOrNamespace: string): Promise<Printed> {
  const [namespace = '', ...names] = keyOrNamespace.split('/');
  const io = createFakeIo();
  const argv = ['--kubeconfig', plane.kubeconfig('rollcall'), '-n', namespace, ...names, '-o', 'json'];
  const exitCode = await runStatus(argv, io);
  expect(io.err()).toBe('');
  return { document: JSON.parse(io.out()) as StatusDocument, exitCode };
}

/** What the command prints for people, of a whole namespace. */
export async function printedText(plane: ControlPlane, namespace: string): Promise<string> {
  const io = createFakeIo({ env: { NO_COLOR: '1' }, columns: 120, rows: 40 });
  await runStatus(['--kubeconfig', plane.kubeconfig('rollcall'), '-n', namespace], io);
  return io.out();
}

/** Runs the first line of a cause that changes something, as a person would who takes the advice. */
export async function runAdvised(plane: ControlPlane, cause: CauseDocument | undefined): Promise<void> {
  const advised = cause?.commands.find(({ changes }) => changes);
  const [program, ...argv] = advised?.command.split(' ') ?? [];
  if (program !== 'kubectl') throw new Error(`${cause?.code} advises no kubectl`);
  await promisify(execFile)(plane.binaries.kubectl, ['--kubeconfig', plane.kubeconfig('admin'), ...argv]);
}

function only({ daemonSets }: StatusDocument): DaemonSetDocument {
  const [daemonSet] = daemonSets;
  if (daemonSet === undefined || daemonSets.length > 1) throw new Error(`${daemonSets.length} DaemonSets were told of`);
  return daemonSet;
}

function inShort({ state, reason, message, budget, causes, kubectl }: DaemonSetDocument): Diagnosis {
  return {
    state: `${state} ${reason}`,
    sentence: message.replace(/ · for [^·]*(?=\.$)/, ''),
    ledger: budget && `${budget.kind}: ${budget.used} of ${budget.limit} used, ${budget.need} needed`,
    holders: (budget?.holders ?? []).map((each) => `${each.node} ${each.row} ${each.kind} ${each.reason}`),
    causes: causes.map(lineOf),
    evidence: Object.fromEntries(
      causes.map(({ code, evidence }) => [
        code,
        evidence.map(({ object, field, value }) => withoutSuffixes(`${object} ${field}: ${value}`)),
      ]),
    ),
    kubectl: kubectl.message,
  };
}

function lineOf({ code, name, confidence, holdsBudget, nodes }: CauseDocument): string {
  return [code, `${confidence}${holdsBudget ? '*' : ''}`, name, ...nodes].join(' ');
}

/** `agent-x7k2p` and `agent-x7k2p.18a5f0c2d3e4b596` are `agent-?`; moments, and the numbers of restarts and of others' nodes, are left open too. */
function withoutSuffixes(text: string): string {
  return text
    .replaceAll(/\.[0-9a-f]{16}\b/g, '')
    .replaceAll(/\b(agent(?:-\d\d)?)-[bcdfghjklmnpqrstvwxz2456789]{5,10}\b/g, '$1-?')
    .replaceAll(/\d+(?= nodes are| node\(s\) didn't satisfy| Preemption is)/g, 'N')
    .replaceAll(/restartCount: \d+/g, 'restartCount: N')
    .replaceAll(/\d{4}-\d\d-\d\dT[\d:.]+Z/g, 'TIME');
}

/** Whatever the newcomer dates otherwise than the one that has watched, without saying that this is a bound. */
function untracedIn(document: DaemonSetDocument, watched: DaemonSetDocument): readonly string[] {
  const differs = (ours: string | null, theirs: string | null) => ours !== theirs && ours !== null;
  return [
    ...(differs(document.since, watched.since) && !document.sinceIsLowerBound
      ? [`state ${document.since} ${watched.since}`]
      : []),
    ...document.causes.flatMap(({ code, since }, index) =>
      differs(since, watched.causes[index]?.since ?? null) ? [`${code} ${since} ${watched.causes[index]?.since}`] : [],
    ),
  ];
}
