import { MultiSelect } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { Chart } from '../../../ui/chart/Chart.tsx'
import { ErrorBox } from '../../../ui/ErrorBox.tsx'
import { count } from '../../../ui/formats.ts'
import { Lines } from '../../../ui/Loading.tsx'
import { useLanguage, useWords } from '../../../ui/words.ts'
import classes from '../Audiences.module.css'
import { audiencesQuery } from '../queries.ts'
import { overlapQuery, type SavedAudience } from './queries.ts'
import { savedWords } from './saved.words.ts'

const mostOthers = 4
const letters = ['A', 'B', 'C', 'D', 'E']

/** What it has in common with others: a bar for those who are in exactly some of them. */
export function Overlap({ of, purpose }: { of: SavedAudience; purpose: string }) {
  const say = useWords(savedWords)
  const { data } = useQuery(audiencesQuery)
  const [others, choose] = useState<string[]>([])
  const titles = (data?.items ?? []).filter(({ id }) => id !== of.id).map(({ id, title }) => ({ value: id, label: title }))
  if (titles.length === 0) return null
  return (
    <section className={classes.wide} aria-label={say('overlap')}>
      <h2>{say('overlap')}</h2>
      <p className="quiet small">{say('overlap_text')}</p>
      <MultiSelect
        w="100%"
        maw={560}
        label={say('overlap_with')}
        placeholder={others.length > 0 ? '' : say('overlap_hint')}
        data={titles}
        value={others}
        maxValues={mostOthers}
        searchable
        clearable
        hidePickedOptions
        onChange={choose}
      />
      {others.length > 0 ? <Drawn ids={[of.id, ...others]} purpose={purpose} /> : null}
    </section>
  )
}

function Drawn({ ids, purpose }: { ids: string[]; purpose: string }) {
  const say = useWords(savedWords)
  const language = useLanguage()
  const { data, error, refetch } = useQuery(overlapQuery(ids, purpose))
  if (error) return <ErrorBox error={error} onRetry={refetch} />
  if (!data) return <Lines count={4} />
  const letterOf = (id: string) => letters[ids.indexOf(id)] ?? ''
  const hidden = data.parts.filter((part) => part.count === null).length
  return (
    <>
      <ul className={classes.words}>
        {data.sets.map(({ id, title, count: n }) => (
          <li key={id}>
            {n === null
              ? say('overlap_set_hidden', { letter: letterOf(id), title })
              : say('overlap_set', { letter: letterOf(id), title, count: count(n, language) })}
          </li>
        ))}
      </ul>
      {data.parts.length === 0 ? <p className="quiet small">{say('overlap_none')}</p> : null}
      {data.parts.length > 0 ? (
        <Chart
          title={say('overlap')}
          drawing={{
            of: 'plot',
            plot: {
              look: 'bars',
              along: { title: say('overlap_parts'), names: data.parts.map((part) => part.in.map(letterOf).sort().join(' · ')), isTime: false },
              series: [{ name: say('overlap_count'), values: data.parts.map((part) => part.count) }],
              unit: { of: 'count' },
            },
          }}
        />
      ) : null}
      {hidden > 0 ? <p className="quiet small">{say('overlap_hidden', { count: hidden, shown: count(hidden, language) })}</p> : null}
    </>
  )
}
