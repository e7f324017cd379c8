'use client';

import { useMemo } from 'react';
import { makeNodeList, type NodeList } from '#lib/browser/node-list.ts';
import { useNodeList as useListings } from '#lib/browser/query.ts';
import type { Picture } from '#lib/wire/picture.ts';

type Answer = {
  /** By name of the node; undefined until the server has answered. */
  readonly listings: NodeList['listings'];
  readonly hasFailed: boolean;
};

/** What the picture does not say of its nodes. */
export function useNodeListings(): Answer {
  const { data, isError } = useListings();
  const listings = useMemo(
    () => (data?.kind === 'Found' ? new Map(data.details.nodes.map((each) => [each.name, each])) : undefined),
    [data],
  );
  return { listings, hasFailed: isError };
}

/** Undefined until the snapshot is here. */
export function useNodes(picture: Picture | undefined, listings: NodeList['listings']): NodeList | undefined {
  return useMemo(() => (picture === undefined ? undefined : makeNodeList(picture, listings)), [picture, listings]);
}
