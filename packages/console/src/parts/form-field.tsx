import type { ReactElement, ReactNode } from 'react'
import { useId } from 'react'

/** What ties a control to its words; spread it onto the control. */
export interface ControlProps {
  readonly id: string
  readonly 'aria-invalid': boolean
  readonly 'aria-describedby': string | undefined
}

interface FormFieldProps {
  readonly label: string
  readonly hint?: string
  /** Why what stands in it is refused. */
  readonly problem: string | null
  /** Several lines high. */
  readonly tall?: boolean
  readonly children: (control: ControlProps) => ReactNode
}

/** One control of a form with its name, a word of help, and why it is refused. */
export function FormField(props: FormFieldProps): ReactElement {
  const { label, hint, problem, tall = false, children } = props
  const id = useId()
  const help = hint === undefined ? [] : [`${id}-hint`]
  const refusal = problem === null ? [] : [`${id}-problem`]
  const described = [...help, ...refusal].join(' ')
  return (
    <div className="formfield">
      <label htmlFor={id} className="lab">
        {label}
      </label>
      <span className={tall ? 'field tall' : 'field'}>
        {children({
          id,
          'aria-invalid': problem !== null,
          'aria-describedby': described === '' ? undefined : described,
        })}
      </span>
      {hint !== undefined && (
        <p id={`${id}-hint`} className="small dim">
          {hint}
        </p>
      )}
      {problem !== null && (
        <p id={`${id}-problem`} className="small warn" role="alert">
          {problem}
        </p>
      )}
    </div>
  )
}
