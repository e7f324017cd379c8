'use client';

import { useState } from 'react';
import type { BudgetLimit } from '#lib/domain/rollout/budget-limit.ts';
import { type WhatIf, type WhatIfBasis, whatIf } from '#lib/domain/rollout/what-if.ts';
import type { DaemonSetDetails } from '#lib/wire/details.ts';
import { useText } from '../shell/text-context.ts';
import { Choice } from '../ui/choice.tsx';
import { Section } from '../ui/section.tsx';

type Kind = BudgetLimit['kind'];
const KINDS: readonly Kind[] = ['maxUnavailable', 'maxSurge'];

function Answer({ answer }: { readonly answer: WhatIf | undefined }) {
  const text = useText();
  return (
    <p aria-live="polite" className="min-h-5 max-w-prose text-sm" data-what-if="">
      {answer === undefined ? '' : text.describeWhatIf(answer)}
    </p>
  );
}

type FieldProps = {
  readonly label: string;
  readonly value: number;
  readonly most: number;
  readonly onChange: (value: number) => void;
};

/** A slider to try, and a field for who knows the number. */
function PodsField({ label, value, most, onChange }: FieldProps) {
  const read = (written: string): void => {
    const number = Number(written);
    if (Number.isInteger(number) && number >= 1) onChange(Math.min(number, most));
  };
  return (
    <div className="flex min-w-0 flex-1 items-center gap-3">
      <input
        type="range"
        aria-label={label}
        min={1}
        max={most}
        value={value}
        onChange={({ target }) => read(target.value)}
        className="min-w-0 max-w-md flex-1 accent-accent"
      />
      <input
        type="number"
        aria-label={label}
        min={1}
        max={most}
        value={value}
        onChange={({ target }) => read(target.value)}
        className="w-20 flex-none rounded-sm border border-line-strong bg-bg px-1.5 py-0.5 text-right text-sm"
      />
    </div>
  );
}

function Calculator({ basis, initial }: { readonly basis: WhatIfBasis; readonly initial: BudgetLimit }) {
  const text = useText();
  const [kind, setKind] = useState<Kind>(initial.kind);
  const [value, setValue] = useState(initial.limit);
  const most = Math.max(1, basis.desired);
  const label = text.say('diagnosis.whatIf.label', { kind });
  return (
    <Section
      title={text.say('diagnosis.whatIf')}
      aside={
        <Choice
          label={text.say('diagnosis.whatIf.kind')}
          value={kind}
          options={KINDS.map((each) => ({ value: each, label: each }))}
          onChange={setKind}
        />
      }
    >
      <div className="flex flex-col gap-2">
        <PodsField label={label} value={Math.min(value, most)} most={most} onChange={setValue} />
        <Answer answer={whatIf(basis, { kind, value: Math.min(value, most) })} />
        <p className="max-w-prose text-muted-fg text-xs">{text.say('diagnosis.whatIf.hint.sentence')}</p>
      </div>
    </Section>
  );
}

type Props = { readonly basis: DaemonSetDetails['whatIf']; readonly budget: DaemonSetDetails['budget'] };

/** What another budget would do, reckoned in the browser [PC6]; only while old pods wait for one. */
export function WhatIfSection({ basis, budget }: Props) {
  if (basis === null || Math.max(basis.maxUnavailable.waiting, basis.maxSurge.waiting) === 0) return null;
  const { kind, limit } = budget ?? { kind: 'maxUnavailable', limit: 1 };
  return <Calculator basis={basis} initial={{ kind, limit: Math.max(1, limit) }} />;
}
