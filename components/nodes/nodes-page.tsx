'use client';

import { serverNowAt, useFleetAt, useFleetSource, useIsUntrusted, usePicture } from '#lib/browser/fleet-context.ts';
import type { NodeList } from '#lib/browser/node-list.ts';
import { nodesFacts } from '#lib/browser/nodes-facts.ts';
import { useUnknownNodesParameters } from '#lib/browser/nodes-url.ts';
import { describeNodes, type NodesFacts } from '#lib/text/describe/nodes.ts';
import { sayUnreadable } from '../shell/fleet-facts.ts';
import { Legend } from '../shell/grid/legend.tsx';
import { KnowledgeNotes } from '../shell/knowledge-notes.tsx';
import { PageHead } from '../shell/page-head.tsx';
import { ReadingTrouble } from '../shell/reading-trouble.tsx';
import { useText } from '../shell/text-context.ts';
import { Section } from '../ui/section.tsx';
import { Nodes } from './nodes.tsx';
import { useNodeListings, useNodes } from './use-node-list.ts';

type Props = {
  /** What the server told of the nodes, for the time until the snapshot is here. */
  readonly served: NodesFacts;
};

/** Which nodes are incomplete, which pool, and which new node still waits. */
function useSentence({ served }: Props, list: NodeList | undefined): string {
  const text = useText();
  const { glance } = useFleetSource();
  const picture = usePicture();
  return useFleetAt((state, tick) => {
    const unreadable = sayUnreadable(text, state, tick, glance);
    if (unreadable !== undefined) return unreadable;
    const now = serverNowAt(state, tick, glance);
    if (picture === undefined || list === undefined) return describeNodes(text, served, now);
    const facts = nodesFacts(picture, list.tally, list.listings, now);
    return describeNodes(text, list.listings === undefined ? { ...facts, waiting: served.waiting } : facts, now);
  });
}

/** The counts of the glance, while the nodes are on their way. */
function Waiting() {
  const text = useText();
  const { glance } = useFleetSource();
  return (
    <Section title={text.say('screen.count.nodes', { count: glance.nodeCount })}>
      <Legend counts={glance.worst} muted={NOTHING} onToggle={() => {}} />
      <p className="mt-2 text-muted-fg text-sm">{text.say('screen.picture.loading')}</p>
    </Section>
  );
}

const NOTHING: ReadonlySet<never> = new Set();

function UnknownParameters() {
  const text = useText();
  return useUnknownNodesParameters().map(({ parameter, value }) => (
    <p key={parameter} className="text-sm">
      {text.say('nodes.unknownParameter.sentence', { parameter, value })}
    </p>
  ));
}

/** Which nodes are incomplete? Which pool? Which new node is still waiting? [5.5] */
export function NodesPage({ served }: Props) {
  const text = useText();
  const picture = usePicture();
  const isUntrusted = useIsUntrusted();
  const { listings, hasFailed } = useNodeListings();
  const list = useNodes(picture, listings);
  const sentence = useSentence({ served }, list);
  return (
    <div className="flex flex-col gap-4">
      <PageHead trail={[text.say('nodes.title')]} sentence={sentence} />
      <ReadingTrouble />
      <KnowledgeNotes />
      <UnknownParameters />
      {hasFailed && !isUntrusted ? <p className="text-sm">{text.say('nodes.listings.failed')}</p> : null}
      {picture === undefined || list === undefined ? <Waiting /> : <Nodes picture={picture} list={list} />}
    </div>
  );
}
