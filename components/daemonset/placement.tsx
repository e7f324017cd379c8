'use client';

import { Fragment, type ReactNode } from 'react';
import type { NodeSelectorTerm } from '#lib/domain/objects.ts';
import type { DaemonSetDetails, Exclusion } from '#lib/wire/details.ts';
import { useText } from '../shell/text-context.ts';
import { Facts } from '../ui/facts.tsx';
import { Section } from '../ui/section.tsx';
import { sayTerm, sayToleration } from './placement-words.ts';

type Placement = DaemonSetDetails['placement'];

/** How many nodes this one thing keeps out. */
function Excludes({ exclusions }: { readonly exclusions: readonly Exclusion[] }) {
  const text = useText();
  const count = exclusions.reduce((sum, { nodes }) => sum + nodes, 0);
  return (
    <span className={`text-xs ${count === 0 ? 'text-muted-fg' : ''}`}>
      {text.say('screen.placement.excludes', { count })}
    </span>
  );
}

function Line({ children, exclusions }: { readonly children: ReactNode; readonly exclusions?: readonly Exclusion[] }) {
  return (
    <li className="flex flex-col">
      <span className="break-words">{children}</span>
      {exclusions === undefined ? null : <Excludes exclusions={exclusions} />}
    </li>
  );
}

function Terms({ terms }: { readonly terms: readonly NodeSelectorTerm[] }) {
  const text = useText();
  if (terms.length === 0) return <>{text.say('screen.placement.affinity.none')}</>;
  const joiner = ` ${text.say('screen.placement.and')} `;
  const sentences = terms.map((term) => sayTerm(text, term).join(joiner));
  return (
    <>
      {sentences.map((sentence, at) => (
        <Fragment key={sentence}>
          {at === 0 ? null : <em className="mx-2 text-muted-fg not-italic">{text.say('screen.placement.or')}</em>}
          {sentence}
        </Fragment>
      ))}
    </>
  );
}

function PlacementFacts({ placement }: { readonly placement: Placement }) {
  const text = useText();
  const { nodeSelector, requiredNodeAffinity, tolerations, automaticTolerations, exclusions } = placement;
  const of = (kind: Exclusion['kind']) => exclusions.filter((exclusion) => exclusion.kind === kind);
  const list = (children: ReactNode) => <ul className="flex flex-col gap-0.5">{children}</ul>;
  const selectors = Object.entries(nodeSelector);
  const facts = [
    ...(selectors.length === 0
      ? []
      : [
          {
            term: text.say('screen.placement.nodeSelector'),
            detail: list(
              selectors.map(([key, value]) => (
                <Line key={key} exclusions={of('NodeSelector').filter(({ subject }) => subject === key)}>
                  {`${key}=${value}`}
                </Line>
              )),
            ),
          },
        ]),
    ...(requiredNodeAffinity === undefined
      ? []
      : [
          {
            term: text.say('screen.placement.affinity'),
            detail: list(
              <Line exclusions={of('Affinity')}>
                <Terms terms={requiredNodeAffinity} />
              </Line>,
            ),
          },
        ]),
    ...(of('NodeName').length === 0
      ? []
      : [{ term: text.say('screen.placement.nodeName'), detail: <Excludes exclusions={of('NodeName')} /> }]),
    {
      term: text.say('screen.placement.taints'),
      detail:
        of('Taint').length === 0
          ? text.say('screen.none')
          : list(
              of('Taint').map((exclusion) => (
                <Line key={exclusion.subject} exclusions={[exclusion]}>
                  {exclusion.subject}
                </Line>
              )),
            ),
    },
    {
      term: text.say('screen.placement.tolerations'),
      detail: tolerations.length === 0 ? text.say('screen.none') : list(tolerations.map(lineOf)),
    },
    { term: text.say('screen.placement.automatic'), detail: list(automaticTolerations.map(lineOf)) },
  ];
  function lineOf(toleration: Placement['tolerations'][number]) {
    const words = sayToleration(text, toleration);
    return <Line key={words}>{words}</Line>;
  }
  return <Facts facts={facts} stacksWhenNarrow />;
}

/** Where it should run, in words, and how many nodes each rule keeps out [5.4]. */
export function PlacementSection({ placement }: { readonly placement: Placement }) {
  const text = useText();
  const { nodeSelector, requiredNodeAffinity, wanted, nodes } = placement;
  const isFree = Object.keys(nodeSelector).length === 0 && requiredNodeAffinity === undefined;
  return (
    <Section title={text.say('screen.placement')}>
      <p className="mb-2 text-sm">
        {text.paragraph([
          text.say('screen.placement.wanted', { wanted, nodes }),
          ...(isFree ? [text.say('screen.placement.everywhere')] : []),
        ])}
      </p>
      <PlacementFacts placement={placement} />
    </Section>
  );
}
