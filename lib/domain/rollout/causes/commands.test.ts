import { spawnSync } from 'node:child_process';
import { describe, expect, test } from 'vitest';
import { makeDaemonSet } from '#lib/testing/objects.ts';
import { nodeName } from '../../keys.ts';
import { shellWord } from '../../shell.ts';
import { CAUSE_CODES, type CauseCode } from './cause-names.ts';
import { type CommandSubject, commandsFor } from './commands.ts';

const subject: Omit<CommandSubject, 'code'> = {
  facts: {
    container: 'agent',
    taint: 'maintenance=disk:NoSchedule',
    serviceAccount: 'agent-sa',
    subject: 'kubernetes.io/arch=arm64',
  },
  nodes: ['node-a', 'node-b', 'node-c', 'node-d'].map(nodeName),
  pods: ['agent-1', 'agent-2', 'agent-3', 'agent-4'],
};
const daemonSet = makeDaemonSet({ namespace: 'logging', name: 'fluent-bit' });
const linesOf = (code: CauseCode, rest: Partial<CommandSubject> = {}): readonly string[] =>
  commandsFor({ code, ...subject, ...rest }, daemonSet).map(({ command, changes }) =>
    changes ? `! ${command}` : command,
  );

const rows: readonly {
  readonly code: CauseCode;
  readonly lines: readonly string[];
  readonly given?: Partial<CommandSubject>;
}[] = [
  {
    code: 'R01',
    lines: [
      'kubectl -n kube-system get pods -l component=kube-controller-manager',
      'kubectl -n kube-system get lease kube-controller-manager -o yaml',
    ],
  },
  { code: 'R02', lines: ['! kubectl -n logging delete pod agent-1'] },
  {
    code: 'R03',
    given: { facts: { subject: 'maxUnavailable', requested: '10%' } },
    lines: [
      'kubectl get node node-a node-b node-c',
      '! kubectl delete node node-a',
      `! kubectl -n logging patch ds fluent-bit -p '{"spec":{"updateStrategy":{"rollingUpdate":{"maxUnavailable":"10%"}}}}'`,
    ],
  },
  {
    code: 'R04',
    lines: ['kubectl -n logging rollout history ds/fluent-bit', '! kubectl -n logging rollout undo ds/fluent-bit'],
  },
  {
    code: 'R06',
    lines: [
      'kubectl -n logging describe pod agent-1 agent-2 agent-3',
      `! kubectl -n logging patch ds fluent-bit -p '{"spec":{"updateStrategy":{"rollingUpdate":{"maxSurge":0,"maxUnavailable":1}}}}'`,
    ],
  },
  { code: 'R07', lines: ['kubectl -n logging describe ds fluent-bit'] },
  {
    code: 'R09',
    lines: [
      'kubectl -n logging get ds fluent-bit -o yaml --show-managed-fields',
      'kubectl -n logging get controllerrevisions',
    ],
  },
  { code: 'R11', lines: [`kubectl -n logging get ds fluent-bit -o 'jsonpath={.metadata.finalizers}'`] },
  {
    code: 'R14',
    lines: ['kubectl describe node node-a node-b node-c', '! kubectl taint node node-a maintenance=disk:NoSchedule-'],
  },
  {
    code: 'C04',
    lines: [
      'kubectl get ns logging --show-labels',
      '! kubectl label ns logging pod-security.kubernetes.io/enforce=privileged --overwrite',
    ],
  },
  {
    code: 'C13',
    lines: [
      `kubectl -n logging get ds fluent-bit -o json | jq '{apiVersion: "v1", kind: "Pod", metadata: {generateName: "fluent-bit-", labels: .spec.template.metadata.labels}, spec: .spec.template.spec}' | kubectl -n logging create --dry-run=server -f -`,
      '! kubectl -n logging rollout restart ds/fluent-bit',
    ],
  },
  {
    code: 'S14',
    lines: [
      'kubectl -n logging describe pod agent-1 agent-2 agent-3',
      'kubectl describe node node-a node-b node-c',
      'kubectl get pods -A --field-selector spec.nodeName=node-a -o custom-columns=NS:.metadata.namespace,NAME:.metadata.name,PRIO:.spec.priority',
    ],
  },
  {
    code: 'K18',
    lines: [
      'kubectl -n logging logs agent-1 -c agent --previous',
      'kubectl -n logging describe pod agent-1 agent-2 agent-3',
    ],
  },
  { code: 'K29', lines: ['kubectl get nodes -L kubernetes.io/arch'] },
  { code: 'K29', given: { facts: { subject: 'age=<1h' } }, lines: ['kubectl get nodes -o wide'] },
  {
    code: 'T01',
    lines: [
      'kubectl get node node-a node-b node-c',
      '! kubectl taint node node-a node.kubernetes.io/out-of-service=nodeshutdown:NoExecute',
      '! kubectl delete node node-a',
    ],
  },
  {
    code: 'T02',
    lines: [
      `kubectl -n logging get pod agent-1 -o 'jsonpath={.metadata.finalizers}'`,
      `! kubectl -n logging patch pod agent-1 --type=json -p '[{"op":"remove","path":"/metadata/finalizers"}]'`,
    ],
  },
  {
    code: 'T04',
    lines: [
      'kubectl -n logging describe pod agent-1 agent-2 agent-3',
      '! kubectl -n logging delete pod agent-1 --grace-period=0 --force',
    ],
  },
];
test.for(rows)('[CM1] [CM2] $code', ({ code, lines, given }) => {
  expect(linesOf(code, given)).toStrictEqual(lines);
});

