'use client';

import { useId } from 'react';
import type { WhatIfBar } from '#lib/domain/room/room-what-if.ts';
import { useText } from '../shell/text-context.ts';
import { layBar, type PartName } from './bar-geometry.ts';
import { wordsOf } from './room-words.ts';

const HEIGHT = 22;
const FILLS: Readonly<Record<PartName, string>> = {
  daemonPods: 'fill-accent/60',
  notLower: 'fill-muted-fg',
  lower: 'fill-line-strong',
  leaving: '',
  needed: 'fill-starved/30 stroke-2 stroke-starved',
  overhang: 'fill-failed',
};
const NEEDED_FITS = 'fill-ok/30 stroke-2 stroke-ok';

function fillOf(name: PartName, isShort: boolean): string {
  return name === 'needed' && !isShort ? NEEDED_FITS : FILLS[name];
}

function Leaving({ id }: { readonly id: string }) {
  return (
    <defs>
      <pattern id={id} width={5} height={5} patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
        <rect width={5} height={5} className="fill-sunken" />
        <rect width={2} height={5} className="fill-line-strong" />
      </pattern>
    </defs>
  );
}

/** Geometry stands in attributes: the content security policy forbids styles in the page that the server sends. */
function Bar({ bar, label, isShort }: { readonly bar: WhatIfBar; readonly label: string; readonly isShort: boolean }) {
  const hatch = useId();
  const { parts, allocatable } = layBar(bar);
  return (
    <svg role="img" aria-label={label} width="100%" height={HEIGHT} className="block max-w-full overflow-visible">
      <Leaving id={hatch} />
      <rect x="0" y={3} width={`${allocatable}%`} height={HEIGHT - 6} className="fill-sunken stroke-line-strong" />
      {parts.map(({ name, x, width }) => (
        <rect
          key={name}
          data-part={name}
          x={`${x}%`}
          y={name === 'needed' ? 4 : 3.5}
          width={`${width}%`}
          height={name === 'needed' ? HEIGHT - 8 : HEIGHT - 7}
          {...(name === 'leaving' ? { fill: `url(#${hatch})` } : {})}
          {...(name === 'needed' ? { strokeDasharray: '4 2' } : {})}
          className={fillOf(name, isShort)}
        />
      ))}
      {bar.overhang > 0 ? (
        <line x1={`${allocatable}%`} x2={`${allocatable}%`} y1={0} y2={HEIGHT} className="stroke-[3px] stroke-fg" />
      ) : null}
    </svg>
  );
}

function BarRow({ bar, isShort }: { readonly bar: WhatIfBar; readonly isShort: boolean }) {
  const text = useText();
  const words = wordsOf(text, bar);
  const { requested, allocatable, free, over, needed, short } = words;
  return (
    <li data-bar={bar.resource} data-free={bar.free} className="flex flex-col gap-0.5">
      <p className="flex flex-wrap items-baseline gap-x-3 text-xs">
        <span className="wrap-anywhere font-semibold text-sm">{words.resource}</span>
        <span className="text-muted-fg">{text.say('room.bar.requested', { requested, allocatable })}</span>
        <span className="ml-auto flex flex-wrap gap-x-3">
          <span>{over === undefined ? text.say('room.bar.free', { free }) : text.say('room.bar.over', { over })}</span>
          {needed === undefined ? null : <span>{text.say('room.bar.needed', { needed })}</span>}
          {short === undefined ? null : (
            <span className="font-semibold text-failed-fg">{text.say('room.bar.short', { short })}</span>
          )}
        </span>
      </p>
      <Bar bar={bar} label={words.label} isShort={isShort} />
    </li>
  );
}

const LEGEND = ['daemonPods', 'notLower', 'lower', 'leaving', 'needed', 'overhang'] as const;

function Legend({ bars, waits, isShort }: Props & { readonly isShort: boolean }) {
  const text = useText();
  const hatch = useId();
  const shown = LEGEND.filter((name) => bars.some((bar) => layBar(bar).parts.some((part) => part.name === name)));
  return (
    <ul className="flex flex-wrap gap-x-4 gap-y-1 text-xs">
      {shown.map((name) => (
        <li key={name} className="flex items-center gap-1.5">
          <svg aria-hidden="true" width={14} height={14} className="flex-none">
            <Leaving id={hatch} />
            <rect
              x={1}
              y={1}
              width={12}
              height={12}
              {...(name === 'leaving' ? { fill: `url(#${hatch})` } : {})}
              className={fillOf(name, isShort)}
            />
          </svg>
          {text.say(name === 'lower' && !waits ? 'room.band.others' : `room.band.${name}`)}
        </li>
      ))}
    </ul>
  );
}

type Props = { readonly bars: readonly WhatIfBar[]; readonly waits: boolean };

/** What the node gives, to whom, and what those that wait would take: requests, not usage [5.6]. */
export function RoomBars({ bars, waits }: Props) {
  const isShort = bars.some(({ overhang }) => overhang > 0);
  return (
    <div className="flex flex-col gap-3">
      <ul className="flex flex-col gap-2.5">
        {bars.map((bar) => (
          <BarRow key={bar.resource} bar={bar} isShort={isShort} />
        ))}
      </ul>
      <Legend bars={bars} waits={waits} isShort={isShort} />
    </div>
  );
}
