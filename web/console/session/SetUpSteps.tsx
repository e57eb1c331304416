import { PasswordInput, Select, TextInput } from '@mantine/core'
import { useLanguage, useWords } from '../../ui/words.ts'
import classes from './Door.module.css'
import { countries, currencies, ownTimeZone, timeZones } from './places.ts'
import { sessionWords } from './session.words.ts'

export type Answers = {
  code: string
  name: string
  email: string
  password: string
  company: string
  country: string
  currency: string
  timeZone: string
  mailFrom: string
  postal: string
}

type StepProps = { answers: Answers; onAnswer: (part: Partial<Answers>) => void }

/** What can be guessed from the browser is filled in already. */
export function firstAnswers(language: 'en' | 'ru'): Answers {
  const russian = language === 'ru'
  return {
    code: '',
    name: '',
    email: '',
    password: '',
    company: '',
    country: russian ? 'RU' : 'GB',
    currency: russian ? 'RUB' : 'EUR',
    timeZone: ownTimeZone(),
    mailFrom: '',
    postal: '',
  }
}

/** Whether a step has what it needs to go on. */
export function isFilled(answers: Answers, step: number): boolean {
  if (step === 0) return answers.code.trim().length > 0
  if (step === 1) return answers.company.trim().length > 0
  return answers.name.trim().length > 0 && /.@./.test(answers.email) && answers.password.length >= 10
}

export function StepCode({ answers, onAnswer }: StepProps) {
  const say = useWords(sessionWords)
  return (
    <TextInput
      autoFocus
      label={say('set_up_code')}
      description={say('set_up_code_hint')}
      value={answers.code}
      autoComplete="off"
      onChange={(event) => onAnswer({ code: event.currentTarget.value })}
    />
  )
}

export function StepCompany({ answers, onAnswer }: StepProps) {
  const say = useWords(sessionWords)
  const language = useLanguage()
  return (
    <>
      <TextInput
        autoFocus
        label={say('company_name')}
        description={say('company_hint')}
        value={answers.company}
        autoComplete="organization"
        onChange={(event) => onAnswer({ company: event.currentTarget.value })}
      />
      <div className={classes.pair}>
        <Select
          searchable
          label={say('country')}
          value={answers.country}
          data={countries(language)}
          onChange={(next) => onAnswer({ country: next ?? answers.country })}
        />
        <Select
          searchable
          label={say('currency')}
          value={answers.currency}
          data={currencies(language)}
          onChange={(next) => onAnswer({ currency: next ?? answers.currency })}
        />
      </div>
      <Select
        searchable
        limit={60}
        label={say('time_zone')}
        value={answers.timeZone}
        data={timeZones()}
        onChange={(next) => onAnswer({ timeZone: next ?? answers.timeZone })}
      />
      <TextInput
        type="email"
        label={say('mail_from')}
        description={say('mail_from_hint')}
        value={answers.mailFrom}
        onChange={(event) => onAnswer({ mailFrom: event.currentTarget.value })}
      />
      <TextInput
        label={say('postal_address')}
        description={say('postal_hint')}
        value={answers.postal}
        onChange={(event) => onAnswer({ postal: event.currentTarget.value })}
      />
    </>
  )
}

export function StepYou({ answers, onAnswer }: StepProps) {
  const say = useWords(sessionWords)
  return (
    <>
      <TextInput
        autoFocus
        label={say('your_name')}
        value={answers.name}
        autoComplete="name"
        onChange={(event) => onAnswer({ name: event.currentTarget.value })}
      />
      <TextInput
        type="email"
        label={say('email')}
        value={answers.email}
        autoComplete="username"
        onChange={(event) => onAnswer({ email: event.currentTarget.value })}
      />
      <PasswordInput
        label={say('new_password')}
        description={say('password_hint')}
        value={answers.password}
        autoComplete="new-password"
        onChange={(event) => onAnswer({ password: event.currentTarget.value })}
        visibilityToggleButtonProps={{ 'aria-label': say('show_password') }}
      />
    </>
  )
}
