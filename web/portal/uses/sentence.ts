import type { z } from 'zod'
import type { use } from '../../../src/office/portal/contract.ts'

export type Use = z.output<typeof use>

const own = ['send', 'texts', 'write', 'file', 'terms', 'consent', 'need', 'need_unnamed'] as const

/** Which sentence tells it: what others did is told of them, what the customer did is told to the customer. */
export function sentenceOf(of: Use) {
  const refused = of.decision !== 'allow'
  // A message that somebody asked for themselves is told as one, whoever else knows of it.
  const deed = of.actor.kind === 'customer' && of.deed === 'send_discreet' ? 'send' : of.deed
  if (of.actor.role === 'guardian') return deed === 'page' ? 'did_guardian_page' : 'did_guardian'
  if (of.actor.role === 'related') return 'did_related'
  if (of.actor.kind === 'customer' && deed !== 'page') {
    if (refused) return deed === 'send' ? 'own_no_send' : 'own_no'
    const known = own.find((each) => each === deed)
    return known === undefined ? 'own_read' : (`own_${known}` as const)
  }
  if (deed === 'search' && !refused && of.fields.includes('identifiers')) return 'did_search_hint'
  return `${refused ? 'no' : 'did'}_${deed}` as const
}
