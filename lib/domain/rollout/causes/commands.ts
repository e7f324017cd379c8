import type { NodeName } from '../../keys.ts';
import type { DaemonSetRecord, LabelSelector } from '../../objects.ts';
import { kubectl, shellWord } from '../../shell.ts';
import type { CauseCommand, CauseFacts } from './cause.ts';
import type { CauseCode } from './cause-names.ts';

/** What the commands of a cause may name. */
export type CommandSubject = {
  readonly code: CauseCode;
  readonly facts: CauseFacts;
  readonly nodes: readonly NodeName[];
  readonly pods: readonly string[];
};

/** So many objects are named where kubectl takes several. */
const NAMED = 3;

type Words = {
  readonly ns: readonly [string, string];
  readonly namespace: string;
  readonly ds: string;
  /** The first pod or node; undefined when none is known. */
  readonly pod: string | undefined;
  readonly node: NodeName | undefined;
  readonly pods: readonly string[];
  readonly nodes: readonly NodeName[];
  readonly facts: CauseFacts;
  readonly daemonSet: DaemonSetRecord;
};
type Recipe = (words: Words) => readonly (CauseCommand | undefined)[];

/**
 * Lines for a terminal that show more of a cause or end it [CM1] [CM2]: every name filled in, those that change something
 * marked. What changes something names one object; what only shows names up to three.
 */
export function commandsFor(subject: CommandSubject, daemonSet: DaemonSetRecord): readonly CauseCommand[] {
  const { code, facts, nodes, pods } = subject;
  const { namespace, name } = daemonSet;
  const words: Words = {
    ns: ['-n', namespace],
    namespace,
    ds: name,
    pod: pods[0],
    node: nodes[0],
    pods: [...new Set(pods)].slice(0, NAMED),
    nodes: nodes.slice(0, NAMED),
    facts,
    daemonSet,
  };
  return RECIPES[code](words).filter((command) => command !== undefined);
}

function shows(...words: readonly string[]): CauseCommand {
  return { command: kubectl(...words), changes: false };
}

function changes(...words: readonly string[]): CauseCommand {
  return { command: kubectl(...words), changes: true };
}

// --- what several causes have in common ------------------------------------------------------------------------------

function describePods({ ns, pods, nodes, daemonSet }: Words): CauseCommand {
  if (pods.length > 0) return shows(...ns, 'describe', 'pod', ...pods);
  const [node] = nodes;
  const onNode = node === undefined ? [] : ['--field-selector', `spec.nodeName=${node}`];
  return shows(...ns, 'get', 'pods', '-l', selectorText(daemonSet.selector), ...onNode, '-o', 'wide');
}

function describeNodes({ nodes }: Words): CauseCommand | undefined {
  return nodes.length === 0 ? undefined : shows('describe', 'node', ...nodes);
}

function getNodes({ nodes }: Words): CauseCommand | undefined {
  return nodes.length === 0 ? undefined : shows('get', 'node', ...nodes);
}

function podsOnNode({ node }: Words, ...columns: readonly string[]): CauseCommand | undefined {
  if (node === undefined) return undefined;
  return shows('get', 'pods', '-A', '--field-selector', `spec.nodeName=${node}`, ...columns);
}

const PRIORITIES = ['-o', 'custom-columns=NS:.metadata.namespace,NAME:.metadata.name,PRIO:.spec.priority'];

function describeDaemonSet({ ns, ds }: Words): CauseCommand {
  return shows(...ns, 'describe', 'ds', ds);
}

function logs({ ns, pod, facts }: Words, ...options: readonly string[]): CauseCommand | undefined {
  if (pod === undefined) return undefined;
  const container = facts.container === undefined ? [] : ['-c', facts.container];
  return shows(...ns, 'logs', pod, ...container, ...options);
}

function deletePod({ ns, pod, node, daemonSet }: Words, ...options: readonly string[]): CauseCommand | undefined {
  if (pod !== undefined) return changes(...ns, 'delete', 'pod', pod, ...options);
  if (node === undefined) return undefined;
  const where = ['-l', selectorText(daemonSet.selector), '--field-selector', `spec.nodeName=${node}`];
  return changes(...ns, 'delete', 'pod', ...where, ...options);
}

function deleteNode({ node }: Words): CauseCommand | undefined {
  return node === undefined ? undefined : changes('delete', 'node', node);
}

function removeTaint({ node, facts }: Words): CauseCommand | undefined {
  if (node === undefined || facts.taint === undefined) return undefined;
  return changes('taint', 'node', node, `${facts.taint}-`);
}

