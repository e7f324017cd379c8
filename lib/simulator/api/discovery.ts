import { groupVersion, type KindInfo, SERVED } from '../kinds.ts';

/** What kubectl asks before it asks for anything else: groups, versions, resources. Undefined for what there is not. */
export function discoveryOf(path: string): object | undefined {
  const [root, group = '', version = ''] = path.split('/').slice(1);
  if (root === '') return { paths: paths() };
  if (root === 'api')
    return group === ''
      ? { kind: 'APIVersions', versions: ['v1'], serverAddressByClientCIDRs: [] }
      : resourcesOf('', group);
  if (group === '') return { kind: 'APIGroupList', apiVersion: 'v1', groups: GROUPS.map(groupOf) };
  if (!GROUPS.includes(group)) return undefined;
  return version === '' ? { kind: 'APIGroup', apiVersion: 'v1', ...groupOf(group) } : resourcesOf(group, version);
}

function paths(): readonly string[] {
  const groups = GROUPS.flatMap((group) => [`/apis/${group}`, `/apis/${group}/v1`]);
  return ['/api', '/api/v1', '/apis', ...groups, '/healthz', '/livez', '/readyz', '/version'].sort();
}

const GROUPS = [...new Set(SERVED.map(({ group }) => group))].filter((group) => group !== '');

function groupOf(name: string): object {
  const version = { groupVersion: `${name}/v1`, version: 'v1' };
  return { name, versions: [version], preferredVersion: version };
}

const SHORT_NAMES: Readonly<Record<string, readonly string[]>> = {
  nodes: ['no'],
  namespaces: ['ns'],
  pods: ['po'],
  events: ['ev'],
  resourcequotas: ['quota'],
  daemonsets: ['ds'],
  replicasets: ['rs'],
  poddisruptionbudgets: ['pdb'],
  priorityclasses: ['pc'],
};

/** What `kubectl get all` means. */
const IN_ALL: readonly string[] = ['pods', 'daemonsets', 'replicasets'];

/** Reading is all that can be done. */
function resourcesOf(group: string, version: string): object | undefined {
  const served = SERVED.filter((each) => each.group === group && each.version === version);
  const [first] = served;
  if (first === undefined) return undefined;
  return {
    kind: 'APIResourceList',
    // The core group is older than this field.
    ...(group !== '' && { apiVersion: 'v1' }),
    groupVersion: groupVersion(first),
    resources: served.toSorted(byPlural).map(({ plural, kind, namespaced }) => ({
      name: plural,
      singularName: kind.toLowerCase(),
      namespaced,
      kind,
      verbs: ['get', 'list', 'watch'],
      ...(SHORT_NAMES[plural] !== undefined && { shortNames: SHORT_NAMES[plural] }),
      ...(IN_ALL.includes(plural) && { categories: ['all'] }),
    })),
  };
}

function byPlural(one: KindInfo, other: KindInfo): number {
  return one.plural < other.plural ? -1 : 1;
}
