import { fieldWords } from '../../ui/field.words.ts'
import { Locked } from '../../ui/Locked.tsx'
import { reasonWords } from '../../ui/reason.words.ts'
import { lower, pick, useCodeWords, useLanguage, useWords } from '../../ui/words.ts'
import classes from './Card.module.css'
import { cardWords } from './card.words.ts'
import type { Card } from './queries.ts'

/** What is there but not shown on this card: what, how much of it, why, and what it may be used for. */
export function HiddenParts({ parts }: { parts: Card['hidden'] }) {
  const say = useWords(cardWords)
  const field = useCodeWords(fieldWords)
  const reason = useCodeWords(reasonWords)
  const language = useLanguage()
  if (parts.length === 0) return null
  return (
    <div className={classes.stack}>
      {parts.map((part) => {
        const purposes = part.purposes.map(({ code, title }) => pick(title, language) ?? code).join(', ')
        return (
          <Locked
            key={`${part.section} ${part.reason}`}
            what={part.count === null ? say('hidden_part', { what: lower(field(part.section)) }) : say('hidden_content', { count: part.count })}
            why={
              <>
                <p>{say('hidden_because', { reason: reason(part.reason) })}</p>
                {purposes ? <p>{say('hidden_allowed', { purposes })}</p> : null}
              </>
            }
          />
        )
      })}
    </div>
  )
}