/** A selector as `kubectl get -l` takes it. */
function selectorText({ matchLabels, matchExpressions }: LabelSelector): string {
  const pairs = Object.entries(matchLabels).map(([key, value]) => `${key}=${value}`);
  const expressions = matchExpressions.map(({ key, operator, values }) => {
    if (operator === 'Exists') return key;
    if (operator === 'DoesNotExist') return `!${key}`;
    return `${key} ${operator === 'In' ? 'in' : 'notin'} (${values.join(',')})`;
  });
  return [...pairs, ...expressions].join(',');
}

function patchStrategy({ ns, ds }: Words, rollingUpdate: Readonly<Record<string, string | number>>): CauseCommand {
  return changes(...ns, 'patch', 'ds', ds, '-p', JSON.stringify({ spec: { updateStrategy: { rollingUpdate } } }));
}

/** A number of pods is a number, a percentage a string. */
function toIntOrPercent(text: string): string | number {
  return /^\d+$/.test(text) ? Number(text) : text;
}

function raiseBudget(words: Words): CauseCommand | undefined {
  const { subject, requested } = words.facts;
  if (requested === undefined || (subject !== 'maxUnavailable' && subject !== 'maxSurge')) return undefined;
  return patchStrategy(words, { [subject]: toIntOrPercent(requested) });
}

/** Asks the API server for a pod as the template would make it, without making it. Creations that fail leave nothing behind. */
function dryRun({ ns, namespace, ds }: Words): CauseCommand {
  const pod = `{apiVersion: "v1", kind: "Pod", metadata: {generateName: "${ds}-", labels: .spec.template.metadata.labels}, spec: .spec.template.spec}`;
  const steps = [
    kubectl(...ns, 'get', 'ds', ds, '-o', 'json'),
    `jq ${shellWord(pod)}`,
    kubectl('-n', namespace, 'create', '--dry-run=server', '-f', '-'),
  ];
  return { command: steps.join(' | '), changes: false };
}

const WEBHOOKS = shows('get', 'validatingwebhookconfigurations,mutatingwebhookconfigurations');
const POLICIES = shows('get', 'validatingadmissionpolicies,validatingadmissionpolicybindings');

// --- the recipes -----------------------------------------------------------------------------------------------------

const ofPod: Recipe = (words) => [describePods(words)];
const ofPodAndNode: Recipe = (words) => [describePods(words), describeNodes(words)];
const ofCrash: Recipe = (words) => [logs(words, '--previous'), describePods(words)];
const ofRunning: Recipe = (words) => [describePods(words), logs(words)];
const ofRoom: Recipe = (words) => [describePods(words), describeNodes(words), podsOnNode(words, ...PRIORITIES)];
const ofQuota: Recipe = ({ ns }) => [shows(...ns, 'describe', 'resourcequota')];

