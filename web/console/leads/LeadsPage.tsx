import { Button, NativeSelect } from '@mantine/core'
import { IconFileImport, IconPlus, IconUserPlus } from '@tabler/icons-react'
import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { getRouteApi, Link } from '@tanstack/react-router'
import { Suspense, useRef, useState } from 'react'
import { Empty } from '../../ui/Empty.tsx'
import { ErrorBox } from '../../ui/ErrorBox.tsx'
import { useShortcuts } from '../../ui/keys.ts'
import { Rows } from '../../ui/Loading.tsx'
import { MayButton } from '../../ui/MayButton.tsx'
import { More } from '../../ui/More.tsx'
import { Page } from '../../ui/Page.tsx'
import { part } from '../../ui/part.ts'
import { useWords } from '../../ui/words.ts'
import { useMe } from '../session/session.ts'
import { AnswerTime } from './AnswerTime.tsx'
import { leadCountsQuery } from './counts.ts'
import { LeadRow } from './LeadRow.tsx'
import classes from './Leads.module.css'
import { leadsWords } from './leads.words.ts'
import { isOpen, type Lead, leadsQuery } from './queries.ts'
import type { LeadsSearch } from './search.ts'
import { useLead } from './useLead.ts'

const route = getRouteApi('/shell/leads')
const NewCustomer = part(() => import('../customers/NewCustomer.tsx'))
const CallLead = part(() => import('./CallLead.tsx'))
const tabs = ['open', 'new', 'mine', 'unassigned', 'late'] as const
const closed = ['disqualified', 'converted', 'joined'] as const
const sources = ['form', 'import', 'hand', 'api'] as const

/** Who may become a customer: whoever waits longest for an answer stands first, and one key does what comes next. */
export default function LeadsPage() {
  const say = useWords(leadsWords)
  const navigate = route.useNavigate()
  const search = route.useSearch()
  const pages = useInfiniteQuery({ ...leadsQuery(search), placeholderData: (old) => old })
  const { data: counts } = useQuery(leadCountsQuery)
  const rows = pages.data?.pages.flatMap(({ items }) => items) ?? []
  const [calling, setCalling] = useState<Lead>()
  const [turning, setTurning] = useState<string>()
  const list = useRef<HTMLUListElement>(null)
  const act = useLead()
  const may = useMe().can('leads.work')
  const set = (part: LeadsSearch) => void navigate({ search: part, replace: true })
  const view = search.state ? undefined : (search.view ?? 'open')
  useLeadKeys({ list, rows, act, onCall: setCalling, onTurnDown: (lead) => setTurning(lead.id), onNew: () => set({ ...search, new: true }) })
  return (
    <Page
      title={say('title')}
      lead={counts ? (counts.late > 0 ? say('late_lead', { count: counts.late }) : say('none_late')) : undefined}
      actions={
        <>
          <AnswerTime />
          <FromFile />
          <NewLead icon onNew={() => set({ ...search, new: true })} />
        </>
      }
      toolbar={
        <div className={classes.toolbar}>
          <nav className={classes.tabs} aria-label={say('views')}>
            {tabs.map((tab) => (
              <Link
                key={tab}
                to="/leads"
                search={{ ...(tab === 'open' ? {} : { view: tab }), ...(search.source ? { source: search.source } : {}) }}
                className={classes.tab}
                aria-current={view === tab ? 'page' : undefined}
                data-late={tab === 'late' && counts && counts.late > 0 ? true : undefined}
              >
                {say(`view_${tab}`)} {counts ? <span className="num">{counts[tab]}</span> : null}
              </Link>
            ))}
          </nav>
          <NativeSelect
            aria-label={say('closed')}
            value={search.state ?? (search.view === 'all' ? 'all' : '')}
            data={[
              { value: '', label: say('closed') },
              ...closed.map((state) => ({ value: state, label: say(`state_${state}`) })),
              { value: 'all', label: say('view_all') },
            ]}
            onChange={(event) => {
              const state = closed.find((each) => each === event.currentTarget.value)
              const source = search.source ? { source: search.source } : {}
              set(state ? { state, ...source } : event.currentTarget.value === 'all' ? { view: 'all', ...source } : source)
            }}
          />
          <NativeSelect
            aria-label={say('source')}
            value={search.source ?? ''}
            data={[{ value: '', label: say('any_source') }, ...sources.map((source) => ({ value: source, label: say(`source_${source}`) }))]}
            onChange={(event) => {
              const source = sources.find((each) => each === event.currentTarget.value)
              const { source: _, ...rest } = search
              set(source ? { ...rest, source } : rest)
            }}
          />
        </div>
      }
    >
      {pages.isPending ? <Rows /> : null}
      {pages.error ? <ErrorBox error={pages.error} onRetry={() => void pages.refetch()} /> : null}
      {pages.data && rows.length === 0 ? <NoLeads search={search} onClear={() => set({})} onNew={() => set({ ...search, new: true })} /> : null}
      {rows.length > 0 ? (
        <>
          <ul ref={list} className={classes.list} data-fading={pages.isPlaceholderData || undefined}>
            {rows.map((lead) => (
              <LeadRow
                key={lead.id}
                lead={lead}
                act={act}
                turning={turning === lead.id}
                onTurn={(open) => setTurning(open ? lead.id : undefined)}
                onCall={() => setCalling(lead)}
              />
            ))}
          </ul>
          <p className={classes.keys}>{say('keys')}</p>
          <More of={pages} />
        </>
      ) : null}
      <Suspense>
        {search.new && may ? <NewCustomer as="lead" onClose={() => set({ ...search, new: undefined })} /> : null}
        {calling ? <CallLead lead={calling} onClose={() => setCalling(undefined)} /> : null}
      </Suspense>
    </Page>
  )
}

