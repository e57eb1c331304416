import { useQuery } from '@tanstack/react-query'
import { Chart } from '../../ui/chart/Chart.tsx'
import { guessWords } from '../../ui/guess.words.ts'
import { useNow } from '../../ui/now.ts'
import { Section } from '../../ui/Page.tsx'
import { useCodeWords, useLanguage, useWords } from '../../ui/words.ts'
import { AllOnly } from './AllOnly.tsx'
import { calibrationPlot, seenUntil, trackingPlot } from './plots.ts'
import { lastRunQuery } from './queries.ts'
import classes from './Value.module.css'
import { valueWords } from './value.words.ts'

/** Whether the model foretold what it had not seen: over time, and by how much was expected. */
export function CheckView() {
  const say = useWords(valueWords)
  const why = useCodeWords(guessWords)
  const language = useLanguage()
  const now = useNow()
  const { data, error, refetch } = useQuery(lastRunQuery)
  const check = data?.figures?.check
  const at = { say, language, now }
  if (error)
    return (
      <Section title={say('check')}>
        <AllOnly error={error} onRetry={refetch} />
      </Section>
    )
  if (!check) return null
  if (!('chosen' in check))
    return (
      <Section title={say('check')}>
        <p className="quiet small">{say('check_none', { why: why(`why_${check.why}`) })}</p>
      </Section>
    )
  return (
    <Section title={say('check')} lead={say('check_lead', { days: check.days, day: seenUntil(check, at) })}>
      <div className={classes.pair}>
        <div className={classes.paper}>
          <h3>{say('tracking')}</h3>
          <Chart title={say('tracking')} drawing={trackingPlot(check, at)} />
        </div>
        <div className={classes.paper}>
          <h3>{say('calibration')}</h3>
          <Chart title={say('calibration')} drawing={calibrationPlot(check, at)} />
        </div>
      </div>
    </Section>
  )
}
