import { combine } from '@atlaskit/pragmatic-drag-and-drop/combine'
import { draggable, dropTargetForElements } from '@atlaskit/pragmatic-drag-and-drop/element/adapter'

type Side = 'left' | 'right'

/** Lets the head of a column be dragged, and others be dropped before or behind it. Gives back how to end it. */
export function columnDrag(
  element: HTMLElement,
  column: string,
  o: { onEdge: (side: Side | undefined) => void; onDrop: (column: string, side: Side) => void },
): () => void {
  const sideOf = (x: number): Side => {
    const { left, width } = element.getBoundingClientRect()
    return x < left + width / 2 ? 'left' : 'right'
  }
  const handle = element.querySelector('[data-head]')
  return combine(
    draggable({
      element,
      ...(handle ? { dragHandle: handle } : {}),
      getInitialData: () => ({ column }),
    }),
    dropTargetForElements({
      element,
      canDrop: ({ source }) => typeof source.data['column'] === 'string' && source.data['column'] !== column,
      onDrag: ({ location }) => o.onEdge(sideOf(location.current.input.clientX)),
      onDragLeave: () => o.onEdge(undefined),
      onDrop: ({ source, location }) => {
        o.onEdge(undefined)
        const dragged = source.data['column']
        if (typeof dragged === 'string') o.onDrop(dragged, sideOf(location.current.input.clientX))
      },
    }),
  )
}
