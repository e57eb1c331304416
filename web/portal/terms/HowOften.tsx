import { Radio } from '@mantine/core'
import { setMyCap } from '../../../src/office/portal/contract.ts'
import { call } from '../../ui/api.ts'
import { useWords } from '../../ui/words.ts'
import type { Terms } from '../page/queries.ts'
import { useByMessage } from '../session/session.ts'
import { Part } from '../shell/Leaf.tsx'
import classes from './Terms.module.css'
import { termsWords } from './terms.words.ts'
import { useTermsAct } from './useTerms.ts'

const choices = [
  { key: 'often_default', days: 0 },
  { key: 'often_weekly', days: 7 },
  { key: 'often_fortnight', days: 14 },
  { key: 'often_monthly', days: 30 },
  { key: 'often_quarter', days: 90 },
] as const

/** Less often: at most one message in so many days, beside the company's own limit. */
export function HowOften({ terms }: { terms: Terms }) {
  const say = useWords(termsWords)
  const set = useTermsAct((days: number) => call(setMyCap, { body: { cap: days === 0 ? null : { contacts: 1, days } } }), say('saved'))
  const days = set.isPending ? set.variables : (terms.cap?.days ?? 0)
  const byMessage = useByMessage()
  const own = terms.company_cap
  return (
    <Part title={say('often_title')} lead={own ? say('often_lead', { count: own.contacts, days: own.days }) : undefined}>
      <Radio.Group aria-label={say('often_title')} value={String(days)} onChange={(chosen) => set.mutate(Number(chosen))}>
        <div className={classes.choices}>
          {choices.map((choice) => (
            <Radio key={choice.key} value={String(choice.days)} label={say(choice.key)} disabled={set.isPending || (byMessage && choice.days < days)} />
          ))}
        </div>
      </Radio.Group>
    </Part>
  )
}
