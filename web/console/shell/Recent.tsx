import { Link } from '@tanstack/react-router'
import { Face, Name } from '../../ui/Person.tsx'
import { useWords } from '../../ui/words.ts'
import { useRecent } from './recent.ts'
import classes from './SideBar.module.css'
import { shell } from './shell.words.ts'

export function Recent() {
  const say = useWords(shell)
  const recent = useRecent()
  if (recent.length === 0) return null
  return (
    <>
      <p className={classes.heading}>{say('recent')}</p>
      <ul className={classes.list}>
        {recent.slice(0, 5).map((who) => (
          <li key={who.id}>
            <Link to="/customers/$customerId" params={{ customerId: who.id }} className={classes.link}>
              <Face who={who} size={18} />
              <span className={classes.label}>
                <Name who={who} form="short" />
              </span>
            </Link>
          </li>
        ))}
      </ul>
    </>
  )
}
