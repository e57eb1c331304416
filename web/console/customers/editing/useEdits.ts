import { type QueryClient, useQueryClient } from '@tanstack/react-query'
import { createContext, useCallback, useContext, useMemo, useState } from 'react'
import { describeCustomer, writeField } from '../../../../src/office/console/contract.ts'
import { assignCustomer, tagCustomer, untagCustomer } from '../../../../src/office/ownership/contract.ts'
import { call, isAway } from '../../../ui/api.ts'
import { notice } from '../../../ui/notices.tsx'
import { useExplain } from '../../../ui/useExplain.ts'
import { useWords } from '../../../ui/words.ts'
import { useColumnTitle, useValueName } from '../../list/names.ts'
import type { CustomerRow, ListColumn, Page } from '../../list/queries.ts'
import type { Edit } from '../../outbox/edits.ts'
import { useKeep } from '../../outbox/useKeep.ts'
import { gridWords } from '../grid.words.ts'

export type Value = NonNullable<CustomerRow['values']>[string]

export type Edits = {
  /** Shown at once; taken back, with the reason at the cell, when the server says no. */
  save(row: CustomerRow, column: ListColumn, value: Value): void
  /** Why the last change of this cell was not taken. */
  trouble(id: string, column: string): string | undefined
  forget(id: string, column: string): void
}

const Context = createContext<Edits | undefined>(undefined)
export const EditsProvider = Context.Provider

export function useEditsHere(): Edits {
  const edits = useContext(Context)
  if (!edits) throw new Error('cells are edited inside a list')
  return edits
}

/** Changes of single cells: optimistic, one at a time a cell, each with ten seconds to take it back. */
export function useEdits(): Edits {
  const client = useQueryClient()
  const explain = useExplain()
  const say = useWords(gridWords)
  const titleOf = useColumnTitle()
  const valueName = useValueName()
  const keep = useKeep()
  const [troubles, setTroubles] = useState<ReadonlyMap<string, string>>(new Map())
  const forget = useCallback((id: string, column: string) => setTroubles((old) => without(old, `${id} ${column}`)), [])
  const save = useCallback(
    (row: CustomerRow, column: ListColumn, value: Value) => {
      const before = row.values?.[column.column] ?? null
      if (JSON.stringify(before) === JSON.stringify(value)) return
      const put = (what: Value) => putValue(client, row.id, column.column, what)
      forget(row.id, column.column)
      put(value)
      write(row.id, column, before, value).then(
        () => {
          notice(say('saved', { title: titleOf(column.column, column) }), {
            label: say('undo'),
            run: () => save(changed(row, column.column, value), column, before),
          })
          void client.invalidateQueries({ queryKey: ['card', row.id] })
        },
        (error: unknown) => {
          const said = { title: titleOf(column.column, column), nameOf: (id: string) => valueName(column, id) }
          const edits = isAway(error) ? editsOf(row, column, { before, value }, said) : []
          for (const edit of edits) keep.orLater(error, edit)
          if (edits.length > 0) return
          put(before)
          setTroubles((old) => new Map(old).set(`${row.id} ${column.column}`, explain(error)))
        },
      )
    },
    [client, explain, say, titleOf, valueName, forget],
  )
  return useMemo(() => ({ save, forget, trouble: (id, column) => troubles.get(`${id} ${column}`) }), [save, forget, troubles])
}

async function write(customer_id: string, { column }: ListColumn, before: Value, value: Value): Promise<void> {
  if (column === 'owner') {
    await call(assignCustomer, { params: { customer_id }, body: { staff_id: typeof value === 'string' ? value : null } })
    return
  }
  if (column === 'tags') {
    const [had, has] = [idsOf(before), idsOf(value)]
    for (const tag_id of has.filter((id) => !had.includes(id))) await call(tagCustomer, { params: { customer_id, tag_id } })
    for (const tag_id of had.filter((id) => !has.includes(id))) await call(untagCustomer, { params: { customer_id, tag_id } })
    return
  }
  if (column === 'role') {
    const role = roles.find((each) => each === value)
    if (role) await call(describeCustomer, { params: { customer_id }, body: { role } })
    return
  }
  if (column === 'language') {
    await call(describeCustomer, { params: { customer_id }, body: { language: typeof value === 'string' ? value : null } })
    return
  }
  await call(writeField, { params: { customer_id, field: column }, body: { value: value === null ? null : String(value) } })
}

const roles = ['customer', 'lead', 'supplier', 'partner'] as const

/** The same as edits that wait, where there is such a one: for tags one each. What version stood in the cell nobody knows, so what stands there is compared first. */
function editsOf(
  row: CustomerRow,
  { column }: ListColumn,
  { before, value }: { before: Value; value: Value },
  say: { title: string; nameOf(id: string): string },
): Edit[] {
  const about = { customer: row.id, who: row.name?.full ?? '' }
  const text = (of: Value) => (of === null ? null : String(of))
  if (column === 'owner') return [{ kind: 'owner', ...about, to: text(value), name: value === null ? null : say.nameOf(String(value)), was: text(before) }]
  if (column.startsWith('x_')) return [{ kind: 'field', ...about, field: column, title: say.title, value: text(value), was: text(before), etag: null }]
  if (column !== 'tags') return []
  const [had, has] = [idsOf(before), idsOf(value)]
  const tag = (id: string, on: boolean): Edit => ({ kind: 'tag', ...about, tag: id, title: say.nameOf(id), on })
  return [...has.filter((id) => !had.includes(id)).map((id) => tag(id, true)), ...had.filter((id) => !has.includes(id)).map((id) => tag(id, false))]
}

const idsOf = (value: Value): string[] => (Array.isArray(value) ? value : [])

const changed = (row: CustomerRow, column: string, value: Value): CustomerRow => ({ ...row, values: { ...row.values, [column]: value } })

/** In every list that is held, wherever this customer stands in it. */
function putValue(client: QueryClient, id: string, column: string, value: Value): void {
  client.setQueriesData<Page>({ queryKey: ['customers', 'rows'] }, (page) =>
    page?.items.some((row) => row.id === id) ? { ...page, items: page.items.map((row) => (row.id === id ? changed(row, column, value) : row)) } : page,
  )
}

function without(of: ReadonlyMap<string, string>, key: string): ReadonlyMap<string, string> {
  if (!of.has(key)) return of
  const next = new Map(of)
  next.delete(key)
  return next
}
