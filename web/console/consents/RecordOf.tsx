import { IconPrinter } from '@tabler/icons-react'
import { useWords } from '../../ui/words.ts'
import classes from './Consents.module.css'
import { consentsWords } from './consents.words.ts'
import { ProofLinks } from './ProofLinks.tsx'
import type { Consent } from './queries.ts'
import { useEventTold } from './told.ts'

/** One record: the text they saw, all that was said and by whom it came, and whether any of it was changed afterwards. */
export function RecordOf({ customerId, record }: { customerId: string; record: Consent }) {
  const say = useWords(consentsWords)
  const told = useEventTold()
  const holds = record.events.every((event) => event.holds)
  return (
    <div className={classes.record}>
      {record.shown ? (
        <div>
          <h3>
            {say('shown_title')} · {say('shown_version', { version: record.shown.version })}
          </h3>
          <blockquote className={classes.shown} lang={record.shown.language} data-own-words>
            {record.shown.text}
          </blockquote>
        </div>
      ) : null}
      <ul className={classes.events}>
        {record.events.map((event) => (
          <li key={event.number}>
            {told(event)}
            {event.by === 'staff' ? <span className="faint"> · {say('entered')}</span> : null}
            {event.said ? (
              <p className={classes.said} data-own-words>
                {event.said}
              </p>
            ) : null}
            <ProofLinks customerId={customerId} proofs={event.proofs} />
          </li>
        ))}
      </ul>
      {holds ? <p className="faint small">{say('chain_holds')}</p> : <p className={classes.broken}>{say('chain_broken')}</p>}
      <p>
        <a className={classes.print} href={`/print/${encodeURIComponent(customerId)}/consents/${record.id}`} target="_blank" rel="noreferrer">
          <IconPrinter size={14} stroke={1.6} aria-hidden="true" /> {say('print')}
        </a>
      </p>
    </div>
  )
}