function NoLeads({ search, onClear, onNew }: { search: LeadsSearch; onClear: () => void; onNew: () => void }) {
  const say = useWords(leadsWords)
  const narrow = Boolean(search.view ?? search.state ?? search.source)
  return (
    <Empty
      icon={IconUserPlus}
      title={say(narrow ? 'none_here' : 'none')}
      text={say(narrow ? 'none_here_text' : 'none_text')}
      action={
        narrow ? (
          <Button size="xs" variant="default" onClick={onClear}>
            {say('show_open')}
          </Button>
        ) : (
          <>
            <NewLead onNew={onNew} />
            <FromFile size="xs" />
          </>
        )
      }
    />
  )
}

/** Somebody entered by hand: with its picture at the head of the page, small where nobody is yet. */
function NewLead({ icon, onNew }: { icon?: true; onNew: () => void }) {
  const say = useWords(leadsWords)
  const may = useMe().can('leads.work')
  return (
    <MayButton may={may} why={say('work_only')} size={icon ? 'sm' : 'xs'} leftSection={icon ? <IconPlus size={16} stroke={1.8} /> : null} onClick={onNew}>
      {say('add')}
    </MayButton>
  )
}

function FromFile({ size }: { size?: 'xs' }) {
  const say = useWords(leadsWords)
  const navigate = route.useNavigate()
  const may = useMe().can('imports.run')
  return (
    <MayButton
      may={may}
      why={say('from_file_only')}
      {...(size ? { size } : {})}
      variant="default"
      leftSection={<IconFileImport size={16} stroke={1.6} />}
      onClick={() => void navigate({ to: '/import', search: { as: 'lead' } })}
    >
      {say('from_file')}
    </MayButton>
  )
}

type Keys = {
  list: { current: HTMLUListElement | null }
  rows: readonly Lead[]
  act: ReturnType<typeof useLead>
  onCall: (lead: Lead) => void
  onTurnDown: (lead: Lead) => void
  onNew: () => void
}

/** J and K walk the rows; one letter does what comes next with the row that has the focus, the first one when none has. */
function useLeadKeys({ list, rows, act, onCall, onTurnDown, onNew }: Keys): void {
  const may = useMe().can('leads.work')
  const at = () => rows.findIndex(({ id }) => id === document.activeElement?.getAttribute('data-row'))
  const step = (by: number) => () => {
    const next = rows[at() === -1 ? 0 : Math.max(0, Math.min(rows.length - 1, at() + by))]
    if (next) list.current?.querySelector<HTMLElement>(`[data-row="${CSS.escape(next.id)}"]`)?.focus()
  }
  const withRow = (run: (lead: Lead) => void) => () => {
    const lead = rows[at()]
    if (lead && isOpen(lead) && !act.busy && may) run(lead)
  }
  useShortcuts([
    { keys: 'J', run: step(1) },
    { keys: 'K', run: step(-1) },
    ...(may ? [{ keys: 'C', run: onNew }] : []),
    { keys: 'T', run: withRow(act.take) },
    { keys: 'P', run: withRow(onCall) },
    { keys: 'Q', run: withRow(act.qualify) },
    { keys: 'X', run: withRow(onTurnDown) },
    { keys: 'V', run: withRow(act.convert) },
  ])
}
