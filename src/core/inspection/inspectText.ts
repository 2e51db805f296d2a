import { findHiddenCharacters } from './characters/hidden.ts';
import { findLookalikes } from './characters/lookalikes.ts';
import { findBulk } from './bulk.ts';
import { findDirectives } from './directive.ts';
import { findEncodedSecrets } from './encoded.ts';
import type { Finding } from './finding.ts';
import { findInstructions } from './instructions.ts';
import { merged } from './merge.ts';
import { findOutflow } from './outflow.ts';
import { findPersonal } from './personal.ts';
import { findAssignments } from './secrets/assignments.ts';
import { findConnections } from './secrets/connections.ts';
import { findHeaders } from './secrets/headers.ts';
import { findJwts } from './secrets/jwt.ts';
import { findPrivateKeys } from './secrets/privateKeys.ts';
import { findRandomWords } from './secrets/randomWords.ts';
import { findShapes } from './secrets/shapes.ts';
import { findTokens } from './secrets/tokens.ts';
import { type Detector, Subject } from './subject.ts';
import { findToolUse } from './toolUse.ts';

/** Among secrets the more exact look comes first: it is the one that stays where several see the same. */
export const detectors: Readonly<Record<string, Detector>> = {
  tokens: findTokens,
  privateKeys: findPrivateKeys,
  jwts: findJwts,
  shapes: findShapes,
  headers: findHeaders,
  connections: findConnections,
  encoded: findEncodedSecrets,
  assignments: findAssignments,
  directives: findDirectives,
  randomWords: findRandomWords,
  hiddenCharacters: findHiddenCharacters,
  lookalikes: findLookalikes,
  personal: findPersonal,
  instructions: findInstructions,
  toolUse: findToolUse,
  outflow: findOutflow,
  bulk: findBulk,
};

/** Everything that is found in a text without a library; `others` are findings that came from elsewhere. */
export function inspectText(text: string, others: readonly Finding[] = []): Finding[] {
  const subject = new Subject(text);
  const own = Object.values(detectors).flatMap((detector) => detector(subject));
  return merged([...own, ...others]);
}
