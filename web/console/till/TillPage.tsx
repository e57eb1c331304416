import { Button, TextInput, UnstyledButton } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { type FormEvent, useEffect, useRef, useState } from 'react'
import { ErrorBox } from '../../ui/ErrorBox.tsx'
import { money } from '../../ui/formats.ts'
import { useLanguage, useWords } from '../../ui/words.ts'
import { Basket } from './Basket.tsx'
import { GoodsList } from './GoodsList.tsx'
import { LineState } from './LineState.tsx'
import classes from './Till.module.css'
import { tillWords } from './till.words.ts'
import { useKept } from './useKept.ts'
import { useTill } from './useTill.ts'

/** The till: who stands here, what they usually take, one thing to suggest, and one button. Made for a narrow screen, a scanner and no time. */
export default function TillPage() {
  const say = useWords(tillWords)
  const language = useLanguage()
  const till = useTill()
  const [typed, setTyped] = useState('')
  const field = useRef<HTMLInputElement>(null)
  const sellButton = useRef<HTMLButtonElement>(null)
  useKept()
  const { data: found, isPending, error } = till.buyer
  // Enter sells what stands there: whoever works with a scanner and the keyboard needs nothing else.
  const usual = found?.buyer?.usual.length ?? 0
  useEffect(() => {
    if (usual > 0) sellButton.current?.focus()
  }, [usual])
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (typed.trim() !== '') till.begin(typed)
  }
  const next = () => {
    till.next()
    setTyped('')
    field.current?.focus()
  }
  const sell = () => {
    till.sell()
    setTyped('')
    field.current?.focus()
  }
  const who = found === undefined ? say('buyer_none') : found.buyer === null ? say('away_buyer') : found.buyer.known ? say('buyer_known') : say('buyer_new')
  return (
    <main className={classes.till}>
      <header className={classes.head}>
        <h1 className={classes.title}>{say('title')}</h1>
        <LineState reached={till.line} queue={till.queue} />
        <UnstyledButton component={Link} to="/" className={classes.out}>
          {say('out')}
        </UnstyledButton>
      </header>
      <form className={classes.buyer} onSubmit={submit}>
        <TextInput
          ref={field}
          label={say('mark')}
          description={say('mark_hint')}
          size="lg"
          autoFocus
          autoComplete="off"
          spellCheck={false}
          value={typed}
          onChange={(event) => setTyped(event.currentTarget.value)}
        />
        <Button type="submit" size="lg" variant="default" loading={isPending} disabled={typed.trim() === ''}>
          {say('find')}
        </Button>
        <p className={classes.who} role="status">
          {till.sold ? say('sold', { sum: money(till.sold, language) }) : who}
        </p>
        {found || till.basket.length > 0 ? (
          <Button size="sm" variant="subtle" onClick={next}>
            {say('next')}
          </Button>
        ) : null}
      </form>
      {error ? <ErrorBox error={error} /> : null}
      <Basket till={till} usual={found?.buyer?.usual ?? []} onSell={sell} sellButton={sellButton} />
      <GoodsList goods={till.goods} onPick={(good) => till.put(good, 1)} />
    </main>
  )
}
