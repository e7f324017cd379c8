import type { Subject } from './subject.ts';

/** One question to a cluster. It must leave nothing behind that another case could see. */
export type Case = {
  /** A sentence that is true of both subjects; the names of all cases differ. */
  readonly name: string;
  /** The answer, normalised, as plain data: it must be equal on all subjects. */
  readonly run: (subject: Subject) => Promise<unknown>;
  /** What the answer must contain on each subject alone, so that two empty answers do not pass as equal. */
  readonly expects: object;
};
