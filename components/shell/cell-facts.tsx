'use client';

import { useServerText } from '#lib/browser/fleet-context.ts';
import { formatMoment } from '#lib/browser/moment.ts';
import type { CellDetails, ContainerDetails, PodDetails } from '#lib/wire/details.ts';
import { Facts } from '../ui/facts.tsx';
import { useText } from './text-context.ts';

const SEPARATOR = '\u001f';

/** All reasons that hold, in whole sentences, the deciding one first. */
export function CellReasons({ details }: { readonly details: Pick<CellDetails, 'state' | 'reasons'> }) {
  const text = useText();
  const joined = useServerText((now) => text.describeCell(details, now).sentences.join(SEPARATOR));
  return (
    <ul className="flex list-none flex-col gap-1.5">
      {joined.split(SEPARATOR).map((sentence) => (
        <li key={sentence} className="break-words">
          {sentence}
        </li>
      ))}
    </ul>
  );
}

/** How long ago; the moment itself in the title. */
export function Moment({ at }: { readonly at: number | undefined }) {
  const text = useText();
  const words = useServerText((now) => (at === undefined ? '–' : text.age(now - at)));
  return <span title={at === undefined ? undefined : formatMoment(at)}>{words}</span>;
}

/** For how long; the moment since when in the title. */
export function Lasting({ since }: { readonly since: number | undefined }) {
  const text = useText();
  const words = useServerText((now) => (since === undefined ? '–' : text.duration(now - since)));
  return <span title={since === undefined ? undefined : formatMoment(since)}>{words}</span>;
}

function LastEnd({ container: { lastTermination } }: { readonly container: ContainerDetails }) {
  const text = useText();
  const words = useServerText((now) => {
    if (lastTermination === undefined) return '';
    const { exitCode, reason, finishedAt } = lastTermination;
    const last = text.say('screen.container.last', { exitCode, reason: reason ?? 'none' });
    return finishedAt === undefined
      ? last
      : text.say('screen.container.last.age', { last, age: text.age(now - finishedAt) });
  });
  return words === '' ? null : <p className="text-muted-fg text-xs">{words}</p>;
}

function Container({ container }: { readonly container: ContainerDetails }) {
  const text = useText();
  const { name, image, init, ready, restartCount, state, stateReason, message } = container;
  const shown = stateReason === undefined ? state : text.say('screen.container.state', { state, reason: stateReason });
  const words = [
    ...(init ? [text.say('screen.container.init')] : []),
    shown,
    text.say(ready ? 'screen.container.ready' : 'screen.container.notReady'),
    text.say('screen.container.restarts', { count: restartCount }),
  ];
  return (
    <li className="border-line border-l-2 pl-3">
      <p className="break-words font-medium">{name}</p>
      <p>{words.join(text.say('screen.separator'))}</p>
      <p className="wrap-anywhere font-mono text-muted-fg text-xs">{image}</p>
      {message === undefined ? null : <p className="break-words text-xs">{message}</p>}
      <LastEnd container={container} />
    </li>
  );
}

export function PodFacts({ pod }: { readonly pod: PodDetails }) {
  const text = useText();
  const { revision } = pod;
  const facts = [
    { term: text.say('screen.pod.phase'), detail: pod.phase },
    { term: text.say('screen.pod.created'), detail: <Moment at={pod.createdAt} /> },
    ...(pod.deletionTimestamp === undefined
      ? []
      : [{ term: text.say('screen.pod.deleted'), detail: formatMoment(pod.deletionTimestamp) }]),
    {
      term: text.say('screen.pod.revision'),
      detail: (
        <span className="wrap-anywhere">
          {revision === undefined
            ? text.say('screen.revision.unknown')
            : revision.number === undefined
              ? revision.hash
              : text.say('screen.revision.number', { number: revision.number, hash: revision.hash })}
        </span>
      ),
    },
  ];
  return (
    <div className="flex flex-col gap-2">
      <p className="wrap-anywhere font-medium font-mono text-xs">{`${pod.namespace}/${pod.name}`}</p>
      <Facts facts={facts} />
      <h4 className="mt-1 text-muted-fg text-xs">{text.say('screen.pod.containers')}</h4>
      <ul className="flex flex-col gap-2">
        {pod.containers.map((container) => (
          <Container key={`${container.init} ${container.name}`} container={container} />
        ))}
      </ul>
    </div>
  );
}
