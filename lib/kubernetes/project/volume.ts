import type { VolumeSpec } from '#lib/domain/objects.ts';
import { withoutUndefined } from './fields.ts';
import { isRaw, listOf, rawOf, textOf } from './raw.ts';

const KNOWN_KINDS = [
  'awsElasticBlockStore',
  'azureDisk',
  'azureFile',
  'cephfs',
  'cinder',
  'configMap',
  'csi',
  'downwardAPI',
  'emptyDir',
  'ephemeral',
  'fc',
  'flexVolume',
  'flocker',
  'gcePersistentDisk',
  'gitRepo',
  'glusterfs',
  'hostPath',
  'image',
  'iscsi',
  'nfs',
  'persistentVolumeClaim',
  'photonPersistentDisk',
  'portworxVolume',
  'projected',
  'quobyte',
  'rbd',
  'scaleIO',
  'secret',
  'storageos',
  'vsphereVolume',
] as const;

/** Names and kinds of volumes, and of hostPath the path: what a volume holds is never read. */
export function volumesOf(value: unknown): readonly VolumeSpec[] {
  return listOf(value)
    .filter(isRaw)
    .map((volume) => {
      const kind = KNOWN_KINDS.find((each) => isRaw(volume[each])) ?? 'other';
      const path = kind === 'hostPath' ? textOf(rawOf(volume['hostPath'])['path']) : undefined;
      return withoutUndefined<VolumeSpec>({ name: textOf(volume['name']) ?? '', kind, path });
    });
}

const TELLING_KINDS: readonly string[] = ['emptyDir', 'hostPath', 'ephemeral', 'persistentVolumeClaim'];

/** Those of a live pod that matter when it is evicted; the others have random names and would keep equal pods apart. */
export function evictionVolumesOf(value: unknown): readonly VolumeSpec[] {
  return volumesOf(value).filter(({ kind }) => TELLING_KINDS.includes(kind));
}
