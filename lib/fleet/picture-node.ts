import type { NodeName } from '#lib/domain/keys.ts';
import type { NodeRecord } from '#lib/domain/objects.ts';
import type { PictureNode } from '#lib/wire/picture.ts';

/** No Ready condition, or a status that is none of the three, is as good as Unknown. */
function readyOf(node: NodeRecord): PictureNode['ready'] {
  const status = node.conditions.find((condition) => condition.type === 'Ready')?.status;
  return status === 'True' || status === 'False' ? status : 'Unknown';
}

export function describeNode(node: NodeRecord): PictureNode {
  return {
    name: node.name,
    ready: readyOf(node),
    unschedulable: node.unschedulable,
    createdAt: node.creationTimestamp ?? null,
    labels: node.labels,
    kubeletVersion: node.nodeInfo.kubeletVersion ?? null,
    osImage: node.nodeInfo.osImage ?? null,
    kernelVersion: node.nodeInfo.kernelVersion ?? null,
    architecture: node.nodeInfo.architecture ?? null,
  };
}

/** A node of which only daemon pods tell: it is gone, or nodes may not be read. */
export function describeAbsentNode(name: NodeName): PictureNode {
  return {
    name,
    ready: 'Absent',
    unschedulable: false,
    createdAt: null,
    labels: {},
    kubeletVersion: null,
    osImage: null,
    kernelVersion: null,
    architecture: null,
  };
}
