import { encodingCases } from './api/encodings.ts';
import { eventCases } from './api/events.ts';
import { expiredCases } from './api/expired.ts';
import { listCases } from './api/lists.ts';
import { pageCases } from './api/pages.ts';
import { refusalCases } from './api/refusals.ts';
import { selectorCases } from './api/selectors.ts';
import { versionCases } from './api/versions.ts';
import { watchListCases } from './api/watch-lists.ts';
import { watchCases } from './api/watches.ts';
import type { Case } from './case.ts';

/** The reading half of the API; compaction comes last, since it takes the past away. */
export const API_CASES: readonly Case[] = [
  ...listCases,
  ...pageCases,
  ...selectorCases,
  ...versionCases,
  ...watchCases,
  ...watchListCases,
  ...eventCases,
  ...refusalCases,
  ...encodingCases,
  ...expiredCases,
];
