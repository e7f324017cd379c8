'use client';

import { createParser, parseAsString, parseAsStringLiteral, useQueryState } from 'nuqs';
import { parseObjectKey } from '#lib/domain/keys.ts';
import type { CauseCode } from '#lib/domain/rollout/causes/cause-names.ts';
import type { Lack } from '#lib/domain/room/make-room.ts';

/* What the address of the starved nodes carries [5.2]: filters, which replace the history entry [D1]. */

export const LACK_KINDS = ['cpu', 'memory', 'pods', 'ports', 'storage', 'extended'] as const;
export type LackKind = (typeof LACK_KINDS)[number];

/** Under which of the filters a lack falls; what Kubernetes does not know by itself is extended. */
export function lackKindOf(lack: Lack): LackKind {
  if (lack.kind === 'HostPort') return 'ports';
  switch (lack.resource) {
    case 'cpu':
    case 'memory':
    case 'pods':
      return lack.resource;
    case 'ephemeral-storage':
      return 'storage';
    default:
      return 'extended';
  }
}

export type StarvedFilter = {
  /** Null: all. */
  readonly resource: LackKind | null;
  /** `namespace/name`; null: all. */
  readonly daemonSet: string | null;
};

function readKey(text: string): string | null {
  return parseObjectKey(text) === undefined ? null : text;
}

const daemonSetParser = createParser<string>({ parse: readKey, serialize: (key) => key });

export function useResourceParameter() {
  return useQueryState('resource', parseAsStringLiteral(LACK_KINDS).withOptions({ history: 'replace' }));
}

export function useDaemonSetParameter() {
  return useQueryState('daemonset', daemonSetParser.withOptions({ history: 'replace' }));
}

export type UnknownFilter = { readonly parameter: 'resource' | 'daemonset'; readonly value: string };

/** What the address asks for and cannot be: nothing is filtered by it, and that is said [D3]. */
export function useUnknownFilters(): readonly UnknownFilter[] {
  const [resource] = useQueryState('resource', parseAsString);
  const [daemonSet] = useQueryState('daemonset', parseAsString);
  const isKnown = resource === null || LACK_KINDS.some((kind) => kind === resource);
  return [
    ...(isKnown ? [] : [{ parameter: 'resource', value: resource } as const]),
    ...(daemonSet === null || readKey(daemonSet) !== null
      ? []
      : [{ parameter: 'daemonset', value: daemonSet } as const]),
  ];
}

type Asked = {
  readonly resource?: LackKind;
  readonly daemonSet?: { readonly namespace: string; readonly name: string };
};

/** The page of the starved nodes, of one resource or DaemonSet alone when that is asked for. */
export function starvedAddress({ resource, daemonSet }: Asked): string {
  const query = [
    ...(resource === undefined ? [] : [`resource=${resource}`]),
    ...(daemonSet === undefined
      ? []
      : [`daemonset=${encodeURIComponent(daemonSet.namespace)}/${encodeURIComponent(daemonSet.name)}`]),
  ];
  return query.length === 0 ? '/starved' : `/starved?${query.join('&')}`;
}

const ABOUT_ROOM: ReadonlySet<CauseCode> = new Set<CauseCode>(['S01', 'S02', 'S03', 'S04', 'S14']);

/** Whether a cause is told further on the page of the starved nodes. */
export function isAboutRoom(code: CauseCode): boolean {
  return ABOUT_ROOM.has(code);
}
