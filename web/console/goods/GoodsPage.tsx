import { IconBooks } from '@tabler/icons-react'
import { useInfiniteQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { Empty } from '../../ui/Empty.tsx'
import { ErrorBox } from '../../ui/ErrorBox.tsx'
import { money } from '../../ui/formats.ts'
import { Lines } from '../../ui/Loading.tsx'
import { More } from '../../ui/More.tsx'
import { Page } from '../../ui/Page.tsx'
import { useLanguage, useWords } from '../../ui/words.ts'
import { useMe } from '../session/session.ts'
import { AddGood } from './AddGood.tsx'
import classes from './Goods.module.css'
import { goodsWords } from './goods.words.ts'
import { goodsQuery } from './queries.ts'

/** The goods, what came last first. */
export default function GoodsPage() {
  const say = useWords(goodsWords)
  const language = useLanguage()
  const me = useMe()
  const pages = useInfiniteQuery(goodsQuery)
  const goods = pages.data?.pages.flatMap(({ items }) => items) ?? []
  return (
    <Page title={say('title')} lead={say('lead')}>
      {me.can('registers.keep') ? <AddGood categories={[...new Set(goods.flatMap(({ category }) => category ?? []))]} /> : null}
      {pages.isPending ? <Lines count={8} /> : null}
      {pages.error ? <ErrorBox error={pages.error} onRetry={() => void pages.refetch()} /> : null}
      {pages.data && goods.length === 0 ? <Empty icon={IconBooks} title={say('empty')} text={say('empty_text')} /> : null}
      <ul className={classes.list}>
        {goods.map(({ sku, title, topic, category, price }) => (
          <li key={sku}>
            <Link to="/goods/$sku" params={{ sku }} className={classes.row}>
              <span>{title}</span>
              <span className="quiet small">{topic?.[language] ?? category ?? ''}</span>
              <span className="num">{price ? money(price, language) : say('no_price')}</span>
            </Link>
          </li>
        ))}
      </ul>
      <More of={pages} />
    </Page>
  )
}
