// The states of consent by ISO/IEC TS 27560:2023 in the names of W3C's DPV 2.3, and how one is reached from another.
// The database holds the same moves (consent_move in 040_terms.sql); here the way to a wish is found.

export const consentStates = [
  'ConsentUnknown',
  'ConsentRequested',
  'ConsentRequestDeferred',
  'ConsentRefused',
  'ConsentGiven',
  'RenewedConsentGiven',
  'ConsentWithdrawn',
  'ConsentRevoked',
  'ConsentExpired',
  'ConsentInvalidated',
] as const
export type ConsentState = (typeof consentStates)[number]

/** Only these two permit. */
export const permits = (state: ConsentState) => state === 'ConsentGiven' || state === 'RenewedConsentGiven'

const saysNo = new Set<ConsentState>(['ConsentRefused', 'ConsentWithdrawn', 'ConsentRevoked', 'ConsentExpired', 'ConsentInvalidated'])

/** Whether the state is a no, rather than no answer. */
export const forbids = (state: ConsentState) => saysNo.has(state)

/** A yes that was said before a no does not lift it. */
export const noIsNewer = 'They said no after that day. A yes counts only when it is newer than their no.'

/** A record in one of these has ended: it is not taken up again, a new one replaces it. */
const ended = new Set<ConsentState>(['ConsentRefused', 'ConsentRequestDeferred', 'ConsentRevoked', 'ConsentExpired', 'ConsentInvalidated'])

export type Step = { from: ConsentState; to: ConsentState; replaces: ConsentState | null }

/** What somebody wants of a record. */
export type Wish = 'unknown' | 'request' | 'defer' | 'give' | 'refuse' | 'withdraw' | 'revoke' | 'expire' | 'invalidate'

/**
 * The events that lead from where the record stands (undefined: there is none) to the wish; empty when it is so already
 * or there is nothing to end. A yes or a no to a question that was never recorded records the question first.
 */
export function stepsTo(now: ConsentState | undefined, wish: Wish): Step[] {
  const asked = (then: ConsentState): Step[] => [...requested(now), { from: 'ConsentRequested', to: then, replaces: null }]
  switch (wish) {
    case 'unknown':
      return now ? [] : [{ from: 'ConsentUnknown', to: 'ConsentUnknown', replaces: null }]
    case 'request':
      return now && permits(now) ? [] : requested(now)
    case 'give':
      return now && permits(now) ? [{ from: now, to: 'RenewedConsentGiven', replaces: null }] : asked('ConsentGiven')
    case 'refuse':
      return now && permits(now) ? ends(now, 'ConsentWithdrawn') : now && saysNo.has(now) ? [] : asked('ConsentRefused')
    case 'defer':
      return now && (permits(now) || saysNo.has(now)) ? [] : now === 'ConsentRequestDeferred' ? [] : asked('ConsentRequestDeferred')
    case 'withdraw':
      return now === 'ConsentRequested' ? asked('ConsentRefused') : ends(now, 'ConsentWithdrawn')
    case 'revoke':
      return ends(now, 'ConsentRevoked')
    case 'expire':
      return ends(now, 'ConsentExpired')
    case 'invalidate':
      return ends(now, 'ConsentInvalidated')
  }
}

function requested(now: ConsentState | undefined): Step[] {
  if (now === 'ConsentRequested') return []
  if (now === 'ConsentWithdrawn') return [{ from: now, to: 'ConsentRequested', replaces: null }]
  return [{ from: 'ConsentUnknown', to: 'ConsentRequested', replaces: now && ended.has(now) ? now : null }]
}

function ends(now: ConsentState | undefined, to: ConsentState): Step[] {
  return now && permits(now) ? [{ from: now, to, replaces: null }] : []
}
