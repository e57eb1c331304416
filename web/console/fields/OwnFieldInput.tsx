import { NumberInput, Select, Textarea, TextInput } from '@mantine/core'
import { amountIn } from '../../../src/platform/amounts.ts'
import { DayInput } from '../../ui/DayInput.tsx'
import { currencySign, isoDay, typedMoney } from '../../ui/formats.ts'
import { ui } from '../../ui/ui.words.ts'
import { useLanguage, useWords } from '../../ui/words.ts'
import { momentAt, partsOf } from '../../ui/zone.ts'
import { fieldFormWords } from './fields.words.ts'

type OwnFieldInputProps = {
  type: string
  codes: readonly string[] | null
  /** Of money: the one it is in. */
  currency: string | null
  title: string
  value: string
  error?: string | undefined
  onChange: (value: string) => void
}

/** An input for a field of the company's own, by its type. '' is no value. */
export function OwnFieldInput({ type, codes, currency, title, value, error, onChange }: OwnFieldInputProps) {
  const say = useWords(fieldFormWords)
  const sayUi = useWords(ui)
  const language = useLanguage()
  switch (type) {
    case 'number':
      return (
        <NumberInput
          label={title}
          value={value === '' ? '' : Number(value)}
          error={error}
          hideControls
          decimalSeparator={language === 'ru' ? ',' : '.'}
          allowedDecimalSeparators={['.', ',']}
          decimalScale={9}
          onChange={(next) => onChange(String(next))}
        />
      )
    case 'money': {
      const amount = amountIn(value)
      return (
        <TextInput
          label={title}
          inputMode="decimal"
          maxLength={40}
          value={amount ? typedMoney(amount, language) : value}
          error={error}
          rightSection={currency === null ? null : <span className="quiet">{currencySign(currency)}</span>}
          rightSectionWidth={48}
          onChange={(event) => onChange(event.currentTarget.value)}
        />
      )
    }
    case 'time':
      return value.includes('T') ? (
        <TextInput
          type="datetime-local"
          max="9999-12-31T23:59"
          label={title}
          value={hereOf(value)}
          error={error}
          onChange={(event) => onChange(instantOf(event.currentTarget.value))}
        />
      ) : (
        <DayInput label={title} value={value} min="1000-01-01" max="9999-12-31" error={error} onChange={onChange} />
      )
    case 'boolean':
      return (
        <Select
          label={title}
          value={value || null}
          error={error}
          clearable
          placeholder={say('not_said')}
          data={[
            { value: 'true', label: sayUi('yes') },
            { value: 'false', label: sayUi('no') },
          ]}
          onChange={(next) => onChange(next ?? '')}
          comboboxProps={{ withinPortal: false }}
        />
      )
    case 'code': {
      const listed = codes ?? []
      const gone = value !== '' && !listed.includes(value)
      return (
        <Select
          label={title}
          description={gone ? say('list_changed', { value }) : undefined}
          value={gone ? null : value || null}
          error={error}
          clearable
          searchable={listed.length > 8}
          placeholder={say('not_said')}
          data={[...listed]}
          onChange={(next) => onChange(next ?? '')}
          comboboxProps={{ withinPortal: false }}
        />
      )
    }
    default:
      return <Textarea label={title} value={value} error={error} minRows={1} maxLength={2000} onChange={(event) => onChange(event.currentTarget.value)} />
  }
}

/** An instant as the clock on this wall shows it, and back. */
function hereOf(instant: string): string {
  const at = new Date(instant)
  if (Number.isNaN(at.getTime())) return ''
  const { hour, minute } = partsOf(at)
  const two = (n: number) => String(n).padStart(2, '0')
  return `${isoDay(at)}T${two(hour)}:${two(minute)}`
}

function instantOf(here: string): string {
  const [day = '', clock = ''] = here.split('T')
  const [hour = 0, minute = 0] = clock.split(':').map(Number)
  const at = momentAt(day, hour * 60 + minute)
  return here === '' || Number.isNaN(at.getTime()) ? '' : at.toISOString()
}
