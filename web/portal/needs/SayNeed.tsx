import { Button, Checkbox, NativeSelect, NumberInput, SegmentedControl, Textarea } from '@mantine/core'
import { type FormEvent, useState } from 'react'
import { changeMyNeed, sayMyNeed } from '../../../src/office/portal/contract.ts'
import { call } from '../../ui/api.ts'
import { DayInput } from '../../ui/DayInput.tsx'
import { currencySign, isoDay } from '../../ui/formats.ts'
import { notice } from '../../ui/notices.tsx'
import { useNow } from '../../ui/now.ts'
import { useAct } from '../../ui/useAct.ts'
import { useTroubles } from '../../ui/useTroubles.ts'
import { pick, useLanguage, useWords } from '../../ui/words.ts'
import classes from './Needs.module.css'
import { needsWords } from './needs.words.ts'
import type { Choices, MyNeed } from './useNeeds.ts'

const kinds = ['need', 'want', 'worry'] as const
const dayMs = 86_400_000

/** Says something new, or an open one anew. */
export function SayNeed({ choices, of, onDone }: { choices: Choices; of?: MyNeed; onDone: () => void }) {
  const say = useWords(needsWords)
  const language = useLanguage()
  const now = useNow()
  const troubles = useTroubles(['words', 'topic', 'budget', 'until'])
  const [kind, setKind] = useState<MyNeed['kind']>(of?.kind ?? 'need')
  const [words, setWords] = useState(of?.words ?? '')
  const [topic, setTopic] = useState(of?.topic?.code ?? '')
  const [budget, setBudget] = useState<number | string>(of?.budget ? of.budget.minor / 100 : '')
  const [until, setUntil] = useState(of?.until ?? '')
  const [hidden, setHidden] = useState(false)
  const anonymous = kind !== 'worry' && hidden
  const act = useAct({
    run: async () => {
      const plain = kind === 'worry' || budget === '' || Number(budget) <= 0
      const wish = {
        words,
        topic: topic || null,
        budget: plain ? null : { minor: Math.round(Number(budget) * 100), currency: choices.currency },
        until: until || null,
      }
      if (of) await call(changeMyNeed, { params: { need_id: of.id }, body: wish })
      else await call(sayMyNeed, { body: { ...wish, kind, anonymous } })
    },
    told: troubles.take,
    then: () => {
      if (!of) {
        notice(say('sent'))
        setWords('')
        setBudget('')
        setUntil('')
      }
      onDone()
    },
  })
  const send = (event: FormEvent) => {
    event.preventDefault()
    act.mutate(undefined)
  }
  return (
    <form className={classes.form} onSubmit={send}>
      {of ? null : (
        <SegmentedControl
          aria-label={say('kind')}
          value={kind}
          onChange={setKind}
          data={kinds.map((value) => ({ value, label: say(`say_${value}`) }))}
          fullWidth
        />
      )}
      <Textarea
        label={say(`words_${kind}`)}
        placeholder={say(`hint_${kind}`)}
        value={words}
        maxLength={choices.words_at_most}
        rows={3}
        required
        error={troubles.at('words')}
        onChange={(event) => setWords(event.currentTarget.value)}
      />
      {kind === 'worry' ? null : (
        <div className={classes.row}>
          <NumberInput
            label={say('budget', { sign: currencySign(choices.currency) })}
            value={budget}
            min={0}
            max={100_000_000}
            decimalScale={2}
            thousandSeparator=" "
            hideControls
            error={troubles.at('budget')}
            onChange={setBudget}
          />
          <DayInput
            label={say('until')}
            value={until}
            min={isoDay(now)}
            max={isoDay(new Date(now.getTime() + (choices.days_at_most - 1) * dayMs))}
            error={troubles.at('until')}
            onChange={setUntil}
          />
        </div>
      )}
      {choices.topics.length > 0 && kind !== 'worry' ? (
        <NativeSelect
          label={say('topic')}
          value={topic}
          data={[{ value: '', label: say('topic_none') }, ...choices.topics.map(({ code, title }) => ({ value: code, label: pick(title, language) ?? code }))]}
          error={troubles.at('topic')}
          onChange={(event) => setTopic(event.currentTarget.value)}
        />
      ) : null}
      {of ? null : kind === 'worry' ? (
        <p className={classes.warn}>{say('worry_named')}</p>
      ) : (
        <Checkbox
          label={say('anonymous')}
          description={<span className={classes.warn}>{say('anonymous_lead')}</span>}
          checked={hidden}
          onChange={(event) => setHidden(event.currentTarget.checked)}
        />
      )}
      <div className={classes.actions}>
        <Button type="submit" loading={act.isPending} disabled={words.trim() === ''}>
          {say(of ? 'save' : anonymous ? 'send_anonymous' : 'send')}
        </Button>
        {of ? (
          <Button variant="default" onClick={onDone}>
            {say('cancel')}
          </Button>
        ) : null}
      </div>
    </form>
  )
}
