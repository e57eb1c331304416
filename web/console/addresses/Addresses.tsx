import { ActionIcon, Button, CopyButton, Popover, Tooltip } from '@mantine/core'
import { IconCheck, IconCopy, IconPencil, IconPlus } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import { useState } from 'react'
import { identifierWords } from '../../ui/field.words.ts'
import { phone } from '../../ui/formats.ts'
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
import type { Address } from './queries.ts'

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
          {inOrder(of.identifiers).map((address) => (
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

const order = ['email', 'phone', 'telegram', 'whatsapp', 'viber', 'vk', 'max', 'card', 'user']

/** Kind by kind; within a kind as the server gives them, the preferred one first. */
function inOrder(list: readonly Address[]): Address[] {
  const place = ({ kind }: Address) => (order.includes(kind) ? order.indexOf(kind) : order.length)
  return list.toSorted((a, b) => place(a) - place(b))
}

function Add({ may, onAdd }: { may: boolean; onAdd: () => void }) {
  const say = useWords(addressesWords)
  const button = (
    <Button
      size="xs"
      variant="default"
      leftSection={<IconPlus size={15} stroke={1.6} />}
      data-disabled={may ? undefined : true}
      aria-disabled={!may}
      onClick={may ? onAdd : undefined}
    >
      {say('add')}
    </Button>
  )
  return (
    <div>
      {may ? (
        button
      ) : (
        <Tooltip label={say('only')} events={{ hover: true, focus: true, touch: true }}>
          {button}
        </Tooltip>
      )}
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
  const [open, setOpen] = useState(false)
  return (
    <Popover opened={open} onChange={setOpen} width={320} position="bottom-end" trapFocus withinPortal>
      <Popover.Target>
        <ActionIcon
          size="sm"
          className={card.onHover}
          data-open={open || undefined}
          onClick={() => setOpen(!open)}
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
  if (kind === 'email') return <a href={`mailto:${shown}`}>{shown}</a>
  if (kind === 'phone')
    return (
      <a href={`tel:${shown.replaceAll(/[^+\d]/g, '')}`} className="num">
        {phone(shown)}
      </a>
    )
  return shown
}
