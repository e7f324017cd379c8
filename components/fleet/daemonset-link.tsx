'use client';

import Link from 'next/link';
import type { PictureDaemonSet } from '#lib/wire/picture.ts';
import { LongName } from '../ui/long-name.tsx';

type Props = {
  readonly daemonSet: Pick<PictureDaemonSet, 'namespace' | 'name'>;
  /** Which part of its page. */
  readonly tab?: 'diagnosis';
};

export function DaemonSetLink({ daemonSet: { namespace, name }, tab }: Props) {
  const path = `/daemonsets/${encodeURIComponent(namespace)}/${encodeURIComponent(name)}`;
  return (
    <Link
      prefetch={false}
      href={tab === undefined ? path : `${path}?tab=${tab}`}
      className="flex max-w-64 items-baseline gap-2 hover:underline"
    >
      <LongName text={name} />
      <span className="flex max-w-32 flex-none font-normal text-muted-fg text-xs">
        <LongName text={namespace} />
      </span>
    </Link>
  );
}
