// Preloaded into a measured process: says its largest resident set when it ends.
process.on('exit', () => {
  process.stderr.write(`peak memory ${Math.round(process.resourceUsage().maxRSS / 1_024)} MB\n`)
})
