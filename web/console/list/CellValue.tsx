import { useQuery } from '@tanstack/react-query'
import { amountIn } from '../../../src/platform/amounts.ts'
import { ChannelIcon } from '../../ui/ChannelIcon.tsx'
import { ClassMark } from '../../ui/ClassMark.tsx'
import { count, plainDay, span } from '../../ui/formats.ts'
import { days } from '../../ui/formatters.ts'
import { useNow } from '../../ui/now.ts'
import { ui } from '../../ui/ui.words.ts'
import { Money, When } from '../../ui/values.tsx'
import { useLanguage, useWords } from '../../ui/words.ts'
import classes from './CellValue.module.css'
import { useValueName } from './names.ts'
import type { CustomerRow, ListColumn } from './queries.ts'
import { tagsQuery } from './tags.ts'

/** What stands in one cell, by the type of its column. */
export function CellValue({ column, row }: { column: ListColumn; row: CustomerRow }) {
  const value = row.values?.[column.column] ?? null
  if (column.column === 'value_class') return row.value_class ? <ClassMark of={row.value_class} /> : <None />
  if (column.column === 'last_contact' && row.last_contact) return <Contact at={row.last_contact.at} channel={row.last_contact.channel} />
  if (value === null || value === '') return <None />
  if (Array.isArray(value)) return value.length > 0 ? <Tags ids={value} column={column} /> : <None />
  if (typeof value === 'object') return <Money sum={value} />
  if (typeof value === 'number') return <Figure n={value} wait={column.column === 'open_cases' && value > 0} />
  if (typeof value === 'boolean') return <YesNo yes={value} />
  return <Text column={column} value={value} />
}

const None = () => (
  <span className={classes.none} aria-hidden="true">
    —
  </span>
)

function Text({ column, value }: { column: ListColumn; value: string }) {
  const nameOf = useValueName()
  const language = useLanguage()
  const now = useNow()
  if (column.column === 'since') return <>{span(plainDay(value.slice(0, 10)), now, language)}</>
  if (column.column === 'last_channel')
    return (
      <span className={classes.contact}>
        <ChannelIcon channel={value} size={15} /> {nameOf(column, value)}
      </span>
    )
  if (column.type === 'time') return <When at={value} as={column.column === 'next_task' || column.column === 'last_purchase' ? 'ago' : 'day'} />
  const amount = column.type === 'money' ? amountIn(value) : undefined
  if (amount) return <Money sum={amount} />
  if (column.type === 'day') return <>{dayOfYear(value, language)}</>
  if (column.type === 'code' || column.type === 'staff') return <>{nameOf(column, value)}</>
  return <>{value}</>
}

/** `05-21`: a month and a day, of no year. */
export function dayOfYear(value: string, language: 'en' | 'ru'): string {
  const [month = 1, day = 1] = value.split('-').slice(-2).map(Number)
  return days(language, { day: 'numeric', month: 'long' }).format(new Date(2024, month - 1, day))
}

function Contact({ at, channel }: { at: string; channel: string }) {
  return (
    <span className={classes.contact}>
      <ChannelIcon channel={channel} size={15} named /> <When at={at} />
    </span>
  )
}

function Figure({ n, wait }: { n: number; wait: boolean }) {
  const language = useLanguage()
  if (n === 0) return <None />
  return (
    <span className="num" data-wait={wait || undefined}>
      {count(n, language)}
    </span>
  )
}

function YesNo({ yes }: { yes: boolean }) {
  const say = useWords(ui)
  return <span className={yes ? undefined : classes.none}>{say(yes ? 'yes' : 'no')}</span>
}

const mostTags = 3

function Tags({ ids, column }: { ids: readonly string[]; column: ListColumn }) {
  const nameOf = useValueName()
  const { data } = useQuery(tagsQuery)
  const shown = ids.slice(0, mostTags)
  return (
    <span className={classes.tags} title={ids.map((id) => nameOf(column, id)).join(', ')}>
      {shown.map((id) => (
        <span key={id} className={classes.tag} data-colour={data?.items.find((tag) => tag.id === id)?.colour} data-own-words>
          {nameOf(column, id)}
        </span>
      ))}
      {ids.length > mostTags ? <span className={classes.none}>+{ids.length - mostTags}</span> : null}
    </span>
  )
}
