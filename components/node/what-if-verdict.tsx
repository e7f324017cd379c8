'use client';

import { X } from 'lucide-react';
import type { RoomPod } from '#lib/domain/room/room-pod.ts';
import { describeWarning } from '#lib/text/describe/room.ts';
import { describeRoomWhatIf, type RoomWhatIfView } from '#lib/text/describe/room-what-if.ts';
import type { Text } from '#lib/text/text.ts';
import type { NodeRoomDetails } from '#lib/wire/room.ts';
import { useText } from '../shell/text-context.ts';
import { Glyph } from '../ui/glyph.tsx';
import { LongName } from '../ui/long-name.tsx';
import { podName, type Thought } from './thought.ts';

const LOOKS = {
  Fits: { glyph: 'check', tone: 'text-ok-fg' },
  FitsLater: { glyph: 'play', tone: 'text-rolling-fg' },
  Lacks: { glyph: 'triangle', tone: 'text-failed-fg' },
} as const;

/** Whether it fits now, in one sentence; what is of unknown age judges nothing [P3]. */
export function Verdict({ view, isUntrusted }: { readonly view: RoomWhatIfView; readonly isUntrusted: boolean }) {
  const text = useText();
  const { kind } = view.after.verdict;
  const { glyph, tone } = LOOKS[kind];
  const sentence = describeRoomWhatIf(text, view);
  const isJudged = view.waiting > 0;
  return (
    <p
      aria-live="polite"
      data-verdict={isUntrusted || !isJudged ? 'unknown' : kind}
      className="flex min-h-6 items-start gap-2 font-semibold text-sm"
    >
      {isJudged ? <Glyph name={glyph} size={14} className={`mt-0.5 flex-none ${tone}`} /> : null}
      <span className={isJudged ? tone : ''}>
        {isUntrusted ? text.say('screen.kept', { word: sentence }) : sentence}
      </span>
    </p>
  );
}

function asksInVain({ unknown, stays, unreadable }: Thought): boolean {
  return unknown.length + stays.length > 0 || unreadable !== undefined;
}

type PresetProps = { readonly plan: NodeRoomDetails['plan']; readonly thought: Thought };

/** The smallest sets tick themselves; what is ticked goes at one press. */
export function Presets({ plan, thought }: PresetProps) {
  const text = useText();
  const sets = plan?.sets ?? [];
  const { gone } = thought;
  const isChosen = (uids: readonly string[]) => uids.length === gone.size && uids.every((uid) => gone.has(uid));
  const button = 'rounded-sm border border-line-strong px-2 py-0.5 text-xs hover:bg-raised';
  return (
    <div className="flex flex-wrap items-center gap-2">
      {sets.length === 0 ? null : (
        <span className="text-muted-fg text-xs" id="room-presets">
          {text.say('room.whatIf.presets')}
        </span>
      )}
      {sets.map(({ pods }, at) => {
        const uids = pods.map(({ uid }) => uid);
        return (
          <button
            key={uids.join(' ')}
            type="button"
            data-preset={at + 1}
            aria-pressed={isChosen(uids)}
            onClick={() => thought.choose(uids)}
            className={`${button} aria-pressed:bg-sunken aria-pressed:font-semibold`}
          >
            {text.say('room.whatIf.preset', { number: at + 1, count: uids.length })}
          </button>
        );
      })}
      {gone.size === 0 && !asksInVain(thought) ? null : (
        <button type="button" onClick={thought.clear} className={button} data-clear="">
          {text.say('room.whatIf.clear')}
        </button>
      )}
    </div>
  );
}

/** What the address names in vain [D3]. */
export function LeftOut({ thought }: { readonly thought: Thought }) {
  const text = useText();
  const { unknown, stays, unreadable: asked } = thought;
  const say = (names: readonly string[], id: 'room.whatIf.unknown.sentence' | 'room.whatIf.stays.sentence') =>
    names.length === 0 ? [] : [text.say(id, { count: names.length, names: names.join(text.say('screen.list')) })];
  const sentences = [
    ...(asked === undefined ? [] : [text.say('room.whatIf.unreadable.sentence', { asked })]),
    ...say(unknown, 'room.whatIf.unknown.sentence'),
    ...say(stays, 'room.whatIf.stays.sentence'),
  ];
  if (sentences.length === 0) return null;
  return (
    <ul className="border-line-strong border-l-2 pl-3 text-sm" data-left-out="">
      {sentences.map((sentence) => (
        <li key={sentence} className="wrap-anywhere">
          {sentence}
        </li>
      ))}
    </ul>
  );
}

type TickedProps = { readonly pods: readonly RoomPod[]; readonly thought: Thought };

/** All that speaks against their going, each sentence once; of what does not hold for all of them, for whom it does. */
function sayAgainst(text: Text, ticked: readonly RoomPod[]): readonly string[] {
  const namesOf = new Map<string, string[]>();
  for (const pod of ticked) {
    for (const warning of pod.warnings) {
      const { sentence } = describeWarning(text, warning);
      namesOf.set(sentence, [...(namesOf.get(sentence) ?? []), pod.name]);
    }
  }
  return [...namesOf].map(([sentence, names]) =>
    names.length === ticked.length
      ? sentence
      : text.say('room.whatIf.against', { names: names.join(text.say('screen.list')), sentence }),
  );
}

/** Whom the what-if does without, and all that speaks against their going. */
export function Ticked({ pods, thought }: TickedProps) {
  const text = useText();
  const ticked = pods.filter(({ uid }) => thought.gone.has(uid));
  if (ticked.length === 0) return null;
  return (
    <div data-ticked-pods="" className="flex flex-col gap-1.5">
      <h3 className="text-muted-fg text-xs">{text.say('room.whatIf.ticked')}</h3>
      <ul className="flex max-h-40 flex-wrap gap-x-3 overflow-y-auto text-sm">
        {ticked.map((pod) => {
          const name = podName(pod);
          return (
            <li key={pod.uid} className="flex min-w-0 max-w-full items-center gap-1">
              <LongName text={name} className="font-medium" />
              <button
                type="button"
                aria-label={text.say('room.whatIf.untick', { pod: name })}
                onClick={() => thought.toggle(name)}
                className="flex-none rounded-sm p-1 text-muted-fg hover:text-fg"
              >
                <X aria-hidden="true" size={12} />
              </button>
            </li>
          );
        })}
      </ul>
      <ul className="flex max-w-prose flex-col gap-0.5 text-muted-fg text-xs">
        {sayAgainst(text, ticked).map((sentence) => (
          <li key={sentence} className="wrap-anywhere">
            {sentence}
          </li>
        ))}
      </ul>
    </div>
  );
}
