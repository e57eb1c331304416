import { useState } from 'react'
import { channelWords } from '../../ui/channel.words.ts'
import { dayOf } from '../../ui/formats.ts'
import { MayButton } from '../../ui/MayButton.tsx'
import { useNow } from '../../ui/now.ts'
import { Section } from '../../ui/Page.tsx'
import { pick, useCodeWords, useLanguage, useWords } from '../../ui/words.ts'
import { useMe } from '../session/session.ts'
import classes from './Consents.module.css'
import { consentsWords } from './consents.words.ts'
import { EnterForm, type Fixed } from './EnterForm.tsx'
import type { Terms } from './queries.ts'

/** Messages that wait until the customer says whether they may come; their answer is entered as they tell it. */
export function Asked({ customerId, terms }: { customerId: string; terms: Terms }) {
  const say = useWords(consentsWords)
  const channel = useCodeWords(channelWords)
  const language = useLanguage()
  const now = useNow()
  const may = useMe().can('consents.enter')
  const [answering, setAnswering] = useState<Fixed>()
  if (terms.questions.length === 0) return null
  const day = (at: string) => dayOf(new Date(at), now, language)
  return (
    <Section title={say('asked')}>
      <ul className={classes.list}>
        {terms.questions.map(({ id, purpose, ...of }) => {
          const what = [pick(purpose.title, language) ?? purpose.code, channel(of.channel), of.topic_title ? pick(of.topic_title, language) : '']
            .filter(Boolean)
            .join(' · ')
          const answer = (yes: boolean) => {
            const word = say(yes ? 'asked_yes' : 'asked_no')
            return (
              <MayButton
                may={may}
                why={say('only')}
                size="compact-xs"
                variant="default"
                aria-label={`${word}: ${what}`}
                onClick={() => setAnswering({ said: { answer: { question: id, yes } }, title: `${what}: ${word}` })}
              >
                {word}
              </MayButton>
            )
          }
          return (
            <li key={id}>
              <div className={classes.row}>
                <span className={classes.what}>{what}</span>
                <span className={classes.state}>{say('asked_state', { since: day(of.asked_at), until: day(of.ends_at) })}</span>
                {answer(true)}
                {answer(false)}
              </div>
            </li>
          )
        })}
      </ul>
      {answering ? <EnterForm customerId={customerId} terms={terms} fixed={answering} onClose={() => setAnswering(undefined)} /> : null}
    </Section>
  )
}
