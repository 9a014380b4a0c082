import { useRouter } from '@tanstack/react-router'
import { useEffect } from 'react'
import { useLiveControl } from '../api/use-live.ts'
import { createKeyReader, type KeyAction } from './keys.ts'
import { lettersAreOn } from './letters.ts'

interface Doors {
  readonly openPalette: () => void
  readonly openHelp: () => void
}

/** The keyboard of the whole page. */
export function useKeys({ openPalette, openHelp }: Doors): void {
  const router = useRouter()
  const live = useLiveControl()
  useEffect(() => {
    const read = createKeyReader(lettersAreOn)
    const act = (action: KeyAction): void => {
      switch (action.kind) {
        case 'palette':
          return openPalette()
        case 'help':
          return openHelp()
        case 'filter':
          return focusFilter()
        case 'go':
          void router.navigate({ to: action.to })
          return
        case 'move':
          return moveRow(action.by)
        case 'back':
          if (router.history.canGoBack()) router.history.back()
          return
        case 'live':
          return live.toggle()
      }
      action satisfies never
    }
    const onKey = (event: KeyboardEvent): void => {
      const { target } = event
      const action = read(
        {
          key: event.key,
          ctrl: event.ctrlKey || event.metaKey,
          alt: event.altKey,
          typing: isTyping(target),
          floating: event.defaultPrevented || isFloating(),
        },
        performance.now(),
      )
      if (action === null) {
        if (event.key === 'Escape' && isTyping(target) && !isFloating()) target.blur()
        return
      }
      event.preventDefault()
      act(action)
    }
    document.addEventListener('keydown', onKey)
    return () => document.removeEventListener('keydown', onKey)
  }, [router, live, openPalette, openHelp])
}

function isTyping(target: EventTarget | null): target is HTMLElement {
  if (target instanceof HTMLInputElement) return target.type !== 'checkbox'
  // Letters choose in a list, too.
  return target instanceof HTMLTextAreaElement || target instanceof HTMLSelectElement
}

function isFloating(): boolean {
  return document.querySelector('dialog[open], [role="menu"]') !== null
}

function focusFilter(): void {
  document.querySelector<HTMLInputElement>('main [data-filter]')?.focus()
}

/** Rows are links or buttons that say so; the focus is the mark of where one is. */
function moveRow(by: 1 | -1): void {
  const rows = [...document.querySelectorAll<HTMLElement>('main [data-row]')]
  const at = rows.findIndex((row) => row === document.activeElement)
  const next = at < 0 ? (by > 0 ? 0 : rows.length - 1) : at + by
  const row = rows[Math.min(rows.length - 1, Math.max(0, next))]
  row?.focus()
  row?.scrollIntoView({ block: 'nearest' })
}
