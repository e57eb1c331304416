import { Button, NativeSelect } from '@mantine/core'
import { IconCoins } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { Chart } from '../../ui/chart/Chart.tsx'
import { Empty } from '../../ui/Empty.tsx'
import { ErrorBox } from '../../ui/ErrorBox.tsx'
import { count, dayOf, money, percent } from '../../ui/formats.ts'
import { guessWords } from '../../ui/guess.words.ts'
import { Lines } from '../../ui/Loading.tsx'
import { useNow } from '../../ui/now.ts'
import { Page, Section } from '../../ui/Page.tsx'
import { useCodeWords, useLanguage, useWords } from '../../ui/words.ts'
import { rounded } from '../insight/telling.ts'
import { CheckView } from './CheckView.tsx'
import { Moved } from './Moved.tsx'
import { Fallen, Rising } from './Movers.tsx'
import { stayingPlot, worthPlot } from './plots.ts'
import { type Values, valuesQuery } from './queries.ts'
import classes from './Value.module.css'
import { valueWords } from './value.words.ts'

/** What all customers are expected to be worth: how it is spread, who moved, who is close to rising, and whether the model is right. */
export default function ValuePage() {
  const say = useWords(valueWords)
  const language = useLanguage()
  const now = useNow()
  const [currency, choose] = useState<string>()
  const { data, error, isPending, refetch } = useQuery(valuesQuery(currency))
  const computed = data?.computed_at ?? null
  return (
    <Page
      width="wide"
      title={say('title')}
      lead={computed === null ? undefined : say('lead', { day: dayOf(new Date(computed), now, language) })}
      actions={
        <>
          {data && data.currencies.length > 1 ? (
            <NativeSelect
              aria-label={say('currency')}
              value={data.currency ?? ''}
              data={data.currencies.map((one) => one.currency)}
              onChange={(event) => choose(event.currentTarget.value)}
            />
          ) : null}
          <Button variant="default" renderRoot={(props) => <Link {...props} to="/ways" />}>
            {say('ways')}
          </Button>
          <Button variant="default" renderRoot={(props) => <Link {...props} to="/models" />}>
            {say('models')}
          </Button>
        </>
      }
    >
      {isPending ? <Lines count={6} /> : null}
      {error ? <ErrorBox error={error} onRetry={refetch} /> : null}
      {data && computed === null ? <Empty icon={IconCoins} title={say('none')} text={say('none_text')} /> : null}
      {data && computed !== null ? (
        <>
          <Tiles values={data} />
          <Spread values={data} />
          <Moved />
          <div className={classes.pair}>
            <Rising />
            <Fallen />
          </div>
          <CheckView />
        </>
      ) : null}
    </Page>
  )
}

function Tiles({ values: { count: known, total, top_fifth_share, quantiles, currency } }: { values: Values }) {
  const say = useWords(valueWords)
  const language = useLanguage()
  const half = quantiles.find(({ share }) => share === 0.5)
  const tiles = [
    [say('known'), count(known, language)],
    [say('together'), total && known > 0 ? money(rounded(total), language) : '—'],
    [say('top_fifth'), top_fifth_share === null ? '—' : percent(top_fifth_share, language)],
    [say('half'), half && currency ? money(rounded({ minor: half.minor, currency }), language) : '—'],
  ]
  return (
    <ul className={classes.tiles}>
      {tiles.map(([title, value]) => (
        <li key={title} className={classes.tile}>
          <p className="quiet small">{title}</p>
          <p className={classes.number}>{value}</p>
        </li>
      ))}
    </ul>
  )
}

function Spread({ values }: { values: Values }) {
  const say = useWords(valueWords)
  const why = useCodeWords(guessWords)
  const language = useLanguage()
  const now = useNow()
  const { bounds, currency, unsaid } = values
  const sum = (minor: number | null | undefined) => (minor === null || minor === undefined || !currency ? '—' : money(rounded({ minor, currency }), language))
  const list = unsaid.map((one) => say('unsaid_each', { why: why(`why_${one.why}`), shown: count(one.count, language) }))
  return (
    <>
      <div className={classes.pair}>
        <Section title={say('worth')} lead={say('worth_lead')}>
          <div className={classes.paper}>
            <Chart title={say('worth')} drawing={worthPlot(values, { say, language, now })} />
            {bounds ? <p className="quiet small">{say('bounds', { first: sum(bounds.first_minor), second: sum(bounds.second_minor) })}</p> : null}
          </div>
        </Section>
        <Section title={say('staying')} lead={say('staying_lead')}>
          <div className={classes.paper}>
            <Chart title={say('staying')} drawing={stayingPlot(values, { say, language, now })} />
          </div>
        </Section>
      </div>
      {list.length > 0 ? <p className="faint small">{say('unsaid', { list: list.join(', ') })}</p> : null}
    </>
  )
}
