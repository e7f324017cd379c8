'use client';

import Link from 'next/link';
import { isAboutRoom, starvedAddress } from '#lib/browser/starved-url.ts';
import type { CauseCode } from '#lib/domain/rollout/causes/cause-names.ts';
import type { PictureDaemonSet } from '#lib/wire/picture.ts';
import { useText } from '../shell/text-context.ts';

type Props = {
  readonly code: CauseCode;
  readonly daemonSet: Pick<PictureDaemonSet, 'namespace' | 'name'>;
};

/** Of a cause that is about room: where this DaemonSet has none, and what would make it. */
export function RoomLink({ code, daemonSet }: Props) {
  const text = useText();
  if (!isAboutRoom(code)) return null;
  return (
    <Link
      prefetch={false}
      href={starvedAddress({ daemonSet })}
      className="self-start text-accent underline underline-offset-2"
    >
      {text.say('starved.cause.link')}
    </Link>
  );
}
