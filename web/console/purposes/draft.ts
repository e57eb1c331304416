import type { z } from 'zod'
import type { newPurpose } from '../../../src/keep/terms/contract.ts'
import { categories, channels, checks, dpvPurposes, legalBases, needs } from '../../../src/keep/terms/contract.ts'
import { type Titles, titlesOf } from '../../ui/titles.ts'
import { bothSaid, linesOf, noTitles, type Period, periodCode, periodParts, type Retention, retentionCode, retentionParts } from './parts.ts'
import type { Purpose } from './queries.ts'

/** A purpose as somebody writes it; empty where nothing was said yet. */
export type Draft = {
  code: string
  title: Titles
  description: Titles
  dpv: string
  basis: string
  parent: string | null
  channels: readonly string[]
  categories: readonly string[]
  allFields: boolean
  fields: readonly string[]
  checks: readonly string[]
  retention: Retention
  roles: readonly string[]
  /** Code of the text by which people are asked; empty: one of its own. */
  notice: string
  /** How long a yes holds; null: until it is taken back. */
  consentFor: Period | null
  askAgain: Period
  /** One a line. */
  recipients: string
  needs: readonly string[]
  /** Empty: none. */
  context: string
  weighs: boolean
}

export const places = [
  'code',
  'title',
  'description',
  'dpv',
  'legal_basis',
  'parent',
  'channels',
  'categories',
  'fields',
  'checks',
  'retention',
  'roles',
  'notice',
  'consent_for',
  'ask_again',
  'recipients',
  'needs',
  'context',
  'weighs',
] as const
export type PartProps = { draft: Draft; set: (more: Partial<Draft>) => void; at: (place: (typeof places)[number]) => string | undefined }

const nothing: Draft = {
  code: '',
  title: noTitles,
  description: noTitles,
  dpv: '',
  basis: '',
  parent: null,
  channels: [],
  categories: ['contact'],
  allFields: true,
  fields: [],
  checks,
  retention: { from: 'relationship', amount: 1, unit: 'Y' },
  roles: ['admin'],
  notice: '',
  consentFor: null,
  askAgain: { amount: 180, unit: 'D' },
  recipients: '',
  needs: [],
  context: '',
  weighs: false,
}

/** A purpose as it stands, to be changed; without one, an empty draft. */
export function draftOf(purpose: Purpose | undefined): Draft {
  if (!purpose) return nothing
  return {
    code: purpose.code,
    title: titlesOf(purpose.title),
    description: titlesOf(purpose.description),
    dpv: purpose.dpv.name.replace(/^dpv:/, ''),
    basis: purpose.legal_basis.code,
    parent: purpose.parent,
    channels: purpose.channels,
    categories: purpose.categories,
    allFields: purpose.fields.includes('*'),
    fields: purpose.fields.filter((field) => field !== '*'),
    checks: purpose.checks,
    retention: retentionParts(purpose.retention),
    roles: purpose.roles,
    notice: purpose.notice ?? '',
    consentFor: purpose.consent_for === null ? null : periodParts(purpose.consent_for),
    askAgain: periodParts(purpose.ask_again),
    recipients: purpose.recipients.join('\n'),
    needs: purpose.needs,
    context: purpose.context ?? '',
    weighs: purpose.weighs,
  }
}

const periodsSaid = (draft: Draft) => draft.basis !== 'consent' || ((draft.consentFor === null || draft.consentFor.amount > 0) && draft.askAgain.amount > 0)

type Body = z.input<typeof newPurpose>

/** What is sent to the register; undefined while something is missing that it cannot do without. */
export function bodyOf(draft: Draft): Body | undefined {
  const term = dpvPurposes.find((each) => each === draft.dpv)
  const basis = legalBases.find((each) => each === draft.basis)
  const retention = retentionCode(draft.retention)
  const whole = draft.code !== '' && bothSaid(draft.title) && bothSaid(draft.description) && retention !== '' && periodsSaid(draft)
  if (!term || !basis || !whole || draft.categories.length === 0 || draft.roles.length === 0) return undefined
  return {
    code: draft.code,
    title: draft.title,
    description: draft.description,
    parent: draft.parent,
    dpv: `dpv:${term}`,
    legal_basis: basis,
    channels: channels.filter((each) => draft.channels.includes(each)),
    categories: categories.filter((each) => draft.categories.includes(each)),
    fields: draft.allFields ? ['*'] : [...draft.fields],
    checks: checks.filter((each) => draft.checks.includes(each)),
    retention,
    roles: [...draft.roles],
    recipients: linesOf(draft.recipients),
    needs: needs.filter((each) => draft.needs.includes(each)),
    context: draft.context.trim() || null,
    weighs: draft.weighs,
    ...(basis === 'consent' ? asked(draft) : {}),
  }
}

/** How people are asked. A purpose that asked by another text asks by one of its own again when that is chosen. */
const asked = (draft: Draft) => ({
  notice: draft.notice || draft.code,
  consent_for: draft.consentFor && periodCode(draft.consentFor),
  ask_again: periodCode(draft.askAgain),
})

const needed = [
  'title_en',
  'title_ru',
  'code',
  'description_en',
  'description_ru',
  'dpv',
  'basis',
  'roles',
  'categories',
  'kept',
  'consentFor',
  'askAgain',
  'context',
] as const

/** What the register cannot do without and the draft does not say yet: names of the form's own words. */
export function missingParts(draft: Draft): (typeof needed)[number][] {
  const said = {
    title_en: draft.title.en.trim(),
    title_ru: draft.title.ru.trim(),
    code: draft.code,
    description_en: draft.description.en.trim(),
    description_ru: draft.description.ru.trim(),
    dpv: draft.dpv,
    basis: draft.basis,
    roles: draft.roles.join(),
    categories: draft.categories.join(),
    kept: retentionCode(draft.retention),
    consentFor: draft.basis !== 'consent' || draft.consentFor === null ? 'open' : periodCode(draft.consentFor),
    context: draft.weighs ? draft.context.trim() : 'none',
    askAgain: draft.basis === 'consent' ? periodCode(draft.askAgain) : 'none',
  }
  return needed.filter((part) => said[part] === '')
}

/** The parts of two drafts that do not say the same. */
export function changedParts(before: Draft, after: Draft): (keyof Draft)[] {
  const plain = (draft: Draft, part: keyof Draft) => {
    const value = draft[part]
    return JSON.stringify(Array.isArray(value) ? value.toSorted() : value)
  }
  const parts: (keyof Draft)[] = [
    'title',
    'description',
    'dpv',
    'basis',
    'parent',
    'channels',
    'categories',
    'allFields',
    'fields',
    'checks',
    'retention',
    'roles',
    'recipients',
    'needs',
    'context',
    'weighs',
    ...(after.basis === 'consent' ? (['notice', 'consentFor', 'askAgain'] as const) : []),
  ]
  const changed = parts.filter((part) => plain(before, part) !== plain(after, part))
  // All fields, or these: one thing to whoever reads it.
  const fields = changed.includes('allFields') || (changed.includes('fields') && !after.allFields)
  return [...changed.filter((part) => part !== 'allFields' && part !== 'fields'), ...(fields ? (['fields'] as const) : [])]
}
