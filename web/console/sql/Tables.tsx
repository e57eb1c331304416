import { Fold } from '../../ui/Fold.tsx'
import { useCodeWords, useWords } from '../../ui/words.ts'
import classes from './Sql.module.css'
import { sqlWords } from './sql.words.ts'
import { columnsOf, tableNames } from './tables.ts'

/** What can be asked: each table with its columns, in plain words. */
export function Tables() {
  const say = useWords(sqlWords)
  const word = useCodeWords(sqlWords)
  return (
    <Fold title={say('tables')} lead={say('tables_lead')} closed>
      <div className={classes.tables}>
        {tableNames.map((table) => (
          <details key={table} className={classes.table}>
            <summary>
              <code>{table}</code> <span className="quiet">{say(`t_${table}`)}</span>
            </summary>
            <dl>
              {columnsOf(table).map((column) => (
                <div key={column}>
                  <dt>
                    <code>{column}</code>
                  </dt>
                  <dd>{word(`c_${column}`)}</dd>
                </div>
              ))}
            </dl>
          </details>
        ))}
      </div>
    </Fold>
  )
}
