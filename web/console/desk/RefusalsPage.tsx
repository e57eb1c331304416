import { Button, VisuallyHidden } from '@mantine/core'
import { IconShieldCheck } from '@tabler/icons-react'
import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import { useState } from 'react'
import { Empty } from '../../ui/Empty.tsx'
import { ErrorBox } from '../../ui/ErrorBox.tsx'
import { count, dayOf, isoDay, plainDay } from '../../ui/formats.ts'
import { Lines } from '../../ui/Loading.tsx'
import { useNow } from '../../ui/now.ts'
import { Section } from '../../ui/Page.tsx'
import { reasonWords } from '../../ui/reason.words.ts'
import { pick, useCodeWords, useLanguage, useWords } from '../../ui/words.ts'
import { useRoleName } from '../shell/roles.ts'
import { DaysFilter } from './DaysFilter.tsx'
import { DeskFrame } from './DeskFrame.tsx'
import { Figures } from './Figures.tsx'
import { People } from './People.tsx'
import { type Refusals, refusalsQuery, refusedPeopleQuery } from './queries.ts'
import { Shares } from './Shares.tsx'
import { chosenDays, momentsOf } from './span.ts'
import classes from './Touched.module.css'
import { touchedWords } from './touched.words.ts'
import type { RefusalsSearch } from './touchedSearch.ts'

const route = getRouteApi('/shell/desk/refusals')

/** What was refused over everybody: how often, when, why, to whom, what for. */
export default function RefusalsPage() {
  const say = useWords(touchedWords)
  return (
    <DeskFrame title={say('refusals')} lead={say('refusals_lead')}>
      <Whole />
    </DeskFrame>
  )
}

function Whole() {
  const say = useWords(touchedWords)
  const language = useLanguage()
  const search = route.useSearch()
  const navigate = route.useNavigate()
  const [opened] = useState(useNow())
  const { from: _from, until: _until, ...wish } = search
  const asked = { ...momentsOf(search, opened), ...wish }
  const { data, error, isPending, refetch } = useQuery(refusalsQuery(asked))
  const set = (change: RefusalsSearch) => void navigate({ search: (before) => ({ ...before, ...change }), replace: true })
  const usePages = () => useInfiniteQuery(refusedPeopleQuery(asked))
  return (
    <>
      <div className={classes.filter}>
        <DaysFilter days={search} onChange={set} />
        {Object.keys(search).length > 0 ? (
          <Button variant="subtle" color="gray" onClick={() => void navigate({ search: {}, replace: true })}>
            {say('clear')}
          </Button>
        ) : null}
      </div>
      {isPending ? <Lines count={8} /> : null}
      {error ? <ErrorBox error={error} onRetry={refetch} /> : null}
      {data?.count === 0 ? <Empty small icon={IconShieldCheck} title={say('no_refusals')} text={say('none_text')} /> : null}
      {data ? (
        <>
          <Figures
            figures={[
              { title: say('refused_count'), number: count(data.count, language) },
              { title: say('refused_persons'), number: count(data.persons, language) },
            ]}
          />
          {data.count > 0 ? <ByDay refusals={data} days={chosenDays(search, opened)} /> : null}
          <Facets refusals={data} search={search} set={set} />
          {data.count > 0 ? <People key={JSON.stringify(asked)} persons={data.persons} usePages={usePages} /> : null}
        </>
      ) : null}
    </>
  )
}

const dayMs = 86_400_000

function ByDay({ refusals, days }: { refusals: Refusals; days: { from: string; until: string } }) {
  const say = useWords(touchedWords)
  const language = useLanguage()
  const now = useNow()
  const counts = new Map(refusals.days.map(({ day, count: n }) => [day, n]))
  const most = Math.max(1, ...counts.values())
  const length = Math.round((plainDay(days.until).getTime() - plainDay(days.from).getTime()) / dayMs) + 1
  const all = Array.from({ length: Math.max(1, length) }, (_, i) => isoDay(new Date(plainDay(days.from).getTime() + i * dayMs)))
  const named = (day: string) => dayOf(plainDay(day), now, language)
  return (
    <Section title={say('by_day')} lead={say('days_zone', { zone: refusals.time_zone })}>
      <ol className={classes.bars}>
        {all.map((day) => {
          const number = counts.get(day) ?? 0
          const told = say('day_count', { day: named(day), count: count(number, language) })
          return (
            <li
              key={day}
              title={told}
              data-none={number === 0 || undefined}
              style={{ blockSize: number === 0 ? '100%' : `${Math.max(3, (number / most) * 100)}%` }}
            >
              <VisuallyHidden>{told}</VisuallyHidden>
            </li>
          )
        })}
      </ol>
      <div className={classes.axis} aria-hidden="true">
        <span>{named(days.from)}</span>
        <span>{named(days.until)}</span>
      </div>
    </Section>
  )
}

function Facets({ refusals, search, set }: { refusals: Refusals; search: RefusalsSearch; set: (change: RefusalsSearch) => void }) {
  const say = useWords(touchedWords)
  const language = useLanguage()
  const reason = useCodeWords(reasonWords)
  const roleName = useRoleName()
  const navigate = route.useNavigate()
  /** Chosen once more it is chosen no more. */
  const choose = (name: 'reason' | 'role' | 'purpose', code: string) => {
    if (search[name] !== code) return set({ [name]: code })
    const { [name]: _, ...rest } = search
    void navigate({ search: rest, replace: true })
  }
  const share = (name: 'reason' | 'role' | 'purpose', code: string, title: string, number: number) => ({
    key: code,
    title,
    number,
    chosen: search[name] === code,
    onChoose: () => choose(name, code),
  })
  const roleOf = (actor: Refusals['roles'][number]['actor'], role: string) => (actor === 'service' ? say('actor_service') : roleName(role))
  return (
    <div className={classes.columns}>
      <Shares title={say('by_reason')} shares={refusals.reasons.map((one) => share('reason', one.reason, reason(one.reason), one.count))} />
      <Shares
        title={say('by_role')}
        shares={refusals.roles.map((one) => ({ ...share('role', one.role, roleOf(one.actor, one.role), one.count), key: `${one.actor} ${one.role}` }))}
      />
      <Shares
        title={say('by_purpose')}
        shares={refusals.purposes.map(({ purpose, count: n }) => share('purpose', purpose.code, pick(purpose.title, language) ?? purpose.code, n))}
      />
    </div>
  )
}
