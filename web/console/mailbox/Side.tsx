import { showMailboxMessage } from '../../../src/keep/channels/contract.ts'
import { useWords } from '../../ui/words.ts'
import classes from './Mailbox.module.css'
import { mailboxWords } from './mailbox.words.ts'
import type { Letter } from './queries.ts'
import type { View } from './search.ts'

/** One side of a letter: how it looks, its text, its headers or where it leads. */
export function Side({ view, letter }: { view: View; letter: Letter }) {
  switch (view) {
    case 'html':
      return <Look letter={letter} />
    case 'text':
      return <Text letter={letter} />
    case 'headers':
      return <Headers letter={letter} />
    case 'links':
      return <Links letter={letter} />
  }
}

function Look({ letter }: { letter: Letter }) {
  const say = useWords(mailboxWords)
  if (letter.html === null) return <p className="quiet">{say('no_html')}</p>
  return (
    <div className={classes.look}>
      <iframe
        className={classes.frame}
        title={say('frame')}
        src={showMailboxMessage.path.replace(':id', encodeURIComponent(letter.id))}
        sandbox="allow-popups allow-popups-to-escape-sandbox"
        referrerPolicy="no-referrer"
      />
      <p className="quiet small">{say('frame_note')}</p>
    </div>
  )
}

function Text({ letter }: { letter: Letter }) {
  const say = useWords(mailboxWords)
  if (letter.text === '') return <p className="quiet">{say('no_text')}</p>
  return <pre className={classes.text}>{letter.text}</pre>
}

function Headers({ letter }: { letter: Letter }) {
  return (
    <dl className={classes.headers}>
      {letter.headers.map(({ name, value }, at) => (
        // The same header may stand there twice; a letter never changes.
        <div key={`${at} ${name}`}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  )
}

function Links({ letter }: { letter: Letter }) {
  const say = useWords(mailboxWords)
  if (letter.links.length === 0) return <p className="quiet">{say('no_links')}</p>
  return (
    <ul className={classes.links}>
      {letter.links.map(({ href, label }) => (
        <li key={href}>
          {label ? <span>{label}</span> : null}
          {/^(https?:\/\/|mailto:)/i.test(href) ? (
            <a href={href} target="_blank" rel="noopener noreferrer">
              {href}
            </a>
          ) : (
            <span>
              <code>{href}</code> <span className="quiet small">({say('not_a_link')})</span>
            </span>
          )}
        </li>
      ))}
    </ul>
  )
}
