import { Button } from '@mantine/core'
import { useMutation, useQuery } from '@tanstack/react-query'
import { Navigate, useNavigate } from '@tanstack/react-router'
import type { FormEvent } from 'react'
import { useState } from 'react'
import { checkSetUpCode, setUp } from '../../../src/keep/access/contract.ts'
import { ApiProblem, call } from '../../ui/api.ts'
import { client } from '../../ui/queries.ts'
import { useExplain } from '../../ui/useExplain.ts'
import { useLanguage, useWords } from '../../ui/words.ts'
import classes from './Door.module.css'
import { Door } from './Door.tsx'
import type { Answers } from './SetUpSteps.tsx'
import { firstAnswers, isFilled, StepCode, StepCompany, StepYou } from './SetUpSteps.tsx'
import { stateQuery } from './session.ts'
import { sessionWords } from './session.words.ts'

const steps = ['step_code', 'company', 'you'] as const

/** The first start: the code from the terminal, the company, the first administrator. */
export default function SetUp() {
  const say = useWords(sessionWords)
  const explain = useExplain()
  const language = useLanguage()
  const navigate = useNavigate()
  const { data: state } = useQuery(stateQuery)
  const [step, setStep] = useState(0)
  const [answers, setAnswers] = useState<Answers>(() => firstAnswers(language))
  const { mutate, error, isPending } = useMutation({
    mutationFn: () => call(setUp, { body: bodyOf(answers, language) }),
    onSuccess: async () => {
      client.clear()
      await navigate({ to: '/' })
    },
    onError: (failure) => {
      if (failure instanceof ApiProblem && failure.place?.startsWith('code')) setStep(0)
    },
  })
  const code = useMutation({ mutationFn: () => call(checkSetUpCode, { body: { code: answers.code.trim() } }), onSuccess: () => setStep(1) })
  if (state?.ready) return <Navigate to="/sign-in" search={{}} />
  const wrong = step === 0 ? (code.error ?? error) : error
  const last = step === steps.length - 1
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (!isFilled(answers, step)) return
    if (last) mutate()
    else if (step === 0) code.mutate()
    else setStep(step + 1)
  }
  const Current = [StepCode, StepCompany, StepYou][step] ?? StepCode
  return (
    <Door title={say('set_up')} lead={say('set_up_lead')}>
      <ol className={classes.steps}>
        {steps.map((each, at) => (
          <li key={each} data-on={at <= step || undefined} aria-current={at === step ? 'step' : undefined}>
            {say(each)}
          </li>
        ))}
      </ol>
      <form className={classes.form} onSubmit={submit}>
        <Current answers={answers} onAnswer={(part) => setAnswers({ ...answers, ...part })} />
        <p role="alert" className={classes.wrong} hidden={!wrong}>
          {wrong ? explain(wrong) : ''}
        </p>
        <div className={classes.buttons}>
          {step > 0 ? (
            <Button type="button" variant="default" onClick={() => setStep(step - 1)}>
              {say('back')}
            </Button>
          ) : (
            <span />
          )}
          <Button type="submit" loading={isPending || code.isPending} disabled={!isFilled(answers, step)}>
            {say(last ? 'finish' : 'next')}
          </Button>
        </div>
      </form>
    </Door>
  )
}

function bodyOf(answers: Answers, language: 'en' | 'ru') {
  const { code, name, email, password, company, country, currency, timeZone, mailFrom, postal } = answers
  return {
    code: code.trim(),
    name,
    email: email.trim(),
    password,
    language,
    company: {
      name: company,
      country,
      currency,
      time_zone: timeZone,
      ...(mailFrom.trim() ? { mail_from: mailFrom.trim() } : {}),
      ...(postal.trim() ? { postal_address: postal.trim() } : {}),
    },
  }
}
