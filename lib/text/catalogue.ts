import { advice as enAdvice } from './en/advice.ts';
import { cause as enCause } from './en/cause.ts';
import { cell as enCell } from './en/cell.ts';
import { command as enCommand } from './en/command.ts';
import { daemonSet as enDaemonSet } from './en/daemonset.ts';
import { fleet as enFleet } from './en/fleet.ts';
import { health as enHealth } from './en/health.ts';
import { nodes as enNodes } from './en/nodes.ts';
import { placement as enPlacement } from './en/placement.ts';
import { podCause as enPodCause } from './en/pod-cause.ts';
import { progress as enProgress } from './en/progress.ts';
import { revision as enRevision } from './en/revision.ts';
import { rolloutScreen as enRolloutScreen } from './en/rollout-screen.ts';
import { room as enRoom } from './en/room.ts';
import { roomScreen as enRoomScreen } from './en/room-screen.ts';
import { screen as enScreen } from './en/screen.ts';
import { starved as enStarved } from './en/starved.ts';
import { advice as jaAdvice } from './ja/advice.ts';
import { cause as jaCause } from './ja/cause.ts';
import { cell as jaCell } from './ja/cell.ts';
import { command as jaCommand } from './ja/command.ts';
import { daemonSet as jaDaemonSet } from './ja/daemonset.ts';
import { fleet as jaFleet } from './ja/fleet.ts';
import { health as jaHealth } from './ja/health.ts';
import { nodes as jaNodes } from './ja/nodes.ts';
import { placement as jaPlacement } from './ja/placement.ts';
import { podCause as jaPodCause } from './ja/pod-cause.ts';
import { progress as jaProgress } from './ja/progress.ts';
import { revision as jaRevision } from './ja/revision.ts';
import { rolloutScreen as jaRolloutScreen } from './ja/rollout-screen.ts';
import { room as jaRoom } from './ja/room.ts';
import { roomScreen as jaRoomScreen } from './ja/room-screen.ts';
import { screen as jaScreen } from './ja/screen.ts';
import { starved as jaStarved } from './ja/starved.ts';
import type { Locale } from './locale.ts';

/*
 * English is the measure: the parts of the Japanese catalogue are typed by the keys of the English ones, so a message
 * that is missing, or that nobody asked for, does not compile. Server, browser and command all read these very strings.
 */

const en = {
  ...enAdvice,
  ...enCause,
  ...enCell,
  ...enCommand,
  ...enDaemonSet,
  ...enFleet,
  ...enHealth,
  ...enNodes,
  ...enPlacement,
  ...enPodCause,
  ...enProgress,
  ...enRevision,
  ...enRolloutScreen,
  ...enRoom,
  ...enRoomScreen,
  ...enScreen,
  ...enStarved,
};

export type MessageId = keyof typeof en;
export type Catalogue = Readonly<Record<MessageId, string>>;

const ja: Catalogue = {
  ...jaAdvice,
  ...jaCause,
  ...jaCell,
  ...jaCommand,
  ...jaDaemonSet,
  ...jaFleet,
  ...jaHealth,
  ...jaNodes,
  ...jaPlacement,
  ...jaPodCause,
  ...jaProgress,
  ...jaRevision,
  ...jaRolloutScreen,
  ...jaRoom,
  ...jaRoomScreen,
  ...jaScreen,
  ...jaStarved,
};

export const CATALOGUES: Readonly<Record<Locale, Catalogue>> = { en, ja };
