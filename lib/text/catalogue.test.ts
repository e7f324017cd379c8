import { describe, expect, test } from 'vitest';
import { REFLECTOR_CAUSES, REFLECTOR_STATES } from '#lib/kubernetes/health.ts';
import { lintEnglish, lintGlossary, lintJapanese } from '#lib/testing/house-style.ts';
import { messageArguments, messageForms } from '#lib/testing/message-forms.ts';
import { CATALOGUES } from './catalogue.ts';
import { advice } from './en/advice.ts';
import { cause } from './en/cause.ts';
import { cell } from './en/cell.ts';
import { command } from './en/command.ts';
import { daemonSet } from './en/daemonset.ts';
import { fleet } from './en/fleet.ts';
import { health } from './en/health.ts';
import { nodes } from './en/nodes.ts';
import { placement } from './en/placement.ts';
import { podCause } from './en/pod-cause.ts';
import { progress } from './en/progress.ts';
import { revision } from './en/revision.ts';
import { rolloutScreen } from './en/rollout-screen.ts';
import { room } from './en/room.ts';
import { roomScreen } from './en/room-screen.ts';
import { screen } from './en/screen.ts';
import { starved } from './en/starved.ts';

const english = Object.entries(CATALOGUES.en);
const japanese = Object.entries(CATALOGUES.ja);

test('no message of one part hides a message of another', () => {
  const parts = [
    advice,
    cause,
    cell,
    command,
    daemonSet,
    fleet,
    health,
    nodes,
    placement,
    podCause,
    progress,
    revision,
    rolloutScreen,
    room,
    roomScreen,
    screen,
    starved,
  ];
  expect(parts.flatMap((part) => Object.keys(part)).length).toBe(english.length);
});

test('both catalogues have the same messages', () => {
  expect(japanese.map(([id]) => id).sort()).toStrictEqual(english.map(([id]) => id).sort());
});

test('a message takes the same values in both languages', () => {
  const taken = new Map(english.map(([id, message]) => [id, messageArguments(message, 'en')]));
  const others = new Map(japanese.map(([id, message]) => [id, messageArguments(message, 'ja')]));
  expect(Object.fromEntries(others)).toStrictEqual(Object.fromEntries(taken));
});

test('each state and each cause of a reflector has words', () => {
  const ids = new Set(english.map(([id]) => id as string));
  const wanted = [
    ...REFLECTOR_STATES.map((state) => `reflector.state.${state}`),
    ...REFLECTOR_CAUSES.map((cause) => `reflector.cause.${cause}`),
  ];
  expect(wanted.filter((id) => !ids.has(id))).toStrictEqual([]);
});

describe('house style [experience 10.2] [experience 10.3] [B11]', () => {
  test.for(japanese)('ja %s', ([, message]) => {
    expect(messageForms(message, 'ja').flatMap((form) => [...lintJapanese(form), ...lintGlossary(form)])).toStrictEqual(
      [],
    );
  });
  test.for(english)('en %s', ([, message]) => {
    expect(messageForms(message, 'en').flatMap(lintEnglish)).toStrictEqual([]);
  });
  test('Japanese sentences end in 「。」', () => {
    const sentences = japanese.filter(([id]) => /\.(sentence|meaning)\b|^cause\.advice\./.test(id));
    const forms = sentences.flatMap(([, message]) => messageForms(message, 'ja'));
    expect(forms.filter((form) => !form.endsWith('。'))).toStrictEqual([]);
  });
  test('Japanese badges and phrases end in a noun', () => {
    const badges = japanese.filter(([id]) => /\.(state|phrase)\b|^cause\.title\.|^ledger\.wait\./.test(id));
    const forms = badges.flatMap(([, message]) => messageForms(message, 'ja'));
    expect(forms.filter((form) => /(です|ます|した|せん|る|。)$/.test(form))).toStrictEqual([]);
  });
});
