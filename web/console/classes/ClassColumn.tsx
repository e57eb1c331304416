import { IconArrowDown, IconArrowUp } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import type { z } from 'zod'
import type { readValueClasses } from '../../../src/office/console/contract.ts'
import { listCustomers } from '../../../src/office/console/contract.ts'
import { call } from '../../ui/api.ts'
import { ClassMark } from '../../ui/ClassMark.tsx'
import { count, money, percent } from '../../ui/formats.ts'
import { Lines } from '../../ui/Loading.tsx'
import { Face, Name } from '../../ui/Person.tsx'
import { useLanguage, useWords } from '../../ui/words.ts'
import { pack } from '../filters/pack.ts'
import { aboutQuery, useMe } from '../session/session.ts'
import classes from './Classes.module.css'
import { classesWords } from './classes.words.ts'

type Column = z.output<typeof readValueClasses.output>['classes'][number]

/** One class: its aim, its size and movement, what it rests on, and the people at its top. */
export function ClassColumn({ column }: { column: Column }) {
  const say = useWords(classesWords)
  const language = useLanguage()
  return (
    <section className={classes.column} aria-labelledby={`class-${column.class}`}>
      <header className={classes.head}>
        <h2 id={`class-${column.class}`}>
          <ClassMark of={column.class} />
        </h2>
        <span className="faint small">{say(`${column.class}_aim`)}</span>
      </header>
      <p className={classes.count}>
        <span className="num">{count(column.count, language)}</span>
      </p>
      <Moves column={column} />
      <p className="quiet small">{say('share', { share: percent(column.share_of_spent, language) })}</p>
      <Bar share={column.share_of_spent} />
      <p className="quiet small">{say('reachable', { shown: count(column.reachable_by_email, language) })}</p>
      <Rule column={column} />
      <Top column={column} />
      <Link className={classes.all} to="/customers" search={{ f: pack({ column: 'value_class', is: 'one_of', value: [column.class] }), s: '-spent' }}>
        {say('show')} →
      </Link>
    </section>
  )
}

function Moves({ column }: { column: Column }) {
  const say = useWords(classesWords)
  if (column.rose === 0 && column.fell === 0) return <p className="faint small">{say('still')}</p>
  return (
    <p className={classes.moves}>
      {column.rose > 0 ? (
        <span data-way="up">
          <IconArrowUp size={14} aria-hidden="true" />
          {say('rose', { count: column.rose })}
        </span>
      ) : null}
      {column.fell > 0 ? (
        <span data-way="down">
          <IconArrowDown size={14} aria-hidden="true" />
          {say('fell', { count: column.fell })}
        </span>
      ) : null}
    </p>
  )
}

function Bar({ share }: { share: number }) {
  return (
    <div className={classes.bar} aria-hidden="true">
      <div style={{ width: `${Math.round(share * 100)}%` }} />
    </div>
  )
}

function Rule({ column }: { column: Column }) {
  const say = useWords(classesWords)
  const language = useLanguage()
  const { data: about } = useQuery(aboutQuery)
  const { max_days_since_last: days, min_purchases: purchases, min_spent_minor: minor } = column.rule
  const parts = [
    days === null ? '' : days === 0 ? say('rule_today') : say('rule_days', { count: days }),
    purchases === null ? '' : say('rule_purchases', { count: purchases }),
    minor === null || !about ? '' : say('rule_spent', { sum: money({ minor, currency: about.currency }, language) }),
  ].filter(Boolean)
  return (
    <p className={classes.rule}>
      {say('rule')}: {parts.join(', ') || say('rule_rest')}
    </p>
  )
}

const topRows = 6

function Top({ column }: { column: Column }) {
  const say = useWords(classesWords)
  const me = useMe()
  const sees = me.can('customers.see')
  const { data, isPending } = useQuery({
    queryKey: ['customers', 'top', column.class],
    queryFn: ({ signal }) => call(listCustomers, { query: { value_class: column.class, sort: '-spent', limit: topRows }, signal }),
    enabled: sees && column.count > 0,
  })
  if (column.count === 0) return null
  if (!sees) return <p className="faint small">{say('no_names')}</p>
  return (
    <div>
      <h3 className={classes.topTitle}>{say('top')}</h3>
      {isPending ? <Lines count={4} /> : null}
      <ul className={classes.top}>
        {data?.items.map((who) => (
          <li key={who.id}>
            <Link to="/customers/$customerId" params={{ customerId: who.id }} className={classes.person} preload={false}>
              <Face who={who} size={24} />
              <span className={classes.personName}>
                <Name who={who} />
              </span>
            </Link>
          </li>
        ))}
      </ul>
    </div>
  )
}
