import { UnstyledButton } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { IconChevronRight } from '@tabler/icons-react'
import { Link } from '@tanstack/react-router'
import { useId } from 'react'
import { deedFilterWords } from '../../ui/deed.words.ts'
import { exactly, timeOf } from '../../ui/formats.ts'
import { basisWords } from '../../ui/purpose.words.ts'
import { When } from '../../ui/values.tsx'
import { lower, useCodeWords, useLanguage, useWords } from '../../ui/words.ts'
import { Proof } from './Proof.tsx'
import type { Use } from './sentence.ts'
import classes from './Uses.module.css'
import { useStory } from './useStory.ts'
import { usesWords } from './uses.words.ts'

/** One line of the journal; opened, it shows each record that it tells, with its proof. */
export function Line({ of, isNew, provable }: { of: Use; isNew: boolean; provable: boolean }) {
  const say = useWords(usesWords)
  const sayFilter = useWords(deedFilterWords)
  const basis = useCodeWords(basisWords)
  const language = useLanguage()
  const id = useId()
  const [open, { toggle }] = useDisclosure(false)
  const { sentence, because } = useStory()(of)
  return (
    <li className={classes.use} data-refused={of.decision !== 'allow' || undefined}>
      <p>
        {sentence}
        {because ? <span className={classes.because}> {because}</span> : null}
        {isNew ? <span className={classes.new}>{say('new')}</span> : null}
      </p>
      <p className={classes.meta}>
        {of.times > 1 ? (
          <span className="num">
            {timeOf(new Date(of.first_at), language)}–{timeOf(new Date(of.at), language)} · {sayFilter('times', { count: of.times })}
          </span>
        ) : (
          <When at={of.at} as="time" />
        )}
        {of.basis && of.decision === 'allow' ? <span>{say('basis', { basis: lower(basis(of.basis)) })}</span> : null}
        {of.decision === 'allow' && of.recipients.length > 0 ? (
          <span>{say('recipients', { list: new Intl.ListFormat(language, { type: 'conjunction' }).format(of.recipients) })}</span>
        ) : null}
        {of.message_id ? (
          <Link className={classes.more} to="/my/messages/$messageId" params={{ messageId: of.message_id }}>
            {say('message')}
          </Link>
        ) : null}
        {provable ? (
          <UnstyledButton className={classes.more} aria-expanded={open} aria-controls={id} onClick={toggle}>
            <IconChevronRight size={13} stroke={1.8} aria-hidden="true" />
            {of.times > 1 ? say('each') : say('proof')}
          </UnstyledButton>
        ) : null}
      </p>
      {open ? (
        <div id={id} className={classes.records}>
          <p className="quiet small">{say('proof_what')}</p>
          <ol>
            {of.each.map((receipt) => (
              <li key={`${receipt.receipt_id} ${receipt.at}`}>
                <time dateTime={receipt.at} className="num small">
                  {exactly(new Date(receipt.at), language)}
                </time>
                <Proof of={of} receipt={receipt} />
              </li>
            ))}
          </ol>
        </div>
      ) : null}
    </li>
  )
}
