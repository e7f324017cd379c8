'use client';

import { CopyLine } from '../ui/copy-line.tsx';
import { useText } from './text-context.ts';

const AGAIN_SECONDS = 2;

/** The process answers before its fleet is there: the page looks again by itself, without a script too. */
export function Starting() {
  return (
    <main id="content" className="mx-auto max-w-2xl px-4 py-16">
      <meta httpEquiv="refresh" content={String(AGAIN_SECONDS)} />
      <h1 className="font-semibold text-lg">{useText().say('screen.starting')}</h1>
    </main>
  );
}

type Props = {
  readonly tried: readonly string[];
  /** What starts Rollcall. */
  readonly command: string;
};

/** No kubeconfig and no service account: what was tried, and both ways on [7.2]. It never simulates unasked. */
export function NoCluster({ tried, command }: Props) {
  const text = useText();
  const labels = { copyLabel: text.say('screen.copy'), copiedLabel: text.say('screen.copied') };
  return (
    <main id="content" className="mx-auto flex max-w-2xl flex-col gap-5 px-4 py-16">
      <h1 className="font-semibold text-lg">{text.say('screen.noCluster.title')}</h1>
      <section className="flex flex-col gap-1">
        <h2 className="text-muted-fg text-sm">{text.say('screen.noCluster.tried')}</h2>
        <ul className="list-disc pl-5 text-sm">
          {tried.map((sentence) => (
            <li key={sentence} className="break-words">
              {sentence}
            </li>
          ))}
        </ul>
      </section>
      <section className="flex flex-col gap-1">
        <h2 className="text-muted-fg text-sm">{text.say('screen.noCluster.kubeconfig')}</h2>
        <CopyLine line={`${command} --kubeconfig=FILE`} {...labels} />
      </section>
      <section className="flex flex-col gap-1">
        <h2 className="text-muted-fg text-sm">{text.say('screen.noCluster.simulate')}</h2>
        <CopyLine line={`${command} --simulate`} {...labels} />
      </section>
      <section className="flex flex-col gap-1">
        <h2 className="text-muted-fg text-sm">{text.say('screen.noCluster.files')}</h2>
        <CopyLine
          line="kubectl get nodes,pods,daemonsets,controllerrevisions,events -A -o json > cluster.json"
          {...labels}
        />
        <CopyLine line={`${command} --from cluster.json`} {...labels} />
      </section>
    </main>
  );
}