const bare: Partial<CommandSubject> = { facts: {}, nodes: [], pods: [] };

describe('of every cause', () => {
  test.for(CAUSE_CODES)('[CM1] [CM2] %s: few lines, whole, and marked when they write', (code) => {
    for (const given of [{}, bare]) {
      const commands = commandsFor({ code, ...subject, ...given }, daemonSet);
      expect(commands.length).toBeLessThanOrEqual(4);
      for (const { command, changes } of commands) {
        expect(command).not.toMatch(/undefined|\$|--context|<[^1]/);
        const writes = /^kubectl (?:-n \S+ )?(?:delete|patch|label|taint|create|rollout (?:undo|restart))\b/.test(
          command,
        );
        expect({ command, changes }).toStrictEqual({ command, changes: writes });
      }
    }
  });

  test('[CM1] nearly each has one, even when nothing but the DaemonSet is known', () => {
    const silent = CAUSE_CODES.filter((code) => commandsFor({ code, ...subject }, daemonSet).length === 0);
    expect(silent).toStrictEqual([]);
  });
});

test('[CM1] where no pod is known by name its labels and its node name it', () => {
  const selector = {
    matchLabels: { app: 'agent' },
    matchExpressions: [
      { key: 'tier', operator: 'In', values: ['a', 'b'] },
      { key: 'canary', operator: 'DoesNotExist', values: [] },
      { key: 'zone', operator: 'NotIn', values: ['x'] },
      { key: 'run', operator: 'Exists', values: [] },
    ],
  };
  const commands = commandsFor({ code: 'R02', ...subject, pods: [] }, { ...daemonSet, selector });
  expect(commands).toStrictEqual([
    {
      command: `kubectl -n logging delete pod -l 'app=agent,tier in (a,b),!canary,zone notin (x),run' --field-selector spec.nodeName=node-a`,
      changes: true,
    },
  ]);
});

test.for([
  'plain',
  'a b',
  "it's",
  '$(rm -rf /)',
  '`x`',
  '{"a":"b"}',
  'a;b',
  'a&b',
  '!x',
  '',
  '*',
  '~',
  'a=~',
  'a>b',
  '#',
])('[CM1] a shell reads back %j as it was', (text) => {
  const { stdout } = spawnSync('/bin/sh', ['-c', `printf %s ${shellWord(text)}`], { encoding: 'utf8' });
  expect(stdout).toBe(text);
});
