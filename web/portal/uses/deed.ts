import type { z } from 'zod'
import type { use } from '../../../src/office/portal/contract.ts'

export type Use = z.output<typeof use>

/** Which sentence tells it: what others did is told of them, what the customer did is told to the customer. */
export function sentenceOf(of: Use) {
  const refused = of.decision !== 'allow'
  if (of.actor.role === 'related') return 'did_related'
  const deed = deedOf(of)
  if (of.actor.kind === 'customer' && deed !== 'page') {
    if (refused) return deed === 'send' ? 'own_no_send' : 'own_no'
    if (deed === 'send' || deed === 'texts' || deed === 'write') return `own_${deed}` as const
    return 'own_read'
  }
  if (deed === 'search' && !refused && of.fields.includes('identifiers')) return 'did_search_hint'
  return `${refused ? 'no' : 'did'}_${deed}` as const
}

/** What was done, as one of the sentences we have. */
function deedOf(of: Use): 'page' | 'send' | 'search' | 'list' | 'write' | 'export' | 'merge' | 'unmerge' | 'card' | 'letters' | 'letter' | 'texts' | 'read' {
  if (of.actor.kind === 'customer' && of.fields.includes('page')) return 'page'
  if (of.channel) return 'send'
  if (of.activity?.type === 'mailbox') return of.operation === 'list' ? 'letters' : 'letter'
  if (of.operation === 'export') return 'export'
  if (of.operation === 'list') return of.activity?.type === 'search' ? 'search' : 'list'
  if (of.operation === 'write') return of.fields.includes('merge') ? 'merge' : of.fields.includes('unmerge') ? 'unmerge' : 'write'
  if (of.fields.includes('card')) return 'card'
  return of.fields.length === 0 || of.fields.includes('texts') ? 'texts' : 'read'
}
