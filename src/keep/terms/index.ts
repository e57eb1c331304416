export { allowForChild, type Child, childOf, endChildhoods, type Ward, wardsOf } from './children.ts'
export { expireConsents, giveConsent, identitiesOf, refuseConsent, requestConsent, withdrawConsent } from './consent.ts'
export { consentEvents } from './consentChain.ts'
export { type HashedEvent, hashOfEvent } from './consentHash.ts'
export { type ConsentRow, type ConsentVerdict, type ConsentWanted, consentFor, givingRecord } from './consentRule.ts'
export { type ConsentState, consentStates, permits, stepsTo, type Wish } from './consentStates.ts'
export type { Entered } from './enter.ts'
export { closeLeases, forgetLeases, type Lease, lastLeasePast, leaseMs, leasesOpened } from './lease.ts'
export { findNotice, type Notice, type NoticeVersion, registerNotice, validFrom, versionsOf } from './notices.ts'
export { after } from './period.ts'
export { lockPersons, recentKept } from './persons.ts'
export {
  consentProven,
  findProof,
  forgetLooseProofs,
  keepProof,
  largestProof,
  type Proof,
  type Proven,
  proofsOf,
  proves,
  readProof,
  ruleProven,
  stopProven,
  wordsWith,
} from './proofs.ts'
export {
  allPurposes,
  type Check,
  checks,
  type LegalBasis,
  legalBasisIri,
  type NewPurpose,
  type Purpose,
  purposeOf,
  purposesNow,
  registerPurpose,
  retirePurpose,
  type Words,
} from './purposes.ts'
export { mayBeRefused, publishReach } from './reach.ts'
export { noteGuardiansPast, publishDue, reachAnew, reachSoon, reachTask } from './reachAnew.ts'
export type { By, ConsentDeps, ConsentKey, ConsentWish } from './recordConsents.ts'
export { type ConsentRecord, consentRecords } from './records.ts'
export { alwaysChecked, checkedOnConsent, forThemselves, type Need, needs } from './register/contract.ts'
export { keptUntil } from './retention.ts'
export { roleSide } from './rolePurposes.ts'
export { type TermsRoutesDeps, termsRoutes } from './routes.ts'
export {
  endRule,
  everyDay,
  type HeldRule,
  holdsFor,
  isOpen,
  isQuieter,
  minutesOfDay,
  type OpenTime,
  openTimes,
  ruleFrom,
  ruleOf,
  type SaidRule,
  sayRule,
  spokenRule,
  spokenTimes,
  storedTimes,
  timesOf,
} from './rules/index.ts'
export { type Switch, setTerm } from './setTerm.ts'
export { registerStartingTerms } from './startingTerms.ts'
export { type Saying, type SealedEvidence, type StopDeps, type StopScope, stop, unstop } from './stop.ts'
export { prohibits, type Stop, stopsChannel, stopsTopic } from './stopRule.ts'
export { type Suppressed, suppress } from './suppression.ts'
export type { TermsTables } from './tables.ts'
export { type Term, type Terms, termsOf } from './termsOf.ts'
export { anewTask, endEarlier } from './texts/anew.ts'
export { registerTopic, type Topic, topicsNow } from './topics.ts'
export { fitsUses, leftByGpc, narrowed } from './uses.ts'
export { actsFor, byGuardian, firstZone, guardianRole, isGuardian, isWard, mayAllow } from './wards.ts'
export { consentWithin, type DatedConsent, refusedWider, type Wider } from './wider.ts'
