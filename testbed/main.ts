import { dirname } from 'node:path';
import { parseArgs } from 'node:util';
import { reportProgress } from './binaries.ts';
import { type ControlPlane, ROLLCALL_USER, startControlPlane } from './control-plane.ts';
import { namespace, typicalDaemonSets, typicalNodes } from './scenario.ts';

/** `npm run testbed`: a real cluster on this machine, until Ctrl-C. */

const HELP = `A real control plane on this machine, with kwok as the kubelets, until Ctrl-C.

  npm run testbed -- [flags]

  --nodes=N            nodes to begin with (20)
  --empty              no DaemonSets; without it there are three
  --audit=all          writes every request into the audit log, not only those of the token users
  --no-watch-list      turns the WatchList feature off: clients must list in pages
  --anonymous=false    refuses requests without a credential (401)
  --help               this text
`;

type Flags = {
  readonly nodes: number;
  readonly empty: boolean;
  readonly auditAll: boolean;
  readonly watchList: boolean;
  readonly anonymous: boolean;
};

function readFlags(args: readonly string[]): Flags | 'help' {
  const { values } = parseArgs({
    args: [...args],
    options: {
      nodes: { type: 'string', default: '20' },
      empty: { type: 'boolean', default: false },
      audit: { type: 'string', default: 'tokenUsers' },
      'no-watch-list': { type: 'boolean', default: false },
      anonymous: { type: 'string', default: 'true' },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) return 'help';
  const nodes = Number(values.nodes);
  if (!Number.isInteger(nodes) || nodes < 0 || nodes > 1_000) {
    throw new Error(`--nodes=${values.nodes}: a whole number from 0 to 1000 is needed`);
  }
  if (values.audit !== 'all' && values.audit !== 'tokenUsers')
    throw new Error(`--audit=${values.audit}: only "all" is known`);
  if (values.anonymous !== 'true' && values.anonymous !== 'false') {
    throw new Error(`--anonymous=${values.anonymous}: "true" or "false" is needed`);
  }
  return {
    nodes,
    empty: values.empty,
    auditAll: values.audit === 'all',
    watchList: !values['no-watch-list'],
    anonymous: values.anonymous === 'true',
  };
}

async function populate({ client, nodes }: ControlPlane, flags: Flags): Promise<void> {
  await nodes.add(typicalNodes(flags.nodes));
  if (flags.empty) return;
  const daemonSets = typicalDaemonSets();
  await client.apply(...daemonSets.map((each) => namespace(each.metadata.namespace ?? 'default')), ...daemonSets);
}

function instructions({ url, kubeconfig, auditLogPath, directory, binaries }: ControlPlane): string {
  return `
The control plane runs at ${url}

  administrator   ${kubeconfig('admin')}
  Rollcall only   ${kubeconfig(ROLLCALL_USER.name)}
  audit log       ${auditLogPath}
  logs, data      ${directory}

Look at it:
  npm run -s rollcall -- serve --kubeconfig=${kubeconfig(ROLLCALL_USER.name)}

In another terminal:
  export KUBECONFIG=${kubeconfig('admin')} PATH=${dirname(binaries.kubectl)}:$PATH
  kubectl get daemonsets -A

Kill a kubelet (the node is NotReady 16 s later), and revive it:
  kubectl label node node-01 sim/kubelet-
  kubectl label node node-01 sim/kubelet=on

Roll out what cannot be pulled (other faults: testbed/stages.yaml):
  kubectl patch daemonset fluent-bit -n logging -p '{"spec":{"template":{"metadata":{"annotations":{"sim/fault":"image-pull"}}}}}'

Ctrl-C stops it and removes all of it.
`;
}

function untilStopped(): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => resolve());
  // The control plane's processes do not keep Node alive; this does, until a signal comes.
  const alive = setInterval(() => undefined, 2 ** 30);
  return promise.finally(() => clearInterval(alive));
}

async function main(): Promise<void> {
  const flags = readFlags(process.argv.slice(2));
  if (flags === 'help') {
    process.stdout.write(HELP);
    return;
  }
  // From here on, so that Ctrl-C while it starts ends what has started.
  const stopped = untilStopped();
  const starting = startControlPlane({
    progress: reportProgress,
    audit: flags.auditAll ? 'all' : 'tokenUsers',
    anonymousAuth: flags.anonymous,
    ...(!flags.watchList && { featureGates: { WatchList: false } }),
  });
  const controlPlane = await Promise.race([starting, stopped]);
  // Nothing outlives us: the exit kills what a start that was interrupted has left.
  if (controlPlane === undefined) process.exit(130);
  await populate(controlPlane, flags);
  process.stdout.write(instructions(controlPlane));
  await stopped;
  process.stdout.write('\nstopping ...\n');
  await controlPlane.stop();
}

main().then(
  () => process.exit(0),
  (error: unknown) => {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    process.exit(4);
  },
);
