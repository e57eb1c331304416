import { Button } from '@mantine/core'
import { IconDownload } from '@tabler/icons-react'
import { Chart } from '../../ui/chart/Chart.tsx'
import { Fold } from '../../ui/Fold.tsx'
import { count, exactly } from '../../ui/formats.ts'
import { numbers } from '../../ui/formatters.ts'
import { Section } from '../../ui/Page.tsx'
import { save } from '../../ui/save.ts'
import { useLanguage, useWords } from '../../ui/words.ts'
import { type Answer, csvOf, plotOf } from './answer.ts'
import classes from './Sql.module.css'
import { sqlWords } from './sql.words.ts'

const mostShown = 500

/** An answer as a table, with how long it took, and as a chart where it fits. */
export function AnswerView({ answer }: { answer: Answer }) {
  const say = useWords(sqlWords)
  const language = useLanguage()
  const { rows, columns, more } = answer
  const plot = plotOf(answer)
  const seconds = numbers(language, { maximumFractionDigits: 1 }).format(answer.ms / 1000)
  const about = [
    say('rows', { count: rows.length, shown: count(rows.length, language) }),
    say('took', { seconds }),
    say('as_of', { when: exactly(new Date(answer.as_of), language) }),
  ]
  return (
    <>
      <Section title={say('answer')}>
        <div className={classes.about}>
          <span className="quiet small">{about.join(' · ')}</span>
          <Button
            size="compact-sm"
            variant="default"
            leftSection={<IconDownload size={15} stroke={1.6} />}
            onClick={() => save('answer.csv', csvOf(answer, language), 'text/csv')}
          >
            {say('csv')}
          </Button>
        </div>
        {more ? <p className="quiet">{say('more')}</p> : null}
        {rows.length > mostShown ? <p className="quiet">{say('first', { shown: count(mostShown, language) })}</p> : null}
        {rows.length === 0 ? <p>{say('nothing')}</p> : <Rows columns={columns} rows={rows.slice(0, mostShown)} label={say('answer')} />}
      </Section>
      {plot ? (
        <Fold title={say('chart')}>
          <Chart title={say('answer')} drawing={{ of: 'plot', plot }} />
        </Fold>
      ) : null}
    </>
  )
}

function Rows({ columns, rows, label }: Pick<Answer, 'columns' | 'rows'> & { label: string }) {
  const language = useLanguage()
  const figures = numbers(language, { maximumFractionDigits: 6 })
  const shown = (cell: Answer['rows'][number][number]) => (cell === null ? '—' : typeof cell === 'number' ? figures.format(cell) : String(cell))
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be scrolled from the keyboard too
    <div className={classes.scroll} tabIndex={0} role="group" aria-label={label}>
      <table className={classes.rows}>
        <thead>
          <tr>
            {columns.map(({ name }, i) => (
              <th key={`${i} ${name}`} scope="col" data-figure={typeof rows[0]?.[i] === 'number' || undefined}>
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row, i) => (
            <tr key={i}>
              {row.map((cell, at) => (
                <td key={at} data-figure={typeof cell === 'number' || undefined}>
                  {shown(cell)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}
