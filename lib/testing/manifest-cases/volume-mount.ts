import { CONTAINER } from '../manifest-base.ts';
import type { ManifestCase } from '../manifest-cases.ts';

export const VOLUME_MOUNT_CASES: readonly ManifestCase[] = [
  {
    name: 'a mount of a volume that there is not',
    edits: { [`${CONTAINER}/volumeMounts/0/name`]: 'log' },
    problems: ['spec.template.spec.containers[0].volumeMounts[0].name: Not found: "log"'],
  },
  {
    name: 'a mount without a name',
    edits: { [`${CONTAINER}/volumeMounts/0/name`]: undefined },
    problems: [
      'spec.template.spec.containers[0].volumeMounts[0].name: Required value',
      'spec.template.spec.containers[0].volumeMounts[0].name: Not found: ""',
    ],
  },
  {
    name: 'a mount without a path',
    edits: { [`${CONTAINER}/volumeMounts/0/mountPath`]: undefined },
    problems: ['spec.template.spec.containers[0].volumeMounts[0].mountPath: Required value'],
  },
  {
    name: 'two mounts at one path',
    edits: { [`${CONTAINER}/volumeMounts/1/mountPath`]: '/var/log' },
    problems: ['spec.template.spec.containers[0].volumeMounts[1].mountPath: Invalid value: "/var/log": must be unique'],
  },
  {
    name: 'an absolute path below a volume',
    edits: { [`${CONTAINER}/volumeMounts/0/subPath`]: '/abs' },
    problems: ['spec.template.spec.containers[0].volumeMounts.subPath: Invalid value: "/abs": must be a relative path'],
  },
  {
    name: 'a path below a volume, said twice',
    edits: { [`${CONTAINER}/volumeMounts/0/subPath`]: 'a', [`${CONTAINER}/volumeMounts/0/subPathExpr`]: '../b' },
    problems: [
      'spec.template.spec.containers[0].volumeMounts[0].subPathExpr: Invalid value: "../b": subPathExpr and subPath are mutually exclusive',
      `spec.template.spec.containers[0].volumeMounts.subPathExpr: Invalid value: "../b": must not contain '..'`,
    ],
  },
  {
    name: 'a propagation that there is not',
    edits: { [`${CONTAINER}/volumeMounts/0/mountPropagation`]: 'Both' },
    problems: [
      'spec.template.spec.containers[0].volumeMounts.mountPropagation: Unsupported value: "Both": supported values: "Bidirectional", "HostToContainer", "None"',
    ],
  },
  {
    name: 'bidirectional propagation without privilege',
    edits: {
      [`${CONTAINER}/volumeMounts/0/mountPropagation`]: 'Bidirectional',
      [`${CONTAINER}/securityContext/privileged`]: false,
    },
    problems: [
      'spec.template.spec.containers[0].volumeMounts.mountPropagation: Forbidden: Bidirectional mount propagation is available only to privileged containers',
    ],
  },
  {
    name: 'recursive read-only without read-only',
    edits: { [`${CONTAINER}/volumeMounts/1/recursiveReadOnly`]: 'Enabled' },
    problems: [
      'spec.template.spec.containers[0].volumeMounts.recursiveReadOnly: Forbidden: may only be specified when readOnly is true',
    ],
  },
  {
    name: 'devices that are wrong',
    edits: {
      [`${CONTAINER}/volumeDevices`]: [
        { name: 'scratch', devicePath: '/dev/../x' },
        { name: 'nothing', devicePath: '' },
      ],
    },
    problems: [
      'spec.template.spec.containers[0].volumeDevices[0].name: Invalid value: "scratch": can only use volume source type of PersistentVolumeClaim or Ephemeral for block mode',
      `spec.template.spec.containers[0].volumeDevices[0].devicePath: Invalid value: "/dev/../x": can not contain backsteps ('..')`,
      'spec.template.spec.containers[0].volumeDevices[1].name: Not found: "nothing"',
      'spec.template.spec.containers[0].volumeDevices[1].devicePath: Required value',
    ],
  },
];
