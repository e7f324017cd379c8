import { nodeName } from '#lib/domain/keys.ts';
import type { CauseCode } from '#lib/domain/rollout/causes/cause-names.ts';
import type { CommandSubject } from '#lib/domain/rollout/causes/commands.ts';
import { makeDaemonSet } from './objects.ts';

/** The documentation has these words in capitals where a command names something. */
export const SAMPLE_DAEMON_SET = makeDaemonSet({
  namespace: 'NAMESPACE',
  name: 'NAME',
  selector: { matchLabels: { app: 'NAME' }, matchExpressions: [] },
});

export function sampleFor(code: CauseCode): CommandSubject {
  const facts = {
    container: 'CONTAINER',
    requested: '10%',
    serviceAccount: 'SERVICE-ACCOUNT',
    subject: code === 'K29' ? 'LABEL=VALUE' : 'maxUnavailable',
    taint: 'KEY=VALUE:EFFECT',
  };
  return { code, facts, nodes: [nodeName('NODE')], pods: ['POD'] };
}
