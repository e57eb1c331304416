import { standardFields } from '../../../src/keep/forms/contract.ts'
import type { Form, Spec } from './queries.ts'

/** A form while it is being written: every text is there, if empty, and fields are off, offered or required. */
export type Asked = 'no' | 'may' | 'must'
type Both = { en: string; ru: string }
export type Box = { purpose: string; channel: string; text: Both }
export type Draft = {
  code: string
  title: Both
  intro: Both
  notice: Both
  thanks: Both
  languages: ('en' | 'ru')[]
  fields: { [field: string]: Asked }
  purpose: string
  boxes: Box[]
  campaign: string
  redirect: string
  origins: string
}

const empty = (): Both => ({ en: '', ru: '' })
const both = (said: { en?: string | undefined; ru?: string | undefined } | undefined): Both => ({ en: said?.en ?? '', ru: said?.ru ?? '' })

export const newDraft = (): Draft => ({
  code: '',
  title: empty(),
  intro: empty(),
  notice: empty(),
  thanks: empty(),
  languages: ['en', 'ru'],
  fields: { name: 'must', email: 'must', phone: 'may', message: 'may' },
  purpose: 'service',
  boxes: [],
  campaign: '',
  redirect: '',
  origins: '',
})

export const draftOf = ({ form, spec }: Form): Draft => ({
  code: form,
  title: both(spec.title),
  intro: both(spec.intro),
  notice: both(spec.notice),
  thanks: both(spec.thanks),
  languages: [...spec.languages],
  fields: Object.fromEntries(spec.fields.map(({ field, required }) => [field, required ? 'must' : 'may'])),
  purpose: spec.purpose,
  boxes: spec.consents.map(({ purpose, channel, text }) => ({ purpose, channel, text: both(text) })),
  campaign: spec.along.campaign ?? '',
  redirect: spec.redirect ?? '',
  origins: spec.origins.join('\n'),
})

/** As it is sent: fields in one order, ours first; without the texts of languages that are off. `before` keeps what this page does not show. */
export function specOf(draft: Draft, before: Form | undefined): Spec {
  const said = (text: Both) => Object.fromEntries(draft.languages.map((language) => [language, text[language].trim()]))
  const asked = (field: string) => draft.fields[field] === 'may' || draft.fields[field] === 'must'
  const own = Object.keys(draft.fields).filter((field) => field.startsWith('x_'))
  const labels = new Map(before?.spec.fields.map(({ field, label }) => [field, label]))
  const ordered = [...standardFields.filter((field) => field !== 'message'), ...own, 'message'].filter(asked)
  return {
    title: said(draft.title),
    ...(draft.intro.en.trim() || draft.intro.ru.trim() ? { intro: said(draft.intro) } : {}),
    languages: draft.languages,
    fields: ordered.map((field) => ({ field, required: draft.fields[field] === 'must', label: labels.get(field) })),
    along: { ...before?.spec.along, campaign: draft.campaign.trim() || undefined },
    purpose: draft.purpose,
    notice: said(draft.notice),
    consents: draft.boxes.map(({ purpose, channel, text }) => ({ purpose, channel, topic: null, text: said(text) })),
    thanks: said(draft.thanks),
    redirect: draft.redirect.trim() || null,
    origins: draft.origins.split(/\s+/).filter(Boolean),
    unit: before?.spec.unit ?? null,
  }
}
