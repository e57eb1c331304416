import { useQuery, useQueryClient } from '@tanstack/react-query'
import { getRouteApi, Link } from '@tanstack/react-router'
import { changeDraft, dropDraft, switchOnDraft } from '../../../src/keep/policy/contract.ts'
import { call } from '../../ui/api.ts'
import { ErrorBox } from '../../ui/ErrorBox.tsx'
import { Lines } from '../../ui/Loading.tsx'
import { MayButton } from '../../ui/MayButton.tsx'
import { notice } from '../../ui/notices.tsx'
import { Page } from '../../ui/Page.tsx'
import { Sure } from '../../ui/Sure.tsx'
import { useAct } from '../../ui/useAct.ts'
import { useWords } from '../../ui/words.ts'
import classes from '../limits/Limits.module.css'
import { policyWords } from './policy.words.ts'
import { type Body, type Draft, draftQuery, draftsQuery, versionsQuery } from './queries.ts'
import { Said } from './Said.tsx'
import { TrialPart } from './TrialPart.tsx'

const route = getRouteApi('/shell/settings/policy/$draftId')

/** One draft: what it says, what it would change, and the switch. */
export default function DraftPage() {
  const say = useWords(policyWords)
  const { draftId } = route.useParams()
  const { data, error, refetch } = useQuery(draftQuery(draftId))
  if (error) return <ErrorBox error={error} onRetry={refetch} />
  if (!data)
    return (
      <Page title={say('title')}>
        <Lines count={8} />
      </Page>
    )
  return <Opened draft={data} />
}

function Opened({ draft }: { draft: Draft }) {
  const say = useWords(policyWords)
  const client = useQueryClient()
  const shows = (changed: Draft) => client.setQueryData(draftQuery(draft.id).queryKey, changed)
  const params = { draft_id: draft.id }
  const save = useAct({ run: (body: Body) => call(changeDraft, { params, body: { revision: draft.revision, title: draft.title, body } }), then: shows })
  const drop = useAct({
    run: () => call(dropDraft, { params }),
    then: (changed) => {
      shows(changed)
      void client.invalidateQueries({ queryKey: draftsQuery.queryKey })
    },
  })
  const on = useAct({
    run: () => call(switchOnDraft, { params, body: { revision: draft.revision } }),
    then: (changed) => {
      shows(changed)
      notice(say('is_on'))
      void client.invalidateQueries({ queryKey: draftsQuery.queryKey })
      void client.invalidateQueries({ queryKey: versionsQuery.queryKey })
      void client.invalidateQueries({ queryKey: ['contact-limits'] })
    },
  })
  const open = draft.state === 'open'
  return (
    <Page
      title={draft.title}
      lead={draft.state === 'open' ? <Link to="/settings/policy">← {say('to_all')}</Link> : say(`state_${draft.state}`)}
      actions={
        open ? (
          <div className={classes.acts}>
            <Sure label={say('drop')} question={say('drop_sure')} loading={drop.isPending} onYes={() => drop.mutate(undefined)} />
            {draft.may === 'yes' ? (
              <Sure label={say('on')} question={say('on_sure')} loading={on.isPending} onYes={() => on.mutate(undefined)} />
            ) : (
              <MayButton may={false} why={say(`may_${draft.may}`)} size="compact-xs" onClick={() => undefined}>
                {say('on')}
              </MayButton>
            )}
          </div>
        ) : null
      }
    >
      {open && draft.may !== 'yes' ? <p className="quiet">{say(`may_${draft.may}`)}</p> : null}
      <TrialPart draft={draft} onTried={shows} />
      <Said draft={draft} busy={save.isPending} onChange={open ? save.mutate : undefined} />
    </Page>
  )
}
