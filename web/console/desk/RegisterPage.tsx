import { Button } from '@mantine/core'
import { IconDownload, IconPrinter } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { csvLineOf, csvMark, harmless } from '../../../src/platform/csv.ts'
import { ErrorBox } from '../../ui/ErrorBox.tsx'
import { Fold } from '../../ui/Fold.tsx'
import { dayOf, exactly } from '../../ui/formats.ts'
import { Lines } from '../../ui/Loading.tsx'
import { useNow } from '../../ui/now.ts'
import { Section } from '../../ui/Page.tsx'
import { useLanguage, useWords } from '../../ui/words.ts'
import { DeskFrame } from './DeskFrame.tsx'
import { type Activity, type Register, registerQuery } from './queries.ts'
import classes from './Register.module.css'
import { registerWords } from './register.words.ts'
import { type Line, useRegisterWords } from './useRegisterWords.ts'

/** The register of processing as it stands now: on the screen, on paper, as a file. */
export default function RegisterPage() {
  const say = useWords(registerWords)
  const { data, error, isPending, refetch } = useQuery(registerQuery)
  return (
    <DeskFrame title={say('title')} lead={say('lead')} actions={data ? <Acts register={data} /> : null}>
      {isPending ? <Lines count={10} /> : null}
      {error ? <ErrorBox error={error} onRetry={refetch} /> : null}
      {data ? <Whole register={data} /> : null}
    </DeskFrame>
  )
}

function Acts({ register }: { register: Register }) {
  const say = useWords(registerWords)
  const file = useFile()
  return (
    <div className={classes.screenOnly}>
      <Button.Group>
        <Button variant="default" leftSection={<IconPrinter size={16} stroke={1.6} />} onClick={() => globalThis.print()}>
          {say('print')}
        </Button>
        <Button
          component="a"
          variant="default"
          leftSection={<IconDownload size={16} stroke={1.6} />}
          href={`data:text/csv;charset=utf-8,${encodeURIComponent(file(register))}`}
          download={`register-${register.made_at.slice(0, 10)}.csv`}
        >
          {say('file')}
        </Button>
      </Button.Group>
    </div>
  )
}

/** One row for each purpose; what is said of the company stands in each, so that a row can be read alone. */
function useFile(): (register: Register) => string {
  const say = useWords(registerWords)
  const language = useLanguage()
  const inWords = useRegisterWords()
  return (register) => {
    const operator = inWords.operator(register)
    const cells = (lines: readonly Line[]) => lines.map(({ said }) => said.join('\n'))
    const line = (texts: readonly string[]) => csvLineOf(texts.map(harmless), language === 'ru' ? ';' : ',')
    const rows = register.activities.map((of) => line([inWords.name(of), ...cells(inWords.activity(of)), ...cells(operator)]))
    const [first] = register.activities
    const head = [say('purpose'), ...(first ? inWords.activity(first) : []).map(({ title }) => title), ...operator.map(({ title }) => title)]
    return `${csvMark}${line(head)}${rows.join('')}`
  }
}

function Whole({ register }: { register: Register }) {
  const say = useWords(registerWords)
  const language = useLanguage()
  const inWords = useRegisterWords()
  return (
    <>
      <p className="quiet small">{say('made', { at: exactly(new Date(register.made_at), language) })}</p>
      <Section title={say('operator')}>
        <Pairs lines={inWords.operator(register)} />
      </Section>
      <Section title={say('activities')}>
        {register.activities.map((of) => (
          <One key={of.purpose} activity={of} />
        ))}
      </Section>
      <Told told={register.told} />
      <Section title={say('measures')}>
        <ul className={classes.measures}>
          {register.measures.map((measure) => (
            <li key={measure.code}>{inWords.measure(measure)}</li>
          ))}
        </ul>
      </Section>
      <Columns register={register} />
    </>
  )
}

function One({ activity }: { activity: Activity }) {
  const say = useWords(registerWords)
  const language = useLanguage()
  const now = useNow()
  const inWords = useRegisterWords()
  return (
    <article className={classes.activity}>
      <header>
        <h3>{inWords.name(activity)}</h3>
        <p className="faint small">
          <a href={activity.dpv} target="_blank" rel="noreferrer">
            dpv:{activity.dpv.split('#').at(-1)}
          </a>{' '}
          · {say('version', { version: activity.version, day: dayOf(new Date(activity.since), now, language) })}
        </p>
      </header>
      <Pairs lines={inWords.activity(activity)} />
    </article>
  )
}

function Pairs({ lines }: { lines: readonly Line[] }) {
  return (
    <dl className={classes.pairs}>
      {lines.map(({ title, said }) => (
        <div key={title}>
          <dt>{title}</dt>
          <dd data-own-words>
            <ul className={classes.stack}>
              {said.map((each) => (
                <li key={each}>{each}</li>
              ))}
            </ul>
          </dd>
        </div>
      ))}
    </dl>
  )
}

function Told({ told }: Pick<Register, 'told'>) {
  const say = useWords(registerWords)
  return (
    <Section title={say('told')} lead={say('told_lead')}>
      {told.length === 0 ? <p className="faint">{say('no_told')}</p> : null}
      <ul className={classes.stack} data-own-words>
        {told.map(({ title, host, kinds, on }) => (
          <li key={`${title} ${host}`}>
            {title} · {host} · <span className="faint small">{kinds.join(', ')}</span> {on ? null : <span className="faint small">({say('off')})</span>}
          </li>
        ))}
      </ul>
    </Section>
  )
}

function Columns({ register }: { register: Register }) {
  const say = useWords(registerWords)
  const inWords = useRegisterWords()
  const titles = new Map(register.activities.map((of) => [of.purpose, inWords.name(of)]))
  return (
    <Fold title={say('columns')} lead={say('columns_lead')} count={register.columns.length} closed>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls is reached by the keyboard */}
      <div className={classes.scroll} role="region" aria-label={say('columns')} tabIndex={0}>
        <table className={classes.columns}>
          <thead>
            <tr>
              <th scope="col">{say('column')}</th>
              <th scope="col">{say('category')}</th>
              <th scope="col">{say('purposes')}</th>
              <th scope="col">{say('kept')}</th>
              <th scope="col">{say('erase')}</th>
            </tr>
          </thead>
          <tbody>
            {register.columns.map((of) => (
              <tr key={`${of.table}.${of.column}`}>
                <th scope="row">
                  {of.table}.{of.column}
                </th>
                <td>{inWords.category(of.category)}</td>
                <td>{inWords.purposes(of.purposes, titles)}</td>
                <td>{inWords.retention(of.retention)}</td>
                <td data-own-words>{inWords.erase(of.erase)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </Fold>
  )
}
