export interface DemoFlags {
  readonly seed: string
}
export async function demoCommand(_flags: DemoFlags): Promise<number> {
  return 0
}
