import type { z } from 'zod'
import { listMyRelationChanges, listMyRelations } from '../../../src/office/portal/contract.ts'
import { call } from '../../ui/api.ts'
import { dayOf, plainDay } from '../../ui/formats.ts'
import { More } from '../../ui/More.tsx'
import { useNow } from '../../ui/now.ts'
import { positionWords } from '../../ui/position.words.ts'
import { useCodeWords, useHasWord, useLanguage, useWords } from '../../ui/words.ts'
import { Part } from '../shell/Leaf.tsx'
import classes from './MyPage.module.css'
import { relationsWords } from './relations.words.ts'
import { useMine } from './useMine.ts'

type Standing = Omit<z.output<typeof listMyRelations.output>['items'][number], 'id'>

/** How the customer stands to organisations and people, with who wrote it and when; whoever stands to nobody is not told of it. */
export function Relations() {
  const say = useWords(relationsWords)
  const told = useTold()
  const { pages, items } = useMine(['relations'], (query, signal) => call(listMyRelations, { query, signal }))
  const changes = useMine(['relations', 'changes'], (query, signal) => call(listMyRelationChanges, { query, signal }))
  if (items.length === 0 && changes.items.length === 0) return null
  return (
    <Part title={say('title')} lead={say('lead')}>
      {items.length > 0 ? (
        <dl className={classes.facts}>
          {items.map((one) => (
            <div key={one.id} className={classes.fact}>
              <dt dir="auto">{told.who(one)}</dt>
              <dd dir="auto">{told.how(one)}</dd>
              <dd className={classes.more}>{say('written', { day: told.day(one.at), who: told.by(one) })}</dd>
            </div>
          ))}
        </dl>
      ) : null}
      <More of={pages} />
      {changes.items.length > 0 ? (
        <details className={classes.before}>
          <summary>{say('changes')}</summary>
          <dl className={classes.facts}>
            {changes.items.map((one, at) => (
              <div key={`${changes.items.length - at} ${one.at}`} className={classes.fact}>
                <dt>{told.day(one.at)}</dt>
                <dd dir="auto">
                  {told.who(one)}: {say(one.what)}
                </dd>
                <dd className={classes.more}>
                  {told.how(one)} · {told.by(one)}
                </dd>
              </div>
            ))}
          </dl>
          <More of={changes.pages} />
        </details>
      ) : null}
    </Part>
  )
}

const twoSided = new Set(['employer', 'contact_person', 'referred_by', 'guardian', 'part_of'])

function useTold() {
  const say = useWords(relationsWords)
  const word = useCodeWords(relationsWords)
  const position = useHasWord(positionWords)
  const language = useLanguage()
  const now = useNow()
  const plain = (day: string) => dayOf(plainDay(day), now, language)
  return {
    who: ({ other }: Standing) => other.name ?? say(other.kind),
    day: (at: string) => dayOf(new Date(at), now, language),
    by: ({ by }: Standing) => word(`by_${by}`),
    how: (of: Standing) =>
      [
        word(of.direction === 'from' && twoSided.has(of.kind) ? `${of.kind}_from` : of.kind),
        of.position ?? (of.role === null ? '' : (position(of.role) ?? of.role)),
        of.since ? say('since', { day: plain(of.since) }) : '',
        of.until ? say('until', { day: plain(of.until) }) : '',
      ]
        .filter(Boolean)
        .join(', '),
  }
}
