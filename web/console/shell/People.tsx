import { Link } from '@tanstack/react-router'
import { Face, Name } from '../../ui/Person.tsx'
import type { Seen } from './recent.ts'
import classes from './SideBar.module.css'

/** Customers in the side bar, each a way to the card. */
export function People({ who }: { who: readonly Seen[] }) {
  return (
    <ul className={classes.list}>
      {who.map((one) => (
        <li key={one.id}>
          <Link to="/customers/$customerId" params={{ customerId: one.id }} className={classes.link}>
            <Face who={one} size={18} />
            <span className={classes.label}>
              <Name who={one} form="short" />
            </span>
          </Link>
        </li>
      ))}
    </ul>
  )
}
