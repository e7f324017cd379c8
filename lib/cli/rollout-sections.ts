import type { Millis } from '#lib/base/clock.ts';
import { mannerOfAlert } from '#lib/domain/rollout/alerts.ts';
import type { DaemonSetView } from '#lib/fleet/view.ts';
import type { Text } from '#lib/text/text.ts';
import { causeInFull, listCauses } from './cause-lines.ts';
import { wholeLedger } from './ledger-lines.ts';
import { paragraph } from './paragraph.ts';
import { paint, type Terminal } from './terminal.ts';

type Section = readonly string[];
type Telling = { readonly text: Text; readonly view: DaemonSetView; readonly now: Millis; readonly terminal: Terminal };

/** What holds the rollout, why, how fast it is, and what is ahead; a section that has nothing to say is empty. */
export function rolloutSections(text: Text, view: DaemonSetView, now: Millis, terminal: Terminal): readonly Section[] {
  const telling = { text, view, now, terminal };
  return [
    wholeLedger(text, view, now, terminal),
    causeSection(telling),
    titled(
      'command.title.commonTraits',
      (view.commonTraits ?? []).map((trait) => text.describeTrait(trait)),
      telling,
    ),
    titled('command.title.progress', progressOf(telling), telling),
    titled('command.title.ahead', aheadOf(telling), telling),
    alertSection(telling),
  ];
}

type Title = 'command.title.causes' | 'command.title.commonTraits' | 'command.title.progress' | 'command.title.ahead';

function titleLine({ text, terminal }: Telling, title: Title | 'command.title.alerts'): string {
  return paint(text.say(title), 'strong', terminal);
}

function titled(title: Title, said: readonly string[], telling: Telling): Section {
  if (said.length === 0) return [];
  return [titleLine(telling, title), ...said.flatMap((each) => paragraph(each, 2, telling.terminal))];
}

function causeSection(telling: Telling): Section {
  const { text, view, now, terminal } = telling;
  const { causes, excludedCauses } = view;
  const list = listCauses(text, excludedCauses);
  const excluded =
    excludedCauses.length === 0 ? [] : paragraph(text.say('command.cause.excluded', { list }), 2, terminal, 'muted');
  const parts = [...causes.map((cause) => causeInFull(text, cause, { now, depth: 2, terminal })), excluded];
  const told = parts.filter((lines) => lines.length > 0);
  if (told.length === 0) return [];
  return [
    titleLine(telling, 'command.title.causes'),
    ...told.flatMap((lines, index) => (index === 0 ? lines : ['', ...lines])),
  ];
}

function progressOf({ text, view, now }: Telling): readonly string[] {
  const { last, perPod, remaining, eta } = text.describeProgress(view.progress, now);
  return [remaining, last, perPod, eta].filter((phrase) => phrase !== undefined);
}

/** Whether the new pod will fit, and what another push would do. */
function aheadOf({ text, view: { preflight, pushSafety } }: Telling): readonly string[] {
  return [
    ...(preflight === undefined ? [] : [text.describePreflight(preflight)]),
    ...(pushSafety === undefined ? [] : [text.describePushSafety(pushSafety)]),
  ];
}

function alertSection(telling: Telling): Section {
  const { text, view, now, terminal } = telling;
  if (view.alerts.length === 0) return [];
  const lines = view.alerts.flatMap((alert) => {
    const { sentence, clauses, falseAlarm } = text.describeAlert(alert, now);
    const state = text.say('command.alert', {
      name: alert.name,
      manner: text.say(`alert.manner.${mannerOfAlert(alert)}`),
    });
    const below = [sentence, ...clauses, ...(falseAlarm === undefined ? [] : [falseAlarm])];
    return [...paragraph(state, 2, terminal), ...below.flatMap((each) => paragraph(each, 4, terminal, 'muted'))];
  });
  return [titleLine(telling, 'command.title.alerts'), ...lines];
}
