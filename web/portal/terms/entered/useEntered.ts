import { useQuery } from '@tanstack/react-query'
import type { z } from 'zod'
import { listMyConsents } from '../../../../src/office/portal/contract.ts'
import { call } from '../../../ui/api.ts'
import { channelWords } from '../../../ui/channel.words.ts'
import { everyPage } from '../../../ui/everyPage.ts'
import { purposeWords } from '../../../ui/purpose.words.ts'
import { pick, useCodeWords, useLanguage, useWords } from '../../../ui/words.ts'
import type { Terms } from '../../page/queries.ts'
import { useRuleTold } from '../rules/useRuleTold.ts'
import { enteredWords } from './entered.words.ts'

type Consent = z.output<typeof listMyConsents.output>['items'][number]
type Proof = Consent['events'][number]['proofs'][number]

/** One thing that somebody else wrote down as said by the customer. */
export type EnteredFor = { key: string; told: string; at: string; how: string; said: string | null; proofs: readonly Proof[]; over: boolean }

const answers = ['ConsentGiven', 'RenewedConsentGiven', 'ConsentRefused', 'ConsentWithdrawn']
/** Colleagues and programs; what the product does by itself nobody entered. */
const others = ['staff', 'api']

/** All of it, the newest first: yes and no, how often and when, what is stopped. */
export function useEntered(terms: Terms): readonly EnteredFor[] {
  const say = useWords(enteredWords)
  const language = useLanguage()
  const channel = useCodeWords(channelWords)
  const purposeWord = useCodeWords(purposeWords)
  const rule = useRuleTold()
  const { data } = useQuery({ queryKey: ['my', 'consents'], queryFn: ({ signal }) => everyPage((query) => call(listMyConsents, { query, signal })) })
  const titleOf = (code: string) => pick(terms.purposes.find((purpose) => purpose.code === code)?.title, language) ?? purposeWord(code)
  const topicOf = (code: string) => pick(terms.topics.find(({ topic }) => topic === code)?.title, language) ?? code
  const scope = (of: { purpose: string | null; channel: string | null; topic: string | null }) =>
    [
      of.purpose === null ? '' : titleOf(of.purpose),
      of.channel === null || of.channel === '*' ? '' : channel(of.channel),
      of.topic === null ? '' : topicOf(of.topic),
    ]
      .filter(Boolean)
      .join(', ')
  const consents = (data?.items ?? []).flatMap((record) =>
    record.events
      .filter((event) => others.includes(event.by) && answers.includes(event.state))
      .map((event) => ({
        key: `${record.id} ${event.number}`,
        told: say(event.state === 'ConsentGiven' || event.state === 'RenewedConsentGiven' ? 'yes' : 'no', {
          what: scope({ ...record, purpose: record.purpose.code }),
        }),
        at: event.at,
        how: event.method,
        said: event.said,
        proofs: event.proofs,
        over: false,
      })),
  )
  const rules = terms.rules
    .filter((one) => others.includes(one.by))
    .map((one) => ({ key: one.id, told: rule(one), at: one.since, how: one.how, said: one.said, proofs: one.proofs, over: one.ended_at !== null }))
  const stops = terms.stops
    .filter((one) => others.includes(one.by))
    .map((one) => {
      const what = scope(one)
      return {
        key: `${one.since} ${what}`,
        told: what === '' ? say('stop_all') : say('stop', { what }),
        at: one.since,
        how: one.how,
        said: one.said,
        proofs: one.proofs,
        over: false,
      }
    })
  return [...consents, ...rules, ...stops].toSorted((a, b) => (a.at < b.at ? 1 : -1))
}
