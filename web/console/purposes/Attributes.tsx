import { ActionIcon, Button, Input, NativeSelect, Textarea, TextInput } from '@mantine/core'
import { IconPlus, IconX } from '@tabler/icons-react'
import { useRef } from 'react'
import { useLanguage, useWords } from '../../ui/words.ts'
import { NameInputs } from '../fields/FormParts.tsx'
import { type AttributeRow, attributeTypes, emptyRow } from './attributeRows.ts'
import classes from './Purposes.module.css'
import { shapesWords } from './shapes.words.ts'

type AttributesProps = { rows: readonly AttributeRow[]; error?: string | undefined; onChange: (rows: AttributeRow[]) => void }

/** What of an event stands in the clear and may be counted: numbers, times, yes or no, and values of a list. */
export function Attributes({ rows, error, onChange }: AttributesProps) {
  const say = useWords(shapesWords)
  const made = useRef(0)
  const add = () => {
    made.current += 1
    onChange([...rows, emptyRow(`new ${made.current}`)])
  }
  return (
    <Input.Wrapper label={say('attributes')} description={say('attributes_hint')} error={error} labelElement="div">
      <ul className={classes.attributes}>
        {rows.map((row) => (
          <li key={row.key}>
            <One
              row={row}
              twice={row.code !== '' && rows.some((each) => each !== row && each.code === row.code)}
              onChange={(next) => onChange(rows.map((each) => (each === row ? next : each)))}
              onRemove={() => onChange(rows.filter((each) => each !== row))}
            />
          </li>
        ))}
      </ul>
      <Button type="button" variant="default" size="xs" leftSection={<IconPlus size={15} stroke={1.6} />} onClick={add}>
        {say('add_attribute')}
      </Button>
    </Input.Wrapper>
  )
}

type OneProps = { row: AttributeRow; twice: boolean; onChange: (row: AttributeRow) => void; onRemove: () => void }

function One({ row, twice, onChange, onRemove }: OneProps) {
  const say = useWords(shapesWords)
  const language = useLanguage()
  const name = row.title[language] || row.code || say('attribute_new')
  return (
    <fieldset className={classes.attribute} aria-label={name}>
      <div className={classes.attributeHead}>
        <TextInput
          label={say('attribute_code')}
          value={row.code}
          maxLength={40}
          disabled={row.declared}
          error={twice ? say('attribute_twice') : undefined}
          onChange={(event) => onChange({ ...row, code: event.currentTarget.value.toLowerCase() })}
        />
        <NativeSelect
          label={say('attribute_type')}
          value={row.type}
          disabled={row.declared}
          data={attributeTypes.map((each) => ({ value: each, label: say(`type_${each}`) }))}
          onChange={(event) => onChange({ ...row, type: attributeTypes.find((each) => each === event.currentTarget.value) ?? row.type })}
        />
        <ActionIcon aria-label={`${say('attribute_remove')}: ${name}`} onClick={onRemove}>
          <IconX size={16} stroke={1.6} />
        </ActionIcon>
      </div>
      <NameInputs title={row.title} onChange={(title) => onChange({ ...row, title })} />
      {row.type === 'code' ? (
        <Textarea
          label={say('codes')}
          description={row.open ? say('codes_open') : undefined}
          value={row.codes}
          onChange={(event) => onChange({ ...row, codes: event.currentTarget.value })}
        />
      ) : null}
    </fieldset>
  )
}
