import type { ReactElement, ReactNode } from 'react'
import { useEffect, useRef } from 'react'

interface DialogProps {
  readonly label: string
  readonly className?: string
  readonly close: () => void
  readonly children: ReactNode
}

/**
 * The browser's own dialog: it keeps the focus, makes the rest inert and closes on Esc without a
 * style element, which the policy of the server would refuse.
 */
export function Dialog({ label, className = '', close, children }: DialogProps): ReactElement {
  const ref = useRef<HTMLDialogElement>(null)
  useEffect(() => {
    const dialog = ref.current
    dialog?.showModal()
    return () => dialog?.close()
  }, [])
  return (
    <dialog
      ref={ref}
      aria-label={label}
      className={className}
      onCancel={(event) => {
        event.preventDefault()
        close()
      }}
      onClick={(event) => {
        if (event.target === ref.current) close()
      }}
    >
      {children}
    </dialog>
  )
}
