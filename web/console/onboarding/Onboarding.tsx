import { ActionIcon, Button, Progress, Tooltip } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { IconCheck, IconCircle, IconX } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { Suspense } from 'react'
import { Section } from '../../ui/Page.tsx'
import { part } from '../../ui/part.ts'
import { useWords } from '../../ui/words.ts'
import { aboutQuery, useMe } from '../session/session.ts'
import classes from './Onboarding.module.css'
import { onboardingWords } from './onboarding.words.ts'
import { useHints } from './useHints.ts'
import { useSteps } from './useSteps.ts'

const WipeDemo = part(() => import('./WipeDemo.tsx'))

/** What a new company still has to do, each knowing by itself whether it is done; until it is put away. For whoever manages the staff. */
export default function Onboarding() {
  const me = useMe()
  const { hints } = useHints()
  if (!me.can('staff.manage') || !hints || hints.includes('onboarding')) return null
  return <Steps />
}

function Steps() {
  const say = useWords(onboardingWords)
  const { add } = useHints()
  const about = useQuery(aboutQuery)
  const steps = useSteps()
  const done = steps.filter((step) => step.done).length
  if (steps.some((step) => step.done === undefined)) return null
  if (done === steps.length && !about.data?.demo) return null
  return (
    <Section
      title={say('title')}
      lead={say('done_of', { done, all: steps.length })}
      actions={
        <Tooltip label={say('put_away')}>
          <ActionIcon onClick={() => add('onboarding')} aria-label={say('put_away')}>
            <IconX size={17} stroke={1.6} />
          </ActionIcon>
        </Tooltip>
      }
    >
      <Progress value={(100 * done) / steps.length} size="sm" aria-label={say('title')} />
      <ul className={classes.list}>
        {steps.map((step) => (
          <li key={step.key} className={classes.step} data-done={step.done || undefined}>
            {step.done ? (
              <IconCheck size={17} stroke={2} role="img" aria-label={say('is_done')} />
            ) : (
              <IconCircle size={17} stroke={1.6} role="img" aria-label={say('is_open')} />
            )}
            <span className={classes.text}>
              <span className={classes.name}>{say(step.key)}</span>
              <span className={classes.about}>{say(`${step.key}_text`)}</span>
            </span>
            {step.done || !step.to ? null : (
              <Button
                size="xs"
                variant="default"
                renderRoot={(look) => (step.to === '/staff' ? <Link to={step.to} search={step.search} {...look} /> : <Link to={step.to} {...look} />)}
              >
                {say(`${step.key}_go`)}
              </Button>
            )}
          </li>
        ))}
      </ul>
      {about.data?.demo ? <Wipe company={about.data.company} /> : null}
    </Section>
  )
}

function Wipe({ company }: { company: string }) {
  const say = useWords(onboardingWords)
  const [open, on] = useDisclosure(false)
  return (
    <div className={classes.demo}>
      <p>{say('demo_text')}</p>
      <Button size="xs" variant="default" color="red" onClick={on.open}>
        {say('wipe')}
      </Button>
      {open ? (
        <Suspense>
          <WipeDemo company={company} onClose={on.close} />
        </Suspense>
      ) : null}
    </div>
  )
}
