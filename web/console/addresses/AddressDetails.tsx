import { Button, Switch } from '@mantine/core'
import { IconCheck } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useRef } from 'react'
import { evidences } from '../../../src/keep/door/contract.ts'
import { ErrorBox } from '../../ui/ErrorBox.tsx'
import { sourceWords } from '../../ui/field.words.ts'
import { dayOf } from '../../ui/formats.ts'
import { Lines } from '../../ui/Loading.tsx'
import { useNow } from '../../ui/now.ts'
import { When } from '../../ui/values.tsx'
import { useCodeWords, useLanguage, useWords } from '../../ui/words.ts'
import card from '../card/Card.module.css'
import classes from './Addresses.module.css'
import { addressesWords } from './addresses.words.ts'
import { type Address, addressHistoryQuery, type Change, useMark, useRemove } from './queries.ts'

type AddressDetailsProps = { customerId: string; address: Address; several: boolean; onDone: () => void }

/** What is known of an address, said and taken back; what was done with it; and the way to remove it. */
export function AddressDetails({ customerId, address, several, onDone }: AddressDetailsProps) {
  const say = useWords(addressesWords)
  const all = useRef<HTMLDivElement>(null)
  // The button that was pressed is another one now: the keyboard stays in here, so that Escape still closes.
  const mark = useMark(customerId, address, () => all.current?.focus())
  const remove = useRemove(customerId, address, onDone)
  return (
    <div ref={all} tabIndex={-1} className={card.popover}>
      <Confirmed address={address} busy={mark.isPending} onSay={(verified) => mark.mutate({ verified })} />
      <div className={classes.switches}>
        <Switch
          size="xs"
          label={say('shared')}
          description={say('shared_hint')}
          checked={address.shared}
          onChange={(event) => mark.mutate({ shared: event.currentTarget.checked })}
        />
        {several || address.preferred ? (
          <Switch
            size="xs"
            label={say('preferred')}
            checked={address.preferred}
            onChange={(event) => mark.mutate({ preferred: event.currentTarget.checked })}
          />
        ) : null}
      </div>
      <History customerId={customerId} address={address} />
      <div className={classes.remove}>
        <Button size="compact-sm" variant="subtle" color="red" loading={remove.isPending} onClick={() => remove.mutate(undefined)}>
          {say('remove')}
        </Button>
        <p className="faint small">{say('remove_hint')}</p>
      </div>
    </div>
  )
}

type ConfirmedProps = { address: Address; busy: boolean; onSay: (how: (typeof evidences)[number] | null) => void }

function Confirmed({ address, busy, onSay }: ConfirmedProps) {
  const say = useWords(addressesWords)
  if (address.verified) {
    return (
      <div className={classes.confirmed}>
        <span>
          <IconCheck size={14} className={card.ok} aria-hidden="true" /> {say('confirmed')}
        </span>
        <Button size="compact-xs" variant="subtle" color="gray" loading={busy} onClick={() => onSay(null)}>
          {say('unconfirm')}
        </Button>
      </div>
    )
  }
  return (
    <div>
      <h3>{say('how')}</h3>
      <div className={classes.ways}>
        {evidences.map((how) => (
          <Button key={how} size="compact-sm" variant="default" loading={busy} onClick={() => onSay(how)}>
            {say(`by_${how}`)}
          </Button>
        ))}
      </div>
    </div>
  )
}

function History({ customerId, address }: { customerId: string; address: Address }) {
  const say = useWords(addressesWords)
  const language = useLanguage()
  const now = useNow()
  const { data, error, isPending, refetch } = useQuery(addressHistoryQuery(customerId))
  const own = data?.items.filter(({ id }) => id === address.id) ?? []
  return (
    <div>
      <h3>{say('history')}</h3>
      {isPending ? <Lines count={2} /> : null}
      {error ? <ErrorBox error={error} onRetry={refetch} /> : null}
      {data && own.length === 0 ? <p className="faint small">{say('known_since', { day: dayOf(new Date(address.first_seen_at), now, language) })}</p> : null}
      <ol className={card.versions}>
        {own.map((change, at) => (
          <Line key={`${own.length - at} ${change.at}`} change={change} />
        ))}
      </ol>
    </div>
  )
}

function Line({ change }: { change: Change }) {
  const word = useCodeWords(addressesWords)
  const source = useCodeWords(sourceWords)
  return (
    <li>
      <span>{word(change.how ? `did_${change.what}_${change.how}` : `did_${change.what}`)}</span>
      <span className="faint small">
        <When at={change.at} as="both" /> · {change.by?.name ?? source(change.source)}
      </span>
    </li>
  )
}
