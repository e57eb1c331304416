import { useQueryClient } from '@tanstack/react-query'
import type { z } from 'zod'
import { changeLead, convertLead, disqualifyLead, type reasonsToDisqualify, reopenLead } from '../../../src/office/leads/contract.ts'
import { call } from '../../ui/api.ts'
import { notice } from '../../ui/notices.tsx'
import { useNaming } from '../../ui/Person.tsx'
import { useAct } from '../../ui/useAct.ts'
import { useWords } from '../../ui/words.ts'
import { useMe } from '../session/session.ts'
import { leadsWords } from './leads.words.ts'
import type { Lead } from './queries.ts'

export type Reason = (typeof reasonsToDisqualify)[number]
type Change = z.input<NonNullable<typeof changeLead.body>>

/** What is done about a lead with one click or key; each says what was done, and can be taken back at once. */
export function useLead() {
  const say = useWords(leadsWords)
  const naming = useNaming()
  const me = useMe()
  const client = useQueryClient()
  const again = () => {
    for (const key of ['leads', 'customers', 'card']) void client.invalidateQueries({ queryKey: [key] })
  }
  const change = useAct({
    run: ({ lead, body }: { lead: Lead; body: Change; said?: string }) => call(changeLead, { params: { customer_id: lead.id }, body }),
    then: (_done, { lead, body, said }) => {
      again()
      if (said) notice(said, { label: say('undo'), run: () => change.mutate({ lead, body: before(lead, body) }) })
    },
  })
  const reopen = useAct({
    run: (lead: Lead) => call(reopenLead, { params: { customer_id: lead.id }, body: {} }),
    then: again,
  })
  const undo = (lead: Lead) => ({ label: say('undo'), run: () => reopen.mutate(lead) })
  const disqualify = useAct({
    run: ({ lead, reason }: { lead: Lead; reason: Reason }) => call(disqualifyLead, { params: { customer_id: lead.id }, body: { reason } }),
    then: (_done, { lead }) => {
      again()
      notice(say('done_disqualified', { name: naming(lead.about) }), undo(lead))
    },
  })
  const convert = useAct({
    run: (lead: Lead) => call(convertLead, { params: { customer_id: lead.id }, body: {} }),
    then: (_done, lead) => {
      again()
      notice(say('done_converted', { name: naming(lead.about) }), undo(lead))
    },
  })
  return {
    busy: change.isPending || reopen.isPending || disqualify.isPending || convert.isPending,
    take: (lead: Lead) => change.mutate({ lead, body: { owner_id: me.id }, said: say('done_taken', { name: naming(lead.about) }) }),
    qualify: (lead: Lead) => change.mutate({ lead, body: { state: 'qualified' }, said: say('done_qualified', { name: naming(lead.about) }) }),
    answered: (lead: Lead) => change.mutate({ lead, body: { answered: true } }),
    disqualify: (lead: Lead, reason: Reason) => disqualify.mutate({ lead, reason }),
    convert: (lead: Lead) => convert.mutate(lead),
    reopen: (lead: Lead) => reopen.mutate(lead),
  }
}

const openStates = ['new', 'working', 'qualified'] as const

function before(lead: Lead, body: Change): Change {
  const state = openStates.find((each) => each === lead.state)
  return { ...('owner_id' in body ? { owner_id: lead.owner?.id ?? null } : {}), ...(body.state && state ? { state } : {}) }
}
