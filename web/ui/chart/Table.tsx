import { useLanguage, useWords } from '../words.ts'
import classes from './Chart.module.css'
import { chartWords } from './chart.words.ts'
import { cellText, type Rows } from './rows.ts'
import type { Unit } from './shapes.ts'

/** The rows of a chart as a table. */
export function RowsTable({ title, rows: { titles, rows }, unit }: { title: string; rows: Rows; unit: Unit }) {
  const say = useWords(chartWords)
  const language = useLanguage()
  const [head, ...columns] = titles
  const gaps = rows.some(({ cells }) => cells.includes(null))
  return (
    <>
      <table className={classes.table}>
        <caption className={classes.caption}>{title}</caption>
        <thead>
          <tr>
            <th scope="col">{head}</th>
            {columns.map((column) => (
              <th key={column} scope="col" className={classes.number}>
                {column}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map(({ head: name, cells }) => (
            <tr key={name}>
              <th scope="row">{name}</th>
              {columns.map((column, at) => (
                <td key={column} className={classes.number}>
                  {cellText(cells[at] ?? null, unit, language)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
      {gaps ? <p className="faint small">{say('not_told')}</p> : null}
    </>
  )
}
