import { Button, Modal, NativeSelect, NumberInput } from '@mantine/core'
import { IconPlus } from '@tabler/icons-react'
import { useState } from 'react'
import { removeCap, saveCap } from '../../../src/keep/gate/contract.ts'
import { call } from '../../ui/api.ts'
import { channelWords } from '../../ui/channel.words.ts'
import { MayButton } from '../../ui/MayButton.tsx'
import { Section } from '../../ui/Page.tsx'
import { Sure } from '../../ui/Sure.tsx'
import { useCodeWords, useWords } from '../../ui/words.ts'
import { useMe } from '../session/session.ts'
import { useBrands } from '../units/useBrands.ts'
import { useUnitName } from '../units/useUnitName.ts'
import classes from './Limits.module.css'
import { limitsWords } from './limits.words.ts'
import type { Cap } from './queries.ts'
import { useLimitsAct } from './useLimitsAct.ts'

/** How often at most, over everything or by channel or topic. */
export function Caps({ caps }: { caps: readonly Cap[] }) {
  const say = useWords(limitsWords)
  const may = useMe().can('registers.keep')
  const [draft, setDraft] = useState<Cap | 'new'>()
  const drop = useLimitsAct((cap: string) => call(removeCap, { params: { cap } }), say('removed'))
  const save = useLimitsAct(
    ({ cap, ...body }: CapSaid) => call(saveCap, { params: { cap }, body }),
    say('saved'),
    () => setDraft(undefined),
  )
  const of = useCounted()
  return (
    <Section
      title={say('caps')}
      lead={say('caps_lead')}
      actions={
        <MayButton may={may} why={say('only')} variant="default" leftSection={<IconPlus size={16} stroke={1.6} />} onClick={() => setDraft('new')}>
          {say('add_cap')}
        </MayButton>
      }
    >
      {caps.length === 0 ? <p className="faint">{say('caps_none')}</p> : null}
      {caps.length > 0 ? (
        <ul className={classes.list}>
          {caps.map((cap) => (
            <li key={cap.cap} className={classes.row}>
              <div className={classes.text}>
                {say('cap_all', { count: cap.contacts, days: cap.days })}
                <div className="faint small">
                  {of(cap)} · {say('version', { version: cap.version })}
                </div>
              </div>
              <MayButton may={may} why={say('only')} size="compact-xs" variant="subtle" onClick={() => setDraft(cap)}>
                {say('change')}
              </MayButton>
              {may ? <Sure label={say('remove')} question={say('remove_cap')} loading={drop.isPending} onYes={() => drop.mutate(cap.cap)} /> : null}
            </li>
          ))}
        </ul>
      ) : null}
      {draft ? (
        <CapForm
          start={draft === 'new' ? undefined : draft}
          taken={caps.map(({ cap }) => cap)}
          busy={save.isPending}
          onSave={save.mutate}
          onClose={() => setDraft(undefined)}
        />
      ) : null}
    </Section>
  )
}

/** What a limit counts, in words. */
export function useCounted(): (cap: Pick<Cap, 'scope' | 'key'>) => string {
  const say = useWords(limitsWords)
  const channel = useCodeWords(channelWords)
  const unit = useUnitName()
  return ({ scope, key }) => {
    if (scope === 'all') return say('of_all')
    if (scope === 'household') return say('of_household')
    if (scope === 'unit') return key === null ? say('of_each_brand') : say('of_brand', { brand: unit(key) })
    if (scope === 'topic') return key === null ? say('of_each_topic') : say('of_topic', { topic: key })
    return key === null ? say('of_each_channel') : say('of_channel', { channel: channel(key) })
  }
}

const written = ['email', 'sms', 'phone', 'post', 'telegram', 'whatsapp', 'viber', 'vk', 'max', 'push'] as const
const always = [
  { scope: 'all', key: null },
  { scope: 'channel', key: null },
  { scope: 'topic', key: null },
  { scope: 'unit', key: null },
  { scope: 'household', key: null },
  ...written.map((key) => ({ scope: 'channel', key }) as const),
] as const

type CapSaid = Pick<Cap, 'cap' | 'scope' | 'key' | 'contacts' | 'days'>
type CapFormProps = { start: CapSaid | undefined; taken: readonly string[]; busy?: boolean; onSave: (cap: CapSaid) => void; onClose: () => void }

/** What one limit says: what is counted, how many, in how many days. */
export function CapForm({ start, taken, busy = false, onSave, onClose }: CapFormProps) {
  const say = useWords(limitsWords)
  const of = useCounted()
  const brands = useBrands()
  const counted = [...always, ...brands.map(({ code: key }) => ({ scope: 'unit', key }) as const)]
  const [at, setAt] = useState(
    Math.max(
      0,
      counted.findIndex((c) => c.scope === start?.scope && c.key === start.key),
    ),
  )
  const [contacts, setContacts] = useState<number | string>(start?.contacts ?? 2)
  const [days, setDays] = useState<number | string>(start?.days ?? 7)
  const chosen = counted[at] ?? always[0]
  const code = start?.cap ?? freeCode(`${chosen.scope}${chosen.key === null ? '' : `-${chosen.key}`}`, taken)
  const what = start && start.key !== null ? { scope: start.scope, key: start.key } : chosen
  return (
    <Modal opened onClose={onClose} title={start ? say('change') : say('add_cap')}>
      <form
        className={classes.form}
        onSubmit={(event) => {
          event.preventDefault()
          onSave({ cap: code, ...what, contacts: Number(contacts), days: Number(days) })
        }}
      >
        <NativeSelect
          label={say('what')}
          value={at}
          disabled={start !== undefined}
          data={counted.map((c, i) => ({ value: String(i), label: of(c) }))}
          onChange={(event) => setAt(Number(event.currentTarget.value))}
        />
        <NumberInput label={say('contacts')} value={contacts} min={0} max={1000} allowDecimal={false} onChange={setContacts} required />
        <NumberInput label={say('days')} value={days} min={1} max={365} allowDecimal={false} onChange={setDays} required />
        <Button type="submit" loading={busy} disabled={contacts === '' || days === ''}>
          {say('save')}
        </Button>
      </form>
    </Modal>
  )
}

/** A code nobody has yet. */
export function freeCode(wish: string, taken: readonly string[]): string {
  if (!taken.includes(wish)) return wish
  for (let n = 2; ; n++) if (!taken.includes(`${wish}-${n}`)) return `${wish}-${n}`
}
