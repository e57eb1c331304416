import { channelWords } from '../../ui/channel.words.ts'
import { fieldWords } from '../../ui/field.words.ts'
import { codeName, count, exactly } from '../../ui/formats.ts'
import { usePeriod } from '../../ui/period.ts'
import { basisWords } from '../../ui/purpose.words.ts'
import { lower, pick, useCodeWords, useLanguage, useWords } from '../../ui/words.ts'
import { useOwnFieldTitle } from '../fields/index.ts'
import { useRetention } from '../purposes/retention.ts'
import { useRoleName } from '../shell/roles.ts'
import type { Activity, Register } from './queries.ts'
import { registerWords } from './register.words.ts'

/** One line of the register: what it is about, and what is to be said of it. */
export type Line = { title: string; said: readonly string[] }

/** Puts the register into words: the same for the page and for the file. */
export function useRegisterWords() {
  const say = useWords(registerWords)
  const coded = useCodeWords(registerWords)
  const language = useLanguage()
  const roleName = useRoleName()
  const basis = useCodeWords(basisWords)
  const field = useCodeWords(fieldWords)
  const own = useOwnFieldTitle()
  const channel = useCodeWords(channelWords)
  const retention = useRetention()
  const period = usePeriod()
  const named = (code: string) => lower(own(code) ?? field(code))

  const recipient = ({ kind, name, source, got }: Activity['recipients'][number]): string => {
    if (kind === 'declared') return name
    if (kind === 'file') return say('recipient_file', { name })
    const program = kind === 'key' ? say('recipient_key', { name, source: source ?? '' }) : say('recipient_gone', { source: source ?? '' })
    return `${program}: ${say(got ? 'got' : 'not_got')}`
  }
  const data = ({ category, columns, own_fields }: Activity['data'][number]): string => {
    const fields = own_fields.map(({ code, title }) => pick(title, language) ?? code).join(', ')
    const held = columns === 0 ? named(category) : say('data_columns', { category: named(category), count: columns })
    return fields === '' ? held : `${held}; ${say('own_fields', { fields })}`
  }
  const kept = (of: Activity): string[] => {
    const times = [...new Set(of.data.flatMap(({ retention: each }) => each))].map(retention)
    return [
      retention(of.retention),
      ...(of.consent_for === null ? [] : [say('consent_for', { period: period(of.consent_for) })]),
      ...(times.length > 0 ? [say('kept_columns', { times: times.join('; ') })] : []),
    ]
  }

  return {
    operator: ({ company, officers, persons }: Register): Line[] => [
      { title: say('company'), said: [company?.name ?? ''] },
      { title: say('country'), said: [company ? codeName(company.country, 'region', language) : ''] },
      { title: say('address'), said: [company?.postal_address ?? say('no_address')] },
      { title: say('mail'), said: [company?.mail ?? ''] },
      { title: say('officers'), said: officers.length > 0 ? officers : [say('no_officers')] },
      { title: say('persons'), said: persons.length > 0 ? persons.map(({ kind, role }) => coded(`${kind}_${role}`)) : [say('no_persons')] },
      { title: say('actions'), said: [say('actions_text')] },
      { title: say('abroad'), said: [say('abroad_text')] },
    ],
    name: (of: Activity) => pick(of.title, language) ?? of.purpose,
    activity: (of: Activity): Line[] => [
      { title: say('why'), said: [pick(of.description, language) ?? ''] },
      { title: say('basis'), said: [basis(of.legal_basis.code)] },
      { title: say('data'), said: [...of.data.map(data), ...(of.fields.length > 0 ? [say('only_fields', { fields: of.fields.map(named).join(', ') })] : [])] },
      { title: say('recipients'), said: of.recipients.length > 0 ? of.recipients.map(recipient) : [say('no_recipients')] },
      { title: say('kept'), said: kept(of) },
      { title: say('channels'), said: [of.channels.map((code) => channel(code)).join(', ') || say('no_channels')] },
      { title: say('roles'), said: [of.roles.map((role) => roleName(role)).join(', ')] },
    ],
    measure: ({ code, facts }: Register['measures'][number]): string => {
      if (code === 'receipts' && facts['size'] === undefined) return say('m_receipts_new')
      const { at, size } = facts
      return coded(`m_${code}`, {
        ...facts,
        ...(typeof at === 'string' ? { at: exactly(new Date(at), language) } : {}),
        ...(typeof size === 'number' ? { size: count(size, language) } : {}),
      })
    },
    category: named,
    retention,
    purposes: (codes: readonly string[], titles: ReadonlyMap<string, string>) =>
      codes.map((code) => (code === 'any' ? say('any') : (titles.get(code) ?? code))).join(', '),
    erase: (how: string) => (how.startsWith('keep:') ? say('kept_back', { why: how.slice('keep:'.length) }) : say('row')),
  }
}
