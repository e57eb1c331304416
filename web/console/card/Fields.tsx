import { Popover, UnstyledButton } from '@mantine/core'
import { IconHistory } from '@tabler/icons-react'
import { useState } from 'react'
import { useWords } from '../../ui/words.ts'
import classes from './Card.module.css'
import { cardWords } from './card.words.ts'
import { FieldHistory } from './FieldHistory.tsx'
import { type Field, useFieldTitle, useFieldValue } from './fieldValue.ts'

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
            <UnstyledButton
              className={classes.fieldButton}
              onClick={() => setOpen(!open)}
              aria-label={`${say('change_field', { field: title })}: ${value ?? say('empty_value')}`}
            >
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
