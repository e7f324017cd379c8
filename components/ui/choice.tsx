'use client';

export type Option<Value extends string> = { readonly value: Value; readonly label: string };

type Props<Value extends string> = {
  readonly label: string;
  readonly value: Value;
  readonly options: readonly Option<Value>[];
  readonly onChange: (value: Value) => void;
};

/** A few that exclude each other, side by side; where there is no room, in several lines, and no word is broken. */
export function Choice<Value extends string>({ label, value, options, onChange }: Props<Value>) {
  return (
    <fieldset className="flex min-w-0 flex-wrap rounded-sm border border-line">
      <legend className="sr-only">{label}</legend>
      {options.map((option) => (
        <button
          key={option.value}
          type="button"
          aria-pressed={option.value === value}
          onClick={() => onChange(option.value)}
          className="whitespace-nowrap px-2 py-0.5 text-muted-fg text-xs hover:text-fg aria-pressed:bg-sunken aria-pressed:font-semibold aria-pressed:text-fg"
        >
          {option.label}
        </button>
      ))}
    </fieldset>
  );
}

type SelectProps<Value extends string> = Props<Value> & {
  /** Where there is little room the label is only spoken. */
  readonly hidesLabelWhenNarrow?: boolean;
};

/** Many that exclude each other: the system's own list, with its keyboard. */
export function Select<Value extends string>(props: SelectProps<Value>) {
  const { label, value, options, onChange, hidesLabelWhenNarrow = false } = props;
  return (
    <label className="flex items-center gap-1.5 text-muted-fg text-xs">
      <span className={hidesLabelWhenNarrow ? 'max-sm:sr-only' : ''}>{label}</span>
      <select
        value={value}
        onChange={({ target }) => {
          const chosen = options.find((option) => option.value === target.value);
          if (chosen !== undefined) onChange(chosen.value);
        }}
        className="max-w-44 rounded-sm border border-line bg-bg px-1.5 py-0.5 text-fg text-xs"
      >
        {options.map((option) => (
          <option key={option.value} value={option.value}>
            {option.label}
          </option>
        ))}
      </select>
    </label>
  );
}
