import { Button, SegmentedControl } from '@mantine/core'
import { IconCheckbox, IconMessageReport, IconPlus, IconSeeding } from '@tabler/icons-react'
import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { getRouteApi, Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { Suspense } from 'react'
import { Empty } from '../../ui/Empty.tsx'
import { ErrorBox } from '../../ui/ErrorBox.tsx'
import { Lines } from '../../ui/Loading.tsx'
import { MayButton } from '../../ui/MayButton.tsx'
import { useNow } from '../../ui/now.ts'
import { Page, Section } from '../../ui/Page.tsx'
import { part } from '../../ui/part.ts'
import { ui } from '../../ui/ui.words.ts'
import { useWords } from '../../ui/words.ts'
import { ownZone, partsOf } from '../../ui/zone.ts'
import { healthQuery } from '../health/queries.ts'
import { useMe } from '../session/session.ts'
import { Birthdays } from './Birthdays.tsx'
import { CaseRow } from './CaseRow.tsx'
import { DayTasks } from './DayTasks.tsx'
import type { Whose } from './queries.ts'
import { casesQuery, dayQuery, tasksQuery } from './queries.ts'
import { TaskForm } from './TaskForm.tsx'
import { UnitFilter } from './UnitFilter.tsx'
import { Waiting } from './Waiting.tsx'
import classes from './Work.module.css'
import { work } from './work.words.ts'

const Onboarding = part(() => import('../onboarding/Onboarding.tsx'))

const route = getRouteApi('/shell/')
const choices: readonly Whose[] = ['mine', 'unassigned', 'all']

/** Where the day begins: what I promised, what waits, which cases are open. */
export default function TodayPage() {
  const say = useWords(work)
  const navigate = route.useNavigate()
  const may = useMe().can('work.do')
  const { whose = 'mine', unit, add = false } = route.useSearch()
  // In the address, so that the palette begins a task also where the day stands open already.
  const setAdding = (on: boolean) => void navigate({ search: (old) => ({ ...old, add: on || undefined }), replace: true })
  const tasks = useInfiniteQuery(tasksQuery({ whose, unit }))
  const cases = useInfiniteQuery(casesQuery({ whose, unit }))
  const { hour } = partsOf(useNow())
  const greeting = hour < 5 || hour >= 18 ? 'greeting_evening' : hour < 12 ? 'greeting_morning' : 'greeting_day'
  const { data: day } = useQuery(dayQuery({ whose, unit }, ownZone() ?? Intl.DateTimeFormat().resolvedOptions().timeZone))
  const openTasks = tasks.data?.pages.flatMap(({ items }) => items) ?? []
  const openCases = cases.data?.pages.flatMap(({ items }) => items) ?? []
  const waiting = day ? Object.values(day.tasks).reduce((sum, each) => sum + each, day.cases) : 0
  const lead = !day || whose !== 'mine' || unit ? undefined : waiting > 0 ? say('lead', { count: waiting }) : say('lead_none')
  const everyone =
    whose === 'all' ? null : (
      <Button size="xs" variant="default" onClick={() => void navigate({ search: (old) => ({ ...old, whose: 'all' }), replace: true })}>
        {say('show_all')}
      </Button>
    )
  return (
    <Page
      title={say(greeting)}
      lead={lead}
      actions={
        <>
          <UnitFilter value={unit} onChange={(next) => void navigate({ search: (old) => ({ ...old, unit: next }), replace: true })} />
          <SegmentedControl
            aria-label={say('whose')}
            value={whose}
            onChange={(next) => void navigate({ search: (old) => ({ ...old, whose: next === 'mine' ? undefined : next }), replace: true })}
            data={choices.map((each) => ({ value: each, label: say(`whose_${each}`) }))}
          />
        </>
      }
    >
      <Suspense>
        <Onboarding />
      </Suspense>
      <FirstSteps />
      {whose === 'mine' ? <Waiting /> : null}
      <Section
        title={say('tasks')}
        actions={
          add ? null : (
            <MayButton
              may={may}
              why={say('only')}
              size="xs"
              variant="default"
              leftSection={<IconPlus size={15} stroke={1.6} />}
              onClick={() => setAdding(true)}
            >
              {say('add_task')}
            </MayButton>
          )
        }
      >
        {add && may ? <TaskForm onDone={() => setAdding(false)} /> : null}
        <List
          plain
          of={tasks}
          empty={openTasks.length > 0 ? null : <Empty small icon={IconCheckbox} title={say('no_tasks')} text={say('no_tasks_text')} action={everyone} />}
        >
          {openTasks.length > 0 ? [<DayTasks key="tasks" tasks={openTasks} counts={day?.tasks} />] : []}
        </List>
      </Section>
      {whose === 'mine' && day ? <Birthdays list={day.birthdays} /> : null}
      <Section title={say('cases')}>
        <List of={cases} empty={<Empty small icon={IconMessageReport} title={say('no_cases')} text={say('no_cases_text')} action={everyone} />}>
          {openCases.map((each) => (
            <CaseRow key={each.id} of={each} showAbout />
          ))}
        </List>
      </Section>
    </Page>
  )
}

type Paged = { isPending: boolean; error: unknown; hasNextPage: boolean; isFetchingNextPage: boolean; fetchNextPage: () => unknown; refetch: () => unknown }

function List({ of, empty, plain, children }: { of: Paged; empty: ReactNode; plain?: boolean; children: ReactNode[] }) {
  const sayUi = useWords(ui)
  if (of.isPending) return <Lines count={3} />
  if (of.error) return <ErrorBox error={of.error} onRetry={() => void of.refetch()} />
  if (children.length === 0) return <div className={classes.list}>{empty}</div>
  return (
    <>
      {plain ? children : <ul className={classes.list}>{children}</ul>}
      {of.hasNextPage ? (
        <Button variant="default" size="xs" loading={of.isFetchingNextPage} onClick={() => void of.fetchNextPage()}>
          {sayUi('more')}
        </Button>
      ) : null}
    </>
  )
}

/** While there are no customers yet, the first thing to do. */
function FirstSteps() {
  const say = useWords(work)
  const me = useMe()
  const { data } = useQuery({ ...healthQuery, enabled: me.can('imports.run') })
  if (!data || data.counts.customers.count > 0) return null
  return (
    <div className={classes.list}>
      <Empty
        icon={IconSeeding}
        title={say('start_title')}
        text={say('start_text')}
        action={
          <Button component={Link} to="/import">
            {say('start_import')}
          </Button>
        }
      />
    </div>
  )
}
