import { type ConsentState, forbids, permits } from './consentStates.ts'

// Which of a person's consent records answers for one contact. Pure: the gate and the published reach both ask here.

/** A record of one purpose. `expiresAt` in milliseconds since 1970; `customer` tells the identities of a merged person apart. */
export type ConsentRow = { customer: number; category: string; channel: string; topic: string; state: ConsentState; expiresAt: number | null }
export type ConsentWanted = { category: string; channel: string; topic: string }

/** `missing`: nobody ever asked. `asked`: no answer yet. The rest is the no that was said, or what became of the yes. */
export type ConsentVerdict = 'given' | 'missing' | 'asked' | 'refused' | 'withdrawn' | 'expired' | 'revoked'

const anything = '*'

/**
 * The verdict for one contact. The most specific records that exist decide (channel and topic, then either, then neither),
 * and all of them must permit; one that is no answer lifts no wider no. Of several identities of one person a no of any outweighs
 * a yes of another; an identity that was never asked says nothing.
 */
export function consentFor(rows: readonly ConsentRow[], wanted: ConsentWanted, nowMs: number): ConsentVerdict {
  const [first] = rows
  if (first && rows.every((r) => r.customer === first.customer)) return verdictOf(rows, wanted, nowMs)
  let verdict: ConsentVerdict = 'missing'
  for (const customer of new Set(rows.map((r) => r.customer))) {
    const mine = verdictOf(
      rows.filter((r) => r.customer === customer),
      wanted,
      nowMs,
    )
    if (weight[mine] > weight[verdict]) verdict = mine
  }
  return verdict
}

/** The record by which the verdict is `given`: the most specific yes; undefined when there is none. */
export function givingRecord<R extends ConsentRow>(rows: readonly R[], wanted: ConsentWanted, nowMs: number): R | undefined {
  return givingRecords(rows, wanted, nowMs)[0]
}

/** The most specific yeses, of each identity that said one. */
export function givingRecords<R extends ConsentRow>(rows: readonly R[], wanted: ConsentWanted, nowMs: number): R[] {
  let level = -1
  let found: R[] = []
  for (const row of rows) {
    const at = specificity(row, wanted)
    if (at < 0 || at < level || saidBy(row, nowMs) !== 'given') continue
    if (at > level) found = []
    found.push(row)
    level = at
  }
  return found
}

const weight = { missing: 0, asked: 1, given: 2, expired: 3, revoked: 4, refused: 5, withdrawn: 6 } as const satisfies Record<ConsentVerdict, number>

function verdictOf(rows: readonly ConsentRow[], wanted: ConsentWanted, nowMs: number): ConsentVerdict {
  let level = -1
  let verdict: ConsentVerdict = 'missing'
  let no: ConsentVerdict = 'missing'
  for (const row of rows) {
    const at = specificity(row, wanted)
    if (at < 0) continue
    const said = saidBy(row, nowMs)
    if (isNo(said) && strictness[said] > strictness[no]) no = said
    if (at < level) continue
    // On one level the stricter wins: a yes to the channel and a no to the topic is a no.
    if (at > level || strictness[said] > strictness[verdict]) verdict = said
    level = at
  }
  return verdict === 'missing' || verdict === 'asked' ? (isNo(no) ? no : verdict) : verdict
}

const isNo = (verdict: ConsentVerdict) => strictness[verdict] > strictness.asked

const strictness = { given: 0, missing: 1, asked: 2, expired: 3, revoked: 4, refused: 5, withdrawn: 6 } as const satisfies Record<ConsentVerdict, number>

/** 2 for channel and topic, 1 for one of them, 0 for neither, -1 for a record about something else. */
function specificity(row: ConsentRow, wanted: ConsentWanted): number {
  if (row.category !== wanted.category) return -1
  if (row.channel !== anything && row.channel !== wanted.channel) return -1
  if (row.topic !== anything && row.topic !== wanted.topic) return -1
  return (row.channel === anything ? 0 : 1) + (row.topic === anything ? 0 : 1)
}

function saidBy(row: ConsentRow, nowMs: number): ConsentVerdict {
  if (permits(row.state)) return row.expiresAt !== null && row.expiresAt <= nowMs ? 'expired' : 'given'
  if (!forbids(row.state)) return row.state === 'ConsentUnknown' ? 'missing' : 'asked'
  if (row.state === 'ConsentWithdrawn') return 'withdrawn'
  if (row.state === 'ConsentRefused') return 'refused'
  return row.state === 'ConsentExpired' ? 'expired' : 'revoked'
}
