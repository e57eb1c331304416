import { Button } from '@mantine/core'
import { IconEraser } from '@tabler/icons-react'
import { useInfiniteQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useCoversSaid } from '../../ui/Covers.tsx'
import { Empty } from '../../ui/Empty.tsx'
import { ErrorBox } from '../../ui/ErrorBox.tsx'
import { Fold } from '../../ui/Fold.tsx'
import { count, dayOf } from '../../ui/formats.ts'
import { Lines } from '../../ui/Loading.tsx'
import { Mark, type Tone } from '../../ui/Mark.tsx'
import { More } from '../../ui/More.tsx'
import { useNow } from '../../ui/now.ts'
import { Page } from '../../ui/Page.tsx'
import { Sure } from '../../ui/Sure.tsx'
import { When } from '../../ui/values.tsx'
import { useLanguage, useWords } from '../../ui/words.ts'
import { Goes, Stays } from './Counted.tsx'
import classes from './Erasing.module.css'
import { erasingWords } from './erasing.words.ts'
import { Steps } from './OpenErasure.tsx'
import { type Erasure, erasuresQuery, useTakeBack } from './queries.ts'

const tones: { [S in Erasure['state']]: Tone } = { waiting: 'wait', erasing: 'wait', done: 'good', taken_back: 'plain' }

/** Everybody who was erased or will be, without a name: how far it is, what went, and the certificate. */
export default function ErasuresPage() {
  const say = useWords(erasingWords)
  const pages = useInfiniteQuery(erasuresQuery)
  const items = pages.data?.pages.flatMap((page) => page.items)
  return (
    <Page title={say('page_title')} lead={say('page_lead')}>
      {pages.isPending ? <Lines count={4} /> : null}
      {pages.error ? <ErrorBox error={pages.error} onRetry={pages.refetch} /> : null}
      {items?.length === 0 ? <Empty icon={IconEraser} title={say('none')} text={say('none_text')} /> : null}
      {items && items.length > 0 ? (
        <ul className={classes.list}>
          {items.map((each) => (
            <Row key={each.id} of={each} />
          ))}
        </ul>
      ) : null}
      <More of={pages} />
    </Page>
  )
}

function Row({ of }: { of: Erasure }) {
  const say = useWords(erasingWords)
  const language = useLanguage()
  const now = useNow()
  const takeBack = useTakeBack()
  const covered = useCoversSaid()
  const all = of.gone.reduce((sum, each) => sum + each.count, 0)
  const how = say(`evidence_${of.evidence.kind}`)
  return (
    <li>
      <div className={classes.row}>
        <div className={classes.rowText}>
          <span className={classes.what}>
            {say(`reason_${of.reason}`)}
            {of.covers === 'everything' ? '' : ` · ${covered(of.covers)}`}
          </span>
          {of.evidence.kind === 'none' ? null : (
            <span className="small" data-own-words>
              {of.evidence.filed === null ? how : say('filed_at', { how, filed: of.evidence.filed })}
            </span>
          )}
          <span className="quiet small">
            {of.by.name === null ? say('asked_by_nobody') : say('asked_by', { name: of.by.name })} · <When at={of.asked_at} as="both" />
          </span>
          {of.state === 'waiting' ? <span className="small">{say('due', { day: dayOf(new Date(of.due_at), now, language) })}</span> : null}
        </div>
        <Mark tone={tones[of.state]}>{say(`state_${of.state}`)}</Mark>
      </div>
      {of.state === 'erasing' ? <Steps of={of} /> : null}
      {of.state === 'done' ? (
        <Fold title={say('gone_all', { count: all, shown: count(all, language) })}>
          <div className={classes.sides}>
            <section aria-label={say('paper_gone')}>
              <h3>{say('paper_gone')}</h3>
              <Goes gone={of.gone} />
            </section>
            <section aria-label={say('stays')}>
              <h3>{say('stays')}</h3>
              <Stays stays={of.stays} />
            </section>
          </div>
        </Fold>
      ) : null}
      <div className={classes.acts}>
        {of.state === 'waiting' ? (
          <Sure label={say('take_back')} question={say('take_back_sure')} loading={takeBack.isPending} onYes={() => takeBack.mutate(of)} />
        ) : null}
        {of.state === 'done' ? (
          <Button component={Link} to={`/certificate/${of.id}`} target="_blank" size="compact-sm" variant="default">
            {say('certificate')}
          </Button>
        ) : null}
      </div>
    </li>
  )
}
