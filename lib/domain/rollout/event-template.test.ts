import { expect, test } from 'vitest';
import { podNamesIn, templateOfMessage } from './event-template.ts';

type Row = { readonly name: string; readonly message: string; readonly template: string };
const rows: readonly Row[] = [
  {
    name: '[EV8] pods of one DaemonSet differ by name alone',
    message: 'Created pod: agent-x7k2p',
    template: 'Created pod: …',
  },
  {
    name: '[EV8] [EV3] the prefix of combined events is no part of the form',
    message:
      '(combined from similar events): Error creating: pods "agent-27bbt" is forbidden: exceeded quota: q, used: pods=3',
    template: 'Error creating: pods "…" is forbidden: exceeded quota: q, used: pods=3',
  },
  {
    name: '[EV8] addresses, durations and ids vary, exit codes do not',
    message:
      'Readiness probe failed: Get "http://10.64.3.17:8080/healthz": context deadline exceeded after 1.5s (exit 137)',
    template: 'Readiness probe failed: Get "http://…/healthz": context deadline exceeded after … (exit 137)',
  },
  {
    name: '[EV8] a uid and a digest vary',
    message: 'Preempted by pod 5f0e3a9c-1f7b-4d3c-9b7e-0d1d2f3a4b5c, image sha256:0123456789abcdef0123456789abcdef',
    template: 'Preempted by pod …, image …',
  },
  {
    name: '[EV8] a name that is a part of another word stays',
    message: 'agent-abcdefg is not ours',
    template: 'agent-abcdefg is not ours',
  },
];
test.for(rows)('$name', ({ message, template }) => {
  expect(templateOfMessage(message, podNamesIn(message, 'agent'))).toBe(template);
});

test('[EV8] a name with characters of an expression is taken as it is', () => {
  expect(podNamesIn('Created pod: a.b-x7k2p and axb-x7k2p', 'a.b')).toStrictEqual(['a.b-x7k2p']);
});
