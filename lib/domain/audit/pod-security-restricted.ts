import { judgeProcMount, judgeSeccomp, unlessInUserNamespace } from './pod-security-baseline.ts';
import {
  type Check,
  containersNamed,
  type Judge,
  namesOf,
  type Objection,
  plural,
  quoted,
  settersOf,
  sorted,
} from './pod-security-check.ts';
import type { PodSecuritySubject } from './pod-security-subject.ts';

const ALLOWED_VOLUMES = [
  'configMap',
  'csi',
  'downwardAPI',
  'emptyDir',
  'ephemeral',
  'image',
  'persistentVolumeClaim',
  'projected',
  'secret',
];

/** In the order of their ids, which is the order of the denial, after those of baseline [PS2]. */
export const RESTRICTED_CHECKS: readonly Check[] = [
  {
    id: 'allowPrivilegeEscalation',
    versions: [
      { since: 8, judge: judgePrivilegeEscalation },
      { since: 25, judge: unlessWindows(judgePrivilegeEscalation) },
    ],
  },
  {
    id: 'capabilities_restricted',
    replaces: 'capabilities_baseline',
    versions: [
      { since: 22, judge: judgeCapabilities },
      { since: 25, judge: unlessWindows(judgeCapabilities) },
    ],
  },
  { id: 'procMount_restricted', replaces: 'procMount', versions: [{ since: 35, judge: judgeProcMount }] },
  { id: 'restrictedVolumes', replaces: 'hostPathVolumes', versions: [{ since: 0, judge: judgeVolumes }] },
  {
    id: 'runAsNonRoot',
    versions: [
      { since: 0, judge: judgeRunAsNonRoot },
      { since: 35, judge: unlessInUserNamespace(judgeRunAsNonRoot) },
    ],
  },
  {
    id: 'runAsUser',
    versions: [
      { since: 23, judge: judgeRunAsUser },
      { since: 35, judge: unlessInUserNamespace(judgeRunAsUser) },
    ],
  },
  {
    id: 'seccompProfile_restricted',
    replaces: 'seccompProfile_baseline',
    versions: [
      { since: 19, judge: judgeSeccompSet },
      { since: 25, judge: unlessWindows(judgeSeccompSet) },
    ],
  },
];

function unlessWindows(judge: Judge): Judge {
  return (subject) => (subject.windows ? undefined : judge(subject));
}

function judgePrivilegeEscalation(subject: PodSecuritySubject): Objection | undefined {
  const names = namesOf(subject, ({ allowPrivilegeEscalation }) => allowPrivilegeEscalation !== false);
  if (names.length === 0) return undefined;
  return {
    reason: 'allowPrivilegeEscalation != false',
    detail: `${containersNamed(names)} must set securityContext.allowPrivilegeEscalation=false`,
  };
}

function judgeCapabilities(subject: PodSecuritySubject): Objection | undefined {
  const isForbidden = (capability: string) => capability !== 'NET_BIND_SERVICE';
  const keeping = namesOf(subject, ({ droppedCapabilities }) => !droppedCapabilities.includes('ALL'));
  const adding = namesOf(subject, ({ addedCapabilities }) => addedCapabilities.some(isForbidden));
  if (keeping.length === 0 && adding.length === 0) return undefined;
  const added = sorted(subject.containers.flatMap((each) => each.addedCapabilities.filter(isForbidden)));
  const details = [
    ...(keeping.length === 0 ? [] : [`${containersNamed(keeping)} must set securityContext.capabilities.drop=["ALL"]`]),
    ...(adding.length === 0
      ? []
      : [`${containersNamed(adding)} must not include ${quoted(added)} in securityContext.capabilities.add`]),
  ];
  return { reason: 'unrestricted capabilities', detail: details.join('; ') };
}

function judgeVolumes({ volumes }: PodSecuritySubject): Objection | undefined {
  const bad = volumes.filter(({ kind }) => !ALLOWED_VOLUMES.includes(kind));
  if (bad.length === 0) return undefined;
  const kinds = sorted(bad.map(({ kind }) => kind));
  const names = `${plural('volume', 'volumes', bad.length)} ${quoted(bad.map(({ name }) => name))}`;
  const noun = plural('restricted volume type', 'restricted volume types', kinds.length);
  return {
    reason: 'restricted volume types',
    detail: `${names} ${plural('uses', 'use', bad.length)} ${noun} ${quoted(kinds)}`,
  };
}

function judgeRunAsNonRoot(subject: PodSecuritySubject): Objection | undefined {
  const reason = 'runAsNonRoot != true';
  const refusing = namesOf(subject, ({ runAsNonRoot }) => runAsNonRoot === false);
  const setters = settersOf(subject.pod.runAsNonRoot === false, refusing);
  if (setters !== '') return { reason, detail: `${setters} must not set securityContext.runAsNonRoot=false` };
  if (subject.pod.runAsNonRoot === true) return undefined;
  const silent = namesOf(subject, ({ runAsNonRoot }) => runAsNonRoot === undefined);
  if (silent.length === 0) return undefined;
  return { reason, detail: `pod or ${containersNamed(silent)} must set securityContext.runAsNonRoot=true` };
}

function judgeRunAsUser(subject: PodSecuritySubject): Objection | undefined {
  const names = namesOf(subject, ({ runAsUser }) => runAsUser === 0);
  const setters = settersOf(subject.pod.runAsUser === 0, names);
  return setters === '' ? undefined : { reason: 'runAsUser=0', detail: `${setters} must not set runAsUser=0` };
}

/** Restricted wants a profile, not merely no bad one; a good one of the pod stands for its containers. */
function judgeSeccompSet(subject: PodSecuritySubject): Objection | undefined {
  const bad = judgeSeccomp(subject);
  if (bad !== undefined || subject.pod.seccompProfile !== undefined) return bad;
  const silent = namesOf(subject, ({ seccompProfile }) => seccompProfile === undefined);
  if (silent.length === 0) return undefined;
  return {
    reason: 'seccompProfile',
    detail: `pod or ${containersNamed(silent)} must set securityContext.seccompProfile.type to "RuntimeDefault" or "Localhost"`,
  };
}
