import type { Icon } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import classes from './Empty.module.css'

type EmptyProps = {
  icon: Icon
  title: string
  /** Why there is nothing, and what would change it. */
  text?: ReactNode
  action?: ReactNode
  /** Inside a panel or a column, where a page's worth of air would be too much. */
  small?: boolean
  /** It is all there is on the page. */
  whole?: boolean
}

/** An empty place that says why it is empty. */
export function Empty({ icon: Picture, title, text, action, small, whole }: EmptyProps) {
  const Title = whole ? 'h1' : 'p'
  return (
    <div className={classes.empty} data-small={small || undefined}>
      <span className={classes.picture} aria-hidden="true">
        <Picture size={small ? 18 : 22} stroke={1.5} />
      </span>
      <Title className={classes.title}>{title}</Title>
      {text ? <p className={classes.text}>{text}</p> : null}
      {action ? <div className={classes.action}>{action}</div> : null}
    </div>
  )
}
