import { TextInput, UnstyledButton } from '@mantine/core'
import type { UseQueryResult } from '@tanstack/react-query'
import { useState } from 'react'
import { ErrorBox } from '../../ui/ErrorBox.tsx'
import { money } from '../../ui/formats.ts'
import { Lines } from '../../ui/Loading.tsx'
import { useLanguage, useWords } from '../../ui/words.ts'
import type { Goods } from './device.ts'
import classes from './Till.module.css'
import { tillWords } from './till.words.ts'

/** Everything that is sold here, the most bought first; what is typed narrows it. */
export function GoodsList({ goods, onPick }: { goods: UseQueryResult<Goods>; onPick(good: Goods[number]): void }) {
  const say = useWords(tillWords)
  const language = useLanguage()
  const [sought, setSought] = useState('')
  const wanted = sought.trim().toLocaleLowerCase()
  const all = goods.data ?? []
  const shown = all.filter(({ title }) => title.toLocaleLowerCase().includes(wanted))
  return (
    <section className={classes.goods} aria-labelledby="till-goods">
      <h2 id="till-goods" className={classes.part}>
        {say('goods')}
      </h2>
      {goods.isPending ? <Lines count={4} /> : null}
      {goods.error ? <ErrorBox error={goods.error} onRetry={() => void goods.refetch()} /> : null}
      {goods.data && all.length === 0 ? <p className={classes.quiet}>{say('no_goods')}</p> : null}
      {all.length > 8 ? (
        <TextInput aria-label={say('search')} placeholder={say('search')} value={sought} onChange={(event) => setSought(event.currentTarget.value)} />
      ) : null}
      {all.length > 0 && shown.length === 0 ? <p className={classes.quiet}>{say('nothing_found')}</p> : null}
      <ul className={classes.shelf}>
        {shown.map((good) => (
          <li key={good.sku}>
            <UnstyledButton className={classes.good} onClick={() => onPick(good)}>
              <span className={classes.what}>{good.title}</span>
              <span className={classes.price}>{money(good.price, language)}</span>
            </UnstyledButton>
          </li>
        ))}
      </ul>
    </section>
  )
}
