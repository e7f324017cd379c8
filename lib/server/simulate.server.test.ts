import { connect } from 'node:net';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { SCENARIOS } from '#lib/simulator/scenarios.ts';
import { type RollcallProcess, runRollcall } from '#lib/testing/rollcall-process.ts';
import { createText } from '#lib/text/text.ts';

/* `serve --simulate` as a child process: it stands on a finished build of the pages. */

const description = SCENARIOS.find(({ name }) => name === 'healthy')?.description ?? '';

/** The picture as everybody gets it; only what is asked of it here. */
type Fleet = {
  readonly id: string;
  readonly cluster: unknown;
  readonly source: unknown;
  readonly knowledge: Readonly<Record<string, string>>;
  readonly nodes: { readonly names: readonly string[] };
  readonly daemonSets: readonly { readonly name: string; readonly state: string }[];
};

async function text(url: string, path: string, headers: Readonly<Record<string, string>> = {}): Promise<string> {
  return (await fetch(`${url}${path}`, { headers })).text();
}
const withoutTags = (html: string) => html.replace(/<[^>]*>/g, '');
async function readFleet(url: string): Promise<Fleet> {
  return JSON.parse(await text(url, '/api/fleet')) as Fleet;
}
function wholeFleet(url: string): Promise<Fleet> {
  const whole = async () => {
    const fleet = await readFleet(url);
    return Object.values(fleet.knowledge).every((known) => known === 'Known') ? fleet : undefined;
  };
  return vi.waitUntil(whole, { timeout: 20_000, interval: 50 });
}

describe('serve --simulate=healthy', () => {
  let server: RollcallProcess;
  let url = '';
  beforeAll(async () => {
    server = runRollcall(['serve', '--simulate=healthy', '--port', '0']);
    url = await server.url();
    await wholeFleet(url);
  });
  afterAll(async () => {
    server.child.kill('SIGTERM');
    await server.ended;
  });

  test('[7.3] is read like any cluster, and nothing but its source says that it is made up', async () => {
    const { cluster, source, nodes, daemonSets } = await wholeFleet(url);
    expect({ cluster, source, nodes: nodes.names.length }).toStrictEqual({
      cluster: { name: 'healthy', version: 'v1.36.3' },
      source: { kind: 'Cluster', simulated: { scenario: 'healthy', description } },
      nodes: 27,
    });
    expect(daemonSets.map(({ state }) => state)).toStrictEqual(daemonSets.map(() => 'Complete'));
  });

  test.for([
    { path: '/', accept: 'en', says: 'No Kubernetes is being read' },
    { path: '/daemonsets/kube-system/kube-proxy', accept: 'en', says: 'Scenario healthy:' },
    { path: '/no-such-page', accept: 'en', says: 'Scenario healthy:' },
    { path: '/', accept: 'ja', says: 'Kubernetesは読み込んでいません' },
  ] as const)('[7.3] $path in $accept has the label, its explanation and the title before any script', async (row) => {
    const html = (await text(url, row.path, { 'accept-language': row.accept })).replace(
      /<script[\s\S]*?<\/script>/g,
      '',
    );
    expect(html).toMatch(
      /<button[^>]*popoverTarget="([^"]+)"[^>]*><span[^>]*>SIMULATED<\/span><\/button><div id="\1"/i,
    );
    expect(html).toContain(createText(row.accept).describeScenario({ scenario: 'healthy', description }).sentence);
    expect(html.toLowerCase()).toContain(row.says.toLowerCase());
    expect(withoutTags(html)).toContain('rollcall serve --kubeconfig=FILE');
    expect(html).toMatch(/<title>healthy SIMULATED · Rollcall<\/title>/);
  });

  test('[5.3] [7.3] the fleet page says below its sentence how to see a cluster of one’s own', async () => {
    expect(await text(url, '/')).toMatch(/data-simulated-hint[^>]*>Simulated: nothing here is real\./);
    expect(await text(url, '/no-such-page')).not.toContain('data-simulated-hint');
  });

  test('the terminal says so before it says where', async () => {
    server.child.kill('SIGTERM');
    const { stderr } = await server.ended;
    expect(stderr.trimEnd().split('\n')).toStrictEqual([
      `SIMULATED: no Kubernetes is being read. Scenario healthy: ${description}`,
      '  a cluster of yours:   rollcall serve --kubeconfig=FILE, or --context=NAME',
      '  another scenario:     rollcall serve --simulate=NAME',
      `Rollcall is ready: ${url}`,
    ]);
  });
});

function isRefused(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const probe = connect(port, '127.0.0.1', () => {
      probe.destroy();
      resolve(false);
    });
    probe.on('error', () => resolve(true));
  });
}

describe('the end of a simulated cluster', () => {
  test('[E12] Ctrl-C with a stream open: over within a second, exit code 0, no port left', async () => {
    const server = runRollcall(['serve', '--simulate=healthy', '--port', '0']);
    const url = await server.url();
    const { id } = await wholeFleet(url);
    const stream = await fetch(`${url}/api/stream`, { headers: { 'last-event-id': id } });
    const said = stream.text();
    const begun = performance.now();
    server.child.kill('SIGINT');
    const { code } = await server.ended;
    expect(performance.now() - begun).toBeLessThan(1_000);
    expect(code).toBe(0);
    expect(await said).toMatch(/event: bye\n/);
    expect(await isRefused(Number(new URL(url).port))).toBe(true);
  });

  test('Ctrl-C while a large story is still being lived ends it at once', async () => {
    const server = runRollcall(['serve', '--simulate=slow-5000', '--port', '0']);
    await server.says(/of \d+ seconds have been lived|There are 5000 nodes/);
    const begun = performance.now();
    server.child.kill('SIGINT');
    expect((await server.ended).code).toBe(0);
    expect(performance.now() - begun).toBeLessThan(1_000);
  });
});

describe('[H11] what cannot be simulated is one sentence and exit code 4', () => {
  const names = SCENARIOS.map(({ name }) => name).join(', ');
  test.for([
    { argv: ['serve', '--simulate=turo'], says: `--simulate: there is no scenario "turo"; there are ${names}` },
    { argv: ['status', '--simulate=turo'], says: `--simulate: there is no scenario "turo"; there are ${names}` },
    {
      argv: ['serve', '--simulate', '--kubeconfig=k'],
      says: '--kubeconfig is about a real cluster, and --simulate makes one up',
    },
    {
      argv: ['status', '--simulate', 'tour'],
      says: '"tour" is not NAMESPACE/NAME of a DaemonSet; a scenario follows an equals sign: --simulate=tour',
    },
  ])('rollcall $argv', async ({ argv, says }) => {
    const { code, stdout, stderr } = await runRollcall(argv).ended;
    expect({ code, stdout, stderr }).toStrictEqual({ code: 4, stdout: '', stderr: `rollcall: ${says}\n` });
  });
});

describe('[7.2] without a cluster nothing is simulated unasked', () => {
  test('page and terminal say what was tried, and both ways on', async () => {
    const server = runRollcall(['serve', '--port', '0']);
    const url = await server.url();
    const html = await text(url, '/');
    server.child.kill('SIGTERM');
    const { stderr } = await server.ended;
    expect(stderr).toMatch(
      /^No cluster is being read: no kubeconfig and no service account\. Tried [^\n]*\.kube\/config, /,
    );
    for (const line of ['rollcall serve --kubeconfig=', 'rollcall serve --simulate']) {
      expect(stderr).toContain(line);
      expect(withoutTags(html)).toContain(line);
    }
    expect(html).not.toContain('SIMULATED');
  });
});
