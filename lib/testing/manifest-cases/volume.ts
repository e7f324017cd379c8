import { VOLUMES } from '../manifest-base.ts';
import type { ManifestCase } from '../manifest-cases.ts';

export const VOLUME_CASES: readonly ManifestCase[] = [
  {
    name: 'a volume without a name',
    edits: { [`${VOLUMES}/2/name`]: undefined },
    problems: ['spec.template.spec.volumes[2].name: Required value'],
  },
  {
    name: 'a volume with capitals in its name',
    edits: { [`${VOLUMES}/2/name`]: 'Bad_Name' },
    problems: [
      `spec.template.spec.volumes[2].name: Invalid value: "Bad_Name": a lowercase RFC 1123 label must consist of lower case alphanumeric characters or '-', and must start and end with an alphanumeric character (e.g. 'my-name',  or '123-abc', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?')`,
    ],
  },
  {
    name: 'two volumes of one name',
    edits: { [`${VOLUMES}/2/name`]: 'logs' },
    problems: ['spec.template.spec.volumes[2].name: Duplicate value: "logs"'],
  },
  {
    name: 'a volume without a kind',
    edits: { [`${VOLUMES}/2/emptyDir`]: undefined },
    problems: ['warning spec.template.spec.volumes[2]: no volume type is given: the API server makes it an emptyDir'],
    apart: 'nothing: it makes an emptyDir',
  },
  {
    name: 'a volume of two kinds',
    edits: { [`${VOLUMES}/2/hostPath`]: { path: '/x' } },
    problems: ['spec.template.spec.volumes[2].hostPath: Forbidden: may not specify more than 1 volume type'],
  },
  {
    name: 'a volume of two kinds that is mounted',
    edits: { [`${VOLUMES}/0/emptyDir`]: {} },
    problems: [
      'spec.template.spec.volumes[0].hostPath: Forbidden: may not specify more than 1 volume type',
      'spec.template.spec.containers[0].volumeMounts[0].name: Not found: "logs"',
    ],
  },
  {
    name: 'a path of the host that is empty',
    edits: { [`${VOLUMES}/0/hostPath/path`]: undefined },
    problems: [
      'spec.template.spec.volumes[0].hostPath.path: Required value',
      'spec.template.spec.containers[0].volumeMounts[0].name: Not found: "logs"',
    ],
  },
  {
    name: 'a path of the host with two dots',
    edits: { [`${VOLUMES}/0/hostPath/path`]: '/var/../log' },
    problems: [
      `spec.template.spec.volumes[0].hostPath.path: Invalid value: "/var/../log": must not contain '..'`,
      'spec.template.spec.containers[0].volumeMounts[0].name: Not found: "logs"',
    ],
  },
  {
    name: 'a type of a path that there is not',
    edits: { [`${VOLUMES}/0/hostPath/type`]: 'Dir' },
    problems: [
      'spec.template.spec.volumes[0].hostPath.type: Unsupported value: "Dir": supported values: "", "BlockDevice", "CharDevice", "Directory", "DirectoryOrCreate", "File", "FileOrCreate", "Socket"',
      'spec.template.spec.containers[0].volumeMounts[0].name: Not found: "logs"',
    ],
  },
  {
    name: 'a ConfigMap without a name',
    edits: { [`${VOLUMES}/1/configMap/name`]: undefined },
    problems: [
      'spec.template.spec.volumes[1].configMap.name: Required value',
      'spec.template.spec.containers[0].volumeMounts[1].name: Not found: "config"',
    ],
  },
  {
    name: 'a mode that is meant in octal',
    edits: { [`${VOLUMES}/1/configMap/defaultMode`]: 644 },
    problems: [
      'spec.template.spec.volumes[1].configMap.defaultMode: Invalid value: 644: must be a number between 0 and 0777 (octal), both inclusive',
      'spec.template.spec.containers[0].volumeMounts[1].name: Not found: "config"',
    ],
  },
  {
    name: 'an item of a ConfigMap that is wrong in several ways',
    edits: { [`${VOLUMES}/1/configMap/items`]: [{ key: '', path: '../x', mode: 1000 }] },
    problems: [
      'spec.template.spec.volumes[1].configMap.items[0].key: Required value',
      `spec.template.spec.volumes[1].configMap.items[0].path: Invalid value: "../x": must not contain '..'`,
      'spec.template.spec.volumes[1].configMap.items[0].mode: Invalid value: 1000: must be a number between 0 and 0777 (octal), both inclusive',
      'spec.template.spec.containers[0].volumeMounts[1].name: Not found: "config"',
    ],
  },
  {
    name: 'an item with an absolute path',
    edits: { [`${VOLUMES}/1/configMap/items`]: [{ key: 'x', path: '/x' }] },
    problems: [
      'spec.template.spec.volumes[1].configMap.items[0].path: Invalid value: "/x": must be a relative path',
      'spec.template.spec.containers[0].volumeMounts[1].name: Not found: "config"',
    ],
  },
  {
    name: 'an item whose path begins with two dots',
    edits: { [`${VOLUMES}/1/configMap/items`]: [{ key: 'x', path: '..x' }] },
    problems: [
      `spec.template.spec.volumes[1].configMap.items[0].path: Invalid value: "..x": must not start with '..'`,
      'spec.template.spec.containers[0].volumeMounts[1].name: Not found: "config"',
    ],
  },
  {
    name: 'a secret without its name',
    edits: { [`${VOLUMES}/2`]: { name: 'scratch', secret: {} } },
    problems: ['spec.template.spec.volumes[2].secret.secretName: Required value'],
  },
  {
    name: 'the name of a secret in the wrong field',
    edits: { [`${VOLUMES}/2`]: { name: 'scratch', secret: { name: 'x' } } },
    problems: [
      'spec.template.spec.volumes[2].secret.name: unknown field "spec.template.spec.volumes[2].secret.name" (did you mean secretName?)',
      'spec.template.spec.volumes[2].secret.secretName: Required value',
    ],
  },
  {
    name: 'a claim without a name',
    edits: { [`${VOLUMES}/2`]: { name: 'scratch', persistentVolumeClaim: {} } },
    problems: ['spec.template.spec.volumes[2].persistentVolumeClaim.claimName: Required value'],
  },
  {
    name: 'NFS without a server',
    edits: { [`${VOLUMES}/2`]: { name: 'scratch', nfs: { path: 'x' } } },
    problems: [
      'spec.template.spec.volumes[2].nfs.server: Required value',
      'spec.template.spec.volumes[2].nfs.path: Invalid value: "x": must be an absolute path',
    ],
  },
  {
    name: 'CSI without a driver',
    edits: { [`${VOLUMES}/2`]: { name: 'scratch', csi: { nodePublishSecretRef: {} } } },
    problems: [
      'spec.template.spec.volumes[2].csi.driver: Required value',
      'spec.template.spec.volumes[2].csi.nodePublishSecretRef.name: Required value',
    ],
  },
  {
    name: 'CSI with bad names',
    edits: { [`${VOLUMES}/2`]: { name: 'scratch', csi: { driver: 'a_b', nodePublishSecretRef: { name: 'A' } } } },
    problems: [
      `spec.template.spec.volumes[2].csi.driver: Invalid value: "a_b": a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start and end with an alphanumeric character (e.g. 'example.com', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*')`,
      `spec.template.spec.volumes[2].csi.name: Invalid value: "A": a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start and end with an alphanumeric character (e.g. 'example.com', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*')`,
    ],
  },
  {
    name: 'an emptyDir smaller than nothing',
    edits: { [`${VOLUMES}/2/emptyDir/sizeLimit`]: '-1Gi' },
    problems: [
      'spec.template.spec.volumes[2].emptyDir.sizeLimit: Forbidden: SizeLimit field must be a valid resource quantity',
    ],
  },
  {
    name: 'an emptyDir of an unreadable size',
    edits: { [`${VOLUMES}/2/emptyDir/sizeLimit`]: 'lots' },
    problems: [
      `spec.template.spec.volumes[2].emptyDir.sizeLimit: Invalid value: "lots": quantities must match the regular expression '^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'`,
    ],
  },
  {
    name: 'files made of fields that are wrong',
    edits: {
      [`${VOLUMES}/2`]: {
        name: 'scratch',
        downwardAPI: {
          items: [
            { path: 'a' },
            { path: '', fieldRef: { fieldPath: 'spec.nodeName' } },
            { path: 'b', resourceFieldRef: { resource: 'limits.cpu' } },
          ],
        },
      },
    },
    problems: [
      'spec.template.spec.volumes[2].downwardAPI: Required value: one of fieldRef and resourceFieldRef is required',
      'spec.template.spec.volumes[2].downwardAPI.path: Required value',
      'spec.template.spec.volumes[2].downwardAPI.fieldRef.fieldPath: Unsupported value: "spec.nodeName": supported values: "metadata.annotations", "metadata.labels", "metadata.name", "metadata.namespace", "metadata.uid"',
      'spec.template.spec.volumes[2].downwardAPI.resourceFieldRef.containerName: Required value',
    ],
  },
  {
    name: 'projected sources that are wrong',
    edits: {
      [`${VOLUMES}/2`]: {
        name: 'scratch',
        projected: {
          sources: [
            { secret: { name: 'a', items: [{ key: 'a', path: 'x' }] } },
            { configMap: { items: [{ key: 'a', path: 'x' }] } },
            { serviceAccountToken: { path: '', expirationSeconds: 60 } },
          ],
        },
      },
    },
    problems: [
      'spec.template.spec.volumes[2].projected.sources[1].configMap.name: Required value',
      'spec.template.spec.volumes[2].projected: Invalid value: "x": conflicting duplicate paths',
      'spec.template.spec.volumes[2].projected.sources[2].serviceAccountToken.expirationSeconds: Invalid value: 60: may not specify a duration less than 10 minutes',
      'spec.template.spec.volumes[2].projected.path: Required value',
    ],
    apart: 'the name of the source, not of the file',
  },
  {
    name: 'a projected source that is two',
    edits: {
      [`${VOLUMES}/2`]: {
        name: 'scratch',
        projected: { sources: [{ secret: { name: 'a' }, configMap: { name: 'b' } }] },
      },
    },
    problems: [
      'spec.template.spec.volumes[2].projected.sources[0]: Forbidden: may not specify more than 1 volume type per source',
    ],
  },
  {
    name: 'an ephemeral volume with too little said',
    edits: {
      [`${VOLUMES}/2`]: { name: 'scratch', ephemeral: { volumeClaimTemplate: { spec: { accessModes: ['RWO'] } } } },
    },
    problems: [
      'spec.template.spec.volumes[2].ephemeral.volumeClaimTemplate.spec.accessModes: Unsupported value: "RWO": supported values: "ReadOnlyMany", "ReadWriteMany", "ReadWriteOnce", "ReadWriteOncePod"',
      'spec.template.spec.volumes[2].ephemeral.volumeClaimTemplate.spec.resources[storage]: Required value',
    ],
  },
  {
    name: 'an ephemeral volume without a template',
    edits: { [`${VOLUMES}/2`]: { name: 'scratch', ephemeral: {} } },
    problems: ['spec.template.spec.volumes[2].ephemeral.volumeClaimTemplate: Required value'],
  },
  {
    name: 'iSCSI with nothing in it',
    edits: { [`${VOLUMES}/2`]: { name: 'scratch', iscsi: { targetPortal: '', iqn: '', lun: 0 } } },
    problems: [
      'spec.template.spec.volumes[2].iscsi.targetPortal: Required value',
      'spec.template.spec.volumes[2].iscsi.iqn: Required value',
    ],
  },
  {
    name: 'a volume that works no more, with nothing in it',
    edits: { [`${VOLUMES}/2`]: { name: 'scratch', rbd: { monitors: [], image: '' } } },
    problems: [
      'spec.template.spec.volumes[2].rbd.monitors: Required value',
      'spec.template.spec.volumes[2].rbd.image: Required value',
      'warning spec.template.spec.volumes[2].rbd: deprecated in v1.28, non-functional in v1.31+',
    ],
  },
  {
    name: 'an image volume without an image',
    edits: { [`${VOLUMES}/2`]: { name: 'scratch', image: {} } },
    problems: [
      'warning spec.template.spec.volumes[2].image.reference: Required value: the DaemonSet is taken, its pods are refused',
    ],
    apart: 'nothing: it refuses the pods',
  },
];
