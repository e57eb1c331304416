import { ActionIcon, CopyButton, Tooltip } from '@mantine/core'
import { IconCheck, IconCopy } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import { identifierWords } from '../../ui/field.words.ts'
import { phone } from '../../ui/formats.ts'
import { ui } from '../../ui/ui.words.ts'
import { useCodeWords, useWords } from '../../ui/words.ts'
import classes from './Card.module.css'
import { cardWords } from './card.words.ts'
import type { Card } from './queries.ts'

type Identifier = Card['identifiers'][number]

/** Addresses and numbers: click to call or write, one more click to copy. */
export function Identifiers({ list }: { list: readonly Identifier[] }) {
  const kind = useCodeWords(identifierWords)
  return (
    <dl className={classes.facts}>
      {list.map((identifier) => (
        <div key={`${identifier.kind} ${identifier.shown} ${identifier.first_seen_at}`} className={classes.fact}>
          <dt>{kind(identifier.kind)}</dt>
          <dd>
            <One identifier={identifier} />
          </dd>
        </div>
      ))}
    </dl>
  )
}

function One({ identifier }: { identifier: Identifier }) {
  const say = useWords(cardWords)
  const sayUi = useWords(ui)
  const { shown } = identifier
  if (!shown) return <span className="faint">{sayUi('name_hidden')}</span>
  return (
    <span className={classes.value}>
      <span className={classes.valueText}>{linked(identifier.kind, shown)}</span>
      {identifier.verified ? (
        <Tooltip label={say('verified')}>
          <IconCheck size={14} className={classes.ok} role="img" aria-label={say('verified')} />
        </Tooltip>
      ) : null}
      <CopyButton value={shown}>
        {({ copied, copy }) => (
          <ActionIcon size="sm" className={classes.onHover} onClick={copy} aria-label={copied ? sayUi('copied') : say('copy_value', { value: shown })}>
            {copied ? <IconCheck size={14} /> : <IconCopy size={14} />}
          </ActionIcon>
        )}
      </CopyButton>
      {identifier.shared ? <span className={classes.remark}>{say('shared')}</span> : null}
    </span>
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
