import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { count } from '../../ui/formats.ts'
import { More } from '../../ui/More.tsx'
import { Section } from '../../ui/Page.tsx'
import { Name } from '../../ui/Person.tsx'
import { When } from '../../ui/values.tsx'
import { type Language, useLanguage, useWords } from '../../ui/words.ts'
import { noticeWords } from '../notices/notices.words.ts'
import { pictures, placeOf } from '../notices/places.ts'
import { useMark, waitingCountQuery, waitingQuery } from '../notices/queries.ts'
import classes from './Work.module.css'
import { work } from './work.words.ts'

/** What others wait for me with: they name me, or ask me to approve. Whoever goes there has read it. */
export function Waiting() {
  const say = useWords(work)
  const sayNotice = useWords(noticeWords)
  const language = useLanguage()
  const pages = useInfiniteQuery(waitingQuery)
  const { data: counted } = useQuery(waitingCountQuery)
  const mark = useMark()
  const list = pages.data?.pages.flatMap(({ items }) => items) ?? []
  if (list.length === 0) return null
  return (
    <Section title={counted ? say('waiting_count', { count: countUpTo(counted.unread, language) }) : say('waiting')}>
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
      <More of={pages} />
    </Section>
  )
}

/** The server counts to a hundred. */
const countUpTo = (n: number, language: Language): string => (n >= 100 ? '99+' : count(n, language))
