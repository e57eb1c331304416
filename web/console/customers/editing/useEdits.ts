import { type QueryClient, useQueryClient } from '@tanstack/react-query'
import { createContext, useCallback, useContext, useMemo, useState } from 'react'
import type { z } from 'zod'
import { writeField } from '../../../../src/office/console/contract.ts'
import { assignCustomer, setCustomerUnits, tagCustomer, untagCustomer } from '../../../../src/office/ownership/contract.ts'
import { type Amount, amountIn, amountText } from '../../../../src/platform/amounts.ts'
import { ApiProblem, call, isAway } from '../../../ui/api.ts'
import { notice } from '../../../ui/notices.tsx'
import { useExplain } from '../../../ui/useExplain.ts'
import { useWords } from '../../../ui/words.ts'
import { useColumnTitle, useValueName } from '../../list/names.ts'
import type { CustomerRow, ListColumn, Page } from '../../list/queries.ts'
import type { Edit } from '../../outbox/edits.ts'
import { useKeep } from '../../outbox/useKeep.ts'
import { useReach } from '../../units/useReach.ts'
import { isRowField, writeRowField } from '../../values/rowField.ts'
import { staleShape } from '../../values/useWrites.ts'
import { gridWords } from '../grid.words.ts'

export type Value = NonNullable<CustomerRow['values']>[string]

/** What would hide a customer from whoever does it, until they say that they mean it. */
export type Asked = { row: CustomerRow; column: ListColumn; value: Value }

export type Edits = {
  asked: Asked | undefined
  settle(sure: boolean): void
  /** Shown at once; taken back, with the reason at the cell, when the server says no. */
  save(row: CustomerRow, column: ListColumn, value: Value): void
  /** Why the last change of this cell was not taken. */
  trouble(id: string, column: string): string | undefined
  forget(id: string, column: string): void
  /** A colleague wrote the same cell meanwhile. */
  clash: CellClash | undefined
  decide(choice: 'mine' | 'theirs'): void
}

type Theirs = NonNullable<z.output<typeof staleShape>['current']>
export type CellClash = { row: CustomerRow; column: ListColumn; mine: Value; theirs: Theirs }

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
  const [clash, setClash] = useState<CellClash>()
  const forget = useCallback((id: string, column: string) => setTroubles((old) => without(old, `${id} ${column}`)), [])
  const reach = useReach()
  const [asked, setAsked] = useState<Asked>()
  const keeps = useCallback((of: Asked) => !isCare(of.column) || reach.seesCustomer(careAfter(of)), [reach])
  const write = useCallback(
    (row: CustomerRow, column: ListColumn, value: Value) => {
      const before = row.values?.[column.column] ?? null
      const put = (what: Value) => putValue(client, row.id, column.column, what)
      forget(row.id, column.column)
      put(value)
      send(row.id, column, before, value).then(
        () => {
          notice(say('saved', { title: titleOf(column.column, column) }), {
            label: say('undo'),
            run: () => write(changed(row, column.column, value), column, before),
          })
          for (const key of [
            ['card', row.id],
            ['care', row.id],
            ['colleagues', 'for', row.id],
          ])
            void client.invalidateQueries({ queryKey: key })
        },
        (error: unknown) => {
          const said = { title: titleOf(column.column, column), nameOf: (id: string) => valueName(column, id) }
          const edits = isAway(error) ? editsOf(row, column, { before, value }, said) : []
          for (const edit of edits) keep.orLater(error, edit)
          if (edits.length > 0) return
          const met = error instanceof ApiProblem && error.status === 412 ? staleShape.safeParse(error.said).data?.current : undefined
          put(met ? inCell(column, met.value) : before)
          if (met) setClash({ row, column, mine: value, theirs: met })
          else setTroubles((old) => new Map(old).set(`${row.id} ${column.column}`, explain(error)))
        },
      )
    },
    [client, explain, say, titleOf, valueName, forget],
  )
  const save = useCallback(
    (row: CustomerRow, column: ListColumn, value: Value) => {
      if (plain(row.values?.[column.column] ?? null) === plain(value)) return
      const of = { row, column, value }
      if (keeps(of)) write(row, column, value)
      else setAsked(of)
    },
    [keeps, write],
  )
  const settle = useCallback(
    (sure: boolean) => {
      setAsked(undefined)
      if (sure && asked) write(asked.row, asked.column, asked.value)
    },
    [asked, write],
  )
  const trouble = useCallback((id: string, column: string) => troubles.get(`${id} ${column}`), [troubles])
  const decide = useCallback(
    (choice: 'mine' | 'theirs') => {
      setClash(undefined)
      if (clash && choice === 'mine') write(changed(clash.row, clash.column.column, inCell(clash.column, clash.theirs.value)), clash.column, clash.mine)
    },
    [clash, write],
  )
  return useMemo(() => ({ save, asked, settle, forget, trouble, clash, decide }), [save, asked, settle, forget, trouble, clash, decide])
}

