import { useWords } from '../../ui/words.ts'
import classes from './Duplicates.module.css'
import { duplicatesWords } from './duplicates.words.ts'
import type { Duplicate } from './queries.ts'

/** Why two may be one, in plain words; and what speaks against it. */
export function Because({ pair }: { pair: Pick<Duplicate, 'reasons' | 'cautions'> }) {
  const say = useWords(duplicatesWords)
  return (
    <>
      <ul className={classes.reasons}>
        {pair.reasons.map((reason) => (
          <li key={reason}>{say(`reason_${reason}`)}</li>
        ))}
      </ul>
      {pair.cautions.length > 0 ? (
        <div role="note" className={classes.caution}>
          <p>{say('caution')}</p>
          <ul>
            {pair.cautions.map((caution) => (
              <li key={caution}>{say(`caution_${caution}`)}</li>
            ))}
          </ul>
        </div>
      ) : null}
    </>
  )
}
