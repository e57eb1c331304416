import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { ErrorBox } from '../../ui/ErrorBox.tsx'
import { Lines } from '../../ui/Loading.tsx'
import { Page } from '../../ui/Page.tsx'
import { useWords } from '../../ui/words.ts'
import { Ages } from './Ages.tsx'
import { Caps } from './Caps.tsx'
import { ContactHours } from './ContactHours.tsx'
import { limitsWords } from './limits.words.ts'
import { limitsQuery } from './queries.ts'

/** The company's own limits on contact, and the law's hours. */
export default function LimitsPage() {
  const say = useWords(limitsWords)
  const { data, error, isPending, refetch } = useQuery(limitsQuery)
  return (
    <Page
      title={say('title')}
      lead={say('lead')}
      toolbar={
        <>
          <Link to="/reach">{say('reach')}</Link>
          <Link to="/settings/policy">{say('drafts')}</Link>
        </>
      }
    >
      {isPending ? <Lines count={5} /> : null}
      {error ? <ErrorBox error={error} onRetry={refetch} /> : null}
      {data ? (
        <>
          <Caps caps={data.caps} />
          <ContactHours hours={data.hours} />
          <Ages ages={data.ages} />
        </>
      ) : null}
    </Page>
  )
}
