import type { Command } from 'commander'

/** The options of every command that asks a running Weir. */
export function withRunning(command: Command): Command {
  return command
    .option('--url <URL>', 'where Weir runs (WEIR_URL; default http://127.0.0.1:7447)')
    .option('--data <DIR>', 'its data folder, for the token (WEIR_DATA; else WEIR_API_TOKEN)')
}
