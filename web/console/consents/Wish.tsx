import { Checkbox, NativeSelect, NumberInput, TextInput } from '@mantine/core'
import { useEffect, useState } from 'react'
import { DayInput } from '../../ui/DayInput.tsx'
import { isoDay, plainDay } from '../../ui/formats.ts'
import { useNow } from '../../ui/now.ts'
import { useWords } from '../../ui/words.ts'
import classes from './Consents.module.css'
import type { Said } from './EnterForm.tsx'
import { enterWords } from './enter.words.ts'

const wishes = ['cap', 'pause', 'hours', 'ask'] as const
const dayMs = 86_400_000

/** How often, not now, or only at these hours. */
export function Wish({ error, onSaid }: { error: string | undefined; onSaid: (said: readonly Said[]) => void }) {
  const say = useWords(enterWords)
  const now = useNow()
  const tomorrow = isoDay(new Date(now.getTime() + dayMs))
  const [wish, setWish] = useState<(typeof wishes)[number]>('cap')
  const [contacts, setContacts] = useState<number | string>(1)
  const [days, setDays] = useState<number | string>(30)
  const [until, setUntil] = useState(isoDay(new Date(now.getTime() + 30 * dayMs)))
  const [open, setOpen] = useState(false)
  const [from, setFrom] = useState('10:00')
  const [to, setTo] = useState('20:00')
  useEffect(() => {
    const week = [1, 2, 3, 4, 5, 6, 7]
    if (wish === 'cap') onSaid(contacts === '' || days === '' ? [] : [{ rule: { kind: 'cap', contacts: Number(contacts), days: Number(days) } }])
    else if (wish === 'pause') onSaid([{ rule: { kind: 'pause', until: open ? null : plainDay(until).toISOString() } }])
    else if (wish === 'ask') onSaid([{ rule: { kind: 'ask' } }])
    else onSaid([{ rule: { kind: 'hours', open: [{ days: week, from, to: to === '00:00' ? '24:00' : to }] } }])
  }, [wish, contacts, days, until, open, from, to, onSaid])
  return (
    <>
      <NativeSelect
        label={say('wish')}
        value={wish}
        data={wishes.map((value) => ({ value, label: say(`wish_${value}`) }))}
        onChange={(event) => setWish(wishes.find((one) => one === event.currentTarget.value) ?? 'cap')}
      />
      {wish === 'cap' ? (
        <div className={classes.pair}>
          <NumberInput label={say('contacts')} value={contacts} min={0} max={1000} allowDecimal={false} onChange={setContacts} />
          <NumberInput label={say('days')} value={days} min={1} max={365} allowDecimal={false} onChange={setDays} />
        </div>
      ) : null}
      {wish === 'pause' ? (
        <>
          <Checkbox label={say('until_open')} checked={open} onChange={(event) => setOpen(event.currentTarget.checked)} />
          {open ? null : <DayInput label={say('until')} value={until} min={tomorrow} max="2099-12-31" error={error} onChange={setUntil} />}
        </>
      ) : null}
      {wish === 'hours' ? (
        <div className={classes.pair}>
          <TextInput type="time" label={say('from')} value={from} required onChange={(event) => setFrom(event.currentTarget.value)} />
          <TextInput type="time" label={say('to')} value={to} required onChange={(event) => setTo(event.currentTarget.value)} />
        </div>
      ) : null}
    </>
  )
}
