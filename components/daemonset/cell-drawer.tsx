'use client';

import Link from 'next/link';
import { type ReactNode, useEffect, useRef } from 'react';
import type { CellDetails } from '#lib/wire/details.ts';
import type { PictureDaemonSet } from '#lib/wire/picture.ts';
import { CellReasons, PodFacts } from '../shell/cell-facts.tsx';
import type { GridCell } from '../shell/grid/grid-cell.ts';
import { CellStateBadge } from '../shell/state-badge.tsx';
import { useText } from '../shell/text-context.ts';
import { CopyLine } from '../ui/copy-line.tsx';
import { Drawer } from '../ui/drawer.tsx';
import { DrawerRoom } from './drawer-room.tsx';

type Props = {
  readonly daemonSet: PictureDaemonSet;
  /** Null: closed. */
  readonly node: string | null;
  /** Undefined when no node of this name is in the picture. */
  readonly state: GridCell | undefined;
  readonly details: CellDetails | undefined;
  readonly onClose: () => void;
};

/** The square or row that was opened takes the focus back. */
function focusOpener(node: string | undefined): void {
  if (node === undefined) return;
  const name = CSS.escape(node);
  const opener = document.querySelector<HTMLElement>(
    `button[data-node="${name}"], tr[data-node="${name}"] button, [data-grid-canvas]`,
  );
  opener?.focus();
}

function Heading({ title, children }: { readonly title: string; readonly children: ReactNode }) {
  return (
    <section className="mt-4 first:mt-0">
      <h3 className="mb-1.5 text-muted-fg text-xs">{title}</h3>
      {children}
    </section>
  );
}

function Content({ daemonSet, node, state, details }: Omit<Props, 'onClose'> & { readonly node: string }) {
  const text = useText();
  if (state === undefined) return <p>{text.say('screen.drawer.unknownNode')}</p>;
  const { namespace, name } = daemonSet;
  const pods = details?.pods ?? [];
  const command =
    pods[0] === undefined
      ? `kubectl describe daemonset --namespace ${namespace} ${name}`
      : `kubectl describe pod --namespace ${pods[0].namespace} ${pods[0].name}`;
  return (
    <>
      <Heading title={text.say('screen.drawer.why')}>
        {details === undefined ? (
          <p>
            {text.describeCellState(state.state).meaning} {text.say('screen.drawer.stateOnly')}
          </p>
        ) : (
          <CellReasons details={details} />
        )}
      </Heading>
      {state.state === 'starved' && !state.isKept ? (
        <Heading title={text.say('starved.drawer.title')}>
          <DrawerRoom daemonSet={daemonSet} node={node} />
        </Heading>
      ) : null}
      <Heading title={text.say('screen.drawer.pods')}>
        {pods.length === 0 ? <p>{text.say('screen.drawer.noPod')}</p> : null}
        <div className="flex flex-col gap-4">
          {pods.map((pod) => (
            <PodFacts key={pod.uid} pod={pod} />
          ))}
        </div>
      </Heading>
      <div className="mt-5 flex flex-col gap-3">
        <CopyLine line={command} copyLabel={text.say('screen.copy')} copiedLabel={text.say('screen.copied')} />
        <Link prefetch={false} href={`/nodes/${encodeURIComponent(node)}`} className="text-accent text-sm underline">
          {text.say('screen.drawer.openNode')}
        </Link>
      </div>
    </>
  );
}

/** Pod, containers, and why: of the square that was opened [5.4]. */
export function CellDrawer({ daemonSet, node, state, details, onClose }: Props) {
  const text = useText();
  const opener = useRef<string>(undefined);
  useEffect(() => {
    if (node !== null) opener.current = node;
  }, [node]);
  return (
    <Drawer
      isOpen={node !== null}
      onClose={onClose}
      closeLabel={text.say('screen.close')}
      onReturnFocus={() => focusOpener(opener.current)}
      title={
        <span className="flex flex-col gap-1">
          <span className="wrap-anywhere">{node}</span>
          {state === undefined ? null : state.isKept ? (
            <span className="font-normal text-muted-fg text-sm">
              {text.say('screen.kept', { word: text.describeCellState(state.state).word })}
            </span>
          ) : (
            <CellStateBadge state={state.state} />
          )}
        </span>
      }
    >
      {node === null ? null : <Content daemonSet={daemonSet} node={node} state={state} details={details} />}
    </Drawer>
  );
}
