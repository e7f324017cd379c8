import { expect, test } from 'vitest';
import type { DaemonSetState } from '#lib/domain/rollout/daemonset-state.ts';
import { exitCodeFor } from './exit-code.ts';

const rows: readonly { readonly name: string; readonly states: readonly DaemonSetState[]; readonly code: number }[] = [
  { name: 'nothing at all is fine', states: [], code: 0 },
  { name: 'all Complete or Idle is 0', states: ['Complete', 'Idle'], code: 0 },
  { name: 'Progressing is 2', states: ['Complete', 'Progressing'], code: 2 },
  { name: 'NotObserved is 2', states: ['NotObserved'], code: 2 },
  { name: 'Deleting is 2', states: ['Deleting'], code: 2 },
  { name: 'OnDelete is 2', states: ['OnDelete'], code: 2 },
  { name: 'CompleteWithLeftovers is 2', states: ['CompleteWithLeftovers'], code: 2 },
  { name: 'Unknown is 3, before what is under way', states: ['Progressing', 'Unknown'], code: 3 },
  { name: 'Stalled is 1, before what cannot be told', states: ['Unknown', 'Stalled', 'Progressing'], code: 1 },
  { name: 'Blocked is 1', states: ['Blocked'], code: 1 },
  { name: 'Degraded is 1', states: ['Complete', 'Degraded'], code: 1 },
];
test.for(rows)('[design 8] $name', ({ states, code }) => {
  expect(exitCodeFor(states)).toBe(code);
});
