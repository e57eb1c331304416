import { useInfiniteQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { Section } from '../../ui/Page.tsx'
import { Name } from '../../ui/Person.tsx'
import { When } from '../../ui/values.tsx'
import { useWords } from '../../ui/words.ts'
import { noticeWords } from '../notices/notices.words.ts'
import { pictures, placeOf } from '../notices/places.ts'
import { noticesQuery, useMark } from '../notices/queries.ts'
import classes from './Work.module.css'
import { work } from './work.words.ts'

const waits = new Set(['mention', 'budget_asked', 'review_asked'])

/** What others wait for me with: they name me, or ask me to approve. Whoever goes there has read it. */
export function Waiting() {
  const say = useWords(work)
  const sayNotice = useWords(noticeWords)
  const { data } = useInfiniteQuery(noticesQuery(true))
  const mark = useMark()
  const list = (data?.pages.flatMap(({ items }) => items) ?? []).filter(({ kind }) => waits.has(kind))
  if (list.length === 0) return null
  return (
    <Section title={say('waiting')}>
      <ul className={classes.list}>
        {list.map((each) => {
          const Picture = pictures[each.kind]
          const place = placeOf(each)
          const said = sayNotice(each.kind, { by: each.by?.name ?? say('by_someone') })
          const read = () => mark.mutate({ ids: [each.id], read: true })
          return (
            <li key={each.id} className={classes.row}>
              <Picture size={17} stroke={1.6} aria-hidden="true" />
              <div className={classes.what}>
                {place ? (
                  <Link {...place} onClick={read}>
                    {said}
                  </Link>
                ) : (
                  said
                )}
                <p className={classes.meta}>
                  {each.about ? <Name who={each.about} /> : null}
                  <When at={each.at} />
                </p>
              </div>
            </li>
          )
        })}
      </ul>
    </Section>
  )
}
