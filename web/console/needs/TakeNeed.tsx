import { Button, NativeSelect, NumberInput, Textarea, TextInput } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import type { z } from 'zod'
import { heardBy, needKinds } from '../../../src/keep/needs/shapes.ts'
import { type needChoices, takeNeed } from '../../../src/office/needs/contract.ts'
import { call } from '../../ui/api.ts'
import { DayInput } from '../../ui/DayInput.tsx'
import { currencySign, isoDay } from '../../ui/formats.ts'
import { useNow } from '../../ui/now.ts'
import { useAct } from '../../ui/useAct.ts'
import { useTroubles } from '../../ui/useTroubles.ts'
import { pick, useLanguage, useWords } from '../../ui/words.ts'
import classes from './Needs.module.css'
import { needsWords } from './needs.words.ts'

type TakeNeedProps = { customerId: string; choices: z.output<typeof needChoices>; onDone: () => void }
const dayMs = 86_400_000

/** Enters what was heard elsewhere, with how it is known. */
export function TakeNeed({ customerId, choices, onDone }: TakeNeedProps) {
  const say = useWords(needsWords)
  const language = useLanguage()
  const now = useNow()
  const client = useQueryClient()
  const troubles = useTroubles(['words', 'topic', 'budget', 'until', 'evidence'])
  const [kind, setKind] = useState<(typeof needKinds)[number]>('need')
  const [road, setRoad] = useState<(typeof heardBy)[number]>('phone')
  const [words, setWords] = useState('')
  const [evidence, setEvidence] = useState('')
  const [topic, setTopic] = useState('')
  const [budget, setBudget] = useState<number | string>('')
  const [until, setUntil] = useState('')
  const act = useAct({
    run: () => {
      const money = budget === '' || Number(budget) <= 0 ? null : { minor: Math.round(Number(budget) * 100), currency: choices.currency }
      const body = { kind, words, topic: topic || null, budget: money, until: until || null, road, evidence }
      return call(takeNeed, { params: { customer_id: customerId }, body })
    },
    told: troubles.take,
    then: () => {
      void client.invalidateQueries({ queryKey: ['needs'] })
      onDone()
    },
  })
  const send = (event: FormEvent) => {
    event.preventDefault()
    act.mutate(undefined)
  }
  return (
    <form className={classes.form} onSubmit={send}>
      <div className={classes.toolbar}>
        <NativeSelect
          label={say('kind')}
          value={kind}
          data={needKinds.map((value) => ({ value, label: say(value) }))}
          onChange={(event) => setKind(needKinds.find((each) => each === event.currentTarget.value) ?? 'need')}
        />
        <NativeSelect
          label={say('road')}
          value={road}
          data={heardBy.map((value) => ({ value, label: say(`road_${value}`) }))}
          onChange={(event) => setRoad(heardBy.find((each) => each === event.currentTarget.value) ?? 'phone')}
        />
      </div>
      <Textarea
        label={say('their_words')}
        value={words}
        maxLength={choices.words_at_most}
        rows={3}
        required
        error={troubles.at('words')}
        onChange={(event) => setWords(event.currentTarget.value)}
      />
      <TextInput
        label={say('evidence')}
        placeholder={say('evidence_hint')}
        value={evidence}
        maxLength={1000}
        required
        error={troubles.at('evidence')}
        onChange={(event) => setEvidence(event.currentTarget.value)}
      />
      <div className={classes.toolbar}>
        <NativeSelect
          label={say('topic')}
          value={topic}
          data={[{ value: '', label: '—' }, ...choices.topics.map(({ code, title }) => ({ value: code, label: pick(title, language) ?? code }))]}
          error={troubles.at('topic')}
          onChange={(event) => setTopic(event.currentTarget.value)}
        />
        <NumberInput
          label={say('budget_to', { sign: currencySign(choices.currency) })}
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
      <div className={classes.actions}>
        <Button type="submit" size="xs" loading={act.isPending} disabled={words.trim() === '' || evidence.trim() === ''}>
          {say('take')}
        </Button>
        <Button size="xs" variant="default" onClick={onDone}>
          {say('cancel')}
        </Button>
      </div>
    </form>
  )
}
