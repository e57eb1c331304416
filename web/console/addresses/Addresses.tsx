import { ActionIcon, CopyButton, Popover, Tooltip } from '@mantine/core'
import { IconCheck, IconCopy, IconPencil, IconPlus } from '@tabler/icons-react'
import { onlineManager, useQueryClient } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { useState } from 'react'
import { EmailText } from '../../ui/EmailText.tsx'
import { identifierWords } from '../../ui/field.words.ts'
import { phone } from '../../ui/formats.ts'
import { MayButton } from '../../ui/MayButton.tsx'
import { ui } from '../../ui/ui.words.ts'
import { useCodeWords, useWords } from '../../ui/words.ts'
import card from '../card/Card.module.css'
import { cardWords } from '../card/card.words.ts'
import type { Card } from '../card/queries.ts'
import { useMe } from '../session/session.ts'
import { AddAddress } from './AddAddress.tsx'
import { AddressDetails } from './AddressDetails.tsx'
import classes from './Addresses.module.css'
import { addressesWords } from './addresses.words.ts'
import { kindByKind } from './order.ts'
import { type Address, addressHistoryQuery } from './queries.ts'

type AddressesProps = { of: Card; adding: boolean; onAdding: (on: boolean) => void }

/** Addresses and numbers: click to call or write, one more click to copy or to change. */
export function Addresses({ of, adding, onAdding }: AddressesProps) {
  const say = useWords(addressesWords)
  const kind = useCodeWords(identifierWords)
  const may = useMe().can('addresses.change')
  return (
    <div className={classes.stack}>
      {of.identifiers.length > 0 ? (
        <dl className={card.facts}>
          {kindByKind(of.identifiers).map((address) => (
            <div key={address.id} className={`${card.fact} ${classes.row}`}>
              <dt>{kind(address.kind)}</dt>
              <dd>
                <One customerId={of.id} address={address} among={of.identifiers} may={may} />
              </dd>
            </div>
          ))}
        </dl>
      ) : (
        <p className="faint small">{say('none')}</p>
      )}
      {adding && may ? <AddAddress customerId={of.id} onDone={() => onAdding(false)} /> : <Add may={may} onAdd={() => onAdding(true)} />}
    </div>
  )
}

function Add({ may, onAdd }: { may: boolean; onAdd: () => void }) {
  const say = useWords(addressesWords)
  return (
    <div>
      <MayButton may={may} why={say('only')} size="xs" variant="default" leftSection={<IconPlus size={15} stroke={1.6} />} onClick={onAdd}>
        {say('add')}
      </MayButton>
    </div>
  )
}

type OneProps = { customerId: string; address: Address; among: readonly Address[]; may: boolean }

function One({ customerId, address, among, may }: OneProps) {
  const say = useWords(cardWords)
  const sayOwn = useWords(addressesWords)
  const sayUi = useWords(ui)
  const { shown } = address
  const several = among.filter((each) => each.kind === address.kind).length > 1
  if (!shown) return <span className="faint">{sayUi('name_hidden')}</span>
  return (
    <span className={`${card.value} ${classes.value}`}>
      <span className={card.valueText}>{linked(address.kind, shown)}</span>
      <span className={classes.marks}>
        {address.verified ? (
          <Tooltip label={say('verified')}>
            <IconCheck size={14} className={card.ok} role="img" aria-label={say('verified')} />
          </Tooltip>
        ) : null}
        {address.preferred && several ? <span className="faint small">{sayOwn('is_preferred')}</span> : null}
        <CopyButton value={shown}>
          {({ copied, copy }) => (
            <ActionIcon size="sm" className={card.onHover} onClick={copy} aria-label={copied ? sayUi('copied') : say('copy_value', { value: shown })}>
              {copied ? <IconCheck size={14} /> : <IconCopy size={14} />}
            </ActionIcon>
          )}
        </CopyButton>
        {address.editable && may ? <Details customerId={customerId} address={address} several={several} /> : null}
      </span>
      {address.shared ? <span className={card.remark}>{say('shared')}</span> : null}
    </span>
  )
}

function Details({ customerId, address, several }: { customerId: string; address: Address; several: boolean }) {
  const say = useWords(addressesWords)
  const client = useQueryClient()
  const [open, setOpen] = useState(false)
  const [isReading, setReading] = useState(false)
  // What arrives in an open box moves its buttons from under the pointer: it opens with its history read, or told why it was not.
  const show = async () => {
    setReading(true)
    if (onlineManager.isOnline()) await client.prefetchQuery(addressHistoryQuery(customerId))
    setReading(false)
    setOpen(true)
  }
  return (
    <Popover opened={open} onChange={setOpen} width={320} position="bottom-end" trapFocus withinPortal>
      <Popover.Target>
        <ActionIcon
          size="sm"
          className={card.onHover}
          data-open={open || isReading || undefined}
          aria-busy={isReading}
          onClick={() => (open ? setOpen(false) : show())}
          aria-label={say('change', { value: address.shown ?? '' })}
        >
          <IconPencil size={14} />
        </ActionIcon>
      </Popover.Target>
      <Popover.Dropdown>
        {open ? <AddressDetails customerId={customerId} address={address} several={several} onDone={() => setOpen(false)} /> : null}
      </Popover.Dropdown>
    </Popover>
  )
}

function linked(kind: string, shown: string): ReactNode {
  if (kind === 'email')
    return (
      <a href={`mailto:${shown}`}>
        <EmailText value={shown} />
      </a>
    )
  if (kind === 'phone')
    return (
      <a href={`tel:${shown.replaceAll(/[^+\d]/g, '')}`} className="num">
        {phone(shown)}
      </a>
    )
  return shown
}
