import { nodeName } from '#lib/domain/keys.ts';
import type { PodCondition, PodRecord, PodSpec, ResourceList } from '#lib/domain/objects.ts';
import { containerStatusesOf } from './container-status.ts';
import { type ProjectionContext, plainContext } from './context.ts';
import { withoutUndefined } from './fields.ts';
import { resourceListOf } from './maps.ts';
import { annotationOf, controllerOwnerOf, namespacedMetadataOf } from './metadata.ts';
import { conditionsOf } from './node.ts';
import { pinnedNodeNameOf, podSpecOf } from './pod-spec.ts';
import { addQuantities } from './quantity-sum.ts';
import { integerOf, isRaw, listOf, type Raw, rawOf, textOf, timeOf } from './raw.ts';
import { textsOf } from './selector.ts';
import { messageOf } from './text.ts';

export function projectPod(raw: unknown, context: ProjectionContext = plainContext): PodRecord | undefined {
  const metadata = namespacedMetadataOf(raw, context);
  if (metadata === undefined) return undefined;
  const { metadata: rawMetadata, spec: rawSpec, status: rawStatus } = rawOf(raw);
  const status = rawOf(rawStatus);
  const spec = podSpecOf(rawSpec, context);
  const bound = nodeNameOf(rawOf(rawSpec)['nodeName'], context);
  const pinned = pinnedNodeNameOf(rawSpec);
  const { resources, allocatedResources: allocated } = status;
  return withoutUndefined<PodRecord>({
    kind: 'Pod',
    ...metadata,
    owner: controllerOwnerOf(raw, context),
    spec,
    nodeName: bound,
    pinnedNodeName: pinned === undefined ? undefined : nodeName(context.text(pinned)),
    deletionGracePeriodSeconds: integerOf(rawOf(rawMetadata)['deletionGracePeriodSeconds']),
    phase: context.text(textOf(status['phase']) ?? 'Unknown'),
    reason: textOf(status['reason']),
    message: messageOf(status['message']),
    conditions: unusualConditions(conditionsOf(status['conditions'], context), spec),
    containerStatuses: [
      ...containerStatusesOf(status['initContainerStatuses'], true, context),
      ...containerStatusesOf(status['containerStatuses'], false, context),
    ],
    nominatedNodeName: nodeNameOf(status['nominatedNodeName'], context),
    finalizers: context.share([...textsOf(rawOf(rawMetadata)['finalizers'])]),
    startTime: timeOf(status['startTime']),
    podResourceRequests: isRaw(resources) ? resourceListOf(resources['requests'], context) : undefined,
    podAllocatedResources: isRaw(allocated) ? resourceListOf(allocated, context) : undefined,
    claimResources: claimResourcesOf(status['nodeAllocatableResourceClaimStatuses'], context),
    mirror: annotationOf(raw, 'kubernetes.io/config.mirror') !== undefined,
    askedToStay: isAskedToStay(raw) || undefined,
  });
}

/** What autoscalers are told by annotation [MR10]; of both only this is kept, and of most pods nothing. */
function isAskedToStay(raw: unknown): boolean {
  return (
    annotationOf(raw, 'cluster-autoscaler.kubernetes.io/safe-to-evict') === 'false' ||
    annotationOf(raw, 'karpenter.sh/do-not-disrupt') === 'true'
  );
}

function nodeNameOf(value: unknown, context: ProjectionContext) {
  const text = textOf(value);
  return text === undefined ? undefined : nodeName(context.text(text));
}

const USUALLY_TRUE = ['PodScheduled', 'Initialized', 'ContainersReady', 'PodReadyToStartContainers'];
const USUALLY_FALSE = ['DisruptionTarget', 'PodResizePending', 'PodResizeInProgress'];

/** Ready always; of the rest only what says something: most pods are well, and their conditions are most of their weight. */
function unusualConditions(conditions: readonly PodCondition[], spec: PodSpec): readonly PodCondition[] {
  return conditions.filter(({ type, status }) => {
    if (type === 'Ready') return true;
    if (USUALLY_FALSE.includes(type)) return status !== 'False';
    return status !== 'True' || !(USUALLY_TRUE.includes(type) || spec.readinessGates.includes(type));
  });
}

function claimResourcesOf(value: unknown, context: ProjectionContext): ResourceList | undefined {
  const claims = listOf(value).filter((each): each is Raw => isRaw(each) && isRaw(each['resources']));
  if (claims.length === 0) return undefined;
  return claims
    .map((claim) => resourceListOf(claim['resources'], context))
    .reduce((sum, each) => addQuantities(sum, each));
}
