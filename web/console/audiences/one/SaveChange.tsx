import { Button, Modal } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { changeAudience } from '../../../../src/office/audiences/contract.ts'
import { call } from '../../../ui/api.ts'
import { ErrorBox } from '../../../ui/ErrorBox.tsx'
import { count } from '../../../ui/formats.ts'
import { Lines } from '../../../ui/Loading.tsx'
import { notice } from '../../../ui/notices.tsx'
import { useAct } from '../../../ui/useAct.ts'
import { useLanguage, useWords } from '../../../ui/words.ts'
import classes from '../Audiences.module.css'
import { audiencesQuery, type Rule } from '../queries.ts'
import { comparedQuery, type SavedAudience } from './queries.ts'
import { savedWords } from './saved.words.ts'
import { UsedBy } from './UsedBy.tsx'

type ChangeProps = { of: SavedAudience; rule: Rule; purpose: string; onSaved: () => void }

/** Saving a changed rule: first what that changes about who is in the audience, then the deed. */
export function SaveChange(props: ChangeProps) {
  const say = useWords(savedWords)
  const [asking, on] = useDisclosure(false)
  return (
    <>
      <Button onClick={on.open}>{say('change')}</Button>
      {asking ? <Asked {...props} onClose={on.close} /> : null}
    </>
  )
}

function Asked({ of, rule, purpose, onSaved, onClose }: ChangeProps & { onClose: () => void }) {
  const say = useWords(savedWords)
  const language = useLanguage()
  const client = useQueryClient()
  const { data, error, refetch } = useQuery(comparedQuery(of.id, rule, of.live?.purpose ?? purpose))
  const { mutate, isPending } = useAct({
    run: () => call(changeAudience, { params: { audience_id: of.id }, body: { rule, version: of.version } }),
    then: async (changed) => {
      await client.invalidateQueries({ queryKey: audiencesQuery.queryKey })
      notice(say('change_done', { title: changed.title }))
      onSaved()
    },
  })
  const told = (key: 'change_stay' | 'change_come' | 'change_go', n: number) => <li>{say(key, { count: n, shown: count(n, language) })}</li>
  return (
    <Modal opened onClose={onClose} title={say('change_title', { title: of.title })}>
      <div className={classes.asked}>
        {error ? <ErrorBox error={error} onRetry={refetch} /> : null}
        {data || error ? null : <Lines count={3} />}
        {data ? (
          <ul className={classes.figures}>
            {told('change_stay', data.stay)}
            {told('change_come', data.come)}
            {told('change_go', data.go)}
          </ul>
        ) : null}
        <p className="quiet small">{say('change_text')}</p>
        {of.live ? <p className="quiet small">{say('change_live')}</p> : null}
        <UsedBy of={of} />
        <div className={classes.deeds}>
          <Button variant="default" onClick={onClose}>
            {say('cancel')}
          </Button>
          <Button loading={isPending} disabled={!data} onClick={() => mutate(undefined)}>
            {say('change')}
          </Button>
        </div>
      </div>
    </Modal>
  )
}
