import { useInfiniteQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { ErrorBox } from '../../ui/ErrorBox.tsx'
import { Lines } from '../../ui/Loading.tsx'
import { More } from '../../ui/More.tsx'
import { Face, Name } from '../../ui/Person.tsx'
import { useWords } from '../../ui/words.ts'
import classes from './Goods.module.css'
import { goodsWords } from './goods.words.ts'
import { concernedQuery, type Part } from './queries.ts'

/** The people behind a figure; each look stands in their journal. */
export function Concerned({ sku, part, reason }: { sku: string; part: Part; reason: string | undefined }) {
  const say = useWords(goodsWords)
  const pages = useInfiniteQuery(concernedQuery(sku, part, reason))
  const people = pages.data?.pages.flatMap(({ items }) => items) ?? []
  return (
    <section aria-label={say('people')} className={classes.people}>
      {pages.isPending ? <Lines count={4} /> : null}
      {pages.error ? <ErrorBox error={pages.error} onRetry={() => void pages.refetch()} /> : null}
      {pages.data && people.length === 0 ? <p className="quiet">{say('nobody')}</p> : null}
      <ul className={classes.faces}>
        {people.map((who) => (
          <li key={who.id}>
            <Link to="/customers/$customerId" params={{ customerId: who.id }} className={classes.face} preload={false}>
              <Face who={who} size={26} />
              <Name who={who} />
            </Link>
          </li>
        ))}
      </ul>
      <More of={pages} />
    </section>
  )
}