/** None of several is nothing. */
const plain = (value: Value) => JSON.stringify(Array.isArray(value) ? (value.length > 0 ? value.toSorted() : null) : value)

const isCare = ({ column }: ListColumn) => column === 'units' || column === 'owner'

/** Who would look after them: what no column shows is taken for nobody. */
function careAfter({ row, column, value }: Asked): { units: readonly string[]; owner: string | null } {
  const after = { ...row.values, [column.column]: value }
  const owner = after['owner'] ?? null
  return { units: idsOf(after['units'] ?? null), owner: typeof owner === 'string' ? owner : null }
}

/** What the server said of a cell, as the cell holds it. */
function inCell({ type, sealed }: ListColumn, said: string | null): Value {
  if (said === null) return null
  if (type === 'money') return sealed ? said : (amountIn(said) ?? null)
  return type === 'number' ? Number(said) : type === 'boolean' ? said === 'true' : said
}

/** Writes upon the value that was seen; what a colleague has written since is not written over. */
async function send(customer_id: string, { column }: ListColumn, before: Value, value: Value): Promise<void> {
  if (column === 'owner') {
    await call(assignCustomer, { params: { customer_id }, body: { staff_id: text(value), was: text(before) } })
    return
  }
  if (column === 'tags') {
    const [had, has] = [idsOf(before), idsOf(value)]
    for (const tag_id of has.filter((id) => !had.includes(id))) await call(tagCustomer, { params: { customer_id, tag_id } })
    for (const tag_id of had.filter((id) => !has.includes(id))) await call(untagCustomer, { params: { customer_id, tag_id } })
    return
  }
  if (column === 'units') {
    await call(setCustomerUnits, { params: { customer_id }, body: { units: idsOf(value) } })
    return
  }
  if (isRowField(column)) await writeRowField(customer_id, { field: column, value: text(value), was: text(before) })
  else await call(writeField, { params: { customer_id, field: column }, body: { value: text(value), was: text(before) } })
}

/** The amount of a cell; what is sealed comes as its text. */
export function amountOf(value: Value): Amount | undefined {
  if (typeof value === 'string') return amountIn(value)
  return typeof value === 'object' && value !== null && 'minor' in value ? value : undefined
}

/** A value as fields take it. */
export function text(of: Value): string | null {
  if (typeof of === 'object' && of !== null && 'minor' in of) return amountText(of)
  return of === null ? null : String(of)
}

/** The same as edits that wait, where there is such a one: for tags one each. What version stood in the cell nobody knows, so they go upon its value. */
function editsOf(
  row: CustomerRow,
  { column }: ListColumn,
  { before, value }: { before: Value; value: Value },
  say: { title: string; nameOf(id: string): string },
): Edit[] {
  const about = { customer: row.id, who: row.name?.full ?? '' }
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
