import { useNavigate } from '@tanstack/react-router'
import { isoDay } from '../../ui/formats.ts'
import { useNow } from '../../ui/now.ts'
import { useNaming } from '../../ui/Person.tsx'
import { useWords } from '../../ui/words.ts'
import type { Card } from '../card/queries.ts'
import { isOver, useHow } from './how.ts'
import type { Relation } from './queries.ts'
import classes from './Relations.module.css'
import { relationsWords } from './relations.words.ts'

const width = 320
const step = 46
const most = 24
const trunk = 24

/** Those a customer has to do with, drawn: each branch leads to their card. The list beside it says the same. */
export function Drawn({ card, list }: { card: Card; list: readonly Relation[] }) {
  const say = useWords(relationsWords)
  const naming = useNaming()
  const how = useHow()
  const now = useNow()
  const navigate = useNavigate()
  const shown = list.slice(0, most)
  const height = Math.max(shown.length * step, step * 2)
  const middle = height / 2
  return (
    <div className={classes.drawn}>
      <svg viewBox={`0 0 ${width} ${height}`} role="group" aria-label={say('drawn')} className={classes.drawing}>
        {shown.map((relation, at) => {
          const y = middleOf(at, shown.length, height)
          return (
            <path
              key={relation.id}
              className={classes.branch}
              data-over={isOver(relation, isoDay(now)) || undefined}
              d={`M ${trunk + 18} ${middle} C ${trunk + 52} ${middle}, ${trunk + 32} ${y}, ${trunk + 72} ${y}`}
            />
          )
        })}
        <Node x={trunk} y={middle} r={18} square={card.kind === 'organisation'} initials={initialsOf(naming({ kind: card.kind, name: card.name }))} self />
        {shown.map((relation, at) => {
          const y = middleOf(at, shown.length, height)
          const unseen = relation.other.name === null && relation.other.hidden !== null && relation.other.hidden !== 'no_name'
          const name = unseen ? say('unseen') : naming(relation.other)
          const inside = (
            <>
              <Node x={trunk + 86} y={y} r={14} square={relation.other.kind === 'organisation'} initials={unseen ? '?' : initialsOf(name)} dashed={unseen} />
              <text x={trunk + 108} y={y - 3} className={classes.nodeName}>
                {cut(name, 27)}
              </text>
              <text x={trunk + 108} y={y + 12} className={classes.nodeHow}>
                {cut(how(relation), 33)}
              </text>
            </>
          )
          if (unseen) return <g key={relation.id}>{inside}</g>
          const to = `/customers/${encodeURIComponent(relation.other.id)}`
          return (
            <a
              key={relation.id}
              href={to}
              className={classes.node}
              aria-label={`${name}: ${how(relation)}`}
              onClick={(event) => {
                if (event.ctrlKey || event.metaKey || event.shiftKey) return
                event.preventDefault()
                void navigate({ to: '/customers/$customerId', params: { customerId: relation.other.id } })
              }}
            >
              <rect x={trunk + 68} y={y - 20} width={width - trunk - 70} height={40} rx={8} className={classes.nodeBack} />
              {inside}
            </a>
          )
        })}
      </svg>
      {list.length > most ? <p className="faint small">{say('more_drawn', { count: list.length - most })}</p> : null}
    </div>
  )
}

type NodeProps = { x: number; y: number; r: number; square: boolean; initials: string; self?: boolean; dashed?: boolean }

function Node({ x, y, r, square, initials, self, dashed }: NodeProps) {
  return (
    <g className={classes.mark} data-self={self} data-dashed={dashed} aria-hidden="true">
      <rect x={x - r} y={y - r} width={2 * r} height={2 * r} rx={square ? 6 : r} />
      <text x={x} y={y + 4} textAnchor="middle" fontSize={r * 0.75}>
        {initials}
      </text>
    </g>
  )
}

const middleOf = (at: number, count: number, height: number) => (height / Math.max(count, 1)) * (at + 0.5)
const cut = (text: string, most: number) => ([...text].length > most ? `${[...text].slice(0, most - 1).join('')}…` : text)

function initialsOf(name: string): string {
  return name
    .split(/\s+/)
    .slice(0, 2)
    .map((word) => [...word][0] ?? '')
    .join('')
    .toLocaleUpperCase()
}
