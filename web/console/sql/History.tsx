import { Button } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { ErrorBox } from '../../ui/ErrorBox.tsx'
import { Fold } from '../../ui/Fold.tsx'
import { count, dayOf } from '../../ui/formats.ts'
import { useNow } from '../../ui/now.ts'
import { ui } from '../../ui/ui.words.ts'
import { useLanguage, useWords } from '../../ui/words.ts'
import { historyQuery } from './queries.ts'
import classes from './Sql.module.css'
import { sqlWords } from './sql.words.ts'

const perPage = 10

/** What one asked oneself, to ask it again. */
export function History({ onTake }: { onTake: (sql: string) => void }) {
  const say = useWords(sqlWords)
  const sayUi = useWords(ui)
  const language = useLanguage()
  const now = useNow()
  const { data, error, refetch } = useQuery(historyQuery)
  const [shown, setShown] = useState(perPage)
  // Asked again and again, it stands here once.
  const items = [...new Map((data?.items ?? []).toReversed().map((one) => [one.sql, one])).values()].toReversed()
  return (
    <Fold title={say('history')} count={items.length || undefined} closed>
      {error ? <ErrorBox error={error} onRetry={refetch} /> : null}
      {data && items.length === 0 ? <p className="quiet">{say('history_none')}</p> : null}
      <ul className={classes.history}>
        {items.slice(0, shown).map((one) => (
          <li key={one.sql}>
            <pre className={classes.asked}>{one.sql}</pre>
            <p className={classes.about}>
              <span className="faint small">
                {dayOf(new Date(one.at), now, language)} ·{' '}
                {one.rows === null ? say('refused') : say('rows', { count: one.rows, shown: count(one.rows, language) })}
              </span>
              <Button size="compact-xs" variant="subtle" onClick={() => onTake(one.sql)}>
                {say('again')}
              </Button>
            </p>
          </li>
        ))}
      </ul>
      {items.length > shown ? (
        <Button variant="default" size="xs" onClick={() => setShown(shown + perPage)}>
          {sayUi('more')}
        </Button>
      ) : null}
    </Fold>
  )
}
