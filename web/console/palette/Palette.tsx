import { Modal } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { IconSearch } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import type { KeyboardEvent, ReactNode } from 'react'
import { useEffect, useRef, useState } from 'react'
import { search } from '../../../src/office/console/contract.ts'
import { call } from '../../ui/api.ts'
import { Face, Name } from '../../ui/Person.tsx'
import { useWords } from '../../ui/words.ts'
import { useMe } from '../session/session.ts'
import { useRecent } from '../shell/recent.ts'
import classes from './Palette.module.css'
import { palette } from './palette.words.ts'
import { useCampaignEntries } from './useCampaignEntries.ts'
import { usePageEntries } from './usePageEntries.tsx'
import { useWorkEntries } from './useWorkEntries.ts'

/** Shorter than the pause between two keys of a fast typist: what a key finds stands there within a tenth of a second. */
const pauseMs = 30

type Row = { key: string; run: () => void; face: ReactNode; label: ReactNode; hint?: string | undefined }
type Group = { title: string; rows: Row[] }
type PaletteProps = { opened: boolean; onClose: () => void; onShortcuts: () => void }

/** One field that finds customers, pages and actions. Arrow keys move, Enter opens. */
export default function Palette({ opened, onClose, onShortcuts }: PaletteProps) {
  const say = useWords(palette)
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      withCloseButton={false}
      padding={0}
      size={620}
      yOffset="12vh"
      centered={false}
      aria-label={say('title')}
      classNames={{ content: classes.box ?? '' }}
    >
      <Finder onClose={onClose} onShortcuts={onShortcuts} />
    </Modal>
  )
}

function Finder({ onClose, onShortcuts }: Omit<PaletteProps, 'opened'>) {
  const say = useWords(palette)
  const [typed, setTyped] = useState('')
  const [at, setAt] = useState(0)
  const list = useRef<HTMLDivElement>(null)
  const { groups, settled } = useGroups(typed, onShortcuts)
  const rows = groups.flatMap((group) => group.rows)
  const current = Math.min(at, Math.max(0, rows.length - 1))
  useEffect(() => {
    void list.current?.querySelector('[aria-selected="true"]')?.scrollIntoView({ block: 'nearest' })
  }, [current])

  const open = (row: Row | undefined) => {
    if (!row) return
    onClose()
    row.run()
  }
  const onKey = (event: KeyboardEvent) => {
    const step = { ArrowDown: 1, ArrowUp: -1, Tab: event.shiftKey ? -1 : 1 }[event.key]
    if (step !== undefined) setAt((current + step + rows.length) % Math.max(1, rows.length))
    else if (event.key === 'Enter') open(rows[current])
    else return
    event.preventDefault()
  }

  return (
    <div>
      <div className={classes.search}>
        <IconSearch size={18} stroke={1.6} aria-hidden="true" />
        <input
          data-autofocus
          className={classes.input}
          role="combobox"
          aria-expanded="true"
          aria-controls="palette-list"
          aria-activedescendant={rows[current] ? `palette-${current}` : undefined}
          aria-label={say('title')}
          placeholder={say('placeholder')}
          value={typed}
          maxLength={200}
          autoComplete="off"
          spellCheck={false}
          onChange={(event) => {
            setTyped(event.currentTarget.value)
            setAt(0)
          }}
          onKeyDown={onKey}
        />
      </div>
      <div ref={list} id="palette-list" role="listbox" data-stays aria-label={say('title')} className={classes.list}>
        {groups.map((group) => (
          <div key={group.title} role="group" aria-label={group.title}>
            <p className={classes.group} aria-hidden="true">
              {group.title}
            </p>
            {group.rows.map((row) => {
              const place = rows.indexOf(row)
              return (
                <div
                  key={row.key}
                  id={`palette-${place}`}
                  role="option"
                  aria-selected={place === current}
                  tabIndex={-1}
                  className={classes.row}
                  onMouseMove={() => setAt(place)}
                  onClick={() => open(row)}
                  onKeyDown={onKey}
                >
                  <span className={classes.face}>{row.face}</span>
                  <span className={classes.label}>{row.label}</span>
                  {row.hint ? <span className={classes.hint}>{row.hint}</span> : null}
                </div>
              )
            })}
          </div>
        ))}
      </div>
      {rows.length === 0 && settled ? (
        <div className={classes.none}>
          <p>{say('none', { query: typed })}</p>
          <p className="quiet small">{say('none_text')}</p>
        </div>
      ) : null}
      <div className={classes.foot} aria-hidden="true">
        <span>
          <kbd>↑</kbd> <kbd>↓</kbd> {say('hint_move')}
        </span>
        <span>
          <kbd>↵</kbd> {say('hint_open')}
        </span>
        <span>
          <kbd>Esc</kbd> {say('hint_close')}
        </span>
      </div>
      <div role="status" className={classes.status}>
        {typed && settled ? say('found', { count: rows.length }) : ''}
      </div>
    </div>
  )
}

function useGroups(typed: string, onShortcuts: () => void): { groups: Group[]; settled: boolean } {
  const say = useWords(palette)
  const navigate = useNavigate()
  const me = useMe()
  const recent = useRecent()
  const found = usePageEntries(typed, onShortcuts)
  const [query] = useDebouncedValue(typed.trim(), pauseMs)
  const { data, isFetching } = useQuery({
    queryKey: ['search', query],
    queryFn: ({ signal }) => call(search, { query: { q: query, limit: 8 }, signal }),
    enabled: query.length > 1 && me.can('customers.see'),
    placeholderData: (old) => (query.length > 1 ? old : undefined),
  })
  const toCustomer = (id: string) => () => void navigate({ to: '/customers/$customerId', params: { customerId: id } })
  const hits = (query.length > 1 ? (data?.items ?? []) : []).map((hit) => ({
    kind: hit.kind,
    row: {
      key: hit.id,
      run: toCustomer(hit.id),
      face: <Face who={hit} size={26} />,
      label: <Name who={hit} />,
      hint: hit.shown ?? undefined,
    },
  }))
  const campaigns = useCampaignEntries(typed)
  const work = useWorkEntries(typed)
  const asRow = (entry: (typeof found.pages)[number]): Row => ({
    key: entry.key,
    run: entry.run,
    face: <entry.icon size={17} stroke={1.6} />,
    label: entry.label,
    hint: entry.hint,
  })
  const recentRows = typed
    ? []
    : recent.map((who): Row => ({ key: who.id, run: toCustomer(who.id), face: <Face who={who} size={26} />, label: <Name who={who} /> }))
  const groups = [
    { title: say('recent'), rows: recentRows },
    { title: say('people'), rows: hits.filter(({ kind }) => kind === 'person').map(({ row }) => row) },
    { title: say('organisations'), rows: hits.filter(({ kind }) => kind === 'organisation').map(({ row }) => row) },
    { title: say('work'), rows: work.map(asRow) },
    { title: say('here'), rows: found.here.map(asRow) },
    { title: say('pages'), rows: found.pages.map(asRow) },
    { title: say('actions'), rows: found.actions.map(asRow) },
    { title: say('campaigns'), rows: campaigns.map(asRow) },
    { title: say('settings'), rows: found.settings.map(asRow) },
  ].filter(({ rows }) => rows.length > 0)
  return { groups, settled: query === typed.trim() && !isFetching }
}
