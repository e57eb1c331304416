import { Button, UnstyledButton } from '@mantine/core'
import { useMutation, useQuery } from '@tanstack/react-query'
import { getRouteApi, Link, useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { prepareLetter } from '../../../src/office/arrivals/contract.ts'
import { call } from '../../ui/api.ts'
import { ErrorBox } from '../../ui/ErrorBox.tsx'
import { count, money } from '../../ui/formats.ts'
import { Lines } from '../../ui/Loading.tsx'
import { Page, Section } from '../../ui/Page.tsx'
import { reasonWords } from '../../ui/reason.words.ts'
import { useCodeWords, useLanguage, useWords } from '../../ui/words.ts'
import { Concerned } from './Concerned.tsx'
import classes from './Goods.module.css'
import { goodsWords } from './goods.words.ts'
import { type Concerns, goodQuery, type Part } from './queries.ts'

const route = getRouteApi('/shell/goods/$sku')

/** One good: whom it concerns, who would hear of it, who not and why, and the letter. */
export default function GoodPage() {
  const say = useWords(goodsWords)
  const language = useLanguage()
  const navigate = useNavigate()
  const { sku } = route.useParams()
  const { data: good, error, isPending, refetch } = useQuery(goodQuery(sku))
  const letter = useMutation({
    mutationFn: () => call(prepareLetter, { params: { sku }, body: {} }),
    onSuccess: ({ campaign_id }) => void navigate({ to: '/campaigns/$campaignId', params: { campaignId: campaign_id } }),
  })
  const lead = good ? [good.topic?.[language] ?? good.category, good.price ? money(good.price, language) : null].filter(Boolean).join(' · ') : undefined
  return (
    <Page title={good?.title ?? sku} lead={lead} toolbar={<Link to="/goods">← {say('back')}</Link>}>
      {isPending ? <Lines count={6} /> : null}
      {error ? <ErrorBox error={error} onRetry={() => void refetch()} /> : null}
      {good && good.concerns === null ? <p className="quiet">{say('no_category')}</p> : null}
      {good?.concerns ? (
        <Section
          title={say('concerns')}
          lead={say('letter_text')}
          actions={
            <Button loading={letter.isPending} disabled={good.concerns.hear === 0 || good.price === null} onClick={() => letter.mutate()}>
              {say('letter')}
            </Button>
          }
        >
          {letter.error ? <ErrorBox error={letter.error} /> : null}
          <Figures sku={sku} concerns={good.concerns} />
        </Section>
      ) : null}
    </Page>
  )
}

type Opened = { part: Part; reason?: string }

function Figures({ sku, concerns }: { sku: string; concerns: Concerns }) {
  const say = useWords(goodsWords)
  const reason = useCodeWords(reasonWords)
  const language = useLanguage()
  const [opened, setOpened] = useState<Opened | null>(null)
  const left = concerns.left_out.reduce((sum, one) => sum + one.count, 0)
  const said = (key: 'close' | 'hear' | 'left', n: number) => say(key, { count: n, shown: count(n, language) })
  const figure = (to: Opened, title: string, text: string) => (
    <UnstyledButton
      className={classes.figure}
      aria-expanded={opened !== null && opened.part === to.part && opened.reason === to.reason}
      onClick={() => setOpened(to)}
    >
      <strong>{title}</strong>
      <span className="quiet small">{text}</span>
    </UnstyledButton>
  )
  return (
    <>
      <div className={classes.figures}>
        {figure({ part: 'close' }, said('close', concerns.close), say('close_text'))}
        {figure({ part: 'hear' }, said('hear', concerns.hear), say('hear_text'))}
        {figure({ part: 'left_out' }, said('left', left), say('who'))}
      </div>
      <ul className={classes.reasons}>
        {concerns.left_out.map((one) => (
          <li key={`${one.reason} ${one.decision}`}>
            <UnstyledButton className={classes.reason} onClick={() => setOpened({ part: 'left_out', reason: one.reason })}>
              <span>{one.reason === 'has_it' ? say('has_it') : reason(one.reason)}</span>
              <span className="num">{count(one.count, language)}</span>
            </UnstyledButton>
          </li>
        ))}
      </ul>
      {opened ? <Concerned key={`${opened.part} ${opened.reason ?? ''}`} sku={sku} part={opened.part} reason={opened.reason} /> : null}
    </>
  )
}