const RECIPES: Readonly<Record<CauseCode, Recipe>> = {
  R01: () => [
    shows('-n', 'kube-system', 'get', 'pods', '-l', 'component=kube-controller-manager'),
    shows('-n', 'kube-system', 'get', 'lease', 'kube-controller-manager', '-o', 'yaml'),
  ],
  R02: (words) => [deletePod(words)],
  R03: (words) => [getNodes(words), deleteNode(words), raiseBudget(words)],
  R04: ({ ns, ds }) => [shows(...ns, 'rollout', 'history', `ds/${ds}`), changes(...ns, 'rollout', 'undo', `ds/${ds}`)],
  R05: ({ ns, daemonSet }) => [shows(...ns, 'get', 'pods', '-l', selectorText(daemonSet.selector), '-o', 'wide')],
  R06: (words) => [describePods(words), patchStrategy(words, { maxSurge: 0, maxUnavailable: 1 })],
  R07: (words) => [describeDaemonSet(words)],
  R08: (words) => [
    words.pods.length === 0 ? describePods(words) : shows(...words.ns, 'get', 'pod', ...words.pods, '-o', 'wide'),
  ],
  R09: ({ ns, ds }) => [
    shows(...ns, 'get', 'ds', ds, '-o', 'yaml', '--show-managed-fields'),
    shows(...ns, 'get', 'controllerrevisions'),
  ],
  R10: ({ ns }) => [shows(...ns, 'get', 'controllerrevisions', '-o', 'yaml')],
  R11: ({ ns, ds }) => [shows(...ns, 'get', 'ds', ds, '-o', 'jsonpath={.metadata.finalizers}')],
  R12: ({ ns }) => [shows(...ns, 'get', 'ds', '-o', 'wide')],
  R13: () => [shows('get', 'nodes', '--show-labels')],
  R14: (words) => [describeNodes(words), removeTaint(words)],
  R15: (words) => [describeNodes(words), removeTaint(words)],
  R16: (words) => [describeDaemonSet(words), getNodes(words)],

  C01: ofQuota,
  C02: ofQuota,
  C03: () => [shows('get', 'priorityclass')],
  C04: ({ namespace }) => [
    shows('get', 'ns', namespace, '--show-labels'),
    changes('label', 'ns', namespace, 'pod-security.kubernetes.io/enforce=privileged', '--overwrite'),
  ],
  C05: () => [WEBHOOKS],
  C06: () => [WEBHOOKS, shows('get', 'endpointslices', '-A')],
  C07: ({ ns, facts: { serviceAccount } }) => [
    shows(...ns, 'get', 'sa'),
    serviceAccount === undefined ? undefined : changes(...ns, 'create', 'sa', serviceAccount),
  ],
  C08: () => [shows('get', 'priorityclass')],
  C09: () => [shows('get', 'runtimeclass')],
  C10: ({ ns }) => [shows(...ns, 'describe', 'limitrange')],
  C11: ({ namespace }) => [shows('get', 'ns', namespace, '-o', 'yaml')],
  C12: (words) => [describeDaemonSet(words), dryRun(words)],
  C13: (words) => [dryRun(words), changes(...words.ns, 'rollout', 'restart', `ds/${words.ds}`)],
  C14: () => [POLICIES],
  C15: () => [shows('get', '--raw', '/readyz?verbose')],

  S01: ofRoom,
  S02: ofPodAndNode,
  S03: ofPodAndNode,
  S04: (words) => [describePods(words), podsOnNode(words, '-o', 'wide')],
  S05: ofPodAndNode,
  S06: ({ ns, namespace, daemonSet }) => [
    shows(...ns, 'get', 'pods', '-l', selectorText(daemonSet.selector), '-o', 'jsonpath={.items[*].spec.nodeSelector}'),
    shows('get', 'ns', namespace, '-o', 'yaml'),
  ],
  S07: ofPod,
  S08: ofPodAndNode,
  S09: ({ ns, ...words }) => [describePods({ ns, ...words }), shows(...ns, 'get', 'pvc')],
  S10: (words) => [describePods(words), podsOnNode(words)],
  S11: ofPod,
  S12: (words) => [describePods(words), shows('-n', 'kube-system', 'get', 'pods', '-l', 'component=kube-scheduler')],
  S13: ofPodAndNode,
  S14: ofRoom,
  S15: ofPodAndNode,

  K01: ofRoom,
  K02: ofPodAndNode,
  K03: ofPodAndNode,
  K04: ofPodAndNode,
  K05: (words) => [describePods(words), describeNodes(words), deletePod(words)],
  K06: ofPodAndNode,
  K07: ofPodAndNode,
  K08: (words) => [getNodes(words), describePods(words)],
  K09: (words) => [describePods(words), podsOnNode(words, '-o', 'wide')],
  K10: ofPod,
  K11: (words) => [describePods(words), shows('get', 'volumeattachments')],
  K12: ofPod,
  K13: ofPod,
  K14: ofPod,
  K15: ofPod,
  K16: ofPod,
  K17: ofPod,
  K18: ofCrash,
  K19: ofCrash,
  K20: (words) => [logs(words, '--previous'), podsOnNode(words, '-o', 'wide')],
  K21: ofRunning,
  K22: ofRunning,
  K23: ofRunning,
  K24: ofCrash,
  K25: ofPod,
  K26: ofPod,
  K27: ofCrash,
  K28: ofPod,
  K29: ({ facts: { subject } }) => {
    const key = subject === undefined ? undefined : labelKeyOf(subject);
    return [key === undefined ? shows('get', 'nodes', '-o', 'wide') : shows('get', 'nodes', '-L', key)];
  },
  K30: ({ ns, pod }) => [
    pod === undefined ? undefined : shows(...ns, 'get', 'pod', pod, '-o', 'jsonpath={.status.conditions}'),
  ],
  K31: ofPodAndNode,

  T01: (words) => [
    getNodes(words),
    words.node === undefined
      ? undefined
      : changes('taint', 'node', words.node, 'node.kubernetes.io/out-of-service=nodeshutdown:NoExecute'),
    deleteNode(words),
  ],
  T02: ({ ns, pod }) =>
    pod === undefined
      ? []
      : [
          shows(...ns, 'get', 'pod', pod, '-o', 'jsonpath={.metadata.finalizers}'),
          changes(
            ...ns,
            'patch',
            'pod',
            pod,
            '--type=json',
            '-p',
            JSON.stringify([{ op: 'remove', path: '/metadata/finalizers' }]),
          ),
        ],
  T03: ofPod,
  T04: (words) => [describePods(words), deletePod(words, '--grace-period=0', '--force')],
};

/** The label of a common trait; fields of a node are shown by other means. */
function labelKeyOf(subject: string): string | undefined {
  const key = subject.slice(0, subject.indexOf('='));
  return key === 'pool' || key === 'age' || key.startsWith('status.') ? undefined : key;
}
