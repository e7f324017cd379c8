import { expect, test } from 'vitest';
import { type Manifest, manifest, node, pod } from '#lib/testing/placement-files.ts';
import { at, large, now, run, small, withAgent, write } from '#lib/testing/placement-run.ts';

test('a DaemonSet that is new and has room everywhere is exit code 0', async () => {
  expect(await run(['-f', small, ...at])).toStrictEqual({
    code: 0,
    err: '',
    out: `From files, as of 2026-01-01T01:00:00Z

✓ logging/agent: Would run on 2 of 3 nodes, and all of them have room.
  By the template a pod asks for 100m CPU: a LimitRange, a RuntimeClass or a webhook may add to it.

What changes
No DaemonSet of this name is there yet.

1 node not wanted
NODES  WHICH    WHY
    1  node-10  taint dedicated=gpu:NoSchedule

ResourceQuotas, LimitRanges, ServiceAccounts, RuntimeClasses and webhooks are not read: they may still refuse the pods or change them.
`,
  });
});

test('a change that does not fit everywhere is exit code 1, with what is short and where the update would stop', async () => {
  expect(await run(['-f', large, '--from', withAgent, ...now])).toStrictEqual({
    code: 1,
    err: '',
    out: `From files, as of 2026-01-01T01:00:00Z

▲ logging/agent: Would run on 3 of 3 nodes; 1 of them has no room: node-2.
  By the template a pod asks for 500m CPU: a LimitRange, a RuntimeClass or a webhook may add to it.

What changes
1 node gains it: node-10.
The template differs in 2 points, so every pod is replaced.
The update stops at the node that stays without room (maxUnavailable 1). An old pod there is deleted first, so the node is left without any.
CONTAINER  FIELD                  BEFORE  AFTER
agent      Resource requests.cpu  100m    500m
whole pod  Toleration op=Exists   –       added

1 wanted node without room
NODES  WHICH   SHORT OF
    1  node-2  300m CPU
       What helps: fewer or smaller pods there, lower requests, a higher priority
What would have to go, node by node: rollcall serve shows it under Nodes, as soon as a pod waits there.

ResourceQuotas, LimitRanges, ServiceAccounts, RuntimeClasses and webhooks are not read: they may still refuse the pods or change them.
`,
  });
});

type HelpRow = {
  readonly name: string;
  readonly given: Manifest;
  readonly argv?: readonly string[];
  readonly lines: string;
};
const helps: readonly HelpRow[] = [
  {
    name: 'more than a node has',
    given: { container: 'resources: {requests: {cpu: 3, memory: 1Gi}}' },
    lines: `2 wanted nodes without room
NODES  WHICH           SHORT OF
    2  node-1, node-2  1,000m to 2,800m CPU
       What helps: lower requests or a bigger node: it is more than the whole node has

`,
  },
  {
    name: 'shortages that differ by less than anybody reads',
    given: { container: 'resources: {requests: {memory: 1Pi}}' },
    argv: [
      '--from',
      write('nearly.yaml', `${node('node-1')}${node('node-2')}${pod('web-1', 'node-2', '1, memory: 1Mi')}`),
      ...now,
    ],
    lines: `2 wanted nodes without room
NODES  WHICH           SHORT OF
    2  node-1, node-2  1,024 TiB memory
       What helps: lower requests or a bigger node: it is more than the whole node has

`,
  },
  {
    name: 'less than what pods of lower priority hold',
    given: { container: 'resources: {requests: {cpu: 1}}', pod: 'priorityClassName: important' },
    lines: `1 wanted node without room
NODES  WHICH   SHORT OF
    1  node-2  800m CPU
       What helps: the scheduler does it by itself

`,
  },
  {
    name: 'a slot and a port',
    given: { container: 'ports: [{containerPort: 80, hostPort: 80}]' },
    argv: [
      '--from',
      write(
        'slots.yaml',
        `${node('node-1').replace('"110"', '"1"')}${pod('web-1', 'node-1', '1').replace('name: main,', 'name: main, ports: [{containerPort: 80, hostPort: 80}],')}`,
      ),
      ...now,
    ],
    lines: `1 wanted node without room
NODES  WHICH   SHORT OF
    1  node-1  a pod slot, host port 80/TCP (held by shop/web-1)
       What helps: fewer pods there, or a higher priority
What would have to go, node by node: rollcall serve shows it under Nodes, as soon as a pod waits there.
`,
  },
];
test.for(helps)('it says what helps against $name', async ({ given, argv = at, lines }) => {
  const { out } = await run(['-f', '-', ...argv], { stdin: manifest(given) });
  expect(out).toContain(lines);
});

test('what a pod asks for is told as it is reckoned, in words', async () => {
  const asksOf = async (container: string) => {
    const { out } = await run(['-f', '-', ...at], { stdin: manifest({ container }) });
    return /pod asks for (.*):/.exec(out)?.[1];
  };
  expect(
    await asksOf('resources: {requests: {cpu: 1500m, nvidia.com/gpu: 2}, limits: {memory: 64Mi, nvidia.com/gpu: 2}}'),
  ).toBe('1,500m CPU, 64 MiB memory and 2 nvidia.com/gpu');
  expect(await asksOf('resources: {}')).toBe('nothing');
});

test('where nothing would run, it is neither well nor wrong', async () => {
  const { code, out } = await run(['-f', '-', ...at], { stdin: manifest({ pod: 'nodeSelector: {disk: nvme}' }) });
  expect(code).toBe(0);
  expect(out).toContain('· logging/agent: Would run on none of 3 nodes.\n');
});

test('--cells tells every node', async () => {
  const { out } = await run(['-f', large, ...at, '--cells']);
  expect(out).toContain(`3 nodes
NODE     WANTED  FITS  WHY
node-1   yes     yes
node-2   yes     no    needs 500m CPU, 200m free
node-10  yes     yes
`);
});

test('5,000 nodes are told in a screenful', async () => {
  const many = write(
    'many.json',
    JSON.stringify({
      apiVersion: 'v1',
      kind: 'List',
      items: Array.from({ length: 5_000 }, (_, index) => ({
        apiVersion: 'v1',
        kind: 'Node',
        metadata: { name: `node-${index}`, uid: `n${index}` },
        spec: index % 3 === 0 ? { taints: [{ key: `zone-${index % 60}`, effect: 'NoSchedule' }] } : {},
        status: { allocatable: { cpu: `${index % 7}`, memory: '4Gi', pods: '10' } },
      })),
    }),
  );
  const { code, out } = await run(['-f', large, '--from', many, ...now]);
  expect(code).toBe(1);
  expect(out.split('\n').length).toBeLessThan(40);
  const strict = await run(['-f', small, '--from', many, ...now]);
  expect(strict.out).toContain('more nodes for other reasons (--cells)');
  expect(strict.out.split('\n').length).toBeLessThan(50);
});

test('on a screen it is coloured and folded, in the language of the terminal', async () => {
  const { out } = await run(['-f', large, '--from', withAgent, ...now], { columns: 60, env: { LANG: 'ja_JP.UTF-8' } });
  expect(out).toContain('\u001b[33m▲');
  expect(out).toContain('空きのない対象ノード(1ノード)');
  const plain = await run(['-f', large, '--from', withAgent, ...now], { columns: 60, env: { NO_COLOR: '1' } });
  expect(plain.out).not.toContain('\u001b');
  expect(Math.max(...plain.out.split('\n').map((line) => line.length))).toBeLessThanOrEqual(60);
});
