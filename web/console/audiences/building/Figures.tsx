import { NumberInput } from '@mantine/core'
import { currencySign, fractionDigits } from '../../../ui/formats.ts'
import { useLanguage, useWords } from '../../../ui/words.ts'
import { buildWords } from './build.words.ts'

type FigureProps = {
  label: string
  value: number | undefined
  min?: number
  max?: number
  prefix?: string
  suffix?: string
  placeholder?: string
  fraction?: boolean
  onChange: (value: number | undefined) => void
}

/** A number in a sentence; empty is no number. */
export function Figure({ label, value, min = 0, max = 100_000, prefix = '', suffix = '', placeholder = '', fraction = false, onChange }: FigureProps) {
  const language = useLanguage()
  return (
    <NumberInput
      size="xs"
      w={150}
      aria-label={label}
      placeholder={placeholder}
      prefix={prefix}
      suffix={suffix ? ` ${suffix}` : ''}
      hideControls
      allowDecimal={fraction}
      decimalSeparator={language === 'ru' ? ',' : '.'}
      thousandSeparator={language === 'ru' ? '\u00a0' : ','}
      min={min}
      max={max}
      clampBehavior="strict"
      value={value ?? ''}
      onChange={(next) => onChange(typeof next === 'number' && Number.isFinite(next) ? next : undefined)}
    />
  )
}

/** In the last so many days; empty is at any time. */
export function Days({ value, later, onChange }: { value: number | undefined; later?: boolean; onChange: (days: number | undefined) => void }) {
  const say = useWords(buildWords)
  return (
    <Figure
      label={say('days')}
      placeholder={say(later ? 'later_ever' : 'ever')}
      prefix={say(later ? 'later_days' : 'days_before')}
      suffix={say('days_short')}
      max={3650}
      value={value}
      onChange={(days) => onChange(days || undefined)}
    />
  )
}

type SumProps = { label: string; minor: number | undefined; currency: string; onChange: (minor: number | undefined) => void }

/** A sum of money, asked in minor units. */
export function SumInput({ label, minor, currency, onChange }: SumProps) {
  const scale = 10 ** fractionDigits(currency)
  return (
    <Figure
      label={label}
      placeholder={label}
      suffix={currencySign(currency)}
      min={-1e12}
      max={1e12}
      fraction
      value={minor === undefined ? undefined : minor / scale}
      onChange={(next) => onChange(next === undefined ? undefined : Math.round(next * scale))}
    />
  )
}
