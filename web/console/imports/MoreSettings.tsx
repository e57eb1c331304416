import { NativeSelect, Select, TextInput, UnstyledButton } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { IconChevronRight } from '@tabler/icons-react'
import { useLanguage, useWords } from '../../ui/words.ts'
import { countries, currencies, timeZones } from '../session/places.ts'
import classes from './Imports.module.css'
import { importsWords } from './imports.words.ts'
import type { Mapping } from './queries.ts'

/** What is seldom changed: source, currency, zone, how dates and fractions are written. */
export function MoreSettings({ mapping, onMapping }: { mapping: Mapping; onMapping: (mapping: Mapping) => void }) {
  const say = useWords(importsWords)
  const language = useLanguage()
  const [open, { toggle }] = useDisclosure(false)
  const set = (part: Partial<Mapping>) => onMapping({ ...mapping, ...part })
  return (
    <div>
      <UnstyledButton className={classes.more} aria-expanded={open} onClick={toggle}>
        <IconChevronRight size={15} aria-hidden="true" /> {say('more')}
      </UnstyledButton>
      {open ? (
        <div className={classes.settings}>
          <TextInput
            label={say('source')}
            description={say('source_hint')}
            inputWrapperOrder={['label', 'input', 'description']}
            value={mapping.source}
            maxLength={64}
            onChange={(event) => set({ source: event.currentTarget.value.toLowerCase() })}
          />
          <Select
            searchable
            label={say('currency')}
            value={mapping.currency}
            data={withOwn(currencies(language), mapping.currency)}
            onChange={(next) => set({ currency: next ?? mapping.currency })}
          />
          <Select
            searchable
            limit={60}
            label={say('time_zone')}
            value={mapping.time_zone}
            data={[...new Set([mapping.time_zone, ...timeZones()])]}
            onChange={(next) => set({ time_zone: next ?? mapping.time_zone })}
          />
          <Select
            searchable
            label={say('country')}
            value={mapping.country}
            data={withOwn(countries(language), mapping.country)}
            onChange={(next) => set({ country: next ?? mapping.country })}
          />
          <NativeSelect
            label={say('date_order')}
            value={mapping.date_order}
            data={(['dmy', 'mdy'] as const).map((each) => ({ value: each, label: say(`date_${each}`) }))}
            onChange={(event) => set({ date_order: event.currentTarget.value === 'mdy' ? 'mdy' : 'dmy' })}
          />
          <NativeSelect
            label={say('decimal')}
            value={mapping.decimal}
            data={(['.', ','] as const).map((each) => ({ value: each, label: say(`decimal_${each}`) }))}
            onChange={(event) => set({ decimal: event.currentTarget.value === ',' ? ',' : '.' })}
          />
        </div>
      ) : null}
    </div>
  )
}

function withOwn(list: { value: string; label: string }[], own: string): { value: string; label: string }[] {
  return list.some(({ value }) => value === own) ? list : [{ value: own, label: own }, ...list]
}
