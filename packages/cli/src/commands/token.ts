import { readApiToken } from '@weir/server'
import type { Command } from 'commander'
import { exitCode, usageError } from '../exit.ts'

/** Adds `weir token`: what machines that use the API show. */
export function addTokenCommand(program: Command, done: (code: number) => void): void {
  program
    .command('token')
    .description('Print the token with which machines use the API of this installation.')
    .option('--data <DIR>', 'its data folder (WEIR_DATA; default ~/.local/share/weir)')
    .action(({ data }: { readonly data?: string }) => {
      const token = readApiToken(data)
      if (token === null) throw usageError('there is no installation; `weir serve` makes one')
      process.stdout.write(`${token}\n`)
      done(exitCode.done)
    })
}
