import { Link } from '@tanstack/react-router'
import { useWords } from '../../../ui/words.ts'
import classes from '../Audiences.module.css'
import type { SavedAudience } from './queries.ts'
import { savedWords } from './saved.words.ts'

/** What goes by an audience now: campaigns that were not stopped, and other audiences. */
export const goBy = ({ used_by }: SavedAudience) => ({
  campaigns: used_by.campaigns.filter(({ stopped_at }) => stopped_at === null),
  audiences: used_by.audiences,
})

export function UsedBy({ of }: { of: SavedAudience }) {
  const say = useWords(savedWords)
  const { campaigns, audiences } = goBy(of)
  if (campaigns.length + audiences.length === 0) return null
  return (
    <div className="small">
      <p>{say('users')}</p>
      <ul className={classes.words}>
        {campaigns.map(({ id, title }) => (
          <li key={id}>
            <Link to="/campaigns/$campaignId" params={{ campaignId: id }}>
              {say('users_campaign', { title })}
            </Link>
          </li>
        ))}
        {audiences.map(({ id, title }) => (
          <li key={id}>
            <Link to="/audiences/$audienceId" params={{ audienceId: id }}>
              {say('users_audience', { title })}
            </Link>
          </li>
        ))}
      </ul>
    </div>
  )
}
