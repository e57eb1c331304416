import { useQuery } from '@tanstack/react-query'
import { channelWords } from '../../ui/channel.words.ts'
import { Chart } from '../../ui/chart/Chart.tsx'
import { ErrorBox } from '../../ui/ErrorBox.tsx'
import { count } from '../../ui/formats.ts'
import { useCodeWords, useLanguage, useWords } from '../../ui/words.ts'
import audiences from '../audiences/Audiences.module.css'
import { useOffered } from '../audiences/building/offered.ts'
import { useValueWords } from './inWords.ts'
import { previewQuery, type Spread, type TraitDefinition } from './queries.ts'
import { traitsWords } from './traits.words.ts'

/** What a definition would give now: how many have a value, how many none, and how the values are spread. */
export function Preview({ definition, settled }: { definition: TraitDefinition | undefined; settled: boolean }) {
  const say = useWords(traitsWords)
  const language = useLanguage()
  const { data, error, isFetching, refetch } = useQuery(previewQuery(definition))
  const shown = definition && !error ? data : undefined
  const of = (key: 'preview_have' | 'preview_none', n: number) => say(key, { count: n, shown: count(n, language) })
  return (
    <section className={audiences.card} aria-label={say('preview')}>
      <h2>{say('preview')}</h2>
      <div role="status" data-old={isFetching || !settled || undefined} className={audiences.live}>
        {definition ? null : <p className="quiet">{say('lacking')}</p>}
        {definition && !shown && !error ? <p>{say('counting')}</p> : null}
        {shown?.closed ? <p>{say('closed')}</p> : null}
        {shown && !shown.closed && shown.have === null ? <p>{say('preview_small')}</p> : null}
        {shown && !shown.closed && shown.have !== null ? <p className={audiences.count}>{of('preview_have', shown.have)}</p> : null}
        {shown && !shown.closed && shown.have !== null ? (
          <p className="quiet">{shown.none === null ? say('preview_some') : of('preview_none', shown.none)}</p>
        ) : null}
      </div>
      {error ? <ErrorBox error={error} onRetry={refetch} /> : null}
      {definition && shown?.have && shown.groups.length === 0 ? <p className="quiet small">{say('spread_none')}</p> : null}
      {definition && shown && shown.groups.length > 1 ? <Bars of={shown} definition={definition} /> : null}
    </section>
  )
}

function Bars({ of: { groups, type }, definition }: { of: Spread; definition: TraitDefinition }) {
  const say = useWords(traitsWords)
  const value = useValueWords()
  const channel = useCodeWords(channelWords)
  const titles = new Map(useOffered()?.products.map(({ sku, title }) => [sku, title]))
  const shown = (n: number) => value(n, type, definition.currency)
  // Between whole numbers there is nothing: 2 – 3 and then 4 – 5.
  const isWhole = type === 'days' || definition.take === 'count' || definition.take === 'different'
  const nameOf = ({ said, from, to }: Spread['groups'][number]) => {
    if (said !== null) return definition.what === 'channel' ? channel(said) : ((definition.what === 'sku' ? titles.get(said) : undefined) ?? said)
    if (from === null) return to === null ? say('spread_rest') : say('to', { to: shown(to) })
    if (to === null) return say('from', { from: shown(from) })
    const last = isWhole ? to - 1 : to
    return last === from ? shown(from) : say('from_to', { from: type === 'days' ? String(from) : shown(from), to: shown(last) })
  }
  return (
    <>
      <Chart
        title={say('spread')}
        drawing={{
          of: 'plot',
          plot: {
            look: 'bars',
            along: { title: say('spread'), names: groups.map(nameOf), isTime: false },
            series: [{ name: say('spread_people'), values: groups.map((each) => each.count) }],
            unit: { of: 'count' },
          },
        }}
      />
      <p className="faint small">{say('spread_text')}</p>
    </>
  )
}
