import { useQuery } from '@tanstack/react-query'
import { Chart } from '../../../ui/chart/Chart.tsx'
import { ErrorBox } from '../../../ui/ErrorBox.tsx'
import { dayOf } from '../../../ui/formats.ts'
import { Lines } from '../../../ui/Loading.tsx'
import { useNow } from '../../../ui/now.ts'
import { useLanguage, useWords } from '../../../ui/words.ts'
import classes from '../Audiences.module.css'
import { type SavedAudience, sizesQuery } from './queries.ts'
import { savedWords } from './saved.words.ts'

/** How many were in it, day by day, as a line. */
export function Sizes({ of }: { of: SavedAudience }) {
  const say = useWords(savedWords)
  const language = useLanguage()
  const now = useNow()
  const { data, error, refetch } = useQuery(sizesQuery(of.id))
  const items = data?.items ?? []
  return (
    <section className={classes.wide} aria-label={say('sizes')}>
      <h2>{say('sizes')}</h2>
      {error ? <ErrorBox error={error} onRetry={refetch} /> : null}
      {data || error ? null : <Lines count={4} />}
      {data && items.length < 2 ? <p className="quiet small">{say('sizes_short')}</p> : null}
      {items.length >= 2 ? (
        <Chart
          title={`${of.title}: ${say('sizes')}`}
          drawing={{
            of: 'plot',
            plot: {
              look: 'line',
              along: { title: say('sizes_day'), names: items.map(({ day }) => dayOf(new Date(`${day}T12:00:00`), now, language)), isTime: true },
              series: [{ name: say('sizes_count'), values: items.map((each) => each.count) }],
              unit: { of: 'count' },
            },
          }}
        />
      ) : null}
    </section>
  )
}
