import type { z } from 'zod'
import { badInput } from '../../../platform/errors.ts'
import { isField } from '../../customers/index.ts'
import { checks, type NewPurpose } from '../purposes.ts'
import { checkedOnConsent, type newPurpose } from './contract.ts'

type Said = z.output<typeof newPurpose>

/** A purpose as it is kept, from one as it was said; throws one sentence on what does not go together. */
export function purposeSaid(said: Said, held: { ownFields: ReadonlySet<string> }): NewPurpose {
  for (const field of said.fields)
    if (field !== '*' && !isField(field) && !held.ownFields.has(field)) throw badInput(`fields: there is no field "${field}"; declare it first`, 'fields')
  if (said.fields.includes('*') && said.fields.length > 1) throw badInput('fields: name fields or say * for all, not both', 'fields')
  const wanted: readonly string[] = said.checks ?? checks
  for (const one of wanted) if (!checks.some((c) => c === one)) throw badInput(`checks: the gate has no check "${one}"`, 'checks')
  const has = (check: string) => wanted.includes(check)
  if (said.legal_basis === 'consent' && !checkedOnConsent.every(has))
    throw badInput('checks: a purpose that rests on consent needs the checks basis, prohibition and channel', 'checks')
  if (said.needs?.length && !has('agreement')) throw badInput('checks: a purpose that needs more than serving somebody needs the check agreement', 'checks')
  if (said.legal_basis === 'legitimate_interest' && said.categories.includes('sensitive'))
    throw badInput('categories: sensitive data cannot rest on a legitimate interest', 'categories')
  return {
    purpose: said.code,
    parent: said.parent,
    dpv: { name: said.dpv, iri: `https://w3id.org/dpv#${said.dpv.slice('dpv:'.length)}` },
    legalBasis: said.legal_basis,
    categories: said.categories,
    fields: said.fields,
    channels: said.channels,
    checks: checks.filter((c) => wanted.includes(c)),
    roles: said.roles,
    retention: said.retention,
    ...(said.notice === undefined ? {} : { notice: said.notice }),
    ...(said.consent_for === undefined ? {} : { consentFor: said.consent_for }),
    ...(said.ask_again === undefined ? {} : { askAgain: said.ask_again }),
    ...(said.recipients === undefined ? {} : { recipients: said.recipients }),
    ...(said.needs === undefined ? {} : { needs: said.needs }),
    ...(said.context === undefined ? {} : { context: said.context }),
    ...(said.weighs === undefined ? {} : { weighs: said.weighs }),
    title: said.title,
    explanation: said.description,
  }
}
