import { MultiSelect, Select } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { fieldWords } from '../../ui/field.words.ts'
import { useCodeWords, useWords } from '../../ui/words.ts'
import { fieldsQuery } from '../fields/index.ts'
import { OwnFieldInput } from '../fields/OwnFieldInput.tsx'
import { languageCodes } from '../list/languages.ts'
import { useValueName } from '../list/names.ts'
import { unitsQuery } from '../units/queries.ts'
import { useUnitName } from '../units/useUnitName.ts'
import classes from './Bulk.module.css'
import { bulkWords } from './bulk.words.ts'
import { useFieldTitle } from './useDeedName.ts'

type FieldForManyProps = { field: string | null; value: string; onField: (field: string | null) => void; onValue: (value: string) => void }

const shared = { role: ['customer', 'lead', 'supplier', 'partner'], language: languageCodes, form: ['formal', 'informal'] } as const
const isShared = (field: string): field is keyof typeof shared => Object.hasOwn(shared, field)

/** A field that many may have the same of, and what it is to be. A name or an address is one person's own. */
export function FieldForMany({ field, value, onField, onValue }: FieldForManyProps) {
  const say = useWords(bulkWords)
  const word = useCodeWords(fieldWords)
  const titleOf = useFieldTitle()
  const nameOf = useValueName()
  const { data: own } = useQuery(fieldsQuery)
  const { data: units } = useQuery(unitsQuery)
  const unitName = useUnitName()
  const declared = (own?.items ?? []).filter(({ retired, purposes }) => !retired && purposes.includes('service'))
  const chosen = declared.find(({ code }) => code === field)
  const wordOf = (code: string) => (field === 'form' ? word(`form_${code}`) : nameOf({ column: field ?? '', type: 'code' }, code))
  return (
    <>
      <Select
        searchable
        data-autofocus
        label={say('which_field')}
        data={[...Object.keys(shared), ...(units?.items.some(({ retired }) => !retired) ? ['units'] : []), ...declared.map(({ code }) => code)].map((code) => ({
          value: code,
          label: titleOf(code),
        }))}
        value={field}
        onChange={onField}
        comboboxProps={{ withinPortal: false }}
      />
      {field !== null && isShared(field) ? (
        <Select
          searchable
          label={say('value')}
          clearable={field !== 'role'}
          data={shared[field].map((code) => ({ value: code, label: wordOf(code) }))}
          value={value || null}
          onChange={(next) => onValue(next ?? '')}
          comboboxProps={{ withinPortal: false }}
        />
      ) : null}
      {field === 'units' ? (
        <MultiSelect
          searchable
          label={say('value')}
          description={say('these_units')}
          value={value === '' ? [] : value.split(',')}
          data={(units?.items ?? []).filter(({ retired }) => !retired).map(({ code }) => ({ value: code, label: unitName(code) }))}
          onChange={(next) => onValue(next.join(','))}
          comboboxProps={{ withinPortal: false }}
        />
      ) : null}
      {chosen ? (
        <OwnFieldInput
          key={chosen.code}
          type={chosen.type}
          codes={chosen.codes}
          currency={chosen.currency}
          title={say('value')}
          value={value}
          onChange={onValue}
        />
      ) : null}
      {field !== null && field !== 'role' ? <p className={classes.note}>{say('empty')}</p> : null}
    </>
  )
}
