import { Button } from '@mantine/core'
import { useMediaQuery } from '@mantine/hooks'
import { Link, useNavigate } from '@tanstack/react-router'
import type { MouseEvent } from 'react'
import { useEffect, useRef } from 'react'
import { ChannelIcon } from '../../ui/ChannelIcon.tsx'
import { ClassMark } from '../../ui/ClassMark.tsx'
import { plainDay, span } from '../../ui/formats.ts'
import { useShortcuts } from '../../ui/keys.ts'
import { useNow } from '../../ui/now.ts'
import { Face, Name } from '../../ui/Person.tsx'
import { ui } from '../../ui/ui.words.ts'
import { Money, When } from '../../ui/values.tsx'
import { useLanguage, useWords } from '../../ui/words.ts'
import classes from './CustomersTable.module.css'
import { customersWords } from './customers.words.ts'
import type { CustomerRow } from './queries.ts'

type TableProps = {
  rows: readonly CustomerRow[]
  opened: string | undefined
  fading: boolean
  onOpen: (id: string) => void
  hasMore: boolean
  loadingMore: boolean
  onMore: () => void
}

/** The rows. A click opens the card beside the list; on a narrow screen, and with Ctrl, the card's own page. */
export function CustomersTable({ rows, opened, fading, onOpen, hasMore, loadingMore, onMore }: TableProps) {
  const say = useWords(customersWords)
  const sayUi = useWords(ui)
  const table = useRef<HTMLTableElement>(null)
  const beside = useMediaQuery('(min-width: 1100px)')
  const navigate = useNavigate()
  useRowKeys({ table, rows, opened, onOpen, full: (id) => void navigate({ to: '/customers/$customerId', params: { customerId: id } }) })
  const click = (id: string) => (event: MouseEvent) => {
    if (!beside || event.defaultPrevented || event.ctrlKey || event.metaKey || event.shiftKey || event.button !== 0) return
    event.preventDefault()
    onOpen(id)
  }
  return (
    <div>
      <table ref={table} className={classes.table} data-fading={fading || undefined}>
        <thead>
          <tr>
            <th scope="col">{say('name')}</th>
            <th scope="col" className={classes.mid}>
              {say('value_class')}
            </th>
            <th scope="col" className={classes.wide}>
              {say('with_us')}
            </th>
            <th scope="col">{say('last_contact')}</th>
            <th scope="col" className={classes.wide}>
              {say('open')}
            </th>
            <th scope="col" className={classes.sum}>
              {say('spent')}
            </th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <Row key={row.id} row={row} current={row.id === opened} onClick={click(row.id)} />
          ))}
        </tbody>
      </table>
      {hasMore ? (
        <div className={classes.more}>
          <Button variant="default" loading={loadingMore} onClick={onMore}>
            {sayUi('more')}
          </Button>
        </div>
      ) : null}
    </div>
  )
}

function Row({ row, current, onClick }: { row: CustomerRow; current: boolean; onClick: (event: MouseEvent) => void }) {
  const language = useLanguage()
  const now = useNow()
  return (
    <tr data-current={current || undefined} className={classes.row}>
      <th scope="row">
        <Link
          to="/customers/$customerId"
          params={{ customerId: row.id }}
          className={classes.name}
          onClick={onClick}
          data-row={row.id}
          preload={false}
          aria-current={current || undefined}
        >
          <Face who={row} size={26} />
          <span className={classes.nameText}>
            <Name who={row} />
          </span>
        </Link>
      </th>
      <td className={classes.mid}>{row.value_class ? <ClassMark of={row.value_class} /> : '—'}</td>
      <td className={classes.wide}>{row.since ? span(plainDay(row.since), now, language) : '—'}</td>
      <td className={classes.contact}>
        {row.last_contact ? (
          <>
            <ChannelIcon channel={row.last_contact.channel} size={15} named /> <When at={row.last_contact.at} />
          </>
        ) : (
          '—'
        )}
      </td>
      <td className={classes.wide}>
        <Open row={row} />
      </td>
      <td className={classes.sum}>{row.spent ? <Money sum={row.spent} /> : '—'}</td>
    </tr>
  )
}

function Open({ row }: { row: CustomerRow }) {
  const say = useWords(customersWords)
  const parts = [row.open_cases > 0 ? say('cases', { count: row.open_cases }) : '', row.open_tasks > 0 ? say('tasks', { count: row.open_tasks }) : ''].filter(
    Boolean,
  )
  return (
    <span data-cases={row.open_cases > 0 || undefined} className={classes.open}>
      {parts.join(', ') || '—'}
    </span>
  )
}

type Keys = {
  table: { current: HTMLTableElement | null }
  rows: readonly CustomerRow[]
  opened: string | undefined
  onOpen: (id: string) => void
  full: (id: string) => void
}

/** J and K walk the rows; with the panel open they turn its pages. Enter goes from the panel to the full card. */
function useRowKeys({ table, rows, opened, onOpen, full }: Keys): void {
  const link = (id: string | undefined) => (id ? table.current?.querySelector<HTMLElement>(`[data-row="${CSS.escape(id)}"]`) : null)
  const focused = () => document.activeElement?.getAttribute('data-row') ?? opened
  const step = (by: number) => () => {
    const at = rows.findIndex(({ id }) => id === focused())
    const next = rows[at === -1 ? 0 : Math.max(0, Math.min(rows.length - 1, at + by))]
    link(next?.id)?.focus()
    if (next && opened) onOpen(next.id)
  }
  useShortcuts([
    { keys: 'J', run: step(1) },
    { keys: 'K', run: step(-1) },
    { keys: 'Enter', run: () => (opened && focused() === opened ? full(opened) : link(focused())?.click()) },
  ])
  useEffect(() => {
    void link(opened)?.scrollIntoView({ block: 'nearest' })
  }, [opened])
}
