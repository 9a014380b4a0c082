import type { LoadFigures } from './crowd.ts'
import type { StepTaken } from './intruder.ts'
import type { BackupRun } from './machines.ts'

// Answers come from processes of the same build, which made them from these very types.

export function decodeLoadFigures(answer: unknown): LoadFigures {
  return proved(answer, 'requests') as LoadFigures
}

export function decodeBackupRun(answer: unknown): BackupRun {
  return proved(answer, 'copied') as BackupRun
}

export function decodeStepTaken(answer: unknown): StepTaken {
  return proved(answer, 'step') as StepTaken
}

function proved(answer: unknown, field: string): object {
  if (typeof answer === 'object' && answer !== null && field in answer) return answer
  throw new TypeError(`expected an answer with ${field}`)
}
