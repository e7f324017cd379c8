import { nodeName } from '#lib/domain/keys.ts';
import type { NodeCondition, NodeInfo, NodeRecord, Taint } from '#lib/domain/objects.ts';
import { type ProjectionContext, plainContext } from './context.ts';
import { withoutUndefined } from './fields.ts';
import { resourceListOf } from './maps.ts';
import { metadataOf } from './metadata.ts';
import { isRaw, listOf, rawOf, textOf, timeOf } from './raw.ts';
import { messageOf } from './text.ts';

export function projectNode(raw: unknown, context: ProjectionContext = plainContext): NodeRecord | undefined {
  const metadata = metadataOf(raw, context);
  if (metadata === undefined) return undefined;
  const { spec, status } = rawOf(raw);
  const { taints, unschedulable } = rawOf(spec);
  const { conditions, allocatable, capacity, nodeInfo, addresses } = rawOf(status);
  return withoutUndefined<NodeRecord>({
    kind: 'Node',
    ...metadata,
    name: nodeName(context.text(metadata.name)),
    unschedulable: unschedulable === true,
    taints: listOf(taints).filter(isRaw).map(taintOf),
    conditions: conditionsOf(conditions, context),
    allocatable: resourceListOf(allocatable, context),
    capacity: resourceListOf(capacity, context),
    nodeInfo: nodeInfoOf(nodeInfo, context),
    internalIPs: listOf(addresses)
      .map(rawOf)
      .filter((address) => address['type'] === 'InternalIP')
      .flatMap((address) => textOf(address['address']) ?? []),
  });
}

function taintOf(taint: Readonly<Record<string, unknown>>): Taint {
  return withoutUndefined<Taint>({
    key: textOf(taint['key']) ?? '',
    value: textOf(taint['value']) ?? '',
    effect: textOf(taint['effect']) ?? '',
    timeAdded: timeOf(taint['timeAdded']),
  });
}

/** Conditions of a node or a pod. The heartbeat is not read: it would make a quiet node a changed one. */
export function conditionsOf(value: unknown, context: ProjectionContext): readonly NodeCondition[] {
  return listOf(value)
    .filter(isRaw)
    .map((condition) =>
      withoutUndefined<NodeCondition>({
        type: context.text(textOf(condition['type']) ?? ''),
        status: context.text(textOf(condition['status']) ?? 'Unknown'),
        reason: sharedText(condition['reason'], context),
        message: sharedMessage(condition['message'], context),
        lastTransitionTime: timeOf(condition['lastTransitionTime']),
      }),
    );
}

function sharedText(value: unknown, context: ProjectionContext): string | undefined {
  const text = textOf(value);
  return text === undefined ? undefined : context.text(text);
}

function sharedMessage(value: unknown, context: ProjectionContext): string | undefined {
  const message = messageOf(value);
  return message === undefined ? undefined : context.text(message);
}

function nodeInfoOf(value: unknown, context: ProjectionContext): NodeInfo {
  const info = rawOf(value);
  return context.share(
    withoutUndefined<NodeInfo>({
      kubeletVersion: textOf(info['kubeletVersion']),
      osImage: textOf(info['osImage']),
      kernelVersion: textOf(info['kernelVersion']),
      containerRuntimeVersion: textOf(info['containerRuntimeVersion']),
      architecture: textOf(info['architecture']),
      operatingSystem: textOf(info['operatingSystem']),
    }),
  );
}
