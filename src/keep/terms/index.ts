export { expireConsents, giveConsent, refuseConsent, requestConsent, withdrawConsent } from './consent.ts'
export { type HashedEvent, hashOfEvent } from './consentHash.ts'
export { type ConsentRow, type ConsentVerdict, type ConsentWanted, consentFor, givingRecord } from './consentRule.ts'
export { type ConsentState, consentStates, permits, stepsTo, type Wish } from './consentStates.ts'
export { closeLeases, forgetLeases, type Lease, lastLeasePast, leaseMs, leasesOpened } from './lease.ts'
export { findNotice, type Notice, registerNotice } from './notices.ts'
export { lockPersons, recentKept } from './persons.ts'
export { type Preference, prefer, unprefer } from './preference.ts'
export {
  allPurposes,
  type Check,
  checks,
  type LegalBasis,
  type NewPurpose,
  type Purpose,
  purposeOf,
  purposesNow,
  registerPurpose,
  retirePurpose,
  type Words,
} from './purposes.ts'
export { mayBeRefused, publishReach } from './reach.ts'
export { reachAnew, reachTask } from './reachAnew.ts'
export type { By, ConsentDeps, ConsentKey, ConsentWish } from './recordConsents.ts'
export { roleSide } from './rolePurposes.ts'
export { type TermsRoutesDeps, termsRoutes } from './routes.ts'
export { type Switch, setTerm } from './setTerm.ts'
export { registerStartingTerms } from './startingTerms.ts'
export { type StopDeps, type StopScope, stop, unstop } from './stop.ts'
export { prohibits, type Stop, stopsChannel, stopsTopic } from './stopRule.ts'
export { type Suppressed, suppress } from './suppression.ts'
export type { TermsTables } from './tables.ts'
export { type Term, type Terms, termsOf } from './termsOf.ts'
export { registerTopic, type Topic, topicsNow } from './topics.ts'
