import { groupVersion, SERVED } from '../kinds.ts';

/** What kubectl asks before it asks for anything else: groups, versions, resources. Undefined for what there is not. */
export function discoveryOf(path: string): object | undefined {
  if (path === '/api' || path === '/api/')
    return { kind: 'APIVersions', versions: ['v1'], serverAddressByClientCIDRs: [] };
  if (path === '/apis' || path === '/apis/')
    return { kind: 'APIGroupList', apiVersion: 'v1', groups: GROUPS.map(groupOf) };
  const [, root, group, version] = path.split('/');
  if (root === 'api') return resourcesOf('', 'v1');
  if (group === undefined || !GROUPS.includes(group)) return undefined;
  return version === undefined || version === ''
    ? { kind: 'APIGroup', apiVersion: 'v1', ...groupOf(group) }
    : resourcesOf(group, version);
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

/** Reading is all that can be done. */
function resourcesOf(group: string, version: string): object | undefined {
  const served = SERVED.filter((each) => each.group === group && each.version === version);
  const [first] = served;
  if (first === undefined) return undefined;
  return {
    kind: 'APIResourceList',
    apiVersion: 'v1',
    groupVersion: groupVersion(first),
    resources: served.map(({ plural, kind, namespaced }) => ({
      name: plural,
      singularName: kind.toLowerCase(),
      namespaced,
      kind,
      verbs: ['get', 'list', 'watch'],
      ...(SHORT_NAMES[plural] !== undefined && { shortNames: SHORT_NAMES[plural] }),
    })),
  };
}
