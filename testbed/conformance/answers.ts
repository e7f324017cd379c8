import type { Answer } from './subject.ts';

/** The parts of a list that cases look at. */
export type ListBody = {
  readonly kind: string;
  readonly apiVersion: string;
  readonly metadata: {
    readonly resourceVersion: string;
    readonly continue?: string;
    readonly remainingItemCount?: number;
  };
  readonly items: readonly ListedObject[];
};
export type ListedObject = {
  readonly metadata: {
    readonly name: string;
    readonly namespace?: string;
    readonly resourceVersion: string;
    readonly labels?: Readonly<Record<string, string>>;
  };
};

/** Of an answer that must be a list; what it is instead is the message. */
export function listOf(answer: Answer): ListBody {
  if (answer.status !== 200) throw new Error(`no list but ${answer.status}: ${answer.text.slice(0, 500)}`);
  return answer.json as ListBody;
}

export function namesOf(answer: Answer): string[] {
  return listOf(answer).items.map(({ metadata }) => metadata.name);
}

export function query(parameters: Readonly<Record<string, string>>): string {
  return `?${new URLSearchParams(parameters)}`;
}
