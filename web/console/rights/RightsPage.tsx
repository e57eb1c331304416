import { NativeSelect, SegmentedControl } from '@mantine/core'
import { IconScale } from '@tabler/icons-react'
import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { getRouteApi, Link } from '@tanstack/react-router'
import { deskStates, laws, rightsKinds, roads } from '../../../src/keep/rights/cases/shapes.ts'
import { Empty } from '../../ui/Empty.tsx'
import { ErrorBox } from '../../ui/ErrorBox.tsx'
import { count, dayOf } from '../../ui/formats.ts'
import { Rows } from '../../ui/Loading.tsx'
import { Mark } from '../../ui/Mark.tsx'
import { More } from '../../ui/More.tsx'
import { useNow } from '../../ui/now.ts'
import { Page } from '../../ui/Page.tsx'
import { useLanguage, useWords } from '../../ui/words.ts'
import { NotTold } from './NotTold.tsx'
import { type CaseLine, rightsCountsQuery, rightsQuery } from './queries.ts'
import classes from './Rights.module.css'
import { rightsWords } from './rights.words.ts'
import { cleanSearch, type RightsSearch, stateOf } from './search.ts'
import { useAbout, useStanding } from './useCase.ts'

const route = getRouteApi('/shell/rights')

/** Requests by right with the law's clocks, the first due first. */
export default function RightsPage() {
  const say = useWords(rightsWords)
  const search = route.useSearch()
  const pages = useInfiniteQuery({ ...rightsQuery(search), placeholderData: (old) => old })
  const rows = pages.data?.pages.flatMap(({ items }) => items) ?? []
  return (
    <Page title={say('title')} lead={say('lead')} toolbar={<Toolbar search={search} />}>
      {pages.isPending ? <Rows /> : null}
      {pages.error ? <ErrorBox error={pages.error} onRetry={() => void pages.refetch()} /> : null}
      {pages.data && rows.length === 0 ? <None search={search} /> : null}
      {rows.length > 0 ? (
        <ul className={classes.list}>
          {rows.map((one) => (
            <Row key={one.id} one={one} />
          ))}
        </ul>
      ) : null}
      <More of={pages} />
      <NotTold />
    </Page>
  )
}

function Toolbar({ search }: { search: RightsSearch }) {
  const say = useWords(rightsWords)
  const language = useLanguage()
  const navigate = route.useNavigate()
  const { data: counts } = useQuery(rightsCountsQuery)
  const set = (part: { [K in keyof RightsSearch]: RightsSearch[K] | undefined }) =>
    void navigate({ search: cleanSearch({ state: search.state, right: search.right, law: search.law, road: search.road, ...part }), replace: true })
  const counted = { open: counts?.open, overdue: counts?.overdue, over: undefined }
  return (
    <div className={classes.toolbar}>
      <SegmentedControl
        aria-label={say('states')}
        value={search.state ?? 'open'}
        data={deskStates.map((value) => ({
          value,
          label: counted[value] === undefined ? say(`state_${value}`) : `${say(`state_${value}`)} ${count(counted[value], language)}`,
        }))}
        onChange={(value) => set({ state: stateOf(value) })}
      />
      <NativeSelect
        aria-label={say('right')}
        value={search.right ?? ''}
        data={[{ value: '', label: say('any_right') }, ...rightsKinds.map((value) => ({ value, label: say(value) }))]}
        onChange={(event) => set({ right: rightsKinds.find((each) => each === event.currentTarget.value) })}
      />
      <NativeSelect
        aria-label={say('law')}
        value={search.law ?? ''}
        data={[{ value: '', label: say('any_law') }, ...laws.map((value) => ({ value, label: say(`law_${value}`) }))]}
        onChange={(event) => set({ law: laws.find((each) => each === event.currentTarget.value) })}
      />
      <NativeSelect
        aria-label={say('road')}
        value={search.road ?? ''}
        data={[{ value: '', label: say('any_road') }, ...roads.map((value) => ({ value, label: say(`road_${value}`) }))]}
        onChange={(event) => set({ road: roads.find((each) => each === event.currentTarget.value) })}
      />
    </div>
  )
}

function None({ search }: { search: RightsSearch }) {
  const say = useWords(rightsWords)
  const { state = 'open', right, law, road } = search
  if (!right && !law && !road) return <Empty icon={IconScale} title={say(`none_${state}`)} text={say(`none_${state}_text`)} />
  return (
    <Empty
      icon={IconScale}
      title={say('none_filtered')}
      action={
        <Link to="/rights" search={search.state ? { state: search.state } : {}}>
          {say('filters_off')}
        </Link>
      }
    />
  )
}

function Row({ one }: { one: CaseLine }) {
  const say = useWords(rightsWords)
  const language = useLanguage()
  const now = useNow()
  const about = useAbout()(one)
  const standing = useStanding()(one)
  const facts = [
    say('number', { number: one.number }),
    say(`law_${one.law}`),
    say(`road_${one.road}`),
    one.by_mandate ? say('by_mandate') : '',
    say('asked_on', { day: dayOf(new Date(one.asked_at), now, language) }),
  ]
  return (
    <li className={classes.row}>
      <div className={classes.rowHead}>
        <Link to="/rights/$caseId" params={{ caseId: one.id }} className={classes.what}>
          {say(one.right)}
          {about === '' ? null : <span className={classes.about}> · {about}</span>}
        </Link>
        <Mark tone={standing.tone}>{standing.words}</Mark>
      </div>
      <div className={one.name === null ? 'faint' : undefined} data-own-words>
        {one.name ?? say('hidden')}
      </div>
      <div className="quiet small">{facts.filter(Boolean).join(' · ')}</div>
    </li>
  )
}
