import { Button, SegmentedControl } from '@mantine/core'
import { IconChecklist, IconRefresh } from '@tabler/icons-react'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import { gatherQuality } from '../../../src/office/quality/contract.ts'
import { call } from '../../ui/api.ts'
import { Chart } from '../../ui/chart/Chart.tsx'
import { Empty } from '../../ui/Empty.tsx'
import { ErrorBox } from '../../ui/ErrorBox.tsx'
import { fieldWords } from '../../ui/field.words.ts'
import { count, dayOf, percent } from '../../ui/formats.ts'
import { Lines } from '../../ui/Loading.tsx'
import { useNow } from '../../ui/now.ts'
import { Page, Section } from '../../ui/Page.tsx'
import { useAct } from '../../ui/useAct.ts'
import { pick, useCodeWords, useLanguage, useWords } from '../../ui/words.ts'
import { useMe } from '../session/session.ts'
import { Fields } from './Fields.tsx'
import { completeness, knownPlot } from './plot.ts'
import classes from './Quality.module.css'
import { qualityWords } from './quality.words.ts'
import { type OfField, type OfKind, qualityKey, qualityQuery } from './queries.ts'

const route = getRouteApi('/shell/quality')

/** How complete, how old and how contradictory what is known of customers is, field by field, and of whom. */
export default function QualityPage() {
  const say = useWords(qualityWords)
  const language = useLanguage()
  const now = useNow()
  const { of } = route.useSearch()
  const go = route.useNavigate()
  const { data, error, isPending, refetch } = useQuery(qualityQuery)
  const gathered = data?.gathered_at ?? null
  const kind = of ?? 'person'
  const shown = data?.kinds.find((one) => one.kind === kind)
  return (
    <Page
      width="wide"
      title={say('title')}
      lead={gathered === null ? say('lead_none') : say('lead', { day: dayOf(new Date(gathered), now, language) })}
      actions={<Again />}
      toolbar={
        <SegmentedControl
          aria-label={say('kind')}
          value={kind}
          onChange={(value) => void go({ search: value === 'organisation' ? { of: 'organisation' } : {} })}
          data={[
            { value: 'person', label: say('person') },
            { value: 'organisation', label: say('organisation') },
          ]}
        />
      }
    >
      {isPending ? <Lines count={6} /> : null}
      {error ? <ErrorBox error={error} onRetry={refetch} /> : null}
      {data && gathered === null ? <Empty icon={IconChecklist} title={say('none')} text={say('none_text')} /> : null}
      {shown && gathered !== null ? <Known of={shown} /> : null}
    </Page>
  )
}

function Again() {
  const say = useWords(qualityWords)
  const may = useMe().can('work.do')
  const client = useQueryClient()
  const { mutate, isPending, isSuccess } = useAct({
    run: () => call(gatherQuality, { body: {} }),
    // It is done in the background, and quickly where there are few.
    then: () => setTimeout(() => void client.invalidateQueries({ queryKey: qualityKey }), 2_000),
  })
  if (!may) return null
  return (
    <>
      {isSuccess ? (
        <span className="quiet small" role="status">
          {say('gathering')}
        </span>
      ) : null}
      <Button variant="default" leftSection={<IconRefresh size={16} stroke={1.7} />} loading={isPending} onClick={() => mutate(undefined)}>
        {say('gather')}
      </Button>
    </>
  )
}

function Known({ of }: { of: OfKind }) {
  const say = useWords(qualityWords)
  const field = useCodeWords(fieldWords)
  const language = useLanguage()
  const titleOf = (one: OfField) => pick(one.title ?? undefined, language) ?? field(one.field)
  const share = completeness(of)
  const tiles = [
    [say('customers'), count(of.persons, language)],
    [say('complete'), share === null ? '—' : percent(share, language)],
    [say('contradictory'), count(of.contradictory, language)],
  ]
  return (
    <>
      <ul className={classes.tiles}>
        {tiles.map(([title, value]) => (
          <li key={title} className={classes.tile}>
            <p className="quiet small">{title}</p>
            <p className={classes.number}>{value}</p>
          </li>
        ))}
      </ul>
      <Section title={say('who')} lead={say('who_lead')}>
        <Fields of={of} titleOf={titleOf} />
      </Section>
      <Section title={say('known')} lead={say('known_lead')}>
        <div className={classes.paper}>
          <Chart title={say('known')} asTable drawing={knownPlot(of, { say, titleOf })} />
        </div>
      </Section>
    </>
  )
}
