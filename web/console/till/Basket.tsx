import { ActionIcon, Button } from '@mantine/core'
import { IconMinus, IconPlus } from '@tabler/icons-react'
import type { RefObject } from 'react'
import { money } from '../../ui/formats.ts'
import { useLanguage, useWords } from '../../ui/words.ts'
import classes from './Till.module.css'
import { tillWords } from './till.words.ts'
import type { Buyer, Suggestion, useTill } from './useTill.ts'

type Till = ReturnType<typeof useTill>

/** What is about to be sold, as usual where it is, and one thing to suggest. */
export function Basket({
  till,
  usual,
  onSell,
  sellButton,
}: {
  till: Till
  usual: Buyer['usual']
  onSell(): void
  sellButton: RefObject<HTMLButtonElement | null>
}) {
  const say = useWords(tillWords)
  const language = useLanguage()
  const { basket, total } = till
  const asUsual =
    usual.length > 0 &&
    usual.length === basket.length &&
    usual.every((one) => basket.some(({ good, quantity }) => good.sku === one.sku && quantity === one.quantity))
  return (
    <section className={classes.basket} aria-labelledby="till-basket">
      <h2 id="till-basket" className={classes.part}>
        {say(asUsual ? 'usual' : 'basket')}
      </h2>
      {basket.length === 0 ? <p className={classes.quiet}>{say('empty')}</p> : null}
      <ul className={classes.lines}>
        {basket.map(({ good, quantity }) => (
          <li key={good.sku} className={classes.row}>
            <span className={classes.what}>{good.title}</span>
            <ActionIcon variant="default" size="lg" aria-label={say('fewer', { what: good.title })} onClick={() => till.put(good, -1)}>
              <IconMinus size={16} stroke={1.6} />
            </ActionIcon>
            <span className={classes.many}>{quantity}</span>
            <ActionIcon variant="default" size="lg" aria-label={say('more', { what: good.title })} onClick={() => till.put(good, 1)}>
              <IconPlus size={16} stroke={1.6} />
            </ActionIcon>
            <span className={classes.price}>{money({ ...good.price, minor: good.price.minor * quantity }, language)}</span>
          </li>
        ))}
      </ul>
      {total ? (
        <Button ref={sellButton} size="xl" fullWidth onClick={onSell}>
          {say('sell', { sum: money(total, language) })}
        </Button>
      ) : null}
      {till.suggestion ? <Suggested said={till.suggestion} till={till} /> : null}
    </section>
  )
}

function Suggested({ said, till }: { said: Suggestion; till: Till }) {
  const say = useWords(tillWords)
  const language = useLanguage()
  const { count, of } = said
  const topic = said.topic?.[language] ?? said.topic?.['en'] ?? ''
  return (
    <aside className={classes.suggested} aria-labelledby="till-suggested">
      <h3 id="till-suggested" className={classes.part}>
        {say('suggest')}
      </h3>
      <p className={classes.offer}>
        {said.title} <span className={classes.price}>{money(said.price, language)}</span>
      </p>
      <p className={classes.quiet}>
        {said.because === 'topic' ? say('because_topic', { count, of, topic }) : say('because_together', { count, of, with: said.with ?? '' })}
      </p>
      <div className={classes.answers}>
        <Button variant="light" size="md" onClick={() => till.took(said)}>
          {say('took')}
        </Button>
        <Button variant="default" size="md" onClick={() => till.didNot(said)}>
          {say('did_not')}
        </Button>
      </div>
    </aside>
  )
}
