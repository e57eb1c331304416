import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { z } from 'zod'
import { writeField } from '../../../src/office/console/contract.ts'
import { actor } from '../../../src/office/console/shapes.ts'
import { ApiProblem, call, isAway } from '../../ui/api.ts'
import { notice, trouble } from '../../ui/notices.tsx'
import { apart, whole } from '../../ui/said.ts'
import { useExplain } from '../../ui/useExplain.ts'
import { useSaidIn } from '../../ui/useSaidIn.ts'
import { useWords } from '../../ui/words.ts'
import { type Card, cardQuery } from '../card/queries.ts'
import { nameOf, useKeep } from '../outbox/useKeep.ts'
import { type Field, useFieldTitle } from './fieldValue.ts'
import { isRowField, withField, writeRowField } from './rowField.ts'
import { valuesWords } from './values.words.ts'

const currentShape = z.object({ value: z.string().nullable(), etag: z.string(), changed_at: z.string().nullable(), by: actor.nullable() })
export const staleShape = z.object({ current: currentShape.nullable() })

/** Two wrote one field: what I wanted, and what stands there. */
export type Clash = { field: Field; mine: string | null; theirs: z.output<typeof currentShape> }
/** What was typed and why it was not taken. */
export type Refused = { field: string; typed: string; sentence: string }

type Writes = {
  /** Shows the value at once; when it is refused the old one comes back, and `refused` says why. */
  write(field: Field, value: string | null, how?: 'undo' | 'restore'): void
  refused: Refused | undefined
  forget(): void
  clash: Clash | undefined
  settle(choice: 'mine' | 'theirs'): void
}

/** Writes upon what was seen: a version, or where there is none the value. */
async function put(customer_id: string, field: Field, value: string | null): Promise<Pick<Field, 'value' | 'etag'>> {
  if (isRowField(field.field)) {
    await writeRowField(customer_id, { field: field.field, value, was: field.value })
    return { value, etag: '' }
  }
  const headers: Record<string, string> = field.etag === '' ? { 'if-none-match': '*' } : { 'if-match': `"${field.etag}"` }
  const written = await call(writeField, { params: { customer_id, field: field.field }, body: { value }, headers })
  return { value: written.value, etag: written.etag }
}

/** How the fields of a card are written: optimistic, with ten seconds to take it back, and never over what somebody else wrote meanwhile. */
export function useWrites(customerId: string): Writes {
  const say = useWords(valuesWords)
  const title = useFieldTitle()
  const explain = useExplain()
  const saidIn = useSaidIn()
  const keep = useKeep()
  const client = useQueryClient()
  const [refused, setRefused] = useState<Refused>()
  const [clash, setClash] = useState<Clash>()
  const { queryKey } = cardQuery(customerId)

  const show = (field: Field, to: Partial<Field>) => client.setQueryData(queryKey, (card: Card | undefined) => (card ? withField(card, field, to) : card))

  async function send(field: Field, value: string | null, how: 'write' | 'undo' | 'restore'): Promise<void> {
    setRefused(undefined)
    const edit = {
      kind: 'field',
      customer: customerId,
      who: nameOf(customerId),
      field: field.field,
      title: title(field),
      value,
      was: field.value,
      etag: field.etag,
    } as const
    const waits = !isRowField(field.field)
    if (waits && keep.behind(edit)) return
    await client.cancelQueries({ queryKey })
    show(field, { value })
    try {
      const written = await put(customerId, field, value)
      show(field, { ...written, versions: field.versions + 1 })
      const said = say(how === 'write' ? (value === null ? 'emptied' : 'changed') : 'restored', { field: title(field) })
      notice(said, how === 'undo' ? undefined : { label: say('undo'), run: () => void send({ ...field, ...written }, field.value, 'undo') })
      void client.invalidateQueries({ queryKey })
      void client.invalidateQueries({ queryKey: ['history', customerId, field.field] })
    } catch (error) {
      show(field, { value: field.value })
      if (waits && isAway(error)) keep.orLater(error, edit)
      else take(error, field, value)
    }
  }

  function take(error: unknown, field: Field, value: string | null): void {
    const stale = error instanceof ApiProblem && error.status === 412 ? staleShape.safeParse(error.said) : undefined
    if (stale?.data?.current) return setClash({ field, mine: value, theirs: stale.data.current })
    if (error instanceof ApiProblem && error.place === field.field) {
      const sentence = whole(saidIn(apart(error.detail, error.place).sentence) ?? explain(error))
      return setRefused({ field: field.field, typed: value ?? '', sentence })
    }
    trouble(explain(error))
  }

  function settle(choice: 'mine' | 'theirs'): void {
    if (!clash) return
    const { field, mine, theirs } = clash
    setClash(undefined)
    const now = { ...field, value: theirs.value, etag: theirs.etag, changed_at: theirs.changed_at ?? field.changed_at }
    show(field, now)
    void client.invalidateQueries({ queryKey: ['history', customerId, field.field] })
    if (choice === 'mine') void send(now, mine, 'write')
    else void client.invalidateQueries({ queryKey })
  }

  return {
    write: (field, value, how) => void send(field, value, how ?? 'write'),
    refused,
    forget: () => setRefused(undefined),
    clash,
    settle,
  }
}
