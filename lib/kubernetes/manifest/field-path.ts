/** A name in an object, a place in a list, or a key of a map, which is written in brackets like a place. */
type Step =
  | { readonly kind: 'Field' | 'Key'; readonly name: string }
  | { readonly kind: 'Index'; readonly index: number };

/** Where something stands in an object, written as the API server writes it: `spec.containers[0].resources.limits[cpu]`. */
export class FieldPath {
  readonly #steps: readonly Step[];

  private constructor(steps: readonly Step[]) {
    this.#steps = steps;
  }

  static readonly root = new FieldPath([]);

  static of(...names: readonly string[]): FieldPath {
    return FieldPath.root.child(...names);
  }

  child(...names: readonly string[]): FieldPath {
    return new FieldPath([...this.#steps, ...names.map((name): Step => ({ kind: 'Field', name }))]);
  }

  index(index: number): FieldPath {
    return new FieldPath([...this.#steps, { kind: 'Index', index }]);
  }

  key(name: string): FieldPath {
    return new FieldPath([...this.#steps, { kind: 'Key', name }]);
  }

  /** The way to it in the parsed value. */
  get steps(): readonly (string | number)[] {
    return this.#steps.map((step) => (step.kind === 'Index' ? step.index : step.name));
  }

  toString(): string {
    return this.#steps
      .map((step, position) => {
        if (step.kind === 'Index') return `[${step.index}]`;
        if (step.kind === 'Key') return `[${step.name}]`;
        return position === 0 ? step.name : `.${step.name}`;
      })
      .join('');
  }
}
