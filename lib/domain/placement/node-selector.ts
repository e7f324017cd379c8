import { entryOf, type NodeRecord, type NodeSelectorRequirement, type NodeSelectorTerm } from '../objects.ts';
import type { FailedTerm } from './reason.ts';
import { compileRequirement, NODE_OPERATORS } from './requirement.ts';

/** The terms of a required node affinity, ready to be asked of many nodes. */
export type NodeSelector = {
  /** Undefined when a term matches; otherwise why each usable term does not, none at all included [EL8]. */
  readonly explainMismatch: (node: NodeRecord) => readonly FailedTerm[] | undefined;
};

type CompiledRequirement = {
  readonly shown: FailedTerm['requirement'];
  readonly holds: (node: NodeRecord) => boolean;
  readonly have: (node: NodeRecord) => string | undefined;
};
type CompiledTerm =
  | { readonly kind: 'Valid'; readonly requirements: readonly CompiledRequirement[] }
  | { readonly kind: 'Invalid'; readonly failed: FailedTerm };

/** Terms are ORed, the requirements of a term ANDed [EL7]; an empty term is skipped [EL8], an invalid one never matches [EL9]. */
export function compileNodeSelector(terms: readonly NodeSelectorTerm[]): NodeSelector {
  const compiled = terms.filter((term) => !isEmptyTerm(term)).map(compileTerm);
  return {
    explainMismatch: (node) => {
      const failed: FailedTerm[] = [];
      for (const term of compiled) {
        const reason = explainTerm(term, node);
        if (reason === undefined) return undefined;
        failed.push(reason);
      }
      return failed;
    },
  };
}

function isEmptyTerm(term: NodeSelectorTerm): boolean {
  return term.matchExpressions.length === 0 && term.matchFields.length === 0;
}

function explainTerm(term: CompiledTerm, node: NodeRecord): FailedTerm | undefined {
  if (term.kind === 'Invalid') return term.failed;
  const failed = term.requirements.find((requirement) => !requirement.holds(node));
  if (failed === undefined) return undefined;
  const have = failed.have(node);
  return { requirement: failed.shown, invalid: false, ...(have === undefined ? {} : { have }) };
}

function compileTerm(term: NodeSelectorTerm): CompiledTerm {
  const requirements: CompiledRequirement[] = [];
  for (const [list, compile, field] of [
    [term.matchExpressions, compileExpression, false],
    [term.matchFields, compileField, true],
  ] as const) {
    for (const requirement of list) {
      const compiled = compile(requirement);
      if (compiled === undefined)
        return { kind: 'Invalid', failed: { requirement: { ...requirement, field }, invalid: true } };
      requirements.push(compiled);
    }
  }
  return { kind: 'Valid', requirements };
}

function compileExpression(requirement: NodeSelectorRequirement): CompiledRequirement | undefined {
  const predicate = compileRequirement(requirement, NODE_OPERATORS);
  if (predicate === undefined) return undefined;
  return {
    shown: { ...requirement, field: false },
    holds: (node) => predicate(node.labels),
    have: (node) => entryOf(node.labels, requirement.key),
  };
}

/** A field other than metadata.name is empty on every node, and admission refuses it [EL11]. */
function compileField(requirement: NodeSelectorRequirement): CompiledRequirement | undefined {
  const { key, operator, values } = requirement;
  const [value, ...others] = values;
  if ((operator !== 'In' && operator !== 'NotIn') || value === undefined || others.length > 0) return undefined;
  const have = (node: NodeRecord): string => (key === 'metadata.name' ? node.name : '');
  return {
    shown: { ...requirement, field: true },
    holds: (node) => (have(node) === value) === (operator === 'In'),
    have,
  };
}
