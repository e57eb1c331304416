import { Button, Group } from '@mantine/core'
import { answerMyQuestion } from '../../../src/office/portal/contract.ts'
import { call } from '../../ui/api.ts'
import { ChannelIcon } from '../../ui/ChannelIcon.tsx'
import { channelWords } from '../../ui/channel.words.ts'
import { dayOf } from '../../ui/formats.ts'
import { useNow } from '../../ui/now.ts'
import { pick, useCodeWords, useLanguage, useWords } from '../../ui/words.ts'
import type { Terms } from '../page/queries.ts'
import { useByMessage } from '../session/session.ts'
import { Part } from '../shell/Leaf.tsx'
import { rulesWords } from './rules/rules.words.ts'
import classes from './Terms.module.css'
import { useTermsAct } from './useTerms.ts'

/** Messages that wait for an answer: each may come this time, or not. Nothing waits, nothing is shown. */
export function Questions({ terms }: { terms: Terms }) {
  const say = useWords(rulesWords)
  if (terms.questions.length === 0) return null
  return (
    <Part title={say('question_title')} lead={say('question_lead')}>
      <ul className={classes.list}>
        {terms.questions.map((question) => (
          <Question key={question.id} of={question} />
        ))}
      </ul>
    </Part>
  )
}

function Question({ of }: { of: Terms['questions'][number] }) {
  const say = useWords(rulesWords)
  const channel = useCodeWords(channelWords)
  const language = useLanguage()
  const now = useNow()
  const byMessage = useByMessage()
  const answer = useTermsAct((yes: boolean) => call(answerMyQuestion, { params: { question_id: of.id }, body: { yes } }), say('question_answered'))
  const what = [pick(of.purpose.title, language) ?? of.purpose.code, channel(of.channel), of.topic_title ? pick(of.topic_title, language) : ''].filter(Boolean)
  const until = say('question_until', { day: dayOf(new Date(of.ends_at), now, language) })
  return (
    <li className={classes.question}>
      <ChannelIcon channel={of.channel} size={18} />
      <span>
        {what.join(' · ')}
        <span className="faint small"> {until}</span>
      </span>
      <Group gap="xs">
        <Button size="compact-md" disabled={byMessage || answer.isPending} onClick={() => answer.mutate(true)}>
          {say('question_yes')}
        </Button>
        <Button size="compact-md" variant="default" loading={answer.isPending} onClick={() => answer.mutate(false)}>
          {say('question_no')}
        </Button>
      </Group>
    </li>
  )
}
