import type { ReactNode } from 'react'
import { identifierWords } from '../../ui/field.words.ts'
import { dayOf, phone } from '../../ui/formats.ts'
import { useNow } from '../../ui/now.ts'
import { useNaming } from '../../ui/Person.tsx'
import { useCodeWords, useLanguage, useWords } from '../../ui/words.ts'
import { kindByKind } from '../addresses/order.ts'
import type { Card } from '../card/queries.ts'
import { useHow } from '../relations/how.ts'
import { useFieldTitle, useFieldValue } from '../values/fieldValue.ts'
import { inOrder } from '../values/order.ts'
import { work } from '../work/work.words.ts'
import classes from './Printing.module.css'
import { printingWords } from './printing.words.ts'

/** The parts of a card that paper can hold. */
export function CardSheet({ card }: { card: Card }) {
  const say = useWords(printingWords)
  const kind = useCodeWords(identifierWords)
  const title = useFieldTitle()
  const value = useFieldValue()
  const about = [
    ...(card.tags.length > 0 ? [[say('tags'), card.tags.map((tag) => tag.title).join(', ')] as const] : []),
    ...(card.owner ? [[say('owner'), card.owner.name] as const] : []),
    ...inOrder(card.fields).map((field) => [title(field), value(field) ?? '—'] as const),
  ]
  const hidden = card.hidden.reduce((sum, part) => sum + (part.count ?? 0), 0)
  return (
    <>
      <Part title={say('details')}>
        <Pairs of={about} />
      </Part>
      <Part title={say('identifiers')}>
        <Pairs
          of={kindByKind(card.identifiers).flatMap((each) =>
            each.shown ? [[kind(each.kind), each.kind === 'phone' ? phone(each.shown) : each.shown] as const] : [],
          )}
        />
      </Part>
      <Work card={card} />
      <Relations card={card} />
      {hidden > 0 ? <p className={classes.faint}>{say('hidden', { count: hidden })}</p> : null}
    </>
  )
}

export function Part({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section className={classes.part} aria-label={title}>
      <h2>{title}</h2>
      {children}
    </section>
  )
}

function Pairs({ of }: { of: readonly (readonly [string, string])[] }) {
  const say = useWords(printingWords)
  if (of.length === 0) return <p className={classes.faint}>{say('nothing')}</p>
  return (
    <dl className={classes.pairs}>
      {of.map(([name, value]) => (
        <div key={`${name} ${value}`}>
          <dt>{name}</dt>
          <dd dir="auto">{value}</dd>
        </div>
      ))}
    </dl>
  )
}

function Work({ card }: { card: Card }) {
  const say = useWords(printingWords)
  const sayWork = useWords(work)
  const language = useLanguage()
  const now = useNow()
  const day = (at: string | null) => (at ? ` · ${dayOf(new Date(at), now, language)}` : '')
  return (
    <>
      {card.tasks.length > 0 ? (
        <Part title={say('tasks')}>
          <ul className={classes.lines}>
            {card.tasks.map((task) => (
              <li key={task.id}>
                {task.hidden ? sayWork('hidden_task') : task.what}
                <span className={classes.faint}>
                  {day(task.due_at)}
                  {task.assignee ? ` · ${task.assignee.name}` : ''}
                </span>
              </li>
            ))}
          </ul>
        </Part>
      ) : null}
      {card.cases.length > 0 ? (
        <Part title={say('cases')}>
          <ul className={classes.lines}>
            {card.cases.map((each) => (
              <li key={each.id}>
                № {each.number} · {each.hidden ? sayWork('hidden_case') : each.subject}
                <span className={classes.faint}>
                  {day(each.opened_at)}
                  {each.resolution ? ` · ${each.resolution}` : ''}
                </span>
              </li>
            ))}
          </ul>
        </Part>
      ) : null}
    </>
  )
}

function Relations({ card }: { card: Card }) {
  const say = useWords(printingWords)
  const how = useHow()
  const naming = useNaming()
  const all = [...card.people, ...card.relations]
  if (all.length === 0) return null
  return (
    <Part title={say('relations')}>
      <ul className={classes.lines}>
        {all.map((each) => (
          <li key={each.id}>
            {naming(each.other)} <span className={classes.faint}>· {how(each)}</span>
          </li>
        ))}
      </ul>
    </Part>
  )
}
