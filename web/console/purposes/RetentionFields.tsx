import { NativeSelect, NumberInput } from '@mantine/core'
import { useWords } from '../../ui/words.ts'
import classes from './Purposes.module.css'
import { type Retention, units } from './parts.ts'
import { purposeFormWords } from './purposeForm.words.ts'

type RetentionProps = { retention: Retention; error?: string | undefined; onChange: (retention: Retention) => void }

/** How long data is kept for a purpose: from when, how many, of what. */
export function RetentionFields({ retention, error, onChange }: RetentionProps) {
  const say = useWords(purposeFormWords)
  return (
    <div className={classes.kept}>
      <NativeSelect
        label={say('kept')}
        value={retention.from}
        data={(['relationship', 'consent', 'record'] as const).map((each) => ({ value: each, label: say(`kept_${each}`) }))}
        error={error}
        onChange={(event) => {
          const from = event.currentTarget.value
          onChange({ ...retention, from: from === 'relationship' || from === 'consent' ? from : 'record' })
        }}
      />
      <NumberInput
        label={say(retention.from === 'record' ? 'kept_for' : 'kept_then')}
        value={retention.amount}
        min={retention.from === 'record' ? 1 : 0}
        max={999}
        allowDecimal={false}
        onChange={(next) => onChange({ ...retention, amount: Number(next) || 0 })}
      />
      <NativeSelect
        label={say('kept_unit')}
        value={retention.unit}
        data={units.map((each) => ({ value: each, label: say(`unit_${each}`) }))}
        onChange={(event) => onChange({ ...retention, unit: units.find((each) => each === event.currentTarget.value) ?? retention.unit })}
      />
    </div>
  )
}
