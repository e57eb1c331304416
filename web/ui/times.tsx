import { Button, Chip, Group, TextInput } from '@mantine/core'
import { useState } from 'react'
import classes from './times.module.css'
import { timesWords } from './times.words.ts'
import { daysOfWeek } from './week.ts'
import { useWords } from './words.ts'

// Times of the week as people say them: on these days, from, until.

const isoWeek = [1, 2, 3, 4, 5, 6, 7] as const
const inReadersOrder = () => daysOfWeek().flatMap((day) => isoWeek.filter((one) => one === day))

export type Time = { days: number[]; from: string; to: string }

/** Tells times of the week in a few words: "Mon–Fri 10:00–18:00". */
export function useTimes(): (open: readonly Time[]) => string {
  const say = useWords(timesWords)
  const name = (day: number) => isoWeek.filter((one) => one === day).map((one) => say(`day_${one}`))
  const told = (days: readonly number[]) => {
    if (days.length === 7) return say('every_day')
    const [first = 1, last = 1] = [days[0], days.at(-1)]
    const inRow = days.length > 2 && last - first === days.length - 1
    return inRow ? [...name(first), ...name(last)].join('–') : days.flatMap(name).join(', ')
  }
  return (open) => open.map(({ days, from, to }) => `${told(days)} ${from}–${to}`).join(', ')
}

/** Asks for days and one time of them. */
export function TimesForm({ times, busy, onSave }: { times: readonly Time[]; busy: boolean; onSave: (open: Time[]) => void }) {
  const say = useWords(timesWords)
  const [first] = times
  const [days, setDays] = useState<readonly string[]>((first?.days ?? isoWeek).map(String))
  const [from, setFrom] = useState(first?.from ?? '09:00')
  const [to, setTo] = useState(first?.to === '24:00' ? '00:00' : (first?.to ?? '20:00'))
  return (
    <form
      className={classes.form}
      onSubmit={(event) => {
        event.preventDefault()
        onSave([{ days: days.map(Number).sort((a, b) => a - b), from, to }])
      }}
    >
      <fieldset className={classes.days}>
        <legend className="faint small">{say('days')}</legend>
        <Chip.Group multiple value={[...days]} onChange={setDays}>
          <Group gap={6}>
            {inReadersOrder().map((day) => (
              <Chip key={day} value={String(day)} size="sm" radius="sm">
                {say(`day_${day}`)}
              </Chip>
            ))}
          </Group>
        </Chip.Group>
      </fieldset>
      <Group gap="sm" align="flex-end">
        <TextInput type="time" label={say('from')} value={from} required onChange={(event) => setFrom(event.currentTarget.value)} />
        <TextInput type="time" label={say('to')} value={to} required onChange={(event) => setTo(event.currentTarget.value)} />
        <Button type="submit" loading={busy} disabled={days.length === 0 || from === '' || to === ''}>
          {say('save')}
        </Button>
      </Group>
    </form>
  )
}
