'use client';

import type { WhatIfBar } from '#lib/domain/room/room-what-if.ts';
import { sayAmount } from '#lib/text/describe/room-amount.ts';
import { useText } from '../shell/text-context.ts';
import { HeadCell, NumberCell, Table } from '../ui/table.tsx';
import { BANDS } from './bar-geometry.ts';
import { wordsOf } from './room-words.ts';

type Props = { readonly bars: readonly WhatIfBar[]; readonly waits: boolean };

/** The bars in numbers [A1]. */
export function RoomTable({ bars, waits }: Props) {
  const text = useText();
  const caption = text.say('room.bars.table');
  return (
    <Table caption={caption}>
      <thead>
        <tr>
          <HeadCell>{text.say('screen.column.resource')}</HeadCell>
          <HeadCell isNumber>{text.say('room.column.allocatable')}</HeadCell>
          {BANDS.map((band) => (
            <HeadCell key={band} isNumber>
              {text.say(band === 'lower' && !waits ? 'room.band.others' : `room.band.${band}`)}
            </HeadCell>
          ))}
          <HeadCell isNumber>{text.say('room.band.free')}</HeadCell>
          <HeadCell isNumber>{text.say('room.column.needed')}</HeadCell>
          <HeadCell isNumber>{text.say('room.column.short')}</HeadCell>
        </tr>
      </thead>
      <tbody>
        {bars.map((bar) => {
          const { resource, allocatable, needed, short } = wordsOf(text, bar);
          return (
            <tr key={bar.resource}>
              <HeadCell scope="row">{resource}</HeadCell>
              <NumberCell>{allocatable}</NumberCell>
              {BANDS.map((band) => (
                <NumberCell key={band}>{sayAmount(text, bar.resource, bar[band])}</NumberCell>
              ))}
              <NumberCell>{sayAmount(text, bar.resource, bar.free)}</NumberCell>
              <NumberCell>{needed ?? '–'}</NumberCell>
              <NumberCell>{short ?? '–'}</NumberCell>
            </tr>
          );
        })}
      </tbody>
    </Table>
  );
}
