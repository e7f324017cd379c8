import { addedBeyond, forbiddenProcMount, forbiddenSeccompProfile, seccompTypeOf } from './baseline-checks.ts';
import {
  type Check,
  capabilitiesOf,
  containersOf,
  type Fields,
  forbid,
  isForWindows,
  isInUserNamespace,
  named,
  plural,
  podSecurityOf,
  quoted,
  securityOf,
  setters,
  sorted,
} from './check.ts';

/* The level `restricted` of the Pod Security Standards [PS2], beside what is left of `baseline`. */

/** `overrides` is asked no more once this one is. */
export type RestrictedCheck = Check & { readonly overrides?: string };

const allowPrivilegeEscalation: RestrictedCheck = {
  id: 'allowPrivilegeEscalation',
  since: 8,
  test: (checked) => {
    if (isForWindows(checked)) return undefined;
    const bad = containersOf(checked.spec).filter((each) => securityOf(each)['allowPrivilegeEscalation'] !== false);
    return forbid(
      'allowPrivilegeEscalation != false',
      bad,
      (who) => `${who} must set securityContext.allowPrivilegeEscalation=false`,
    );
  },
};

const NET_BIND_SERVICE = new Set(['NET_BIND_SERVICE']);

const capabilities: RestrictedCheck = {
  id: 'capabilities_restricted',
  since: 22,
  overrides: 'capabilities_baseline',
  test: (checked) => {
    if (isForWindows(checked)) return undefined;
    const undropped = containersOf(checked.spec).filter((each) => !capabilitiesOf(each, 'drop').includes('ALL'));
    const { bad, names } = addedBeyond(checked, NET_BIND_SERVICE);
    const details = [
      ...(undropped.length > 0 ? [`${named(undropped)} must set securityContext.capabilities.drop=["ALL"]`] : []),
      ...(bad.length > 0
        ? [`${named(bad)} must not include ${quoted(names)} in securityContext.capabilities.add`]
        : []),
    ];
    return details.length === 0 ? undefined : `unrestricted capabilities (${details.join('; ')})`;
  },
};

const procMount: RestrictedCheck = {
  id: 'procMount_restricted',
  since: 35,
  overrides: 'procMount',
  test: forbiddenProcMount,
};

const HARMLESS_VOLUMES = new Set([
  'configMap',
  'csi',
  'downwardAPI',
  'emptyDir',
  'ephemeral',
  'image',
  'persistentVolumeClaim',
  'projected',
  'secret',
]);

const restrictedVolumes: RestrictedCheck = {
  id: 'restrictedVolumes',
  since: 0,
  overrides: 'hostPathVolumes',
  test: ({ spec: { volumes = [] } }) => {
    const typeOf = (volume: Fields) => Object.keys(volume).find((key) => key !== 'name') ?? 'unknown';
    const bad = volumes.filter((volume) => !HARMLESS_VOLUMES.has(typeOf(volume)));
    if (bad.length === 0) return undefined;
    const who = `${plural('volume', bad.length)} ${quoted(bad.map((volume) => String(volume['name'])))}`;
    const types = sorted(bad.map(typeOf));
    const words = `${bad.length === 1 ? 'uses' : 'use'} ${plural('restricted volume type', types.length)}`;
    return `restricted volume types (${who} ${words} ${quoted(types)})`;
  },
};

const runAsNonRoot: RestrictedCheck = {
  id: 'runAsNonRoot',
  since: 0,
  test: (checked) => {
    if (isInUserNamespace(checked)) return undefined;
    const ofPod = podSecurityOf(checked.spec)['runAsNonRoot'];
    const containers = containersOf(checked.spec);
    const bad = containers.filter((each) => securityOf(each)['runAsNonRoot'] === false);
    const who = setters(ofPod === false, bad);
    if (who !== undefined) return `runAsNonRoot != true (${who} must not set securityContext.runAsNonRoot=false)`;
    const silent = ofPod === true ? [] : containers.filter((each) => securityOf(each)['runAsNonRoot'] === undefined);
    return forbid(
      'runAsNonRoot != true',
      silent,
      (names) => `pod or ${names} must set securityContext.runAsNonRoot=true`,
    );
  },
};

const runAsUser: RestrictedCheck = {
  id: 'runAsUser',
  since: 23,
  test: (checked) => {
    if (isInUserNamespace(checked)) return undefined;
    const bad = containersOf(checked.spec).filter((each) => securityOf(each)['runAsUser'] === 0);
    const who = setters(podSecurityOf(checked.spec)['runAsUser'] === 0, bad);
    return who && `runAsUser=0 (${who} must not set runAsUser=0)`;
  },
};

const seccompProfile: RestrictedCheck = {
  id: 'seccompProfile_restricted',
  since: 19,
  overrides: 'seccompProfile_baseline',
  test: (checked) => {
    if (isForWindows(checked)) return undefined;
    const forbidden = forbiddenSeccompProfile(checked);
    if (forbidden !== undefined || seccompTypeOf(podSecurityOf(checked.spec)) !== undefined) return forbidden;
    const silent = containersOf(checked.spec).filter((each) => seccompTypeOf(securityOf(each)) === undefined);
    return forbid(
      'seccompProfile',
      silent,
      (who) => `pod or ${who} must set securityContext.seccompProfile.type to "RuntimeDefault" or "Localhost"`,
    );
  },
};

/** In the order in which they are asked. */
export const RESTRICTED_CHECKS: readonly RestrictedCheck[] = [
  allowPrivilegeEscalation,
  capabilities,
  procMount,
  restrictedVolumes,
  runAsNonRoot,
  runAsUser,
  seccompProfile,
];
