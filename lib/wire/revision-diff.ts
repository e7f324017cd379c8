import type { RevisionList } from '#lib/domain/rollout/revision-list.ts';
import type { TemplateChange } from '#lib/domain/rollout/template-change.ts';

/*
 * Answer of GET /api/daemonsets/[namespace]/[name]/revisions?between=12..13: JSON, as the details are. A template stands
 * for the one that the DaemonSet asks for now, whether or not a revision of it is there.
 */

export type TemplateChoice = number | 'template';
export type Between = { readonly before: TemplateChoice; readonly after: TemplateChoice };

export type DiffLine = { readonly kind: 'same' | 'added' | 'removed'; readonly text: string };

export type RevisionDiff =
  | {
      readonly kind: 'Compared';
      readonly between: Between;
      readonly changes: readonly TemplateChange[];
      /** Both templates as YAML, as far as they are kept. */
      readonly lines: readonly DiffLine[];
    }
  /** No revision of this number is there, or it holds no template. */
  | { readonly kind: 'NotThere'; readonly between: Between; readonly missing: TemplateChoice };

export type RevisionsAnswer = RevisionList & {
  /** Null while there are not two templates to compare. */
  readonly diff: RevisionDiff | null;
};

const CHOICE = /^(?:template|0|[1-9]\d{0,14})$/;

/** Reads `12..13` or `12..template`; undefined for anything else. */
export function parseBetween(text: string): Between | undefined {
  const [before = '', after = '', ...rest] = text.split('..');
  if (rest.length > 0 || !CHOICE.test(before) || !CHOICE.test(after)) return undefined;
  return { before: choiceOf(before), after: choiceOf(after) };
}

function choiceOf(text: string): TemplateChoice {
  return text === 'template' ? text : Number(text);
}

export function serializeBetween({ before, after }: Between): string {
  return `${before}..${after}`;
}
