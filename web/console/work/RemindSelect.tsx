import { NativeSelect } from '@mantine/core'
import { useWords } from '../../ui/words.ts'
import { type Reminder, reminders } from './term.ts'
import { work } from './work.words.ts'

const isReminder = (value: string): value is Reminder => reminders.some((each) => each === value)

/** When to be reminded of a term. `standing`: there is a reminder already, which moves along with its term. */
export function RemindSelect({ value, onChange, standing = false }: { value: Reminder | ''; onChange: (value: Reminder | '') => void; standing?: boolean }) {
  const say = useWords(work)
  return (
    <NativeSelect
      label={say('remind')}
      value={value}
      data={[
        { value: '', label: say(standing ? 'remind_as_it_is' : 'remind_usual') },
        ...reminders.map((each) => ({ value: each, label: say(`remind_${each}`) })),
      ]}
      onChange={({ currentTarget }) => onChange(isReminder(currentTarget.value) ? currentTarget.value : '')}
    />
  )
}
