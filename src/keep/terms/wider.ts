import { type ConsentRow, type ConsentVerdict, type ConsentWanted, consentFor, givingRecords } from './consentRule.ts'

// Purposes are a tree. A yes is to the purpose whose text was read, never to a wider one nor to its other parts; a no to a wider purpose
// takes its parts, until somebody says yes to one of them anew. Pure: the gate and the published reach both ask here.

/** A record with when it was said, in milliseconds since 1970. */
export type DatedConsent = ConsentRow & { saidAt: number }

/** What was said of each wider purpose. */
export type Wider = readonly (readonly DatedConsent[])[]

/** The verdict on a purpose by consent, with what was said of the wider ones: a yes holds when it is not older than their no. */
export function consentWithin(rows: readonly DatedConsent[], wider: Wider, wanted: ConsentWanted, nowMs: number): ConsentVerdict {
  const verdict = consentFor(rows, wanted, nowMs)
  if (verdict !== 'given' || wider.length === 0) return verdict
  const yes = Math.min(...givingRecords(rows, wanted, nowMs).map((row) => row.saidAt))
  const noes = wider.flatMap((of) => noOf(of, wanted, nowMs) ?? []).filter((no) => no.saidAt > yes)
  return noes.some((no) => no.verdict === 'withdrawn') ? 'withdrawn' : (noes[0]?.verdict ?? verdict)
}

/** Whether somebody said no to a wider purpose, which takes a part that rests on no consent of its own. Without `wanted` it is no contact. */
export const refusedWider = (wider: Wider, wanted: ConsentWanted | undefined, nowMs: number): boolean =>
  wider.some((of) =>
    wanted ? noOf(of, wanted, nowMs) !== undefined : of.some((row) => noOf(of, row, nowMs)) && !of.some((row) => consentFor(of, row, nowMs) === 'given'),
  )

type No = { verdict: 'refused' | 'withdrawn'; saidAt: number }

/** The no that answers for this contact, and when the last of it was said. */
function noOf(rows: readonly DatedConsent[], wanted: ConsentWanted, nowMs: number): No | undefined {
  const verdict = consentFor(rows, wanted, nowMs)
  if (verdict !== 'refused' && verdict !== 'withdrawn') return undefined
  const said = rows.filter((row) => {
    const alone = consentFor([row], wanted, nowMs)
    return alone === 'refused' || alone === 'withdrawn'
  })
  return { verdict, saidAt: Math.max(...said.map((row) => row.saidAt)) }
}
