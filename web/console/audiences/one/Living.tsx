import { Button, Modal } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { changeAudience } from '../../../../src/office/audiences/contract.ts'
import { call } from '../../../ui/api.ts'
import { count, dayOf } from '../../../ui/formats.ts'
import { notice } from '../../../ui/notices.tsx'
import { useNow } from '../../../ui/now.ts'
import { useAct } from '../../../ui/useAct.ts'
import { useSaid } from '../../../ui/useExplain.ts'
import { lower, pick, useLanguage, useWords } from '../../../ui/words.ts'
import { purposesQuery } from '../../purposes/queries.ts'
import classes from '../Audiences.module.css'
import { audiencesQuery } from '../queries.ts'
import type { SavedAudience } from './queries.ts'
import { savedWords } from './saved.words.ts'

/** Whether it is kept up who is in it, and what for. */
export function Living({ of, purpose }: { of: SavedAudience; purpose: string }) {
  const say = useWords(savedWords)
  const client = useQueryClient()
  const [ending, on] = useDisclosure(false)
  const { mutate, isPending } = useAct({
    run: (live: { purpose: string } | null) => call(changeAudience, { params: { audience_id: of.id }, body: { live } }),
    then: async (_, live) => {
      on.close()
      await client.invalidateQueries({ queryKey: audiencesQuery.queryKey })
      notice(say(live ? 'living_begun' : 'living_ended'))
    },
  })
  return (
    <section className={classes.card} aria-label={say('living')}>
      <h2>{say('living')}</h2>
      {of.live ? (
        <>
          <Told live={of.live} />
          <Button size="xs" variant="default" onClick={on.open}>
            {say('living_end')}
          </Button>
        </>
      ) : (
        <>
          <p className="quiet small">{say('living_off')}</p>
          <p className="quiet small">
            {say('living_purpose')}: <PurposeTitle of={purpose} />
          </p>
          <Button size="xs" variant="default" loading={isPending} onClick={() => mutate({ purpose })}>
            {say('living_on')}
          </Button>
        </>
      )}
      {ending ? (
        <Modal opened onClose={on.close} title={say('living_end')}>
          <div className={classes.asked}>
            <p>{say('living_end_text')}</p>
            <div className={classes.deeds}>
              <Button variant="default" onClick={on.close}>
                {say('cancel')}
              </Button>
              <Button loading={isPending} onClick={() => mutate(null)}>
                {say('living_end')}
              </Button>
            </div>
          </div>
        </Modal>
      ) : null}
    </section>
  )
}

export function usePurposeTitle(): (code: string) => string {
  const language = useLanguage()
  const { data } = useQuery(purposesQuery)
  return (code) => lower(pick(data?.items.find((each) => each.code === code)?.title, language)) ?? code
}

function PurposeTitle({ of }: { of: string }) {
  return usePurposeTitle()(of)
}

function Told({ live }: { live: NonNullable<SavedAudience['live']> }) {
  const say = useWords(savedWords)
  const said = useSaid()
  const language = useLanguage()
  const now = useNow()
  const title = usePurposeTitle()
  const day = (at: string) => dayOf(new Date(at), now, language)
  return (
    <>
      <p className="quiet small">
        {say('living_for', { purpose: title(live.purpose) })}, {say('living_since', { day: day(live.since) })}
      </p>
      {live.trouble ? (
        <p className="small">
          {say('living_trouble')} {said(live.trouble)}
        </p>
      ) : null}
      <p role="status">{live.complete_at === null ? say('living_going') : say('living_size', { count: live.size, shown: count(live.size, language) })}</p>
      {live.checked_at ? (
        <p className="faint small">
          {live.differing === 0
            ? say('living_checked', { day: day(live.checked_at) })
            : say('living_differing', { day: day(live.checked_at), count: live.differing, shown: count(live.differing, language) })}
        </p>
      ) : null}
    </>
  )
}
