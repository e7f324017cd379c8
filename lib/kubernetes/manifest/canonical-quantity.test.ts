import { expect, test } from 'vitest';
import { canonicalQuantity } from './canonical-quantity.ts';

const rows: readonly { readonly given: unknown; readonly written: unknown; readonly rounded?: boolean }[] = [
  { given: '0.5', written: '500m' },
  { given: 0.1, written: '100m' },
  { given: '1000m', written: '1' },
  { given: 1000, written: '1k' },
  { given: '1024Mi', written: '1Gi' },
  { given: '1500Mi', written: '1500Mi' },
  { given: '0.5Gi', written: '512Mi' },
  { given: '0.5Ki', written: '512' },
  { given: '1.5Gi', written: '1536Mi' },
  { given: '1e3', written: '1e3' },
  { given: '1e4', written: '10e3' },
  { given: '100E', written: '9223372036854775807' },
  { given: '-1000m', written: '-1' },
  { given: '0', written: '0' },
  { given: '0Mi', written: '0' },
  { given: '1.0005', written: '1001m' },
  { given: '1.0005', written: '1000500u', rounded: false },
  { given: 'much', written: 'much' },
  { given: true, written: true },
  { given: null, written: null },
];
test.for(rows)('[FT2] $given is written $written', ({ given, written, rounded }) => {
  const found = canonicalQuantity(given, rounded);
  expect(found).toBe(written);
  expect(canonicalQuantity(found, rounded)).toBe(written);
});
