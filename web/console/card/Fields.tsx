import { Popover, UnstyledButton } from '@mantine/core'
import { IconHistory } from '@tabler/icons-react'
import { useState } from 'react'
import { fieldWords } from '../../ui/field.words.ts'
import { dayOf, plainDay } from '../../ui/formats.ts'
import { useNow } from '../../ui/now.ts'
import { pick, useCodeWords, useLanguage, useWords } from '../../ui/words.ts'
import classes from './Card.module.css'
import { cardWords } from './card.words.ts'
import { FieldHistory } from './FieldHistory.tsx'
import type { Card } from './queries.ts'

export type Field = Card['fields'][number]

/** Personal fields; each opens on what it was before, and on changing it. */
export function Fields({ customerId, fields }: { customerId: string; fields: readonly Field[] }) {
  return (
    <dl className={classes.facts}>
      {inOrder(fields).map((field) => (
        <One key={field.field} customerId={customerId} field={field} />
      ))}
    </dl>
  )
}

const order = [
  'surname',
  'name',
  'patronymic',
  'former_surname',
  'short_name',
  'address_as',
  'form',
  'gender',
  'birth_date',
  'org_name',
  'job_title',
  'inn',
  'kpp',
  'ogrn',
  'address',
  'site',
  'about',
]

/** As on an envelope, then the rest by name. */
function inOrder(fields: readonly Field[]): Field[] {
  const place = ({ field }: Field) => (order.includes(field) ? order.indexOf(field) : order.length)
  return fields.toSorted((a, b) => place(a) - place(b) || a.field.localeCompare(b.field))
}

function One({ customerId, field }: { customerId: string; field: Field }) {
  const say = useWords(cardWords)
  const title = useFieldTitle()(field)
  const value = useFieldValue()(field)
  const [open, setOpen] = useState(false)
  return (
    <div className={classes.fact}>
      <dt>{title}</dt>
      <dd>
        <Popover opened={open} onChange={setOpen} width={320} position="bottom-start" trapFocus withinPortal>
          <Popover.Target>
            <UnstyledButton className={classes.fieldButton} onClick={() => setOpen(!open)} aria-label={say('change_field', { field: title })}>
              <span className={classes.valueText}>{value ?? <span className="faint">{say('empty_value')}</span>}</span>
              {field.versions > 1 ? <IconHistory size={13} className={classes.historyMark} aria-label={say('history')} role="img" /> : null}
            </UnstyledButton>
          </Popover.Target>
          <Popover.Dropdown>
            {open ? <FieldHistory customerId={customerId} field={field} title={title} onDone={() => setOpen(false)} /> : null}
          </Popover.Dropdown>
        </Popover>
      </dd>
    </div>
  )
}

export function useFieldTitle(): (field: Pick<Field, 'field' | 'title'>) => string {
  const word = useCodeWords(fieldWords)
  const language = useLanguage()
  return (field) => pick(field.title, language) ?? word(field.field)
}

/** A value as it is read: dates as dates, codes as words, the rest as it was given. */
export function useFieldValue(): (field: Pick<Field, 'field' | 'value'>) => string | null {
  const word = useCodeWords(fieldWords)
  const language = useLanguage()
  const now = useNow()
  return ({ field, value }) => {
    if (value === null || value === '') return null
    if (field === 'form' || field === 'gender') return word(`${field}_${value}`)
    if (/^\d{4}-\d{2}-\d{2}$/.test(value)) return dayOf(plainDay(value), now, language)
    return value
  }
}
