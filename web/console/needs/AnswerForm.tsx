import { Button, NativeSelect, NumberInput, Textarea } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { answerNeed } from '../../../src/office/needs/contract.ts'
import { call } from '../../ui/api.ts'
import { currencySign } from '../../ui/formats.ts'
import { notice } from '../../ui/notices.tsx'
import { useAct } from '../../ui/useAct.ts'
import { useTroubles } from '../../ui/useTroubles.ts'
import { pick, useLanguage, useWords } from '../../ui/words.ts'
import classes from './Needs.module.css'
import { needsWords } from './needs.words.ts'
import { type Need, readyAnswersQuery } from './queries.ts'

/** Answers in words, one's own or kept at hand, with a price where there is one. */
export function AnswerForm({ need, currency, onDone }: { need: Need; currency: string; onDone: () => void }) {
  const say = useWords(needsWords)
  const language = useLanguage()
  const { data: ready } = useQuery(readyAnswersQuery)
  const troubles = useTroubles(['words', 'price'])
  const [words, setWords] = useState('')
  const [price, setPrice] = useState<number | string>('')
  const act = useAct({
    run: () => {
      const body = { words, price: price === '' ? null : { minor: Math.round(Number(price) * 100), currency } }
      return call(answerNeed, { params: { need_id: need.id }, body })
    },
    told: troubles.take,
    then: () => {
      notice(say('sent'))
      onDone()
    },
  })
  const send = (event: FormEvent) => {
    event.preventDefault()
    act.mutate(undefined)
  }
  return (
    <form className={classes.form} onSubmit={send}>
      {ready && ready.items.length > 0 ? (
        <NativeSelect
          label={say('ready')}
          value=""
          data={[{ value: '', label: say('ready_none') }, ...ready.items.map(({ code, title }) => ({ value: code, label: pick(title, language) ?? code }))]}
          onChange={(event) => {
            const chosen = ready.items.find(({ code }) => code === event.currentTarget.value)
            if (chosen) setWords(pick(chosen.words, language) ?? '')
          }}
        />
      ) : null}
      <Textarea
        label={say('your_answer')}
        placeholder={say('answer_hint')}
        description={say('answer_lead')}
        value={words}
        maxLength={2000}
        rows={3}
        required
        data-autofocus
        error={troubles.at('words')}
        onChange={(event) => setWords(event.currentTarget.value)}
      />
      {need.kind === 'worry' ? null : (
        <NumberInput
          label={say('price', { sign: currencySign(currency) })}
          value={price}
          min={0}
          max={100_000_000}
          decimalScale={2}
          thousandSeparator=" "
          hideControls
          w={180}
          error={troubles.at('price')}
          onChange={setPrice}
        />
      )}
      <div className={classes.actions}>
        <Button type="submit" size="xs" loading={act.isPending} disabled={words.trim() === ''}>
          {say('send')}
        </Button>
        <Button size="xs" variant="default" onClick={onDone}>
          {say('cancel')}
        </Button>
      </div>
    </form>
  )
}
