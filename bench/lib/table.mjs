/** Prints rows of cells under titles; all columns but the first stand right. */
export function printTable(titles, rows) {
  const widths = titles.map((title, column) =>
    Math.max(title.length, ...rows.map((row) => String(row[column]).length)),
  )
  for (const row of [titles, ...rows]) {
    const cells = row.map((cell, column) =>
      column === 0 ? String(cell).padEnd(widths[0]) : String(cell).padStart(widths[column]),
    )
    console.log(`  ${cells.join('  ')}`)
  }
}

export function grouped(number) {
  return Math.round(number).toLocaleString('en-US')
}
