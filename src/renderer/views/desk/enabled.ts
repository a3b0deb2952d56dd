/** True, or the reason why not. */
export type Enabled = () => true | string

/** The first reason against it, if there is one. */
export function all(...conditions: Enabled[]): Enabled {
  return () => conditions.map((condition) => condition()).find((answer) => answer !== true) ?? true
}
